using System.Text;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>What the kernel says of one of its interfaces.</summary>
/// <param name="Up">Administratively.</param>
/// <param name="Carrier">ethtool's link, else MII's, else that it runs; false when not up.</param>
/// <param name="SpeedMbps">0: unknown.</param>
/// <param name="Mac">Six bytes in wire order as a number.</param>
public readonly record struct NetdevState(
    bool Up, bool Carrier, uint SpeedMbps, LinkDuplex Duplex, ulong Mac, int Mtu, bool Promiscuous, bool AllMulticast);

/// <summary>
/// A kernel interface in the network namespace we run in, by its index: renaming does not lose it. Nothing is opened per call.
/// Changes need CAP_NET_ADMIN and return false when refused (<see cref="LastRefusal"/>).
/// </summary>
public sealed unsafe class KernelInterface
{
    private KernelInterface(uint index) => Index = index;

    public uint Index { get; }

    /// <summary>Its name today; empty when it is gone.</summary>
    public string Name
    {
        get
        {
            NativeNetdev raw;
            if (Shim.bf_netdev_get(Index, &raw) < 0) return "";
            ReadOnlySpan<byte> name = new(raw.Name, 16);
            int end = name.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
        }
    }

    public bool Exists => Shim.bf_netdev_exists(Index) != 0;

    /// <summary>Why the last change on this thread was refused, in a sentence.</summary>
    public static string LastRefusal => Shim.LastError;

    public static KernelInterface FromIndex(uint index) => new(index);

    /// <summary>Null when there is none of that name.</summary>
    public static KernelInterface? Find(string name)
    {
        int index = Shim.bf_netdev_index(name);
        return index <= 0 ? null : new KernelInterface((uint)index);
    }

    /// <summary>False when the interface is gone. Allocates nothing; a handful of system calls.</summary>
    public bool TryRead(out NetdevState state)
    {
        NativeNetdev raw;
        if (Shim.bf_netdev_get(Index, &raw) < 0)
        {
            state = default;
            return false;
        }
        state = new NetdevState(raw.Up != 0, raw.Carrier != 0, raw.SpeedMbps, (LinkDuplex)raw.Duplex, MacBytes.Read(raw.Mac), (int)raw.Mtu,
            raw.Promiscuous != 0, raw.AllMulticast != 0);
        return true;
    }

    public bool SetUp(bool up) => Shim.bf_netdev_up_set(Index, up ? 1 : 0) == 0;

    public bool SetMac(ulong mac)
    {
        byte* bytes = stackalloc byte[6];
        MacBytes.Write(mac, bytes);
        return Shim.bf_netdev_mac_set(Index, bytes) == 0;
    }

    public bool SetMtu(int mtu) => Shim.bf_netdev_mtu_set(Index, (uint)mtu) == 0;

    /// <summary>Carrier of a tap that this process holds open (an uplink follows its bond); other interfaces refuse.</summary>
    public bool SetCarrier(bool on) => Shim.bf_netdev_carrier_set(Index, on ? 1 : 0) == 0;

    /// <summary>
    /// Keeps the kernel's stack away from the interface's frames, which packet sockets still see: a slave over af_packet
    /// belongs to its bond alone, or the stack would answer a second time. Ends with this process, however it ends.
    /// </summary>
    public bool SetSecluded(bool on) => Shim.bf_netdev_seclude(Index, on ? 1 : 0) == 0;

    public bool AddAddress(InterfaceAddress address) => Change(address, true);

    public bool RemoveAddress(InterfaceAddress address) => Change(address, false);

    /// <summary>Addresses of this interface and of VLAN interfaces stacked on it (up to two tags). Empty when it is gone.</summary>
    public IReadOnlyList<InterfaceAddress> Addresses()
    {
        const int Max = 256;
        NativeAddress* raw = stackalloc NativeAddress[Max];
        int count = Math.Min(Max, Shim.bf_netdev_addresses(Index, raw, Max));
        if (count <= 0) return [];
        InterfaceAddress[] addresses = new InterfaceAddress[count];
        for (int i = 0; i < count; i++) addresses[i] = InterfaceAddress.Read(raw + i);
        return addresses;
    }

    private bool Change(InterfaceAddress address, bool add)
    {
        NativeAddress raw = address.ToNative();
        return Shim.bf_netdev_address_change(Index, &raw, add ? 1 : 0) == 0;
    }
}
