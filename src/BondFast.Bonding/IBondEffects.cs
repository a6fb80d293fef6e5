using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>
/// What a bond does to the world. The control loop implements it over DPDK, the simulation over a fake network.
/// Calls come from whoever drives the bond, on that thread, and return at once. A <c>bool</c> result is false when the
/// device refused; the engine then keeps its state true to the device (and refuses or rolls back what it was doing).
/// </summary>
public interface IBondEffects
{
    /// <summary>Sends a self-made frame on one slave, ahead of data where possible. The bytes are copied.</summary>
    bool SendFrame(Slave slave, ReadOnlySpan<byte> frame);

    bool SetSlaveMac(Slave slave, MacAddress address);

    bool SetSlaveMtu(Slave slave, int mtu);

    /// <summary>Starts or stops the slave's port (the driver's "open" and "close"). Before a stop a plan without the slave was
    /// published: the port is touched only when the workers have let go of it.</summary>
    bool SetSlaveRunning(Slave slave, bool running);

    bool SetPromiscuous(Slave slave, bool on);

    bool SetAllMulticast(Slave slave, bool on);

    /// <summary>Replaces the slave's multicast filter. Group addresses only.</summary>
    bool SetMulticastList(Slave slave, IReadOnlyList<MacAddress> addresses);

    /// <summary>The bond's own address changed: the uplink follows.</summary>
    void SetBondMac(MacAddress address);

    /// <summary>The bond's carrier changed: the uplink follows.</summary>
    void SetBondCarrier(bool up);

    /// <summary>A new forwarding plan; workers use it from their next burst on. The indexes in it are those of <see cref="Bond.Slaves"/> now.</summary>
    void Publish(ForwardingPlan plan);

    /// <summary>Something an operator wants to know: one line each.</summary>
    void Raise(BondEvent happening);

    /// <summary>The engine has no randomness of its own.</summary>
    ulong NextRandom();
}
