using System.Buffers.Binary;

namespace BondFast.Interop.Tests.Network;

/// <summary>One frame of a capture.</summary>
/// <param name="At">Seconds since 1970.</param>
internal sealed record CapturedFrame(double At, byte[] Bytes);

/// <summary>Reads what tcpdump wrote: classic pcap, little endian, microseconds.</summary>
internal static class PcapFile
{
    private const uint Magic = 0xa1b2c3d4;
    private const int FileHeader = 24, RecordHeader = 16;

    /// <summary>Every complete record; the file may still be growing.</summary>
    public static IReadOnlyList<CapturedFrame> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        var rest = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        if (rest.Length < FileHeader)
            return [];
        if (BinaryPrimitives.ReadUInt32LittleEndian(rest) != Magic)
            throw new InvalidDataException($"{path} is not a little-endian pcap file");
        rest = rest[FileHeader..];
        var frames = new List<CapturedFrame>();
        while (rest.Length >= RecordHeader)
        {
            var seconds = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            var micros = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(rest[8..]);
            if (rest.Length < RecordHeader + length)
                break;
            frames.Add(new CapturedFrame(seconds + (micros / 1e6), rest.Slice(RecordHeader, length).ToArray()));
            rest = rest[(RecordHeader + length)..];
        }
        return frames;
    }
}
