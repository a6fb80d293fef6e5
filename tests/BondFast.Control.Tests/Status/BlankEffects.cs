using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Control.Tests.Status;

/// <summary>A world that lets the engine do everything and remembers nothing.</summary>
internal sealed class BlankEffects : IBondEffects
{
    public bool SendFrame(Slave slave, ReadOnlySpan<byte> frame) => true;
    public bool SetSlaveMac(Slave slave, MacAddress address) => true;
    public bool SetSlaveMtu(Slave slave, int mtu) => true;
    public bool SetSlaveRunning(Slave slave, bool running) => true;
    public bool SetPromiscuous(Slave slave, bool on) => true;
    public bool SetAllMulticast(Slave slave, bool on) => true;
    public bool SetMulticastList(Slave slave, IReadOnlyList<MacAddress> addresses) => true;
    public void SetBondMac(MacAddress address) { }
    public void SetBondCarrier(bool up) { }
    public void Publish(ForwardingPlan plan) { }
    public void Raise(BondEvent happening) { }
    public ulong NextRandom() => 4;
}
