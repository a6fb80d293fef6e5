using System.Buffers.Binary;
using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>
/// What a generator leaves in each frame for the meter. Big-endian, at the start of the payload. <c>balance</c> makes the one's
/// complement sum of the stamp's 16-bit words 0xffff: that guards the stamp, and it leaves the UDP or TCP checksum of the
/// ready-made frame right whatever the stamp says.
/// <code>
/// full   0        4        8        12     14       16               24               32
///        | magic  | run    | flow   | 0    | balance| sequence       | sent (TSC)     |
/// short  0      2        6               10       12
///        | magic| flow   | sequence, low | balance|
/// </code>
/// The full one is used where it fits; the short one, for small frames, knows no sending time and tells runs apart by 16 bits only.
/// </summary>
internal readonly record struct Stamp(uint Run, uint Flow, ulong Sequence, ulong Sent)
{
    internal const int FullLength = 32, ShortLength = 12;
    internal const uint Magic = 0xb0f5_7a3d;

    /// <summary>Of short stamps; never the first half of <see cref="Magic"/>.</summary>
    [HotPath]
    internal static ushort ShortMagic(uint run)
    {
        ushort magic = (ushort)(run * 0x9e37_79b1u >> 16);
        return magic == (ushort)(Magic >> 16) ? (ushort)0x5f0b : magic;
    }

    [HotPath]
    internal void WriteFull(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], Run);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], Flow);
        BinaryPrimitives.WriteUInt64BigEndian(to[16..], Sequence);
        BinaryPrimitives.WriteUInt64BigEndian(to[24..], Sent);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], Balance(Words(Magic) + Words(Run) + Words(Flow) + Words(Sequence) + Words(Sent)));
    }

    [HotPath]
    internal void WriteShort(Span<byte> to)
    {
        ushort magic = ShortMagic(Run);
        BinaryPrimitives.WriteUInt16BigEndian(to, magic);
        BinaryPrimitives.WriteUInt32BigEndian(to[2..], Flow);
        BinaryPrimitives.WriteUInt32BigEndian(to[6..], (uint)Sequence);
        BinaryPrimitives.WriteUInt16BigEndian(to[10..], Balance(magic + Words(Flow) + Words((uint)Sequence)));
    }

    /// <summary>The stamp's words sum to 0xffff.</summary>
    [HotPath]
    internal static bool IsIntact(ReadOnlySpan<byte> stamp) => InternetChecksum.Of(stamp) == 0;

    [HotPath]
    internal static Stamp ReadFull(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadUInt32BigEndian(from[4..]), BinaryPrimitives.ReadUInt32BigEndian(from[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(from[16..]), BinaryPrimitives.ReadUInt64BigEndian(from[24..]));

    /// <summary>Sequence has its low 32 bits only; run and sending time are unknown.</summary>
    [HotPath]
    internal static Stamp ReadShort(ReadOnlySpan<byte> from) => new(
        0, BinaryPrimitives.ReadUInt32BigEndian(from[2..]), BinaryPrimitives.ReadUInt32BigEndian(from[6..]), 0);

    [HotPath]
    private static ulong Words(ulong value) => (value >> 48) + (value >> 32 & 0xffff) + (value >> 16 & 0xffff) + (value & 0xffff);

    [HotPath]
    private static ushort Balance(ulong sum) => InternetChecksum.Finish(sum);
}
