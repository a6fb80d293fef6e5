using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

public sealed unsafe partial class Port
{
    private ulong _originalMac;
    private int _originalMtu;
    private bool _originalPromiscuous, _originalAllMulticast;

    /// <summary>Why the last change on this thread was refused, in a sentence.</summary>
    public static string LastRefusal => Shim.LastError;

    /// <summary>Six bytes in wire order as a number; 0 when the port is gone.</summary>
    public ulong Mac
    {
        get
        {
            byte* bytes = stackalloc byte[6];
            return Shim.bf_mac_get(Id, bytes) < 0 ? 0 : MacBytes.Read(bytes);
        }
    }

    /// <summary>Bytes of payload in a frame; 0 when the port is gone.</summary>
    public int Mtu => Math.Max(0, Shim.bf_mtu_get(Id));

    public bool IsPromiscuous => Shim.bf_promiscuous_get(Id) > 0;

    public bool IsAllMulticast => Shim.bf_allmulticast_get(Id) > 0;

    /// <summary>False when the device refused (<see cref="LastRefusal"/>).</summary>
    public bool SetMac(ulong mac)
    {
        byte* bytes = stackalloc byte[6];
        MacBytes.Write(mac, bytes);
        return Shim.bf_mac_set(Id, bytes) == 0;
    }

    /// <inheritdoc cref="SetMac"/>
    public bool SetMtu(int mtu) => mtu is > 0 and <= ushort.MaxValue && Shim.bf_mtu_set(Id, (ushort)mtu) == 0;

    /// <inheritdoc cref="SetMac"/>
    public bool SetPromiscuous(bool on) => Shim.bf_promiscuous_set(Id, on ? 1 : 0) == 0;

    /// <inheritdoc cref="SetMac"/>
    public bool SetAllMulticast(bool on) => Shim.bf_allmulticast_set(Id, on ? 1 : 0) == 0;

    /// <summary>Replaces the multicast filter (at most 256). False when the device has none; then <see cref="SetAllMulticast"/> does it.</summary>
    public bool SetMulticastList(ReadOnlySpan<ulong> macs)
    {
        if (macs.Length > 256) return false;
        byte* bytes = stackalloc byte[6 * 256];
        for (int i = 0; i < macs.Length; i++) MacBytes.Write(macs[i], bytes + 6 * i);
        return Shim.bf_multicast_list_set(Id, bytes, (uint)macs.Length) == 0;
    }

    private void RememberOriginals()
    {
        _originalMac = Mac;
        _originalMtu = Mtu;
        _originalPromiscuous = IsPromiscuous;
        _originalAllMulticast = IsAllMulticast;
        /* A kernel interface may be promiscuous without the driver knowing; starting the port then clears it. */
        if (Netdev is null || !Netdev.TryRead(out NetdevState state)) return;
        _originalPromiscuous = state.Promiscuous;
        _originalAllMulticast = state.AllMulticast;
    }

    /// <summary>A shared kernel interface keeps what we did to it after we are gone, so all of it is undone. Runs before the port is closed.</summary>
    private void Restore()
    {
        if (IsPromiscuous != _originalPromiscuous) SetPromiscuous(_originalPromiscuous);
        if (IsAllMulticast != _originalAllMulticast) SetAllMulticast(_originalAllMulticast);
        if (Mac != _originalMac) SetMac(_originalMac);
        if (Mtu == _originalMtu || SetMtu(_originalMtu)) return;
        Stop(); /* some drivers change the MTU of a stopped port only */
        SetMtu(_originalMtu);
    }
}
