using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>ICMPv6 types of multicast listener discovery (RFC 2710, 3810).</summary>
public enum MldType : byte { Query = 130, Version1Report = 131, Version1Done = 132, Version2Report = 143 }

/// <summary>
/// An MLD message. <see cref="TryParse"/> checks hop limit 1, length, checksum and, in a version 2 report, every record's
/// length once; after it succeeded no accessor fails.
/// <code>
/// v1   0 type | 1 0 | 2 checksum | 4 delay | 6 0 | 8 group 16
/// v2   0 143 | 1 0 | 2 checksum | 4 reserved | 6 records | 8: type 1, aux words 1, sources 2, group 16, sources.., aux..
/// </code>
/// </summary>
public readonly ref struct MldView
{
    internal const int HeadLength = 8;
    internal const int Version1Length = 24;
    internal const int RecordLength = 20;

    private readonly ReadOnlySpan<byte> _message;

    private MldView(ReadOnlySpan<byte> message) => _message = message;

    public static bool TryParse(scoped in Ipv6View ip, out MldView view)
    {
        view = default;
        if (ip.UpperProtocol != IpProtocol.Icmpv6 || ip.IsFragment || ip.HopLimit != 1) return false;
        ReadOnlySpan<byte> message = ip.UpperLayer;
        if (message.Length < HeadLength || !HasValidLengths(message)) return false;
        if (InternetChecksum.OverIpv6(ip.Source, ip.Destination, IpProtocol.Icmpv6, message) != 0) return false;
        view = new MldView(message);
        return true;
    }

    /// <summary>Parses a whole frame, tagged or not.</summary>
    public static bool TryParseFrame(ReadOnlySpan<byte> frame, out EthernetView ethernet, out MldView view)
    {
        view = default;
        return EthernetView.TryParse(frame, out ethernet) && ethernet.PayloadType == EtherType.Ipv6
            && Ipv6View.TryParse(ethernet.Payload, out Ipv6View ip) && TryParse(ip, out view);
    }

    public MldType Type => (MldType)_message[0];

    /// <summary>A report or a done: something a host says of its memberships.</summary>
    public bool IsMembership => Type != MldType.Query;

    /// <summary>One entry for each group of a report or done; none for a query.</summary>
    public MldRecords Records => new(IsMembership ? _message : default);

    private static bool HasValidLengths(ReadOnlySpan<byte> message) => (MldType)message[0] switch
    {
        MldType.Query or MldType.Version1Report or MldType.Version1Done => message.Length >= Version1Length,
        MldType.Version2Report => RecordsFit(message),
        _ => false,
    };

    private static bool RecordsFit(ReadOnlySpan<byte> message)
    {
        int records = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        ReadOnlySpan<byte> rest = message[HeadLength..];
        for (; records > 0; records--)
        {
            if (rest.Length < RecordLength) return false;
            int length = RecordSize(rest);
            if (length > rest.Length) return false;
            rest = rest[length..];
        }
        return true;
    }

    internal static int RecordSize(ReadOnlySpan<byte> record) => RecordLength + 16 * BinaryPrimitives.ReadUInt16BigEndian(record[2..]) + 4 * record[1];
}

/// <summary>One group of an MLD report. In version 1 it has no sources.</summary>
public readonly ref struct MldRecord
{
    private readonly ReadOnlySpan<byte> _sources;

    internal MldRecord(MembershipRecordType type, Ipv6Address group, ReadOnlySpan<byte> sources)
    {
        Type = type;
        Group = group;
        _sources = sources;
    }

    /// <summary>Version 2's type; a version 1 report is <see cref="MembershipRecordType.ModeIsExclude"/>, a done <see cref="MembershipRecordType.ChangeToInclude"/>.</summary>
    public MembershipRecordType Type { get; }

    public Ipv6Address Group { get; }

    public int SourceCount => _sources.Length / 16;

    /// <summary>Source 0 .. <see cref="SourceCount"/> - 1.</summary>
    public Ipv6Address Source(int index) => Ipv6Address.Read(_sources[(index * 16)..]);

    public MembershipChange Change => MembershipRecords.Change(Type, SourceCount);
}

/// <summary>Walks the groups of an MLD message.</summary>
public ref struct MldRecords
{
    private ReadOnlySpan<byte> _rest;
    private int _left;
    private readonly byte _type;

    internal MldRecords(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty) return;
        _type = message[0];
        bool version2 = _type == (byte)MldType.Version2Report;
        _left = version2 ? BinaryPrimitives.ReadUInt16BigEndian(message[6..]) : 1;
        _rest = version2 ? message[MldView.HeadLength..] : message;
    }

    public MldRecord Current { get; private set; }

    public readonly MldRecords GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_left == 0) return false;
        _left--;
        if (_type != (byte)MldType.Version2Report)
        {
            MembershipRecordType type = _type == (byte)MldType.Version1Done ? MembershipRecordType.ChangeToInclude : MembershipRecordType.ModeIsExclude;
            Current = new MldRecord(type, Ipv6Address.Read(_rest[8..]), default);
            return true;
        }
        int sources = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        Current = new MldRecord((MembershipRecordType)_rest[0], Ipv6Address.Read(_rest[4..]), _rest.Slice(MldView.RecordLength, 16 * sources));
        _rest = _rest[MldView.RecordSize(_rest)..];
        return true;
    }
}
