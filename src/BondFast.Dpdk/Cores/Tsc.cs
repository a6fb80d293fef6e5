using System.Runtime.CompilerServices;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>The time stamp counter: the clock of the datapath. Usable after <see cref="Eal.Start"/>.</summary>
public static class Tsc
{
    /// <summary>Ticks per second.</summary>
    public static ulong Hz { get; private set; }

    private static double NanosecondsPerTick;

    /// <summary>Ticks since power-on. A leaf call without a GC transition; not for loops over packets.</summary>
    [HotPath]
    public static ulong Now
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Shim.bf_tsc();
    }

    public static double ToNanoseconds(ulong ticks) => ticks * NanosecondsPerTick;

    public static ulong FromNanoseconds(double nanoseconds) => (ulong)(nanoseconds / NanosecondsPerTick);

    internal static void Calibrate()
    {
        Hz = Shim.bf_tsc_hz();
        NanosecondsPerTick = 1e9 / Hz;
    }
}
