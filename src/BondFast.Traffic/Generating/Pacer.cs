using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>Says how many frames may go now so that a rate is kept, in bursts. One thread; allocates nothing.</summary>
public sealed class Pacer
{
    private readonly double _framesPerTick;
    private readonly int _burst;
    private ulong _start;
    private ulong _sent;

    /// <param name="framesPerSecond">The rate; infinity is as fast as it goes.</param>
    /// <param name="burst">Frames at once, at most.</param>
    /// <param name="ticksPerSecond">Of the clock that <see cref="Allow"/> is given.</param>
    public Pacer(double framesPerSecond, int burst, ulong ticksPerSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(framesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        _framesPerTick = framesPerSecond / ticksPerSecond;
        _burst = burst;
    }

    /// <summary>Frames that are due at that time, at most a burst. Time that was lost is made up for, but for no more than a thousand bursts.</summary>
    [HotPath]
    public int Allow(ulong now)
    {
        if (_start == 0) _start = now;
        if (double.IsPositiveInfinity(_framesPerTick)) return _burst;
        double due = (now - _start) * _framesPerTick + 1 - _sent;
        if (due > 1000.0 * _burst)
        {
            _start = now;
            _sent = 0;
            due = _burst;
        }
        return due < 1 ? 0 : (int)Math.Min(due, _burst);
    }

    /// <summary>Counts what was really sent of it.</summary>
    [HotPath]
    public void Sent(int frames) => _sent += (uint)frames;
}
