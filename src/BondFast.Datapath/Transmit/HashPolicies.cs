using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Datapath.Transmit;

/// <summary>A hash policy with one of the two formulas, as a type that strategies are closed over.</summary>
[HotPath]
internal interface IHashPolicy
{
    static abstract XmitHashPolicy Policy { get; }

    static abstract XmitHashFormula Formula { get; }
}

[HotPath]
internal readonly struct HowtoLayer2 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer2;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;
}

[HotPath]
internal readonly struct HowtoLayer23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer23;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;
}

[HotPath]
internal readonly struct HowtoLayer34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer34;
    public static XmitHashFormula Formula => XmitHashFormula.Howto;
}

[HotPath]
internal readonly struct LinuxLayer2 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer2;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;
}

[HotPath]
internal readonly struct LinuxLayer23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer23;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;
}

[HotPath]
internal readonly struct LinuxLayer34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Layer34;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;
}

[HotPath]
internal readonly struct LinuxEncap23 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Encap23;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;
}

[HotPath]
internal readonly struct LinuxEncap34 : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.Encap34;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;
}

[HotPath]
internal readonly struct LinuxVlanSourceMac : IHashPolicy
{
    public static XmitHashPolicy Policy => XmitHashPolicy.VlanSrcMac;
    public static XmitHashFormula Formula => XmitHashFormula.Linux;
}
