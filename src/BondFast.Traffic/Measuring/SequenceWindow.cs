using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>
/// Which of a flow's last <see cref="Size"/> sequence numbers have come: bit n % Size for number n, valid from next - Size up to
/// next - 1. Exact for copies and late frames within the window; what is older counts as reordered, never as a copy.
/// </summary>
[HotPath]
internal static class SequenceWindow
{
    internal const int Size = 1024, Words = Size / 64;

    internal static bool Contains(Span<ulong> window, ulong number) => (window[(int)(number / 64 % Words)] >> (int)(number % 64) & 1) != 0;

    internal static void Add(Span<ulong> window, ulong number) => window[(int)(number / 64 % Words)] |= 1UL << (int)(number % 64);

    /// <summary>The expected number moves from <paramref name="next"/> past <paramref name="number"/>, which has come; those between have not.</summary>
    internal static void Advance(Span<ulong> window, ulong next, ulong number)
    {
        if (number - next >= Size) window.Clear();
        else for (ulong missing = next; missing < number; missing++) window[(int)(missing / 64 % Words)] &= ~(1UL << (int)(missing % 64));
        Add(window, number);
    }
}
