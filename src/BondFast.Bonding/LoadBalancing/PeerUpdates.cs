using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// The ARP replies by which balance-alb tells its peers, unasked, which MAC to send to. Peers are marked when something changes; marked
/// ones are told in rounds, which are held apart.
/// </summary>
internal sealed class PeerUpdates(Bond bond, ClientTable clients)
{
    /// <summary>From a mark to the round that it causes, so that marks of one moment go out together.</summary>
    public const long Gathering = 100_000_000;

    /// <summary>From an own ARP request, or from a round, to the next round: what is told has to come after the request, by which everybody
    /// learned the bond's MAC.</summary>
    public const long Hold = 2_000_000_000;

    /// <summary>How long requests may put off a waiting round: a host that asks all the time would starve its peers.</summary>
    public const long LongestDelay = 3 * Hold;

    /// <summary>Equal frames for each update: a single one may be lost.</summary>
    public const int Copies = 2;

    /// <summary>Rounds after the first when a slave was lost or addresses were swapped.</summary>
    public const int Repetitions = 3;

    private bool _pending;
    private long _dueAt;
    private long _heldUntil = long.MinValue;
    private int _repetitions;

    /// <summary>Updates so far, each of <see cref="Copies"/> frames.</summary>
    public ulong Sent { get; private set; }

    public long NextDeadline => _pending ? Math.Max(_dueAt, _heldUntil) : long.MaxValue;

    public void Advance(long now)
    {
        if (now >= NextDeadline) SendRound(now);
    }

    /// <summary>The peer is to be told in the next round; false when its address is not known yet.</summary>
    public bool Mark(Client client, long now)
    {
        if (!client.CanBeTold) return false;
        client.Marked = true;
        if (!_pending) _dueAt = now + Gathering;
        _pending = true;
        return true;
    }

    /// <summary>The marked peers are told in several rounds.</summary>
    public void Repeat() => _repetitions = Repetitions;

    public void HoldAfterRequest(long now)
    {
        long until = now + Hold;
        if (_pending) until = Math.Min(until, _dueAt + LongestDelay);
        _heldUntil = Math.Max(_heldUntil, until);
    }

    /// <summary>Tells one peer now. False when its slave cannot transmit at present, or the peer's address is not known.</summary>
    public bool Tell(Client client)
    {
        if (client.Slave is not { CanTransmit: true } slave || !client.CanBeTold) return false;
        Span<byte> frame = stackalloc byte[ArpWriter.MaxLength];
        int length = ArpWriter.WriteReply(frame, slave.CurrentMac, client.ServerIp, client.ClientMac, client.ClientIp, client.Tags);
        for (int copy = 0; copy < Copies; copy++) bond.Send(slave, frame[..length]);
        Sent++;
        return true;
    }

    public void Clear()
    {
        _pending = false;
        _repetitions = 0;
        _heldUntil = long.MinValue;
    }

    /// <summary>Who cannot be told now stays marked for the next round.</summary>
    private void SendRound(long now)
    {
        bool last = _repetitions == 0;
        _pending = !last;
        for (int i = 0; i < clients.Count; i++)
        {
            Client client = clients.Newest(i);
            if (!client.Marked) continue;
            if (!Tell(client)) _pending = true;
            else if (last) client.Marked = false;
        }
        if (!last) _repetitions--;
        _heldUntil = now + Hold;
        _dueAt = _heldUntil;
    }
}
