using System.Buffers.Binary;

namespace BondFast.Wire;

/// <summary>
/// What a LACPDU says of one end of a link: the Actor or Partner Information TLV without its head (802.1AX-2014 6.4.2.3).
/// <code>
/// 0           2          8      10         12     14      15        18
/// | sys prio  | system   | key  | port prio | port | state | reserved |
/// </code>
/// </summary>
public readonly record struct LacpPortInfo(ushort SystemPriority, MacAddress System, ushort Key, ushort PortPriority, ushort Port, LacpState State)
{
    internal const int Length = 18;

    internal static LacpPortInfo Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt16BigEndian(bytes),
        MacAddress.Read(bytes[2..]),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]),
        BinaryPrimitives.ReadUInt16BigEndian(bytes[12..]),
        (LacpState)bytes[14]);

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes, SystemPriority);
        System.Write(bytes[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[8..], Key);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[10..], PortPriority);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[12..], Port);
        bytes[14] = (byte)State;
        bytes[15..Length].Clear();
    }
}
