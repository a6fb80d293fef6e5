using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// A received Ethernet frame, without FCS, with up to <see cref="MaxTags"/> VLAN tags (0x8100, 0x88a8). <see cref="TryParse"/>
/// checks every length once; after it succeeded no accessor fails (<see cref="Tag"/> takes 0 .. <see cref="TagCount"/> - 1).
/// <code>
/// 0        6        12    14 + 4n
/// | dst 6  | src 6  | n tags of 4 | type 2 | payload ...
/// </code>
/// </summary>
[HotPath]
public readonly ref struct EthernetView
{
    /// <summary>Addresses and type, untagged.</summary>
    public const int HeaderLength = 14;

    /// <summary>Shortest frame a sender makes, without FCS (802.3 3.2.8).</summary>
    public const int MinFrameLength = 60;

    /// <summary>Tags that are looked through. A fifth tag is left as <see cref="PayloadType"/>.</summary>
    public const int MaxTags = 4;

    /// <summary>Header with the most tags.</summary>
    public const int MaxHeaderLength = HeaderLength + MaxTags * VlanTag.Length;

    private const int SourceOffset = 6;
    private const int TypeOffset = 12;

    private readonly ReadOnlySpan<byte> _frame;
    private readonly int _tags;

    private EthernetView(ReadOnlySpan<byte> frame, int tags)
    {
        _frame = frame;
        _tags = tags;
    }

    /// <summary>False when the frame ends inside its header or inside a tag.</summary>
    public static bool TryParse(ReadOnlySpan<byte> frame, out EthernetView view)
    {
        view = default;
        if (frame.Length < HeaderLength) return false;
        int tags = 0;
        while (tags < MaxTags && EtherType.IsTag(TypeAt(frame, tags)))
        {
            tags++;
            if (frame.Length < HeaderLength + tags * VlanTag.Length) return false;
        }
        view = new EthernetView(frame, tags);
        return true;
    }

    public ReadOnlySpan<byte> Frame => _frame;

    public MacAddress Destination => MacAddress.Read(_frame);

    public MacAddress Source => MacAddress.Read(_frame[SourceOffset..]);

    /// <summary>What stands at offset 12: a tag's TPID in a tagged frame.</summary>
    public ushort OuterType => TypeAt(_frame, 0);

    public int TagCount => _tags;

    /// <summary>The tags, outermost first.</summary>
    public VlanTag Tag(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)_tags);
        int offset = TypeOffset + index * VlanTag.Length;
        return new VlanTag(TypeAt(_frame, index), BinaryPrimitives.ReadUInt16BigEndian(_frame[(offset + 2)..]));
    }

    /// <summary>Writes the tags, outermost first, and returns how many there are; <paramref name="tags"/> holds at least <see cref="MaxTags"/>.</summary>
    public int CopyTags(Span<VlanTag> tags)
    {
        for (int i = 0; i < _tags; i++) tags[i] = Tag(i);
        return _tags;
    }

    /// <summary>EtherType after the tags. Below 0x0600 it is a length (LLC).</summary>
    public ushort PayloadType => TypeAt(_frame, _tags);

    public int PayloadOffset => HeaderLength + _tags * VlanTag.Length;

    /// <summary>Everything after the header, padding included.</summary>
    public ReadOnlySpan<byte> Payload => _frame[PayloadOffset..];

    private static ushort TypeAt(ReadOnlySpan<byte> frame, int tags) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[(TypeOffset + tags * VlanTag.Length)..]);
}
