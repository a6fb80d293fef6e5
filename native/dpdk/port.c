#include <net/if.h>
#include <rte_dev.h>
#include <rte_devargs.h>
#include <rte_errno.h>
#include <rte_ethdev.h>

#include "internal.h"

#define DESCRIPTORS 1024   /* when neither the caller nor the driver has a wish */

int bf_dev_info(uint16_t port, struct rte_eth_dev_info *info)
{
	int rc = rte_eth_dev_is_valid_port(port) ? rte_eth_dev_info_get(port, info) : -ENODEV;

	if (rc != 0)
		memset(info, 0, sizeof(*info));
	return rc;
}

/* Some drivers keep the index of their netdev to themselves; its name is in the arguments then. */
static uint32_t netdev_from_arguments(const struct rte_eth_dev_info *info)
{
	const struct rte_devargs *devargs = info->device == NULL ? NULL : rte_dev_devargs(info->device);
	const char *key;
	char name[IF_NAMESIZE];
	size_t length;

	if (devargs == NULL || devargs->args == NULL)
		return 0;
	if (strcmp(info->driver_name, "net_af_packet") != 0 && strcmp(info->driver_name, "net_af_xdp") != 0)
		return 0;
	key = strstr(devargs->args, "iface=");
	if (key == NULL || (key != devargs->args && key[-1] != ','))
		return 0;
	key += strlen("iface=");
	length = strcspn(key, ",");
	if (length >= sizeof(name))
		return 0;
	memcpy(name, key, length);
	name[length] = '\0';
	return if_nametoindex(name);
}

static uint32_t netdev_of(const struct rte_eth_dev_info *info)
{
	return info->if_index != 0 ? info->if_index : netdev_from_arguments(info);
}

uint32_t bf_port_netdev(uint16_t port)
{
	struct rte_eth_dev_info info;

	return bf_dev_info(port, &info) == 0 ? netdev_of(&info) : 0;
}

int32_t bf_port_info_get(uint16_t port, struct bf_port_info *out)
{
	struct rte_eth_dev_info info;
	int rc = bf_dev_info(port, &info);

	if (rc != 0)
		return bf_fail(-rc, "there is no port %u", port);
	memset(out, 0, sizeof(*out));
	snprintf(out->driver, sizeof(out->driver), "%s", info.driver_name);
	if (info.device != NULL)
		snprintf(out->device, sizeof(out->device), "%s", rte_dev_name(info.device));
	bf_mac_get(port, out->mac);
	out->mtu = (uint16_t)bf_mtu_get(port);
	out->max_rx_queues = info.max_rx_queues;
	out->max_tx_queues = info.max_tx_queues;
	out->min_mtu = info.min_mtu;
	out->max_mtu = info.max_mtu;
	out->socket = rte_eth_dev_socket_id(port);
	out->if_index = netdev_of(&info);
	out->has_lsc = info.dev_flags != NULL && (*info.dev_flags & RTE_ETH_DEV_INTR_LSC) != 0;
	out->max_mac_addresses = info.max_mac_addrs;
	out->rx_offloads = info.rx_offload_capa;
	out->tx_offloads = info.tx_offload_capa;
	return 0;
}

static void choose_offloads(const struct bf_port_config *config, const struct rte_eth_dev_info *info, struct rte_eth_conf *conf)
{
	if (config->flags & BF_PORT_MULTI_SEGS)
		conf->txmode.offloads |= RTE_ETH_TX_OFFLOAD_MULTI_SEGS & info->tx_offload_capa;
	if (config->flags & BF_PORT_FAST_FREE)
		conf->txmode.offloads |= RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE & info->tx_offload_capa;
	if ((config->flags & BF_PORT_RSS) && info->flow_type_rss_offloads != 0) {
		conf->rxmode.mq_mode = RTE_ETH_MQ_RX_RSS;
		conf->rxmode.offloads |= RTE_ETH_RX_OFFLOAD_RSS_HASH & info->rx_offload_capa;
		conf->rx_adv_conf.rss_conf.rss_hf = (RTE_ETH_RSS_IP | RTE_ETH_RSS_TCP | RTE_ETH_RSS_UDP) & info->flow_type_rss_offloads;
	}
}

/* A frame of the MTU must fit a buffer, or the driver must be able to spread it over several. */
static int32_t choose_scatter(uint16_t port, const struct bf_port_config *config, const struct rte_eth_dev_info *info, struct rte_eth_conf *conf)
{
	uint32_t frame = conf->rxmode.mtu + RTE_ETHER_HDR_LEN + 2u * RTE_VLAN_HLEN;
	uint32_t room = bf_pool_room(config->pool);

	if (frame <= room)
		return 0;
	if ((info->rx_offload_capa & RTE_ETH_RX_OFFLOAD_SCATTER) == 0)
		return bf_fail(EMSGSIZE, "port %u: frames of MTU %u need %u bytes, the pool's buffers hold %u and %s cannot spread a frame over several",
			port, conf->rxmode.mtu, frame, room, info->driver_name);
	conf->rxmode.offloads |= RTE_ETH_RX_OFFLOAD_SCATTER;
	conf->txmode.offloads |= RTE_ETH_TX_OFFLOAD_MULTI_SEGS & info->tx_offload_capa;
	return 0;
}

static int32_t set_up_queues(uint16_t port, const struct bf_port_config *config, const struct rte_eth_dev_info *info, const struct rte_eth_conf *conf)
{
	struct rte_eth_rxconf rx = info->default_rxconf;
	struct rte_eth_txconf tx = info->default_txconf;
	uint16_t rx_descriptors = config->rx_descriptors, tx_descriptors = config->tx_descriptors;
	int rc;

	if (rx_descriptors == 0)
		rx_descriptors = info->default_rxportconf.ring_size != 0 ? info->default_rxportconf.ring_size : DESCRIPTORS;
	if (tx_descriptors == 0)
		tx_descriptors = info->default_txportconf.ring_size != 0 ? info->default_txportconf.ring_size : DESCRIPTORS;
	rc = rte_eth_dev_adjust_nb_rx_tx_desc(port, &rx_descriptors, &tx_descriptors);
	if (rc != 0)
		return bf_fail(-rc, "port %u: descriptors: %s", port, rte_strerror(-rc));
	rx.offloads = conf->rxmode.offloads;
	tx.offloads = conf->txmode.offloads;
	for (uint16_t queue = 0; queue < config->rx_queues; queue++) {
		rc = rte_eth_rx_queue_setup(port, queue, rx_descriptors, (unsigned int)config->socket, &rx, config->pool);
		if (rc != 0)
			return bf_fail(-rc, "port %u: receive queue %u: %s", port, queue, rte_strerror(-rc));
	}
	for (uint16_t queue = 0; queue < config->tx_queues; queue++) {
		rc = rte_eth_tx_queue_setup(port, queue, tx_descriptors, (unsigned int)config->socket, &tx);
		if (rc != 0)
			return bf_fail(-rc, "port %u: transmit queue %u: %s", port, queue, rte_strerror(-rc));
	}
	return 0;
}

int32_t bf_port_configure(uint16_t port, const struct bf_port_config *config)
{
	struct rte_eth_dev_info info;
	struct rte_eth_conf conf = { 0 };
	int rc = bf_dev_info(port, &info);

	if (rc != 0)
		return bf_fail(-rc, "there is no port %u", port);
	if (config->rx_queues > info.max_rx_queues || config->tx_queues > info.max_tx_queues)
		return bf_fail(EINVAL, "port %u: %u receive and %u transmit queues asked for, %s has %u and %u", port, config->rx_queues,
			config->tx_queues, info.driver_name, info.max_rx_queues, info.max_tx_queues);
	conf.rxmode.mtu = config->mtu != 0 ? config->mtu : (uint32_t)bf_mtu_get(port);
	if ((info.min_mtu != 0 && conf.rxmode.mtu < info.min_mtu) || (info.max_mtu != 0 && conf.rxmode.mtu > info.max_mtu))
		return bf_fail(ERANGE, "port %u: MTU %u is not within %u and %u of %s", port, conf.rxmode.mtu, info.min_mtu, info.max_mtu, info.driver_name);
	choose_offloads(config, &info, &conf);
	rc = choose_scatter(port, config, &info, &conf);
	if (rc != 0)
		return rc;
	rc = rte_eth_dev_configure(port, config->rx_queues, config->tx_queues, &conf);
	if (rc != 0)
		return bf_fail(-rc, "port %u: configure: %s", port, rte_strerror(-rc));
	return set_up_queues(port, config, &info, &conf);
}

int32_t bf_port_start(uint16_t port)
{
	int rc = rte_eth_dev_start(port);

	if (rc != 0)
		return bf_fail(-rc, "port %u: start: %s", port, rte_strerror(-rc));
	bf_wire_port_started(port);
	return 0;
}

int32_t bf_port_stop(uint16_t port)
{
	int rc;

	bf_wire_port_stopping(port);
	rc = rte_eth_dev_stop(port);
	return rc == 0 ? 0 : bf_fail(-rc, "port %u: stop: %s", port, rte_strerror(-rc));
}

int32_t bf_link_get(uint16_t port, struct bf_link *out)
{
	struct rte_eth_link link;
	int rc = rte_eth_link_get_nowait(port, &link);

	memset(out, 0, sizeof(*out));
	if (rc != 0)
		return bf_fail(-rc, "port %u: link: %s", port, rte_strerror(-rc));
	out->up = link.link_status == RTE_ETH_LINK_UP;
	out->full_duplex = link.link_duplex == RTE_ETH_LINK_FULL_DUPLEX;
	out->autoneg = link.link_autoneg == RTE_ETH_LINK_AUTONEG;
	out->known = link.link_speed != RTE_ETH_SPEED_NUM_NONE && link.link_speed != RTE_ETH_SPEED_NUM_UNKNOWN;
	out->speed_mbps = out->known ? link.link_speed : 0;
	return 0;
}

int32_t bf_link_set(uint16_t port, int32_t up)
{
	int rc;

	if (bf_wire_is_end(port))
		return bf_wire_cut(port, !up);
	rc = up ? rte_eth_dev_set_link_up(port) : rte_eth_dev_set_link_down(port);
	return rc == 0 ? 0 : bf_fail(-rc, "port %u: link %s: %s", port, up ? "up" : "down", rte_strerror(-rc));
}

int32_t bf_stats_get(uint16_t port, struct bf_stats *out)
{
	struct rte_eth_stats stats;
	int rc = rte_eth_stats_get(port, &stats);

	memset(out, 0, sizeof(*out));
	if (rc != 0)
		return bf_fail(-rc, "port %u: statistics: %s", port, rte_strerror(-rc));
	out->rx_packets = stats.ipackets;
	out->tx_packets = stats.opackets + bf_wire_lost_frames(port);
	out->rx_bytes = stats.ibytes;
	out->tx_bytes = stats.obytes;
	out->rx_missed = stats.imissed;
	out->rx_errors = stats.ierrors;
	out->tx_errors = stats.oerrors;
	out->rx_nombuf = stats.rx_nombuf;
	return 0;
}

int32_t bf_stats_reset(uint16_t port)
{
	int rc = rte_eth_stats_reset(port);

	return rc == 0 ? 0 : bf_fail(-rc, "port %u: statistics: %s", port, rte_strerror(-rc));
}

int32_t bf_port_is_removed(uint16_t port)
{
	return !rte_eth_dev_is_valid_port(port) || rte_eth_dev_is_removed(port) == 1;
}
