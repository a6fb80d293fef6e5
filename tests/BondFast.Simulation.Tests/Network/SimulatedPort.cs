using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>
/// A fake NIC: address, MTU, filters, link, and what it sent and received. Tests change <see cref="Carrier"/>,
/// <see cref="SpeedMbps"/> and so on at any moment; the engine hears of it at the next step of the network.
/// </summary>
public sealed class SimulatedPort(string name, int slot, MacAddress mac)
{
    public string Name { get; } = name;
    public int Slot { get; } = slot;
    public MacAddress FactoryMac { get; } = mac;

    // What the engine did to it
    public MacAddress Mac { get; set; } = mac;
    public int Mtu { get; set; } = 1500;
    public bool Running { get; set; }
    public bool Promiscuous { get; set; }
    public bool AllMulticast { get; set; }
    public IReadOnlyList<MacAddress> Groups { get; set; } = [];

    // The link
    public bool Carrier { get; set; } = true;
    public uint SpeedMbps { get; set; } = 1000;
    public Duplex Duplex { get; set; } = Duplex.Full;

    /// <summary>The driver reports no speed without carrier, as most NICs do; false: as virtual devices do.</summary>
    public bool ForgetsSpeedWithoutCarrier { get; set; }

    // What its driver refuses
    public bool CanSetMac { get; set; } = true;
    public bool RefusesMac { get; set; }
    public bool RefusesMtu { get; set; }
    public bool RefusesStart { get; set; }
    public bool RefusesFilters { get; set; }
    public bool RefusesFrames { get; set; }

    /// <summary>Hardware does not filter by address: everything on the wire reaches the worker.</summary>
    public bool Unfiltered { get; set; }

    public List<CapturedFrame> Sent { get; } = [];
    public List<CapturedFrame> Received { get; } = [];

    /// <summary>Calls of the engine on this port that change it, as words, in order.</summary>
    public List<string> Calls { get; } = [];

    public long LastReceived { get; set; } = long.MinValue;

    /// <summary>Where frames go that it sends: a cable, a switch, or nowhere.</summary>
    public Action<CapturedFrame>? Wire { get; set; }

    public LinkStatus Status => new(Running, Carrier, Carrier || !ForgetsSpeedWithoutCarrier ? SpeedMbps : 0,
        Carrier || !ForgetsSpeedWithoutCarrier ? Duplex : Duplex.Unknown);

    /// <summary>Would the hardware take a frame with this destination?</summary>
    public bool Hears(MacAddress destination) =>
        Unfiltered || Promiscuous || destination == Mac || destination.IsBroadcast
        || destination.IsMulticast && (AllMulticast || Groups.Contains(destination));

    public override string ToString() => Name;
}
