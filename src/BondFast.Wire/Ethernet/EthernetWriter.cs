using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>Writes Ethernet headers of self-made frames, and rewrites addresses in place.</summary>
public static class EthernetWriter
{
    private const int SourceOffset = 6;

    /// <summary>Writes addresses, <paramref name="tags"/> (outermost first) and type; returns the bytes written.</summary>
    /// <exception cref="ArgumentException">The buffer is too short, or there are more than <see cref="EthernetView.MaxTags"/> tags.</exception>
    public static int Write(Span<byte> frame, MacAddress destination, MacAddress source, ReadOnlySpan<VlanTag> tags, ushort etherType)
    {
        if (tags.Length > EthernetView.MaxTags) throw new ArgumentException($"{tags.Length} VLAN tags; at most {EthernetView.MaxTags} fit", nameof(tags));
        int length = HeaderLength(tags.Length);
        Require(frame, length);
        destination.Write(frame);
        source.Write(frame[SourceOffset..]);
        int offset = 12;
        foreach (VlanTag tag in tags)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame[offset..], tag.Tpid);
            BinaryPrimitives.WriteUInt16BigEndian(frame[(offset + 2)..], tag.Tci);
            offset += VlanTag.Length;
        }
        BinaryPrimitives.WriteUInt16BigEndian(frame[offset..], etherType);
        return length;
    }

    public static int HeaderLength(int tags) => EthernetView.HeaderLength + tags * VlanTag.Length;

    /// <summary>Zeroes from <paramref name="length"/> up to the shortest legal frame and returns the frame's length.</summary>
    public static int Pad(Span<byte> frame, int length)
    {
        if (length >= EthernetView.MinFrameLength) return length;
        Require(frame, EthernetView.MinFrameLength);
        frame[length..EthernetView.MinFrameLength].Clear();
        return EthernetView.MinFrameLength;
    }

    /// <summary>Replaces the source address of a frame of at least 12 bytes.</summary>
    public static void RewriteSource(Span<byte> frame, MacAddress source) => source.Write(frame[SourceOffset..]);

    /// <summary>Replaces the destination address of a frame of at least 6 bytes.</summary>
    public static void RewriteDestination(Span<byte> frame, MacAddress destination) => destination.Write(frame);

    internal static void Require(Span<byte> frame, int length)
    {
        if (frame.Length < length) throw new ArgumentException($"the buffer has {frame.Length} bytes, the frame needs {length}", nameof(frame));
    }
}
