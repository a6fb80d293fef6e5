using BondFast.Wire;

namespace BondFast.Conform.Tests;

/// <summary>
/// A simple LACP speaker as they exist: claims everything from its first PDU on, believes any Sync bit, does not wait for late links, knows no
/// limit, answers every difference, does not answer markers.
/// </summary>
internal sealed class HastyDevice(int ports) : IDevice
{
    private const long Second = 1_000_000_000;

    private readonly LacpPortInfo[] _partners = new LacpPortInfo[ports];
    private readonly long[] _lastHeard = new long[ports];
    private readonly long[] _nextSend = [.. Enumerable.Repeat(long.MaxValue, ports)];

    public Action<int, byte[]> Out { get; set; } = (_, _) => { };

    public long NextDeadline => _nextSend.Min();

    public void Advance(long now)
    {
        for (int port = 0; port < ports; port++)
            if (_nextSend[port] <= now) Send(port, now);
    }

    public void Receive(int port, byte[] frame, long now)
    {
        if (!LacpduView.TryParse(frame, out LacpduView pdu)) return;
        _partners[port] = pdu.Actor;
        _lastHeard[port] = now;
        if (pdu.Partner != Actor(port, now)) Send(port, now);
    }

    public void Link(int port, bool up, long now) => _nextSend[port] = up ? now : long.MaxValue;

    private LacpPortInfo Actor(int port, long now)
    {
        LacpState state = LacpState.Activity | LacpState.Timeout | LacpState.Aggregation;
        bool silent = _lastHeard[port] == 0 || now - _lastHeard[port] > 3 * Second;
        if (silent) state |= LacpState.Expired;
        if (silent || _partners[port].State.HasFlag(LacpState.Synchronization)) state |= LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing;
        return new LacpPortInfo(0xffff, new MacAddress(0x0200_0000_0e00), 9, 0xffff, (ushort)(port + 1), state);
    }

    private void Send(int port, long now)
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        LacpduWriter.Write(frame, new MacAddress(0x0200_0000_0e10 + (ulong)port), Actor(port, now), _partners[port]);
        Out(port, frame);
        _nextSend[port] = now + (_partners[port].State.HasFlag(LacpState.Timeout) || _lastHeard[port] == 0 ? Second : 30 * Second);
    }
}
