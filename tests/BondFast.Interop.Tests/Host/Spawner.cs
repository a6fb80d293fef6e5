using System.Collections.Concurrent;
using System.Diagnostics;

namespace BondFast.Interop.Tests.Host;

/// <summary>
/// Starts long-lived children so that they die with this process, however it ends: the kernel sends them SIGKILL when the thread
/// that made them ends (prctl PR_SET_PDEATHSIG, through setpriv). That is why one thread, which lives as long as the process, starts them all.
/// </summary>
internal static class Spawner
{
    private static readonly BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Done)> Requests = Begin();

    public static Process Start(ProcessStartInfo start)
    {
        start.ArgumentList.Insert(0, start.FileName);
        foreach (var word in new[] { "--", "KILL", "--pdeathsig" })
            start.ArgumentList.Insert(0, word);
        start.FileName = Requires.Program("setpriv", "util-linux");
        var done = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((start, done));
        return done.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<(ProcessStartInfo, TaskCompletionSource<Process>)> Begin()
    {
        var requests = new BlockingCollection<(ProcessStartInfo Start, TaskCompletionSource<Process> Done)>();
        new Thread(() =>
        {
            foreach (var (start, done) in requests.GetConsumingEnumerable())
            {
                try
                {
                    done.SetResult(Process.Start(start)!);
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            }
        })
        { IsBackground = true, Name = "spawner" }.Start();
        return requests;
    }
}
