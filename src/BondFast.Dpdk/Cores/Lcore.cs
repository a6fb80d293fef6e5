using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>A program for an lcore: runs until it is told to stop, by means of its own.</summary>
public interface ILcoreProgram
{
    /// <summary>On the lcore's pinned thread. The result comes out of <see cref="LcoreRun.Wait"/>.</summary>
    int Run();
}

/// <summary>EAL's lcores: pinned threads that wait for something to run.</summary>
public static unsafe class Lcore
{
    /// <summary>Worker lcore ids, ascending. The main lcore is not among them.</summary>
    public static IReadOnlyList<int> Workers
    {
        get
        {
            List<int> workers = [];
            for (int lcore = Shim.bf_lcore_next(-1); lcore >= 0; lcore = Shim.bf_lcore_next(lcore)) workers.Add(lcore);
            return workers;
        }
    }

    public static int Main => Shim.bf_lcore_main();

    /// <summary>Of the calling thread; -1 on threads that are not EAL's.</summary>
    public static int Current => Shim.bf_lcore_current();

    /// <summary>First CPU the lcore's thread may run on.</summary>
    public static int Cpu(int lcore) => Shim.bf_lcore_cpu(lcore);

    /// <summary>NUMA node of its CPU, -1 when the machine has none.</summary>
    public static int Socket(int lcore) => Shim.bf_socket_of_lcore(lcore);

    public static bool IsRunning(int lcore) => Shim.bf_lcore_is_running(lcore) != 0;

    /// <summary>
    /// Runs a static <see cref="UnmanagedCallersOnlyAttribute"/> method there. An exception that leaves it ends the process:
    /// it must catch everything itself.
    /// </summary>
    /// <exception cref="DpdkException">BF2301: no such worker lcore, or it runs something.</exception>
    public static void Launch(int lcore, delegate* unmanaged<void*, int> entry, void* argument)
    {
        if (Shim.bf_lcore_launch(lcore, entry, argument) < 0)
            throw new DpdkException("BF2301", $"Nothing was started on lcore {lcore}", Shim.LastError);
    }

    /// <summary>Runs the program there; an exception ends it and comes out of <see cref="LcoreRun.Wait"/>.</summary>
    /// <exception cref="DpdkException">BF2301: no such worker lcore, or it runs something.</exception>
    public static LcoreRun Launch(int lcore, ILcoreProgram program)
    {
        LcoreRun run = new(lcore, program);
        GCHandle handle = GCHandle.Alloc(run);
        try
        {
            Launch(lcore, &Enter, (void*)GCHandle.ToIntPtr(handle));
        }
        catch (DpdkException)
        {
            handle.Free();
            throw;
        }
        return run;
    }

    /// <summary>Waits for what runs there and returns its result; null when it still runs after the timeout. Sleeps meanwhile.</summary>
    public static int? Wait(int lcore, TimeSpan? timeout = null)
    {
        int result;
        int rc = Shim.bf_lcore_wait(lcore, timeout is { } t ? (int)t.TotalMilliseconds : -1, &result);
        return rc < 0 ? null : result;
    }

    [UnmanagedCallersOnly]
    private static int Enter(void* argument)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)argument);
        LcoreRun run = Unsafe.As<LcoreRun>(handle.Target!);
        handle.Free();
        return run.Execute();
    }
}

/// <summary>Something that was launched on an lcore.</summary>
public sealed class LcoreRun
{
    private readonly ILcoreProgram _program;

    internal LcoreRun(int lcore, ILcoreProgram program)
    {
        Lcore = lcore;
        _program = program;
    }

    public int Lcore { get; }

    /// <summary>What ended the program, if an exception did. Complete once it no longer runs.</summary>
    public Exception? Failure { get; private set; }

    public bool IsRunning => Dpdk.Lcore.IsRunning(Lcore);

    /// <summary>The program's result; null when it still runs after the timeout.</summary>
    /// <exception cref="DpdkException">BF2302: an exception ended it (the inner text is in Why).</exception>
    public int? Wait(TimeSpan? timeout = null)
    {
        int? result = Dpdk.Lcore.Wait(Lcore, timeout);
        if (result is not null && Failure is { } failure)
            throw new DpdkException("BF2302", $"The program on lcore {Lcore} ended early", $"{failure.GetType().Name}: {failure.Message}");
        return result;
    }

    internal int Execute()
    {
        try
        {
            return _program.Run();
        }
#pragma warning disable CA1031 // an exception that reaches native code ends the process
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
            return -1;
        }
    }
}
