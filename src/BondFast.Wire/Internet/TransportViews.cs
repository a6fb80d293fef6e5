using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>A UDP datagram (RFC 768). <see cref="TryParse"/> checks the lengths once; after it succeeded no accessor fails.</summary>
[HotPath]
public readonly ref struct UdpView
{
    public const int HeaderLength = 8;

    private readonly ReadOnlySpan<byte> _datagram;

    private UdpView(ReadOnlySpan<byte> datagram) => _datagram = datagram;

    /// <summary>Parses an IP payload that is not a fragment. False when it is shorter than the header or than the length field says.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out UdpView view)
    {
        view = default;
        if (datagram.Length < HeaderLength) return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(datagram[4..]);
        if (length < HeaderLength || length > datagram.Length) return false;
        view = new UdpView(datagram[..length]);
        return true;
    }

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_datagram);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_datagram[2..]);

    public ReadOnlySpan<byte> Payload => _datagram[HeaderLength..];
}

/// <summary>A TCP segment (RFC 9293). <see cref="TryParse"/> checks the header length once; after it succeeded no accessor fails.</summary>
[HotPath]
public readonly ref struct TcpView
{
    public const int MinHeaderLength = 20;

    private readonly ReadOnlySpan<byte> _segment;

    private TcpView(ReadOnlySpan<byte> segment) => _segment = segment;

    /// <summary>Parses an IP payload that is not a fragment.</summary>
    public static bool TryParse(ReadOnlySpan<byte> segment, out TcpView view)
    {
        view = default;
        if (segment.Length < MinHeaderLength) return false;
        int header = (segment[12] >> 4) * 4;
        if (header < MinHeaderLength || header > segment.Length) return false;
        view = new TcpView(segment);
        return true;
    }

    public ushort SourcePort => BinaryPrimitives.ReadUInt16BigEndian(_segment);

    public ushort DestinationPort => BinaryPrimitives.ReadUInt16BigEndian(_segment[2..]);

    public uint SequenceNumber => BinaryPrimitives.ReadUInt32BigEndian(_segment[4..]);

    public int HeaderLength => (_segment[12] >> 4) * 4;

    public ReadOnlySpan<byte> Payload => _segment[HeaderLength..];
}
