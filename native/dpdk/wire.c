/* A virtual wire: two ring ports, each receiving what the other sends, and the cable between them.
 *
 *    end 0  --tx-->  rings[0][q]  --rx-->  end 1
 *    end 0  <--rx--  rings[1][q]  <--tx--  end 1
 *
 * net_ring's link flag is a flag only: frames pass whatever it says. A cut therefore swaps the port's transmit function in
 * rte_eth_fp_ops, the table that rte_eth_tx_burst reads at each burst, for one that loses the frames. A joined wire pays nothing.
 * The cable is joined when nobody cut it and both ends run, as a switch port that is shut down takes the link along. */
#include <stdbool.h>
#include <stdlib.h>
#include <rte_errno.h>
#include <rte_eth_ring.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "internal.h"

#define MAX_QUEUES 16   /* RTE_PMD_RING_MAX_RX_RINGS */
#define MAX_NAME 20     /* net_ring cuts longer names of devices */

struct end {
	uint16_t port;
	bool present, started, lossy;
	eth_tx_burst_t real;   /* the driver's transmit function while ours is in its place */
	void *queues[MAX_QUEUES];   /* its transmit queues as the driver knows them; valid while lossy */
	uint64_t lost;
};

static struct wire {
	bool used, cut;
	uint32_t queues;
	struct end ends[2];
	struct rte_ring *rings[2][MAX_QUEUES];   /* [sending end][queue] */
} wires[RTE_MAX_ETHPORTS / 2];

/* Protects the table against control calls from two threads; never taken per packet. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static struct wire *find(uint16_t port, struct end **end)
{
	for (size_t i = 0; i < RTE_DIM(wires); i++)
		for (int side = 0; wires[i].used && side < 2; side++)
			if (wires[i].ends[side].present && wires[i].ends[side].port == port) {
				*end = &wires[i].ends[side];
				return &wires[i];
			}
	return NULL;
}

/* What a cut cable does with frames. Only the queue is known here, so the end is looked up; speed does not matter. The other
 * end may be stopped or closed meanwhile, so nothing of ethdev's is read. */
static uint16_t lose(void *queue, struct rte_mbuf **mbufs, uint16_t count)
{
	for (size_t i = 0; i < RTE_DIM(wires); i++)
		for (int side = 0; wires[i].used && side < 2; side++) {
			struct end *end = &wires[i].ends[side];

			for (uint32_t q = 0; end->present && q < wires[i].queues; q++)
				if (end->queues[q] == queue)
					__atomic_fetch_add(&end->lost, count, __ATOMIC_RELAXED);
		}
	rte_pktmbuf_free_bulk(mbufs, count);
	return count;
}

static void refresh(struct wire *wire)
{
	bool joined = !wire->cut && wire->ends[0].started && wire->ends[1].started;

	for (int side = 0; side < 2; side++) {
		struct end *end = &wire->ends[side];

		if (!end->started)
			continue;
		if (!joined && !end->lossy) {
			end->real = rte_eth_fp_ops[end->port].tx_pkt_burst;
			for (uint32_t q = 0; q < wire->queues && rte_eth_fp_ops[end->port].txq.data != NULL; q++)
				end->queues[q] = rte_eth_fp_ops[end->port].txq.data[q];
			__atomic_store_n(&rte_eth_fp_ops[end->port].tx_pkt_burst, lose, __ATOMIC_RELEASE);
			rte_eth_dev_set_link_down(end->port);
		} else if (joined && end->lossy) {
			__atomic_store_n(&rte_eth_fp_ops[end->port].tx_pkt_burst, end->real, __ATOMIC_RELEASE);
			rte_eth_dev_set_link_up(end->port);
		}
		end->lossy = !joined;
	}
}

static int32_t drain(struct wire *wire, int receiving_side)
{
	struct rte_mbuf *mbufs[32];
	unsigned int n;
	int32_t freed = 0;

	for (uint32_t q = 0; q < wire->queues; q++)
		while ((n = rte_ring_dequeue_burst(wire->rings[1 - receiving_side][q], (void **)mbufs, RTE_DIM(mbufs), NULL)) > 0) {
			rte_pktmbuf_free_bulk(mbufs, n);
			freed += (int32_t)n;
		}
	return freed;
}

static void free_wire(struct wire *wire)
{
	for (int side = 0; side < 2; side++)
		for (uint32_t q = 0; q < wire->queues; q++)
			if (wire->rings[side][q] != NULL)
				rte_ring_free(wire->rings[side][q]);
	memset(wire, 0, sizeof(*wire));
}

static int32_t create_rings(struct wire *wire, const char *name, uint32_t slots, int32_t socket)
{
	char ring[RTE_RING_NAMESIZE];

	for (int side = 0; side < 2; side++)
		for (uint32_t q = 0; q < wire->queues; q++) {
			snprintf(ring, sizeof(ring), "%s_%c%u", name, side == 0 ? 'a' : 'b', q);
			wire->rings[side][q] = rte_ring_create(ring, slots, socket, RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
			if (wire->rings[side][q] == NULL)
				return bf_fail(rte_errno, "wire '%s': ring of %u frames: %s", name, slots, rte_strerror(rte_errno));
		}
	return 0;
}

static int32_t create_end(struct wire *wire, int side, const char *name, int32_t socket)
{
	struct end *end = &wire->ends[side];
	char device[32];
	uint8_t mac[6] = { 0x02, 0xbf, 0, 0, 0, 0 };   /* locally administered, the driver has none */
	int port;

	snprintf(device, sizeof(device), "%s_%c", name, side == 0 ? 'a' : 'b');
	port = rte_eth_from_rings(device, wire->rings[1 - side], wire->queues, wire->rings[side], wire->queues, (unsigned int)socket);
	if (port < 0 || port >= RTE_MAX_ETHPORTS)
		return bf_fail(ENOSPC, "wire '%s': no port for end %c", name, side == 0 ? 'a' : 'b');
	end->port = (uint16_t)port;
	end->present = true;
	mac[4] = (uint8_t)(port >> 8);
	mac[5] = (uint8_t)(port + 1);
	return bf_mac_set(end->port, mac);
}

static int32_t create(struct wire *wire, const char *name, uint32_t slots, int32_t socket)
{
	int32_t rc = create_rings(wire, name, slots, socket);

	for (int side = 0; rc == 0 && side < 2; side++)
		rc = create_end(wire, side, name, socket);
	return rc;
}

static struct wire *claim(void)
{
	struct wire *free_one = NULL;

	pthread_mutex_lock(&lock);
	for (size_t i = 0; i < RTE_DIM(wires) && free_one == NULL; i++)
		if (!wires[i].used)
			free_one = &wires[i];
	if (free_one != NULL)
		free_one->used = true;
	pthread_mutex_unlock(&lock);
	return free_one;
}

int32_t bf_wire_create(const char *name, uint32_t slots, uint32_t queues, int32_t socket, uint16_t *port_a, uint16_t *port_b)
{
	struct wire *wire;
	int32_t rc;

	if (strlen(name) > MAX_NAME)
		return bf_fail(ENAMETOOLONG, "wire '%s': a name has at most %d characters", name, MAX_NAME);
	if (queues == 0 || queues > MAX_QUEUES)
		return bf_fail(EINVAL, "wire '%s': 1 to %d queues, not %u", name, MAX_QUEUES, queues);
	wire = claim();
	if (wire == NULL)
		return bf_fail(ENOSPC, "wire '%s': there are %zu wires already", name, RTE_DIM(wires));
	wire->queues = queues;
	pthread_mutex_lock(&bf_device_lock);
	rc = create(wire, name, slots, socket);
	pthread_mutex_unlock(&bf_device_lock);
	if (rc != 0) {
		/* Removing the last end frees the wire. */
		if (wire->ends[1].present)
			bf_device_remove(wire->ends[1].port);
		if (wire->ends[0].present)
			bf_device_remove(wire->ends[0].port);
		else
			free_wire(wire);
		return rc;
	}
	*port_a = wire->ends[0].port;
	*port_b = wire->ends[1].port;
	return 0;
}

int bf_wire_is_end(uint16_t port)
{
	struct end *end;

	return find(port, &end) != NULL;
}

uint64_t bf_wire_lost_frames(uint16_t port)
{
	struct end *end;

	return find(port, &end) == NULL ? 0 : __atomic_load_n(&end->lost, __ATOMIC_RELAXED);
}

int64_t bf_wire_lost(uint16_t port)
{
	return bf_wire_is_end(port) ? (int64_t)bf_wire_lost_frames(port) : bf_fail(ENODEV, "port %u is no end of a wire", port);
}

int32_t bf_wire_cut(uint16_t port, int32_t cut)
{
	struct end *end;
	struct wire *wire;

	pthread_mutex_lock(&lock);
	wire = find(port, &end);
	if (wire != NULL) {
		wire->cut = cut != 0;
		refresh(wire);
	}
	pthread_mutex_unlock(&lock);
	return wire != NULL ? 0 : bf_fail(ENODEV, "port %u is no end of a wire", port);
}

int32_t bf_wire_drain(uint16_t port)
{
	struct end *end;
	struct wire *wire = find(port, &end);

	return wire != NULL ? drain(wire, end == &wire->ends[1]) : bf_fail(ENODEV, "port %u is no end of a wire", port);
}

void bf_wire_port_started(uint16_t port)
{
	struct end *end;
	struct wire *wire;

	pthread_mutex_lock(&lock);
	wire = find(port, &end);
	if (wire != NULL) {
		end->started = true;
		end->lossy = false;
		refresh(wire);
	}
	pthread_mutex_unlock(&lock);
}

void bf_wire_port_stopping(uint16_t port)
{
	struct end *end;
	struct wire *wire;

	pthread_mutex_lock(&lock);
	wire = find(port, &end);
	if (wire != NULL) {
		end->started = false;
		end->lossy = false;
		refresh(wire);
	}
	pthread_mutex_unlock(&lock);
}

void bf_wire_port_removed(uint16_t port)
{
	struct end *end;
	struct wire *wire;

	pthread_mutex_lock(&lock);
	wire = find(port, &end);
	if (wire != NULL) {
		drain(wire, end == &wire->ends[1]);
		end->present = false;
		if (!wire->ends[0].present && !wire->ends[1].present) {
			drain(wire, 0);
			drain(wire, 1);
			free_wire(wire);
		}
	}
	pthread_mutex_unlock(&lock);
}
