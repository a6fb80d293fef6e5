using System.Diagnostics.CodeAnalysis;
using BondFast.Bonding;
using BondFast.Datapath.Hashing;
using BondFast.Wire;

namespace BondFast.Datapath;

/// <summary>
/// The transmit hash of one frame: the reference that the workers' vector kernels are proven equal to, and the very code
/// they use for frames of unusual shape. Pure functions; any thread.
/// </summary>
public static unsafe class TransmitHash
{
    /// <summary>
    /// The hash value of option <c>xmit_hash_policy</c> before it is reduced to a slave: up to 48 bits for the HOWTO's
    /// formulas, 32 bits for Linux's. Only the bytes given are looked at; any content and length is allowed.
    /// The policies younger than the HOWTO (encap2+3, encap3+4, vlan+srcmac) have Linux's formula only.
    /// </summary>
    public static ulong Compute(XmitHashPolicy policy, XmitHashFormula formula, ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame) return Compute(policy, formula, bytes, (uint)frame.Length);
    }

    /// <summary>The place of a frame among <paramref name="slaves"/> usable slaves (1..32): an index in order of enslavement.</summary>
    public static int Place(ulong hash, int slaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slaves, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slaves, ForwardingPlan.MaxSlaves);
        return (int)new SlaveModulo((uint)slaves).Reduce(hash);
    }

    [HotPath]
    internal static ulong Compute(XmitHashPolicy policy, XmitHashFormula formula, byte* frame, uint length) => (policy, formula) switch
    {
        (XmitHashPolicy.Layer2, XmitHashFormula.Howto) => HowtoHash.Layer2(frame, length),
        (XmitHashPolicy.Layer23, XmitHashFormula.Howto) => HowtoHash.Layer23(frame, length),
        (XmitHashPolicy.Layer34, XmitHashFormula.Howto) => HowtoHash.Layer34(frame, length),
        (XmitHashPolicy.Layer2, _) => LinuxHash.Layer2(frame, length),
        (XmitHashPolicy.Layer23, _) => LinuxHash.Layer23(frame, length),
        (XmitHashPolicy.Layer34, _) => LinuxHash.Layer34(frame, length),
        (XmitHashPolicy.Encap23, _) => LinuxTunnelHash.Encap23(frame, length),
        (XmitHashPolicy.Encap34, _) => LinuxTunnelHash.Encap34(frame, length),
        (XmitHashPolicy.VlanSrcMac, _) => LinuxHash.VlanSourceMac(frame, length),
        _ => Refuse(policy),
    };

    [DoesNotReturn]
    private static ulong Refuse(XmitHashPolicy policy) => throw new ArgumentOutOfRangeException(nameof(policy), policy, "not a transmit hash policy");
}
