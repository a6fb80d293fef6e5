namespace BondFast.Wire;

/// <summary>Record types of IGMPv3 (RFC 3376 4.2.12) and MLDv2 (RFC 3810 5.2.12), which share their numbers.</summary>
public enum MembershipRecordType : byte
{
    ModeIsInclude = 1,
    ModeIsExclude = 2,
    ChangeToInclude = 3,
    ChangeToExclude = 4,
    AllowNewSources = 5,
    BlockOldSources = 6,
}

/// <summary>What a membership message says of one group.</summary>
public enum MembershipChange : byte
{
    /// <summary>The host is a member, of all or of some sources.</summary>
    Join,

    /// <summary>The host is no member any more.</summary>
    Leave,

    /// <summary>Only the list of sources changes.</summary>
    SourcesOnly,
}

internal static class MembershipRecords
{
    /// <summary>An include list with no sources means "not a member" (RFC 3376 3.2).</summary>
    public static MembershipChange Change(MembershipRecordType type, int sources) => type switch
    {
        MembershipRecordType.ModeIsExclude or MembershipRecordType.ChangeToExclude => MembershipChange.Join,
        MembershipRecordType.ModeIsInclude or MembershipRecordType.ChangeToInclude => sources == 0 ? MembershipChange.Leave : MembershipChange.Join,
        MembershipRecordType.AllowNewSources when sources != 0 => MembershipChange.Join,
        _ => MembershipChange.SourcesOnly,
    };
}
