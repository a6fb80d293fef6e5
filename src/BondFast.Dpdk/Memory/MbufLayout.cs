using System.Runtime.CompilerServices;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>Compares what C# overlays with what the shim was compiled against. A difference means memory corruption, so nothing starts.</summary>
internal static unsafe class MbufLayout
{
    internal static NativeLayout Native()
    {
        NativeLayout layout;
        Shim.bf_layout_get(&layout);
        return layout;
    }

    /// <exception cref="EalException">BF2001, with every difference.</exception>
    internal static void Check(in NativeLayout native)
    {
        Mbuf m = default;
        byte* start = (byte*)&m;
        List<string> differences = [];
        Compare("sizeof(rte_mbuf)", sizeof(Mbuf), native.MbufSize);
        Compare("buf_addr", (byte*)&m.BufferAddress - start, native.MbufBufAddr);
        Compare("data_off", (byte*)&m.DataOffset - start, native.MbufDataOff);
        Compare("refcnt", (byte*)&m.ReferenceCount - start, native.MbufRefcnt);
        Compare("nb_segs", (byte*)&m.Segments - start, native.MbufNbSegs);
        Compare("port", (byte*)&m.Port - start, native.MbufPort);
        Compare("ol_flags", (byte*)&m.Flags - start, native.MbufOlFlags);
        Compare("packet_type", (byte*)&m.PacketType - start, native.MbufPacketType);
        Compare("pkt_len", (byte*)&m.PacketLength - start, native.MbufPktLen);
        Compare("data_len", (byte*)&m.DataLength - start, native.MbufDataLen);
        Compare("vlan_tci", (byte*)&m.VlanTci - start, native.MbufVlanTci);
        Compare("hash.rss", (byte*)&m.RssHash - start, native.MbufHashRss);
        Compare("buf_len", (byte*)&m.BufferLength - start, native.MbufBufLen);
        Compare("pool", (byte*)&m.Pool - start, native.MbufPool);
        Compare("next", (byte*)&m.Next - start, native.MbufNext);
        Compare("headroom", Headroom, native.Headroom);
        Compare("RX_VLAN", Mbuf.FlagRxVlan, native.FlagRxVlan);
        Compare("RX_RSS_HASH", Mbuf.FlagRxRssHash, native.FlagRxRssHash);
        Compare("RX_VLAN_STRIPPED", Mbuf.FlagRxVlanStripped, native.FlagRxVlanStripped);
        Compare("TX_VLAN", Mbuf.FlagTxVlan, native.FlagTxVlan);
        Compare("sizeof(bf_port_info)", sizeof(NativePortInfo), native.PortInfoSize);
        Compare("sizeof(bf_port_config)", sizeof(NativePortConfig), native.PortConfigSize);
        Compare("sizeof(bf_link)", sizeof(NativeLink), native.LinkSize);
        Compare("sizeof(bf_stats)", sizeof(NativeStats), native.StatsSize);
        Compare("sizeof(bf_netdev)", sizeof(NativeNetdev), native.NetdevSize);
        Compare("sizeof(bf_address)", sizeof(NativeAddress), native.AddressSize);
        if (differences.Count > 0)
            throw new EalException("BF2001", "The native library does not fit this program", string.Join("; ", differences),
                "Build both from the same source against the DPDK that is installed: ./build.sh clean, then ./build.sh");

        void Compare(string what, decimal ours, decimal theirs)
        {
            if (ours != theirs) differences.Add($"{what} is {ours} here and {theirs} there");
        }
    }

    /// <summary>Bytes before the frame in a fresh buffer (RTE_PKTMBUF_HEADROOM as DPDK ships it).</summary>
    private const int Headroom = 128;
}
