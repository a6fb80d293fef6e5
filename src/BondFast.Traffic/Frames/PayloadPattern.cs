using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>What stands in a frame after its stamp: a fixed sequence of bytes, so that a meter can tell a damaged payload.</summary>
internal static class PayloadPattern
{
    private static readonly byte[] Bytes = Make();

    /// <summary>Payload bytes from position <paramref name="start"/> of the payload on.</summary>
    [HotPath]
    internal static ReadOnlySpan<byte> From(int start, int length) => Bytes.AsSpan(start, length);

    private static byte[] Make()
    {
        byte[] bytes = new byte[9216];
        for (int i = 0; i < bytes.Length; i++) bytes[i] = (byte)(i * 31 + (i >> 8) + 7);
        return bytes;
    }
}
