using BondFast.Bonding;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Hashing.Vectors;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>A hash policy with one of the two formulas, as a type that strategies are closed over.</summary>
[HotPath]
internal unsafe interface IHashPolicy
{
    static abstract XmitHashPolicy Policy { get; }

    static abstract XmitHashFormula Formula { get; }

    /// <summary>Hashes and reduces a burst of at most 64.</summary>
    static abstract void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput;
}

[HotPath]
internal readonly unsafe struct HowtoLayer2 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer2;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        HashKernel<HowtoLayer2Vector, HowtoLayer2>.Place<TOutput>(frames, count, reduction, output, scratch);
}

[HotPath]
internal readonly unsafe struct HowtoLayer23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer23;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        HashKernel<HowtoLayer23Vector, HowtoLayer23>.Place<TOutput>(frames, count, reduction, output, scratch);
}

[HotPath]
internal readonly unsafe struct HowtoLayer34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer34;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        HashKernel<HowtoLayer34Vector, HowtoLayer34>.Place<TOutput>(frames, count, reduction, output, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxLayer2 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer2;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        HashKernel<LinuxLayer2Vector, LinuxLayer2>.Place<TOutput>(frames, count, reduction, output, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxLayer23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer23;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        HashKernel<LinuxLayer23Vector, LinuxLayer23>.Place<TOutput>(frames, count, reduction, output, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxLayer34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer34;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        HashKernel<LinuxLayer34Vector, LinuxLayer34>.Place<TOutput>(frames, count, reduction, output, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxEncap23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Encap23;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        ScalarHash<LinuxEncap23>.Place<TOutput>(frames, 0, count, reduction, output);
}

[HotPath]
internal readonly unsafe struct LinuxEncap34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Encap34;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        ScalarHash<LinuxEncap34>.Place<TOutput>(frames, 0, count, reduction, output);
}

[HotPath]
internal readonly unsafe struct LinuxVlanSourceMac : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.VlanSrcMac;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place<TOutput>(Mbuf** frames, uint count, in HashReduction reduction, void* output, HashScratch* scratch)
        where TOutput : struct, IHashOutput =>
        ScalarHash<LinuxVlanSourceMac>.Place<TOutput>(frames, 0, count, reduction, output);
}
