/* Devices come and go one by one, each with its own verdict. */
#include <stdbool.h>
#include <rte_bus_vdev.h>
#include <rte_dev.h>
#include <rte_errno.h>
#include <rte_ethdev.h>

#include "internal.h"

pthread_mutex_t bf_device_lock = PTHREAD_MUTEX_INITIALIZER;

int32_t bf_port_is_valid(uint16_t port)
{
	return rte_eth_dev_is_valid_port(port);
}

int32_t bf_port_count(void)
{
	return rte_eth_dev_count_avail();
}

static void device_name(const char *devargs, char *name, size_t size)
{
	size_t length = strcspn(devargs, ",");

	snprintf(name, size, "%.*s", (int)length, devargs);
}

static int32_t collect(const bool *before, uint16_t *ports, int32_t max_ports)
{
	int32_t made = 0;

	for (uint16_t port = 0; port < RTE_MAX_ETHPORTS; port++)
		if (!before[port] && rte_eth_dev_is_valid_port(port) && made < max_ports)
			ports[made++] = port;
	return made;
}

static int32_t probe(const char *devargs, uint16_t *ports, int32_t max_ports)
{
	bool before[RTE_MAX_ETHPORTS];
	char name[RTE_ETH_NAME_MAX_LEN];
	int32_t made;
	uint16_t port;
	int rc;

	device_name(devargs, name, sizeof(name));
	if (rte_eth_dev_get_port_by_name(name, &port) == 0)
		return bf_fail(EEXIST, "device '%s' is port %u already", name, port);
	for (port = 0; port < RTE_MAX_ETHPORTS; port++)
		before[port] = rte_eth_dev_is_valid_port(port);
	rte_errno = 0;
	rc = rte_dev_probe(devargs);
	if (rc < 0)
		return bf_fail(-rc, "probing '%s': %s", devargs, rte_strerror(-rc));
	made = collect(before, ports, max_ports);
	if (made == 0) {
		rte_vdev_uninit(name); /* or a second attempt finds the device taken */
		return bf_fail(ENODEV, "'%s' made no port", devargs);
	}
	return made;
}

int32_t bf_device_probe(const char *devargs, uint16_t *ports, int32_t max_ports)
{
	int32_t made;

	pthread_mutex_lock(&bf_device_lock);
	made = probe(devargs, ports, max_ports);
	pthread_mutex_unlock(&bf_device_lock);
	return made;
}

static bool device_has_ports(const struct rte_device *device)
{
	struct rte_eth_dev_info info;
	uint16_t port;

	RTE_ETH_FOREACH_DEV(port)
		if (bf_dev_info(port, &info) == 0 && info.device == device)
			return true;
	return false;
}

static int32_t remove_port(uint16_t port)
{
	struct rte_eth_dev_info info;
	struct rte_device *device;
	int rc = bf_dev_info(port, &info);

	if (rc != 0)
		return bf_fail(-rc, "there is no port %u", port);
	device = (struct rte_device *)(uintptr_t)info.device;
	bf_wire_port_stopping(port);
	rte_eth_dev_stop(port);
	rc = rte_eth_dev_close(port);
	bf_wire_port_removed(port);
	bf_address_forget(port);
	if (rc != 0)
		return bf_fail(-rc, "closing port %u: %s", port, rte_strerror(-rc));
	if (device == NULL || device_has_ports(device))
		return 0;
	rc = rte_dev_remove(device);
	return rc == 0 ? 0 : bf_fail(-rc, "removing the device of port %u: %s", port, rte_strerror(-rc));
}

int32_t bf_device_remove(uint16_t port)
{
	int32_t rc;

	pthread_mutex_lock(&bf_device_lock);
	rc = remove_port(port);
	pthread_mutex_unlock(&bf_device_lock);
	return rc;
}
