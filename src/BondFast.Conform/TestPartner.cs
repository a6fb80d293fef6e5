using BondFast.Wire;

namespace BondFast.Conform;

/// <summary>What the device under test said, as its last LACPDU has it.</summary>
/// <param name="Earliest">It arrived after this, and before or at <paramref name="At"/>; monotonic ns.</param>
internal readonly record struct Heard(long Earliest, long At, LacpPortInfo Actor, LacpPortInfo Partner, LoggedFrame Frame)
{
    public LacpState State => Actor.State;

    /// <summary>What it has recorded of our state.</summary>
    public LacpState OfUs => Partner.State;
}

/// <summary>
/// Our end of one cable: an LACP partner without any machine. It says what the check tells it to, periodically and when what it knows
/// of the other end changed, and logs everything.
/// </summary>
internal sealed class TestPartner(IConformPort port, int number, long start)
{
    private const long Second = 1_000_000_000;
    private const int BufferLength = 2048;

    private readonly byte[] _buffer = new byte[BufferLength];
    private readonly Queue<long> _spoken = new();
    private LacpPortInfo _told;
    private bool _mustTell;

    public IConformPort Port => port;

    /// <summary>Our port number, from 1.</summary>
    public int Number => number;

    /// <summary>What we say of ourselves.</summary>
    public LacpPortInfo Self { get; set; }

    /// <summary>What we say of the other end; null says what it last said of itself.</summary>
    public LacpPortInfo? View { get; set; }

    private bool _knowsNobody = true;

    /// <summary>We send periodically and answer changes.</summary>
    public bool Talking { get; set; }

    public long Period { get; set; } = Second;

    public long NextSend { get; private set; }

    public bool HasHeard { get; private set; }
    public Heard Last { get; private set; }

    /// <summary>Everything since the run began.</summary>
    public List<LoggedFrame> Log { get; } = [];

    /// <summary>All LACPDUs it sent since the check began.</summary>
    public List<Heard> Lacpdus { get; } = [];

    /// <summary>All Marker PDUs it sent since the check began.</summary>
    public List<LoggedFrame> Markers { get; } = [];

    /// <summary>For each of <see cref="Markers"/>: it arrived after this; ns since the run began.</summary>
    public List<long> MarkersEarliest { get; } = [];

    /// <summary>Frames of any other kind since the check began: data.</summary>
    public List<LoggedFrame> Data { get; } = [];

    public void BeginCheck()
    {
        Lacpdus.Clear();
        Markers.Clear();
        MarkersEarliest.Clear();
        Data.Clear();
        View = null;
        Period = Second;
    }

    public LacpPortInfo ViewNow => View ?? (_knowsNobody ? default : Last.Actor);

    /// <summary>
    /// We are somebody else from now on, who has heard nobody yet: the first PDU knows nothing of the other end, so that it answers.
    /// </summary>
    public void Appear(LacpPortInfo self)
    {
        Self = self;
        View = null;
        _knowsNobody = true;
    }

    /// <summary>Takes what arrived.</summary>
    public void Drain()
    {
        int length;
        while ((length = port.Receive(_buffer, out long earliest, out long arrived)) > 0) Take(_buffer.AsSpan(0, length), earliest, arrived);
    }

    /// <summary>Sends what is due. A change of what we know of the other end is told at once, within three PDUs a second.</summary>
    public void SendDue(long now)
    {
        if (!Talking) return;
        bool tell = _mustTell && MayTell(now);
        if (now >= NextSend || tell) Say(now);
    }

    /// <summary>When <see cref="SendDue"/> has something to do.</summary>
    public long Due(long now) => !Talking ? long.MaxValue : _mustTell ? Math.Min(NextSend, MayTell(now) ? now : _spoken.Peek() + Second) : NextSend;

    /// <summary>Sends a LACPDU now.</summary>
    public void Say(long now)
    {
        SendRaw(now, Lacpdu());
        _told = ViewNow;
        _mustTell = false;
        NextSend = now + Period;
        _spoken.Enqueue(now);
        while (_spoken.Count > 3) _spoken.Dequeue();
    }

    /// <summary>The LACPDU that we would send now.</summary>
    public byte[] Lacpdu()
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        LacpduWriter.Write(frame, port.Mac, Self, ViewNow);
        return frame;
    }

    public LoggedFrame SendRaw(long now, byte[] frame)
    {
        var logged = new LoggedFrame(now - start, port.Name, true, frame);
        Log.Add(logged);
        port.Send(frame);
        return logged;
    }

    private bool MayTell(long now) => _spoken.Count < 3 || _spoken.Peek() + Second <= now;

    private void Take(ReadOnlySpan<byte> bytes, long earliest, long arrived)
    {
        var frame = new LoggedFrame(arrived - start, port.Name, false, bytes.ToArray());
        bool slow = SlowProtocol.TrySubtype(bytes, out byte subtype);
        if (!slow)
        {
            if (Data.Count < 1000) Data.Add(frame);
            return;
        }
        Log.Add(frame);
        if (subtype == SlowProtocol.MarkerSubtype)
        {
            Markers.Add(frame);
            MarkersEarliest.Add(earliest - start);
        }
        if (!frame.TryLacpdu(out LacpPortInfo actor, out LacpPortInfo partner)) return;
        if (!SameForNtt(actor, _told)) _mustTell = true;
        Last = new Heard(earliest, arrived, actor, partner, frame);
        HasHeard = true;
        _knowsNobody = false;
        Lacpdus.Add(Last);
    }

    private static bool SameForNtt(in LacpPortInfo one, in LacpPortInfo other)
    {
        const LacpState Compared = LacpState.Activity | LacpState.Timeout | LacpState.Synchronization | LacpState.Aggregation;
        return one with { State = LacpState.None } == other with { State = LacpState.None } && ((one.State ^ other.State) & Compared) == 0;
    }
}
