using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>The world as one bond sees it: fake ports, and a record of everything the engine did.</summary>
public sealed class RecordingEffects(SimulatedNetwork network) : IBondEffects
{
    private readonly Dictionary<int, SimulatedPort> _ports = [];

    public List<ForwardingPlan> Plans { get; } = [];
    public List<BondEvent> Events { get; } = [];
    public List<bool> CarrierChanges { get; } = [];
    public MacAddress BondMac { get; private set; }
    public bool BondCarrier { get; private set; }

    /// <summary>Everything that happened, in order, one word each: <c>publish</c>, <c>send eth0</c>, <c>stop eth0</c>, <c>mac eth0 ...</c>.</summary>
    public List<string> Journal { get; } = [];

    /// <summary>Drivers change an address only while the port is stopped.</summary>
    public bool MacChangeRefusedWhileRunning { get; set; }

    /// <summary>Called for every frame, before it is sent.</summary>
    public Action<Slave, CapturedFrame>? Sending { get; set; }

    public void Register(SimulatedPort port) => _ports[port.Slot] = port;

    public bool SendFrame(Slave slave, ReadOnlySpan<byte> frame)
    {
        SimulatedPort port = _ports[slave.Slot];
        var captured = new CapturedFrame(network.Now, port.Name, frame.ToArray());
        Journal.Add($"send {port.Name}");
        Sending?.Invoke(slave, captured);
        if (port.RefusesFrames || !port.Running) return false;
        port.Sent.Add(captured);
        if (port.Carrier) port.Wire?.Invoke(captured);
        return true;
    }

    public bool SetSlaveMac(Slave slave, MacAddress address) => Do(slave, !_ports[slave.Slot].RefusesMac && !(MacChangeRefusedWhileRunning && _ports[slave.Slot].Running), $"mac {slave.Name} {address}", port => port.Mac = address);

    public bool SetSlaveMtu(Slave slave, int mtu) => Do(slave, !_ports[slave.Slot].RefusesMtu, $"mtu {slave.Name} {mtu}", port => port.Mtu = mtu);

    public bool SetSlaveRunning(Slave slave, bool running) =>
        Do(slave, !running || !_ports[slave.Slot].RefusesStart, $"{(running ? "start" : "stop")} {slave.Name}", port => port.Running = running);

    public bool SetPromiscuous(Slave slave, bool on) => Do(slave, !_ports[slave.Slot].RefusesFilters, $"promiscuous {slave.Name} {on}", port => port.Promiscuous = on);

    public bool SetAllMulticast(Slave slave, bool on) => Do(slave, !_ports[slave.Slot].RefusesFilters, $"allmulticast {slave.Name} {on}", port => port.AllMulticast = on);

    public bool SetMulticastList(Slave slave, IReadOnlyList<MacAddress> addresses) =>
        Do(slave, !_ports[slave.Slot].RefusesFilters, $"groups {slave.Name} {string.Join(',', addresses)}", port => port.Groups = addresses);

    public void SetBondMac(MacAddress address)
    {
        Journal.Add($"bond-mac {address}");
        BondMac = address;
    }

    public void SetBondCarrier(bool up)
    {
        Journal.Add($"carrier {(up ? "on" : "off")}");
        CarrierChanges.Add(up);
        BondCarrier = up;
    }

    public void Publish(ForwardingPlan plan)
    {
        Journal.Add("publish");
        Plans.Add(plan);
    }

    public void Raise(BondEvent happening) => Events.Add(happening);

    public ulong NextRandom() => network.NextRandom();

    private bool Do(Slave slave, bool accepted, string what, Action<SimulatedPort> change)
    {
        SimulatedPort port = _ports[slave.Slot];
        Journal.Add(accepted ? what : $"refused {what}");
        port.Calls.Add(accepted ? what : $"refused {what}");
        if (accepted) change(port);
        return accepted;
    }
}
