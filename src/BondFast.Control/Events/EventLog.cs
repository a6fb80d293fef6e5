using BondFast.Bonding;

namespace BondFast.Control.Events;

/// <summary>An event with its number and the wall clock's time.</summary>
/// <param name="Sequence">From 1, without gaps, for the life of the process.</param>
/// <param name="Time">UTC.</param>
public readonly record struct LoggedEvent(long Sequence, DateTime Time, BondEvent Event);

/// <summary>
/// The last <see cref="Capacity"/> events of all bonds. Written by the control loop, read by the control socket's thread: a
/// short lock; workers never come here.
/// </summary>
public sealed class EventLog(TimeProvider? clock = null)
{
    public const int Capacity = 1024;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly LoggedEvent[] _ring = new LoggedEvent[Capacity];
    private readonly Lock _lock = new();
    private long _last;

    /// <summary>Number of the newest event; 0 while there is none.</summary>
    public long Last => Volatile.Read(ref _last);

    public void Add(BondEvent happening)
    {
        DateTime time = _clock.GetUtcNow().UtcDateTime;
        lock (_lock)
        {
            long sequence = _last + 1;
            _ring[sequence % Capacity] = new LoggedEvent(sequence, time, happening);
            Volatile.Write(ref _last, sequence);
        }
    }

    /// <summary>
    /// Copies events whose number is greater than <paramref name="since"/>, oldest first, as many as fit, and returns how many.
    /// <paramref name="lost"/> is the number of events in between that were overwritten before they could be read.
    /// </summary>
    public int CopySince(long since, Span<LoggedEvent> events, out long lost)
    {
        lock (_lock)
        {
            long first = Math.Max(Math.Max(since, 0) + 1, _last - Capacity + 1);
            lost = Math.Max(0, first - Math.Max(since, 0) - 1);
            if (first > _last)
            {
                lost = 0;
                return 0;
            }
            int count = (int)Math.Min(_last - first + 1, events.Length);
            for (int i = 0; i < count; i++) events[i] = _ring[(first + i) % Capacity];
            return count;
        }
    }
}
