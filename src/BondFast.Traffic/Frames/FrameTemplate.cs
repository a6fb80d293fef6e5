using BondFast.Dpdk;

namespace BondFast.Traffic;

/// <summary>Where things stand in a ready-made frame. Its first <see cref="HeadRoom"/> bytes are kept per flow and size, the rest is <see cref="PayloadPattern"/>.</summary>
/// <param name="Length">Without FCS.</param>
/// <param name="PayloadOffset">Behind the last header; the stamp begins there.</param>
/// <param name="HasFullStamp">There is room for <see cref="Stamp.FullLength"/>.</param>
internal readonly record struct FrameTemplate(int Length, int PayloadOffset, bool HasFullStamp)
{
    /// <summary>Ethernet with a tag 18, IPv6 40, TCP 20, stamp 32, rounded up to two cache lines.</summary>
    internal const int HeadRoom = FrameBatch.HeadLength;
}
