using System.Net;
using System.Net.Sockets;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>An IP address on a kernel interface or on a VLAN above it.</summary>
/// <param name="Address">IPv4 or IPv6.</param>
/// <param name="PrefixLength">Of the subnet.</param>
/// <param name="Mac">Of the interface that has the address, as a number.</param>
/// <param name="Tags">(TPID, VLAN id), outermost first; empty for the interface itself.</param>
public sealed record InterfaceAddress(IPAddress Address, int PrefixLength, ulong Mac = 0, IReadOnlyList<(ushort Tpid, ushort Vid)>? Tags = null)
{
    public IReadOnlyList<(ushort Tpid, ushort Vid)> Tags { get; } = Tags ?? [];

    internal static unsafe InterfaceAddress Read(NativeAddress* raw)
    {
        (ushort, ushort)[] tags = new (ushort, ushort)[raw->Tags];
        for (int i = 0; i < tags.Length; i++) tags[i] = (raw->Tpid[i], raw->Vid[i]);
        IPAddress address = new(new ReadOnlySpan<byte>(raw->Address, raw->Family == 4 ? 4 : 16));
        return new InterfaceAddress(address, raw->Prefix, MacBytes.Read(raw->Mac), tags);
    }

    internal unsafe NativeAddress ToNative()
    {
        NativeAddress raw = new()
        {
            Family = (byte)(Address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6),
            Prefix = (byte)PrefixLength,
        };
        Address.TryWriteBytes(new Span<byte>(raw.Address, 16), out _);
        return raw;
    }
}
