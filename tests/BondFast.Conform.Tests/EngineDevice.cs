using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Conform.Tests;

/// <summary>BondFast's own engine as the device under test, with room to spoil what goes in and out.</summary>
internal sealed class EngineDevice : IDevice, ILacpEffects
{
    private readonly LacpSystem _system;
    private readonly List<LacpPort> _ports = [];

    public EngineDevice(BondOptions options, int ports)
    {
        _system = new LacpSystem(options, new MacAddress(0x0200_0000_0d00), this, 0);
        for (int i = 0; i < ports; i++) _ports.Add(_system.AddPort($"eth{i}", i, new MacAddress(0x0200_0000_0d10 + (ulong)i), 255, 0));
    }

    public static BondOptions Fast => new() { Mode = BondMode.Ieee8023ad, LacpRate = LacpRate.Fast };

    public Action<int, byte[]> Out { get; set; } = (_, _) => { };

    /// <summary>What becomes of a frame that the engine sends: the frames that leave instead.</summary>
    public Func<byte[], IEnumerable<byte[]>> Sending { get; init; } = frame => [frame];

    /// <summary>What the engine is given instead of a frame that arrives; null is nothing.</summary>
    public Func<byte[], byte[]?> Receiving { get; init; } = frame => frame;

    public long NextDeadline => _system.NextDeadline;

    public void Advance(long now) => _system.Advance(now);

    public void Receive(int port, byte[] frame, long now)
    {
        if (Receiving(frame) is { } taken) _system.Receive(_ports[port], taken, now);
    }

    public void Link(int port, bool up, long now) => _system.SetLink(_ports[port], up, 1000, true, now);

    bool ILacpEffects.Send(LacpPort port, ReadOnlySpan<byte> frame)
    {
        foreach (byte[] sent in Sending(frame.ToArray())) Out(port.Slot, sent);
        return true;
    }

    void ILacpEffects.ForwardingChanged(long now) { }

    void ILacpEffects.Raise(long now, EventLevel level, string kind, LacpPort? port, string text) { }
}
