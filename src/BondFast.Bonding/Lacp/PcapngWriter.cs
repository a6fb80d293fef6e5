using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace BondFast.Bonding.Lacp;

/// <summary>
/// Writes a pcapng capture (IETF draft-ietf-opsawg-pcapng): one section, little-endian, Ethernet interfaces with nanosecond stamps
/// and their names, frames with their direction. Give all interfaces before the first frame.
/// </summary>
/// <param name="output">Where the bytes go; written to at once, block by block.</param>
public sealed class PcapngWriter(IBufferWriter<byte> output)
{
    private const uint SectionHeaderBlock = 0x0a0d0d0a, InterfaceDescriptionBlock = 1, EnhancedPacketBlock = 6;
    private const uint ByteOrderMagic = 0x1a2b3c4d;
    private const ushort LinkTypeEthernet = 1;
    private const ushort EndOfOptions = 0, Comment = 1, UserApplication = 4, InterfaceName = 2, InterfaceTimeResolution = 9, PacketFlags = 2;
    private const uint Inbound = 1, Outbound = 2;
    private const int MaxText = 1024;

    private int _interfaces;

    /// <summary>Starts the file.</summary>
    public void WriteHeader(string application)
    {
        var block = new Block(output, SectionHeaderBlock, 16 + TextLength(application) + 4);
        block.Number(ByteOrderMagic);
        block.Short(1);
        block.Short(0);
        block.Number(uint.MaxValue);
        block.Number(uint.MaxValue);
        block.Text(UserApplication, application);
        block.Option(EndOfOptions, 0);
        block.End();
    }

    /// <summary>Adds an interface and returns its number, from 0.</summary>
    /// <param name="snapLength">Bytes kept of a frame at most.</param>
    /// <param name="comment">Shown with the interface; may be empty.</param>
    public int WriteInterface(string name, int snapLength, string comment = "")
    {
        var block = new Block(output, InterfaceDescriptionBlock, 8 + TextLength(name) + 8 + TextLength(comment) + 4);
        block.Short(LinkTypeEthernet);
        block.Short(0);
        block.Number((uint)snapLength);
        block.Text(InterfaceName, name);
        block.Option(InterfaceTimeResolution, 1);
        block.Bytes([9]);
        block.Text(Comment, comment);
        block.Option(EndOfOptions, 0);
        block.End();
        return _interfaces++;
    }

    /// <param name="at">Nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="length">Bytes the frame had; <paramref name="bytes"/> may be its beginning only.</param>
    public void WriteFrame(int @interface, long at, FrameDirection direction, ReadOnlySpan<byte> bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)@interface, (uint)_interfaces);
        var block = new Block(output, EnhancedPacketBlock, 20 + Padded(bytes.Length) + 8 + 4);
        block.Number((uint)@interface);
        block.Number((uint)((ulong)at >> 32));
        block.Number((uint)at);
        block.Number((uint)bytes.Length);
        block.Number((uint)length);
        block.Bytes(bytes);
        block.Option(PacketFlags, 4);
        block.Number(direction == FrameDirection.Received ? Inbound : Outbound);
        block.Option(EndOfOptions, 0);
        block.End();
    }

    private static int Padded(int length) => (length + 3) & ~3;

    private static int TextLength(string text) => text.Length == 0 ? 0 : 4 + Padded(Encoding.UTF8.GetByteCount(Cut(text)));

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];

    /// <summary>
    /// One block.
    /// <code>
    /// | type 4 | total length 4 | body, padded to 4 | total length 4 |
    /// </code>
    /// </summary>
    private ref struct Block
    {
        private readonly IBufferWriter<byte> _output;
        private readonly Span<byte> _span;
        private int _offset;

        public Block(IBufferWriter<byte> output, uint type, int bodyLength)
        {
            _output = output;
            _span = output.GetSpan(12 + bodyLength)[..(12 + bodyLength)];
            _span.Clear();
            Number(type);
            Number((uint)_span.Length);
        }

        public void Number(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_span[_offset..], value);
            _offset += 4;
        }

        public void Short(ushort value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_span[_offset..], value);
            _offset += 2;
        }

        public void Option(ushort code, ushort length)
        {
            Short(code);
            Short(length);
        }

        public void Bytes(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_span[_offset..]);
            _offset += Padded(bytes.Length);
        }

        public void Text(ushort code, string text)
        {
            if (text.Length == 0) return;
            int bytes = Encoding.UTF8.GetBytes(Cut(text), _span[(_offset + 4)..]);
            Option(code, (ushort)bytes);
            _offset += Padded(bytes);
        }

        public void End()
        {
            Number((uint)_span.Length);
            _output.Advance(_span.Length);
        }
    }
}
