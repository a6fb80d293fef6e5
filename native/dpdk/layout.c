#include <stddef.h>
#include <rte_config.h>
#include <rte_mbuf.h>

#include "internal.h"

#define OFFSET(field) (uint32_t)offsetof(struct rte_mbuf, field)

const char *bf_dpdk_version(void)
{
	return rte_version();
}

void bf_layout_get(struct bf_layout *out)
{
	*out = (struct bf_layout) {
		.mbuf_size = sizeof(struct rte_mbuf),
		.mbuf_buf_addr = OFFSET(buf_addr),
		.mbuf_data_off = OFFSET(data_off),
		.mbuf_refcnt = OFFSET(refcnt),
		.mbuf_nb_segs = OFFSET(nb_segs),
		.mbuf_port = OFFSET(port),
		.mbuf_ol_flags = OFFSET(ol_flags),
		.mbuf_packet_type = OFFSET(packet_type),
		.mbuf_pkt_len = OFFSET(pkt_len),
		.mbuf_data_len = OFFSET(data_len),
		.mbuf_vlan_tci = OFFSET(vlan_tci),
		.mbuf_hash_rss = OFFSET(hash.rss),
		.mbuf_buf_len = OFFSET(buf_len),
		.mbuf_pool = OFFSET(pool),
		.mbuf_next = OFFSET(next),
		.headroom = RTE_PKTMBUF_HEADROOM,
		.max_ethports = RTE_MAX_ETHPORTS,
		.port_info_size = sizeof(struct bf_port_info),
		.port_config_size = sizeof(struct bf_port_config),
		.link_size = sizeof(struct bf_link),
		.stats_size = sizeof(struct bf_stats),
		.netdev_size = sizeof(struct bf_netdev),
		.address_size = sizeof(struct bf_address),
		.flag_rx_vlan = RTE_MBUF_F_RX_VLAN,
		.flag_rx_rss_hash = RTE_MBUF_F_RX_RSS_HASH,
		.flag_rx_vlan_stripped = RTE_MBUF_F_RX_VLAN_STRIPPED,
		.flag_tx_vlan = RTE_MBUF_F_TX_VLAN,
	};
}
