using System.Text;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>
/// DPDK's environment of this process: memory, lcores, buses. Starts once, without devices; ends with the process or
/// <see cref="Dispose"/>, after which it cannot start again.
/// </summary>
/// <remarks>
/// EAL pins the thread that starts it, and threads inherit the pin of their maker. So it starts on a thread of its own, which
/// gets its affinity back, lives as long as EAL and twice a second puts threads that were born on a worker (the runtime's
/// tiering thread, timers) back on the housekeeping CPUs.
/// </remarks>
public sealed unsafe class Eal : IDisposable
{
    private static readonly TimeSpan HousekeepingInterval = TimeSpan.FromMilliseconds(500);
    private static int Started;

    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;

    private Eal(EalOptions options, MemoryMode memory, IReadOnlyList<string> arguments)
    {
        Options = options;
        Memory = memory;
        Arguments = arguments;
        _thread = new Thread(Live) { Name = "bondfast-eal", IsBackground = true };
    }

    /// <summary>The one of this process; null before <see cref="Start"/>.</summary>
    public static Eal? Current { get; private set; }

    public EalOptions Options { get; }

    /// <summary>The mode that <see cref="MemoryMode.Auto"/> became.</summary>
    public MemoryMode Memory { get; }

    /// <summary>The argument vector EAL was given; worth a line in the log.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <summary><c>DPDK 22.11.11</c>.</summary>
    public static string Version => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)Shim.bf_dpdk_version()) ?? "";

    /// <summary>Ports there can be in one process (RTE_MAX_ETHPORTS of the DPDK at hand).</summary>
    public static int MaxPorts => (int)MbufLayout.Native().MaxEthports;

    /// <summary>Starts EAL. Blocks for the tenth of a second it takes.</summary>
    /// <exception cref="EalException">Nothing is running and no device was touched. EAL can be tried again only when it failed before its own start (codes below BF2020).</exception>
    public static Eal Start(EalOptions options)
    {
        if (Interlocked.Exchange(ref Started, 1) != 0)
            throw new EalException("BF2003", "EAL was not started", "it runs, or ran, in this process already and DPDK starts once per process");
        try
        {
            Preflight.Library();
            MemoryMode memory = Preflight.Memory(options, Hugepages.Read());
            Preflight.Cpus(options);
            IovaMode iova = Preflight.Iova(options, memory);
            EalLog.Start();
            Eal eal = new(options, memory, EalArguments.Build(options, memory, iova, Machine.AllowedCpus()));
            eal._thread.Start();
            eal._ready.Task.GetAwaiter().GetResult();
            Tsc.Calibrate();
            Current = eal;
            return eal;
        }
        catch (EalException e) when (string.CompareOrdinal(e.Code, "BF2020") < 0)
        {
            Started = 0;
            throw;
        }
    }

    /// <summary>Ports, pools and rings must be gone. Safe to call twice.</summary>
    public void Dispose()
    {
        if (_stop.IsSet) return;
        _stop.Set();
        _thread.Join();
    }

    private void Live()
    {
        try
        {
            Initialise();
        }
        catch (EalException e)
        {
            _ready.SetException(e);
            return;
        }
        _ready.SetResult();
        while (!_stop.Wait(HousekeepingInterval)) _ = Shim.bf_housekeeping_apply();
        _ = Shim.bf_eal_cleanup();
    }

    private void Initialise()
    {
        int rc = Initialise(Arguments);
        if (rc < 0) throw Faults.Start($"{Shim.LastError} ({rc})", EalLog.Take());
        if (Options.HousekeepingCpus.Count > 0)
        {
            uint[] cpus = [.. Options.HousekeepingCpus.Select(static cpu => (uint)cpu)];
            fixed (uint* first = cpus) _ = Shim.bf_housekeeping_set(first, (uint)cpus.Length);
        }
        _ = Shim.bf_housekeeping_apply();
    }

    /// <summary>EAL keeps pointers into its arguments, so they are never freed.</summary>
    private static int Initialise(IReadOnlyList<string> arguments)
    {
        byte** argv = (byte**)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)(arguments.Count + 1), (nuint)sizeof(byte*));
        for (int i = 0; i < arguments.Count; i++)
        {
            int length = Encoding.UTF8.GetByteCount(arguments[i]);
            argv[i] = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)length + 1);
            Encoding.UTF8.GetBytes(arguments[i], new Span<byte>(argv[i], length));
        }
        return Shim.bf_eal_init(arguments.Count, argv);
    }
}
