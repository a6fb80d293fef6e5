using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

// The structures of bondfast_dpdk.h. Their sizes are compared with the shim's at start (NativeLayout).

[StructLayout(LayoutKind.Sequential)]
internal struct NativeLayout
{
    public uint MbufSize, MbufBufAddr, MbufDataOff, MbufRefcnt, MbufNbSegs, MbufPort, MbufOlFlags;
    public uint MbufPacketType, MbufPktLen, MbufDataLen, MbufVlanTci, MbufHashRss, MbufBufLen, MbufPool, MbufNext;
    public uint Headroom, MaxEthports;
    public uint PortInfoSize, PortConfigSize, LinkSize, StatsSize, NetdevSize, AddressSize;
    public ulong FlagRxVlan, FlagRxRssHash, FlagRxVlanStripped, FlagTxVlan;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePortInfo
{
    public fixed byte Driver[32];
    public fixed byte Device[64];
    public fixed byte Mac[6];
    public ushort Mtu;
    public ushort MaxRxQueues, MaxTxQueues;
    public ushort MinMtu, MaxMtu;
    public int Socket;
    public uint IfIndex;
    public uint HasLsc;
    public uint MaxMacAddresses;
    public ulong RxOffloads, TxOffloads;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativePortConfig
{
    public ushort RxQueues, TxQueues;
    public ushort RxDescriptors, TxDescriptors;
    public ushort Mtu;
    public ushort Flags;
    public int Socket;
    public void* Pool;

    public const ushort Rss = 1, MultiSegments = 2, FastFree = 4;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeLink
{
    public uint SpeedMbps;
    public byte Up, FullDuplex, Autoneg, Known;
}

[StructLayout(LayoutKind.Sequential)]
internal struct NativeStats
{
    public ulong RxPackets, TxPackets, RxBytes, TxBytes, RxMissed, RxErrors, TxErrors, RxNoMbuf;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeNetdev
{
    public fixed byte Name[16];
    public fixed byte Mac[6];
    public byte Up;
    public byte Carrier;
    public uint Mtu;
    public uint SpeedMbps;
    public byte Duplex;
    public byte Promiscuous, AllMulticast, Reserved;
}

[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeAddress
{
    public byte Family;
    public byte Prefix;
    public byte Tags;
    public byte Reserved;
    public fixed byte Mac[6];
    public fixed ushort Tpid[2];
    public fixed ushort Vid[2];
    public fixed byte Address[16];
    public ushort Padding;
}
