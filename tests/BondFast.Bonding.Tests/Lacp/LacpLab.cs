using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>A frame that the engine sent.</summary>
internal sealed record SentFrame(double Second, LacpPort Port, byte[] Bytes)
{
    public bool IsLacpdu => LacpduView.TryParse(Bytes, out _);
    public LacpduView Lacpdu => LacpduView.TryParse(Bytes, out LacpduView view) ? view : throw new InvalidDataException("not a LACPDU");
    public MarkerView Marker => MarkerView.TryParse(Bytes, out MarkerView view) ? view : throw new InvalidDataException("not a Marker PDU");
    public bool IsMarker => MarkerView.TryParse(Bytes, out _);
    public LacpState State => Lacpdu.Actor.State;
}

/// <summary>
/// One LACP system in virtual time with a partner that says what the test lets it say. Times are seconds since the start.
/// </summary>
internal sealed class LacpLab : ILacpEffects
{
    public static readonly MacAddress OurSystem = new(0x0200_0000_0001);
    public static readonly MacAddress PartnerSystem = new(0x0200_0000_0b0b);

    /// <summary>What a partner of good health says: fast, active, in Sync.</summary>
    public const LacpState Healthy = LacpState.Activity | LacpState.Timeout | LacpState.Aggregation | LacpState.Synchronization
        | LacpState.Collecting | LacpState.Distributing;

    public const LacpState OutOfSync = LacpState.Activity | LacpState.Timeout | LacpState.Aggregation;

    private const long Origin = 1_000_000_000_000;
    private readonly Dictionary<LacpPort, LacpPortInfo> _healthyPartners = [];

    public LacpLab(BondOptions? options = null, int ports = 1, bool up = true)
    {
        Options = options ?? Fast;
        Now = Origin;
        System = new LacpSystem(Options, OurSystem, this, Now);
        for (int i = 0; i < ports; i++) AddPort(up);
    }

    public static BondOptions Fast => new() { Mode = BondMode.Ieee8023ad, LacpRate = LacpRate.Fast };
    public static BondOptions Slow => Fast with { LacpRate = LacpRate.Slow };

    public BondOptions Options { get; private set; }
    public LacpSystem System { get; }
    public long Now { get; private set; }
    public double Second => (Now - Origin) / 1e9;
    public List<LacpPort> Ports { get; } = [];
    public List<SentFrame> Sent { get; } = [];
    public List<(string Kind, string Text)> Events { get; } = [];
    public int ForwardingChanges { get; private set; }

    /// <summary>The device takes no frames.</summary>
    public bool Refuses { get; set; }

    public LacpPort this[int index] => Ports[index];

    public IEnumerable<SentFrame> LacpdusOf(int port) => Sent.Where(frame => frame.Port == Ports[port] && frame.IsLacpdu);

    public LacpPort AddPort(bool up = true, uint speed = 1000, bool fullDuplex = true, int priority = 255)
    {
        int slot = Ports.Count;
        LacpPort port = System.AddPort($"eth{slot}", slot, new MacAddress(0x0200_0000_0100 + (ulong)slot), priority, Now);
        Ports.Add(port);
        if (up) System.SetLink(port, true, speed, fullDuplex, Now);
        return port;
    }

    public void Link(int port, bool up, uint speed = 1000, bool fullDuplex = true) => System.SetLink(Ports[port], up, speed, fullDuplex, Now);

    public void Set(Func<BondOptions, BondOptions> change) => System.SetOptions(Options = change(Options), Now);

    /// <summary>Runs for so many seconds; what is due exactly at the end is done. Partners given to <see cref="Befriend"/> send every second.</summary>
    public void Run(double seconds) => RunUntil(Second + seconds);

    public void RunUntil(double second)
    {
        long end = Origin + (long)Math.Round(second * 1e9);
        while (true)
        {
            long next = Math.Min(System.NextDeadline, _healthyPartners.Count > 0 ? NextKeepAlive : long.MaxValue);
            if (next > end) break;
            Now = Math.Max(Now, next);
            if (_healthyPartners.Count > 0 && NextKeepAlive <= Now) KeepAlive();
            System.Advance(Now);
        }
        Now = Math.Max(Now, end);
    }

    /// <summary>Time passes without anybody looking: the control core stands still.</summary>
    public void Stall(double seconds) => Now += (long)Math.Round(seconds * 1e9);

    public void Advance() => System.Advance(Now);

    /// <summary>What partner port n (from 1) of the usual partner says of itself on our port n - 1.</summary>
    public static LacpPortInfo PartnerPort(int number, LacpState state = Healthy, ushort key = 7, MacAddress? system = null) =>
        new(100, system ?? PartnerSystem, key, 10, (ushort)number, state);

    /// <summary>A LACPDU arrives now. By default it is from the usual partner in good health and knows us as we are.</summary>
    public void Hear(int port, LacpPortInfo? actor = null, LacpPortInfo? partner = null, long? arrived = null) =>
        HearFrame(port, Lacpdu(actor ?? PartnerPort(port + 1), partner ?? Ports[port].Actor), arrived);

    public void HearFrame(int port, byte[] frame, long? arrived = null) => System.Receive(Ports[port], frame, arrived ?? Now);

    public static byte[] Lacpdu(LacpPortInfo actor, LacpPortInfo partner)
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        LacpduWriter.Write(frame, new MacAddress(0x0200_0000_0b01), actor, partner);
        return frame;
    }

    public static byte[] Marker(MarkerType type, ushort port, MacAddress system, uint transaction)
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        MarkerWriter.Write(frame, new MacAddress(0x0200_0000_0b01), type, port, system, transaction);
        return frame;
    }

    /// <summary>Now and every second from the next full one on a healthy partner sends on this port, always knowing us as we are.</summary>
    public void Befriend(int port, LacpPortInfo? actor = null)
    {
        if (_healthyPartners.Count == 0) NextKeepAlive = Now + LacpTime.Second;
        _healthyPartners[Ports[port]] = actor ?? PartnerPort(port + 1);
        Hear(port, actor);
    }

    public void Silence(int port) => _healthyPartners.Remove(Ports[port]);

    /// <summary>Brings all ports to collecting and distributing with the usual partner.</summary>
    public LacpLab Converge()
    {
        for (int i = 0; i < Ports.Count; i++) Befriend(i);
        Run(5);
        foreach (LacpPort port in Ports) Assert.True(port.Distributing, $"{port}: {port.ReceiveState} {port.MuxState}");
        return this;
    }

    bool ILacpEffects.Send(LacpPort port, ReadOnlySpan<byte> frame)
    {
        if (Refuses) return false;
        Sent.Add(new SentFrame(Second, port, frame.ToArray()));
        return true;
    }

    void ILacpEffects.ForwardingChanged(long now) => ForwardingChanges++;

    void ILacpEffects.Raise(long now, EventLevel level, string kind, LacpPort? port, string text) => Events.Add((kind, text));

    private long NextKeepAlive { get; set; }

    private void KeepAlive()
    {
        foreach ((LacpPort port, LacpPortInfo actor) in _healthyPartners)
            System.Receive(port, Lacpdu(actor, port.Actor), Now);
        NextKeepAlive = Now + LacpTime.Second;
    }
}
