namespace BondFast.Wire;

/// <summary>
/// The frames by which balance-tlb and balance-alb teach a switch where an address is (HOWTO option lp_interval; 60 bytes, source and
/// destination the address to teach, EtherType 0x9000, zero payload).
/// </summary>
public static class LearningFrame
{
    /// <summary>Longest frame that is written: a buffer of this size always suffices.</summary>
    public const int MaxLength = EthernetView.MinFrameLength + EthernetView.MaxTags * VlanTag.Length;

    /// <summary>Returns the frame's length: 60, and 4 for each tag.</summary>
    public static int Write(Span<byte> frame, MacAddress teach, ReadOnlySpan<VlanTag> tags = default)
    {
        int length = EthernetView.MinFrameLength + tags.Length * VlanTag.Length;
        EthernetWriter.Require(frame, length);
        int offset = EthernetWriter.Write(frame, teach, teach, tags, EtherType.Loopback);
        frame[offset..length].Clear();
        return length;
    }

    /// <summary>True for a frame whose addresses are equal and whose type is 0x9000, tagged or not.</summary>
    public static bool Is(ReadOnlySpan<byte> frame) =>
        EthernetView.TryParse(frame, out EthernetView view) && view.PayloadType == EtherType.Loopback && view.Source == view.Destination;
}
