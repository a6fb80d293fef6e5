/* MAC, MTU and filters. A driver without the operation: the kernel netdev behind the port does it; where there is none and the
 * driver filters nothing (rings, pcap, memif, vhost, null), the wish is only written down, because it is true already. */
#include <stdbool.h>
#include <rte_errno.h>
#include <rte_ethdev.h>

#include "internal.h"

static struct record {
	bool has_mac, has_mtu, has_promiscuous, has_allmulticast;
	bool promiscuous, allmulticast;
	uint8_t mac[6];
	uint16_t mtu;
} records[RTE_MAX_ETHPORTS];

void bf_address_forget(uint16_t port)
{
	memset(&records[port], 0, sizeof(records[port]));
}

static bool filters_nothing(uint16_t port)
{
	static const char *const drivers[] = { "net_ring", "net_pcap", "net_memif", "net_vhost", "net_null" };
	struct rte_eth_dev_info info;

	if (bf_dev_info(port, &info) != 0)
		return false;
	for (size_t i = 0; i < RTE_DIM(drivers); i++)
		if (strcmp(info.driver_name, drivers[i]) == 0)
			return true;
	return false;
}

static int32_t verdict(uint16_t port, const char *what, int rc)
{
	return rc == 0 ? 0 : bf_fail(-rc, "port %u: %s: %s", port, what, rte_strerror(-rc));
}

int32_t bf_mac_get(uint16_t port, uint8_t *mac)
{
	struct rte_ether_addr address;
	int rc;

	if (rte_eth_dev_is_valid_port(port) && records[port].has_mac) {
		memcpy(mac, records[port].mac, 6);
		return 0;
	}
	rc = rte_eth_macaddr_get(port, &address);
	if (rc != 0)
		return verdict(port, "MAC", rc);
	memcpy(mac, address.addr_bytes, 6);
	return 0;
}

int32_t bf_mac_set(uint16_t port, const uint8_t *mac)
{
	struct rte_ether_addr address;
	uint32_t netdev;
	int rc;

	memcpy(address.addr_bytes, mac, 6);
	rc = rte_eth_dev_default_mac_addr_set(port, &address);
	if (rc != -ENOTSUP)
		return verdict(port, "set MAC", rc);
	netdev = bf_port_netdev(port);
	if (netdev != 0)
		rc = bf_netdev_mac_set(netdev, mac);
	else if (filters_nothing(port))
		rc = 0;
	else
		return verdict(port, "set MAC", -ENOTSUP);
	if (rc == 0) {
		memcpy(records[port].mac, mac, 6);
		records[port].has_mac = true;
	}
	return rc;
}

int32_t bf_mtu_get(uint16_t port)
{
	uint16_t mtu;
	int rc;

	if (rte_eth_dev_is_valid_port(port) && records[port].has_mtu)
		return records[port].mtu;
	rc = rte_eth_dev_get_mtu(port, &mtu);
	return rc == 0 ? mtu : verdict(port, "MTU", rc);
}

int32_t bf_mtu_set(uint16_t port, uint16_t mtu)
{
	uint32_t netdev;
	int rc = rte_eth_dev_set_mtu(port, mtu);

	if (rc == 0 && records[port].has_mtu)
		records[port].mtu = mtu;
	if (rc != -ENOTSUP)
		return verdict(port, "set MTU", rc);
	netdev = bf_port_netdev(port);
	if (netdev != 0)
		rc = bf_netdev_mtu_set(netdev, mtu);
	else if (filters_nothing(port))
		rc = 0;
	else
		return verdict(port, "set MTU", -ENOTSUP);
	if (rc == 0) {
		records[port].mtu = mtu;
		records[port].has_mtu = true;
	}
	return rc;
}

/* ethdev answers 0 without asking the driver when its own flag has the value already, and that flag never moves when the
 * driver lacks the operation: once a wish was recorded, the record is the truth. */
static int32_t set_filter(uint16_t port, const char *what, int rc, bool on, bool *has, bool *value, bool promiscuous)
{
	uint32_t netdev;

	if (!(rc == -ENOTSUP || (rc == 0 && *has)))
		return verdict(port, what, rc);
	netdev = bf_port_netdev(port);
	if (netdev != 0) {
		rc = bf_netdev_flags_set(netdev, promiscuous ? on : -1, promiscuous ? -1 : on);
		if (rc != 0)
			return rc;
	} else if (!filters_nothing(port)) {
		return verdict(port, what, -ENOTSUP);
	}
	*has = true;
	*value = on;
	return 0;
}

int32_t bf_promiscuous_set(uint16_t port, int32_t on)
{
	int rc = on ? rte_eth_promiscuous_enable(port) : rte_eth_promiscuous_disable(port);

	if (!rte_eth_dev_is_valid_port(port))
		return verdict(port, "promiscuous", -ENODEV);
	return set_filter(port, "promiscuous", rc, on != 0, &records[port].has_promiscuous, &records[port].promiscuous, true);
}

int32_t bf_promiscuous_get(uint16_t port)
{
	int rc;

	if (rte_eth_dev_is_valid_port(port) && records[port].has_promiscuous)
		return records[port].promiscuous;
	rc = rte_eth_promiscuous_get(port);
	return rc < 0 ? bf_fail(ENODEV, "there is no port %u", port) : rc;
}

int32_t bf_allmulticast_set(uint16_t port, int32_t on)
{
	int rc = on ? rte_eth_allmulticast_enable(port) : rte_eth_allmulticast_disable(port);

	if (!rte_eth_dev_is_valid_port(port))
		return verdict(port, "allmulticast", -ENODEV);
	return set_filter(port, "allmulticast", rc, on != 0, &records[port].has_allmulticast, &records[port].allmulticast, false);
}

int32_t bf_allmulticast_get(uint16_t port)
{
	int rc;

	if (rte_eth_dev_is_valid_port(port) && records[port].has_allmulticast)
		return records[port].allmulticast;
	rc = rte_eth_allmulticast_get(port);
	return rc < 0 ? bf_fail(ENODEV, "there is no port %u", port) : rc;
}

int32_t bf_multicast_list_set(uint16_t port, const uint8_t *macs, uint32_t count)
{
	struct rte_ether_addr list[256];
	int rc;

	if (count > RTE_DIM(list))
		return bf_fail(ENOSPC, "port %u: %u multicast addresses, at most %zu", port, count, RTE_DIM(list));
	for (uint32_t i = 0; i < count; i++)
		memcpy(list[i].addr_bytes, macs + 6 * i, 6);
	rc = rte_eth_dev_set_mc_addr_list(port, list, count);
	if (rc == -ENOTSUP && filters_nothing(port))
		return 0;
	return verdict(port, "multicast list", rc);
}
