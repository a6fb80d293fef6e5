using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>IGMP message types (RFC 1112, 2236, 3376). Other values may stand in a message and are kept.</summary>
public enum IgmpType : byte { Query = 0x11, Version1Report = 0x12, Version2Report = 0x16, Leave = 0x17, Version3Report = 0x22 }

/// <summary>
/// An IGMP message of any version. <see cref="TryParse"/> checks length, checksum and, in a version 3 report, every
/// record's length once; after it succeeded no accessor fails.
/// <code>
/// v1, v2   0 type | 1 time | 2 checksum | 4 group
/// v3       0 0x22 | 1 0 | 2 checksum | 4 reserved | 6 records | 8: type 1, aux words 1, sources 2, group 4, sources.., aux..
/// </code>
/// </summary>
public readonly ref struct IgmpView
{
    public const int Length = 8;

    internal const int RecordLength = 8;

    private readonly ReadOnlySpan<byte> _message;

    private IgmpView(ReadOnlySpan<byte> message) => _message = message;

    public static bool TryParse(scoped in Ipv4View ip, out IgmpView view)
    {
        view = default;
        if (ip.Protocol != IpProtocol.Igmp || ip.IsFragment) return false;
        ReadOnlySpan<byte> message = ip.Payload;
        if (message.Length < Length || InternetChecksum.Of(message) != 0) return false;
        if (message[0] == (byte)IgmpType.Version3Report && !RecordsFit(message)) return false;
        view = new IgmpView(message);
        return true;
    }

    /// <summary>Parses a whole frame, tagged or not.</summary>
    public static bool TryParseFrame(ReadOnlySpan<byte> frame, out EthernetView ethernet, out IgmpView view)
    {
        view = default;
        return EthernetView.TryParse(frame, out ethernet) && ethernet.PayloadType == EtherType.Ipv4
            && Ipv4View.TryParse(ethernet.Payload, out Ipv4View ip) && TryParse(ip, out view);
    }

    public IgmpType Type => (IgmpType)_message[0];

    /// <summary>A report or a leave: something a host says of its memberships.</summary>
    public bool IsMembership => Type is IgmpType.Version1Report or IgmpType.Version2Report or IgmpType.Leave or IgmpType.Version3Report;

    /// <summary>One entry for each group of a report or leave; none for other messages.</summary>
    public IgmpRecords Records => new(IsMembership ? _message : default);

    private static bool RecordsFit(ReadOnlySpan<byte> message)
    {
        int records = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
        ReadOnlySpan<byte> rest = message[Length..];
        for (; records > 0; records--)
        {
            if (rest.Length < RecordLength) return false;
            int length = RecordSize(rest);
            if (length > rest.Length) return false;
            rest = rest[length..];
        }
        return true;
    }

    internal static int RecordSize(ReadOnlySpan<byte> record) => RecordLength + 4 * (BinaryPrimitives.ReadUInt16BigEndian(record[2..]) + record[1]);
}

/// <summary>One group of an IGMP report. In version 1 and 2 it has no sources.</summary>
public readonly ref struct IgmpRecord
{
    private readonly ReadOnlySpan<byte> _sources;

    internal IgmpRecord(MembershipRecordType type, Ipv4Address group, ReadOnlySpan<byte> sources)
    {
        Type = type;
        Group = group;
        _sources = sources;
    }

    /// <summary>Version 3's type; a version 1 or 2 report is <see cref="MembershipRecordType.ModeIsExclude"/>, a leave <see cref="MembershipRecordType.ChangeToInclude"/>.</summary>
    public MembershipRecordType Type { get; }

    public Ipv4Address Group { get; }

    public int SourceCount => _sources.Length / 4;

    /// <summary>Source 0 .. <see cref="SourceCount"/> - 1.</summary>
    public Ipv4Address Source(int index) => Ipv4Address.Read(_sources[(index * 4)..]);

    public MembershipChange Change => MembershipRecords.Change(Type, SourceCount);
}

/// <summary>Walks the groups of an IGMP message.</summary>
public ref struct IgmpRecords
{
    private ReadOnlySpan<byte> _rest;
    private int _left;
    private readonly byte _type;

    internal IgmpRecords(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty) return;
        _type = message[0];
        bool version3 = _type == (byte)IgmpType.Version3Report;
        _left = version3 ? BinaryPrimitives.ReadUInt16BigEndian(message[6..]) : 1;
        _rest = version3 ? message[IgmpView.Length..] : message;
    }

    public IgmpRecord Current { get; private set; }

    public readonly IgmpRecords GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_left == 0) return false;
        _left--;
        if (_type != (byte)IgmpType.Version3Report)
        {
            MembershipRecordType type = _type == (byte)IgmpType.Leave ? MembershipRecordType.ChangeToInclude : MembershipRecordType.ModeIsExclude;
            Current = new IgmpRecord(type, Ipv4Address.Read(_rest[4..]), default);
            return true;
        }
        int sources = BinaryPrimitives.ReadUInt16BigEndian(_rest[2..]);
        Current = new IgmpRecord((MembershipRecordType)_rest[0], Ipv4Address.Read(_rest[4..]), _rest.Slice(IgmpView.RecordLength, 4 * sources));
        _rest = _rest[IgmpView.RecordSize(_rest)..];
        return true;
    }
}
