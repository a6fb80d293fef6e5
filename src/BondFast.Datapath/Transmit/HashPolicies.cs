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

    /// <summary>Hashes and reduces a burst: one byte per frame, and up to 15 bytes more.</summary>
    static abstract void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch);
}

[HotPath]
internal readonly unsafe struct HowtoLayer2 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer2;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        HashKernel<HowtoLayer2Vector, HowtoLayer2>.Place(frames, count, reduction, places, scratch);
}

[HotPath]
internal readonly unsafe struct HowtoLayer23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer23;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        HashKernel<HowtoLayer23Vector, HowtoLayer23>.Place(frames, count, reduction, places, scratch);
}

[HotPath]
internal readonly unsafe struct HowtoLayer34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer34;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        HashKernel<HowtoLayer34Vector, HowtoLayer34>.Place(frames, count, reduction, places, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxLayer2 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer2;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        HashKernel<LinuxLayer2Vector, LinuxLayer2>.Place(frames, count, reduction, places, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxLayer23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer23;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        HashKernel<LinuxLayer23Vector, LinuxLayer23>.Place(frames, count, reduction, places, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxLayer34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer34;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        HashKernel<LinuxLayer34Vector, LinuxLayer34>.Place(frames, count, reduction, places, scratch);
}

[HotPath]
internal readonly unsafe struct LinuxEncap23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Encap23;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        ScalarHash<LinuxEncap23>.Place(frames, count, reduction, places);
}

[HotPath]
internal readonly unsafe struct LinuxEncap34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Encap34;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        ScalarHash<LinuxEncap34>.Place(frames, count, reduction, places);
}

[HotPath]
internal readonly unsafe struct LinuxVlanSourceMac : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.VlanSrcMac;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;

    public static void Place(Mbuf** frames, uint count, in HashReduction reduction, byte* places, HashScratch* scratch) =>
        ScalarHash<LinuxVlanSourceMac>.Place(frames, count, reduction, places);
}
