namespace BondFast.Bonding.Lacp;

public enum FrameDirection : byte { Received, Sent }

/// <summary>
/// The last control frames of one slave, both ways, in fixed memory (36 KiB). Frames longer than <see cref="SnapLength"/> are
/// cut, as a capture does it.
/// </summary>
public sealed class FlightRecorder
{
    /// <summary>Frames kept.</summary>
    public const int Capacity = 256;

    /// <summary>Bytes kept of each frame: a LACPDU or Marker of 124 bytes is whole.</summary>
    public const int SnapLength = 128;

    private readonly byte[] _bytes = new byte[Capacity * SnapLength];
    private readonly Head[] _heads = new Head[Capacity];
    private int _next;

    /// <summary>Frames in the recorder.</summary>
    public int Count { get; private set; }

    public void Record(FrameDirection direction, ReadOnlySpan<byte> frame, long at)
    {
        int kept = Math.Min(frame.Length, SnapLength);
        frame[..kept].CopyTo(_bytes.AsSpan(_next * SnapLength));
        _heads[_next] = new Head(at, frame.Length, (byte)kept, direction);
        _next = (_next + 1) % Capacity;
        Count = Math.Min(Count + 1, Capacity);
    }

    /// <summary>Frame number <paramref name="index"/>, 0 is the oldest. The bytes are valid until the next call of <see cref="Record"/>.</summary>
    public RecordedFrame this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
            int place = (_next - Count + index + Capacity) % Capacity;
            Head head = _heads[place];
            return new RecordedFrame(head.At, head.Direction, head.Length, _bytes.AsSpan(place * SnapLength, head.Kept));
        }
    }

    private readonly record struct Head(long At, int Length, byte Kept, FrameDirection Direction);
}

/// <summary>One frame of a <see cref="FlightRecorder"/>.</summary>
/// <param name="at">Monotonic ns: arrival, or the moment it was handed to the device.</param>
/// <param name="length">Bytes of the frame; <see cref="Bytes"/> may hold fewer.</param>
public readonly ref struct RecordedFrame(long at, FrameDirection direction, int length, ReadOnlySpan<byte> bytes)
{
    public long At { get; } = at;
    public FrameDirection Direction { get; } = direction;
    public int Length { get; } = length;
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}
