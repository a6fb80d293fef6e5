using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BondFast.Dpdk;

/// <summary>
/// DPDK's <c>struct rte_mbuf</c>, overlaid: what the datapath reads and writes, no more. Always used through a pointer.
/// The shim exports the real offsets and start-up fails when one differs (<see cref="MbufLayout"/>).
/// </summary>
/// <remarks>
/// <code>
/// first cache line                                  second cache line (do not touch on the transmit path)
///  0 buf_addr    16 data_off  18 refcnt             64 next
///  20 nb_segs    22 port      24 ol_flags
///  32 packet_type 36 pkt_len  40 data_len
///  42 vlan_tci   44 hash.rss  54 buf_len  56 pool
/// </code>
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = 128)]
[HotPath]
public unsafe struct Mbuf
{
    [FieldOffset(0)] public byte* BufferAddress;
    [FieldOffset(16)] public ushort DataOffset;
    [FieldOffset(18)] public ushort ReferenceCount;
    [FieldOffset(20)] public ushort Segments;
    [FieldOffset(22)] public ushort Port;
    [FieldOffset(24)] public ulong Flags;
    [FieldOffset(32)] public uint PacketType;
    [FieldOffset(36)] public uint PacketLength;
    [FieldOffset(40)] public ushort DataLength;
    [FieldOffset(42)] public ushort VlanTci;
    [FieldOffset(44)] public uint RssHash;
    [FieldOffset(54)] public ushort BufferLength;
    [FieldOffset(56)] public void* Pool;
    [FieldOffset(64)] public Mbuf* Next;

    public const ulong FlagRxVlan = 1UL << 0;
    public const ulong FlagRxRssHash = 1UL << 1;
    public const ulong FlagRxVlanStripped = 1UL << 6;
    public const ulong FlagTxVlan = 1UL << 57;

    /// <summary>First byte of the frame (of its first segment).</summary>
    public readonly byte* Data
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BufferAddress + DataOffset;
    }

    /// <summary>The first segment's bytes.</summary>
    public readonly Span<byte> FirstSegment => new(BufferAddress + DataOffset, DataLength);
}
