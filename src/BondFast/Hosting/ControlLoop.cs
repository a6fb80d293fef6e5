using System.Collections.Concurrent;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>
/// The control core's loop: monitors, LACP and commands of all bonds. Everything that touches an engine or changes a port runs
/// here, so none of it needs a lock.
/// </summary>
internal sealed class ControlLoop(IReadOnlyList<HostedBond> bonds) : ILcoreProgram
{
    /// <summary>Between two turns. Far below every monitor interval; long enough to leave the core to others.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(1);

    /// <summary>Between two looks at things that change rarely: addresses of uplinks, devices that vanished.</summary>
    private const long SurveyInterval = 200 * MonotonicClock.Millisecond;

    private readonly ConcurrentQueue<Action<long>> _commands = new();
    private volatile bool _stop;

    /// <summary>Turns so far; a watchdog compares two readings.</summary>
    public long Turns => Volatile.Read(ref _turns);

    private long _turns;

    /// <summary>Runs an action on the control core, with the time; returns when it is done and passes its exception on. Any thread but the control core's.</summary>
    public void Do(Action<long> action)
    {
        using var done = new ManualResetEventSlim();
        Exception? failure = null;
        _commands.Enqueue(now =>
        {
            try
            {
                action(now);
            }
#pragma warning disable CA1031 // passed on to the caller
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
            done.Set();
        });
        done.Wait();
        if (failure is not null) throw new AggregateException(failure.Message, failure);
    }

    public T Ask<T>(Func<long, T> question)
    {
        T answer = default!;
        Do(now => answer = question(now));
        return answer;
    }

    /// <summary>Called in every turn on the control thread. Set before the loop runs.</summary>
    public Action<long>? Turn { get; set; }

    /// <summary>Called now and then on the control thread, for what takes system calls. Set before the loop runs.</summary>
    public Action<long>? Survey { get; set; }

    public void Stop() => _stop = true;

    public int Run()
    {
        long nextSurvey = 0;
        while (!_stop)
        {
            long now = MonotonicClock.Now;
            bool survey = now >= nextSurvey;
            if (survey) nextSurvey = now + SurveyInterval;
            for (int i = 0; i < bonds.Count; i++)
            {
                HostedBond bond = bonds[i];
                if (survey) bond.Uplink?.Observe(bond.Engine, now);
                bond.Advance(now);
            }
            if (survey) Survey?.Invoke(now);
            Turn?.Invoke(now);
            while (_commands.TryDequeue(out Action<long>? command)) command(MonotonicClock.Now);
            Volatile.Write(ref _turns, _turns + 1);
            Thread.Sleep(Pace);
        }
        while (_commands.TryDequeue(out Action<long>? command)) command(MonotonicClock.Now);
        return 0;
    }
}
