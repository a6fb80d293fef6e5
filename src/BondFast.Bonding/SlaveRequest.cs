using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>A port that is to be enslaved, as it is now.</summary>
/// <param name="Name">The port's name; no other slave has it.</param>
/// <param name="Slot">The datapath's name for the port, 0..31; no other slave of the bond has it.</param>
/// <param name="Mac">Its present address; the slave gets it back on release.</param>
/// <param name="Mtu">Its present MTU in bytes; the slave gets it back on release.</param>
/// <param name="Status">Its link as the driver sees it now.</param>
/// <param name="Options">Options of the slave.</param>
/// <param name="CanSetMac">The driver can change its address while it runs.</param>
/// <param name="Master">The bond that has this port already, or null.</param>
public sealed record SlaveRequest(string Name, int Slot, MacAddress Mac, int Mtu, LinkStatus Status, SlaveOptions Options, bool CanSetMac = true, string? Master = null);
