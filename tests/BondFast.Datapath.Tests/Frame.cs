using System.Buffers.Binary;
using System.Net;

namespace BondFast.Datapath.Tests;

/// <summary>Builds frames for tests, byte by byte.</summary>
internal static class Frame
{
    public static byte[] Mac(string text) => [.. text.Split(':').Select(part => Convert.ToByte(part, 16))];

    public static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Ethernet(byte[] destination, byte[] source, ushort type, params byte[] payload) =>
        [.. destination, .. source, .. Number(type), .. payload];

    public static byte[] Tagged(byte[] frame, ushort tpid, ushort tci) =>
        [.. frame.AsSpan(0, 12), .. Number(tpid), .. Number(tci), .. frame.AsSpan(12)];

    public static byte[] Ip(byte[] destinationMac, byte[] sourceMac, string source, string destination, byte protocol, byte[] payload) =>
        source.Contains(':')
            ? Ethernet(destinationMac, sourceMac, 0x86dd, Ipv6(source, destination, protocol, payload))
            : Ethernet(destinationMac, sourceMac, 0x0800, Ipv4(source, destination, protocol, payload));

    public static byte[] Ipv4(string source, string destination, byte protocol, byte[] payload, ushort fragment = 0x4000, byte[]? options = null)
    {
        options ??= [];
        byte[] header =
        [
            (byte)(0x45 + options.Length / 4), 0, .. Number((ushort)(20 + options.Length + payload.Length)), 0x12, 0x34, .. Number(fragment), 64, protocol, 0, 0,
            .. Address(source), .. Address(destination), .. options,
        ];
        return [.. header, .. payload];
    }

    public static byte[] Ipv6(string source, string destination, byte next, byte[] payload) =>
        [0x60, 0, 0, 0, .. Number((ushort)payload.Length), next, 64, .. Address(source), .. Address(destination), .. payload];

    /// <summary>Source and destination port and enough bytes behind them for a TCP header.</summary>
    public static byte[] Ports(ushort source, ushort destination) => [.. Number(source), .. Number(destination), .. new byte[16]];

    public static byte[] Icmp(byte type, byte code, ushort identifier) => [type, code, 0, 0, .. Number(identifier), 0, 0];

    public static byte[] Address(string text)
    {
        IPAddress address = IPAddress.Parse(text);
        return address.GetAddressBytes();
    }

    public static uint AddressNumber(string text)
    {
        byte[] bytes = Address(text);
        uint number = 0;
        for (int i = 0; i < bytes.Length; i += 4) number ^= BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(i));
        return number;
    }
}
