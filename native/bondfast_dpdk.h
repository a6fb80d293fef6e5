/* The only door between C# and DPDK. Fixed-width types, bf_ prefix, 0 or a negative errno, nothing per packet.
 * After a negative result bf_last_error() has a sentence about it (thread-local, valid until the thread's next failure). */
#ifndef BONDFAST_DPDK_H
#define BONDFAST_DPDK_H
#include <stdint.h>

#define BF_API __attribute__((visibility("default")))

/* ---- error.c, layout.c ---- */
BF_API const char *bf_last_error(void);
BF_API const char *bf_dpdk_version(void);

/* Sizes and offsets that C# overlays; C# refuses to start when one differs. */
struct bf_layout {
	uint32_t mbuf_size, mbuf_buf_addr, mbuf_data_off, mbuf_refcnt, mbuf_nb_segs, mbuf_port, mbuf_ol_flags;
	uint32_t mbuf_packet_type, mbuf_pkt_len, mbuf_data_len, mbuf_vlan_tci, mbuf_hash_rss, mbuf_buf_len, mbuf_pool, mbuf_next;
	uint32_t headroom, max_ethports;
	/* Our own structures. */
	uint32_t port_info_size, port_config_size, link_size, stats_size, netdev_size, address_size;
	uint64_t flag_rx_vlan, flag_rx_rss_hash, flag_rx_vlan_stripped, flag_tx_vlan;
};
BF_API void bf_layout_get(struct bf_layout *out);

/* ---- eal.c ---- */
/* Once per process. The calling thread becomes the main lcore; its CPU affinity is given back before return. */
BF_API int32_t bf_eal_init(int32_t argc, char **argv);        /* number of arguments used, or negative errno */
BF_API int32_t bf_eal_cleanup(void);
BF_API uint64_t bf_tsc_hz(void);
BF_API uint64_t bf_tsc(void);                                 /* leaf call: the GC transition may be suppressed */

/* ---- log.c ---- */
/* EAL's and PMDs' log goes into memory from here on (call before init); nothing is printed any more.
 * Copies whole lines, oldest first, each ending in \n; returns bytes written, 0 is none. */
BF_API int32_t bf_log_capture_start(void);
BF_API int32_t bf_log_read(char *buffer, int32_t size);
BF_API int32_t bf_log_set_level(const char *pattern, uint32_t level);

/* ---- lcore.c ---- */
BF_API int32_t bf_lcore_next(int32_t after);                  /* next worker lcore id after this one (-1 starts), or -1 */
BF_API int32_t bf_lcore_main(void);
BF_API int32_t bf_lcore_launch(int32_t lcore, int32_t (*entry)(void *), void *argument);
/* -ETIMEDOUT when it still runs after that many ms (negative: waits for ever). Sleeps, does not spin. */
BF_API int32_t bf_lcore_wait(int32_t lcore, int32_t timeout_ms, int32_t *result);
BF_API int32_t bf_lcore_is_running(int32_t lcore);
BF_API int32_t bf_lcore_cpu(int32_t lcore);                   /* first CPU of its set */
BF_API int32_t bf_lcore_current(void);                        /* -1: not an lcore */
BF_API int32_t bf_socket_of_lcore(int32_t lcore);

/* ---- affinity.c: threads other than lcores stay on the housekeeping CPUs ---- */
/* Default: what the process had before EAL, without the worker lcores' CPUs (all of it when nothing is left). */
BF_API int32_t bf_housekeeping_set(const uint32_t *cpus, uint32_t count);
/* Moves every thread that is not a worker lcore there (a thread inherits the pin of the lcore that made it); number moved. */
BF_API int32_t bf_housekeeping_apply(void);
BF_API int32_t bf_cpu_is_usable(uint32_t cpu);                /* this process may run on it */

/* ---- pool.c ---- */
/* room: bytes of frame a buffer holds, headroom not counted. lifo: the frames freed last are used first (warm in the cache). */
BF_API int32_t bf_pool_create(const char *name, uint32_t count, uint32_t cache, uint32_t room, int32_t socket, int32_t lifo, void **pool);
BF_API void bf_pool_free(void *pool);
BF_API uint32_t bf_pool_available(void *pool);
BF_API uint32_t bf_pool_in_use(void *pool);
BF_API uint32_t bf_pool_room(void *pool);
BF_API int32_t bf_mbuf_alloc_bulk(void *pool, void **mbufs, uint32_t count);  /* all or nothing: 0 or -ENOMEM */
BF_API void bf_mbuf_free_bulk(void **mbufs, uint32_t count);
BF_API void *bf_mbuf_copy(void *mbuf, void *pool);            /* deep copy, linear where it fits; NULL when the pool is empty */
BF_API int32_t bf_mbuf_linearize(void *mbuf);
/* One more owner per extra copy: adds to the reference count of every segment of every frame. */
BF_API void bf_mbuf_ref_bulk(void **mbufs, uint32_t count, int32_t add);
BF_API int32_t bf_mbuf_chain(void *head, void *tail);         /* appends the segments of tail to head */

/* ---- device.c ---- */
BF_API int32_t bf_device_probe(const char *devargs, uint16_t *ports, int32_t max_ports);  /* number of ports it made */
BF_API int32_t bf_device_remove(uint16_t port);               /* stops and closes the port first; the last port takes the device along */

/* ---- port.c ---- */
struct bf_port_info {
	char driver[32];
	char device[64];
	uint8_t mac[6];
	uint16_t mtu;
	uint16_t max_rx_queues, max_tx_queues;
	uint16_t min_mtu, max_mtu;
	int32_t socket;
	uint32_t if_index;          /* kernel netdev behind the port; 0 is none */
	uint32_t has_lsc;           /* announces link interrupts */
	uint32_t max_mac_addresses;
	uint64_t rx_offloads, tx_offloads;
};
BF_API int32_t bf_port_info_get(uint16_t port, struct bf_port_info *out);

struct bf_port_config {
	uint16_t rx_queues, tx_queues;
	uint16_t rx_descriptors, tx_descriptors;   /* 0: driver's choice, clamped to its limits */
	uint16_t mtu;                              /* 0: keep */
	uint16_t flags;                            /* BF_PORT_* */
	int32_t socket;
	void *pool;
};
#define BF_PORT_RSS 1
#define BF_PORT_MULTI_SEGS 2
#define BF_PORT_FAST_FREE 4
BF_API int32_t bf_port_configure(uint16_t port, const struct bf_port_config *config);
BF_API int32_t bf_port_start(uint16_t port);
BF_API int32_t bf_port_stop(uint16_t port);
BF_API int32_t bf_port_is_valid(uint16_t port);
BF_API int32_t bf_port_count(void);
BF_API int32_t bf_port_is_removed(uint16_t port);             /* the hardware was pulled out (drivers that can tell) */

struct bf_link { uint32_t speed_mbps; uint8_t up, full_duplex, autoneg, known; };   /* known: speed_mbps is */
BF_API int32_t bf_link_get(uint16_t port, struct bf_link *out);   /* the driver's word, no wait */
BF_API int32_t bf_link_set(uint16_t port, int32_t up);

struct bf_stats { uint64_t rx_packets, tx_packets, rx_bytes, tx_bytes, rx_missed, rx_errors, tx_errors, rx_nombuf; };
BF_API int32_t bf_stats_get(uint16_t port, struct bf_stats *out);
BF_API int32_t bf_stats_reset(uint16_t port);

/* ---- address.c: what a driver lacks is done on the kernel netdev behind it, or only recorded where nothing filters ---- */
BF_API int32_t bf_mac_get(uint16_t port, uint8_t *mac);
BF_API int32_t bf_mac_set(uint16_t port, const uint8_t *mac);
BF_API int32_t bf_mtu_get(uint16_t port);
BF_API int32_t bf_mtu_set(uint16_t port, uint16_t mtu);
BF_API int32_t bf_promiscuous_set(uint16_t port, int32_t on);
BF_API int32_t bf_promiscuous_get(uint16_t port);
BF_API int32_t bf_allmulticast_set(uint16_t port, int32_t on);
BF_API int32_t bf_allmulticast_get(uint16_t port);
BF_API int32_t bf_multicast_list_set(uint16_t port, const uint8_t *macs, uint32_t count);

/* ---- wire.c: two ports from crossed rings, and the cable between them ---- */
BF_API int32_t bf_wire_create(const char *name, uint32_t slots, uint32_t queues, int32_t socket, uint16_t *port_a, uint16_t *port_b);
/* Cut: link down on both ends, what is sent is lost (and counted); what has arrived can still be received. Costs nothing per packet. */
BF_API int32_t bf_wire_cut(uint16_t port, int32_t cut);
BF_API int64_t bf_wire_lost(uint16_t port);                   /* frames sent by this end into the cut cable */
BF_API int32_t bf_wire_drain(uint16_t port);                  /* frees what waits to be received at this end; number of frames */

/* ---- burst.c ---- */
BF_API uint32_t bf_rx_burst(uint16_t port, uint16_t queue, void **mbufs, uint32_t count);
BF_API uint32_t bf_tx_burst(uint16_t port, uint16_t queue, void **mbufs, uint32_t count);

/* ---- flow.c: slow protocols by hardware, EtherType 0x8809 to a queue of its own ---- */
BF_API int32_t bf_flow_slow_protocols(uint16_t port, uint16_t queue, void **flow);
BF_API int32_t bf_flow_destroy(uint16_t port, void *flow);

/* ---- ring.c: frames between cores; single consumer, single producer unless asked ---- */
BF_API int32_t bf_ring_create(const char *name, uint32_t slots, int32_t socket, int32_t multi_producer, void **ring);
BF_API void bf_ring_free(void *ring);
BF_API uint32_t bf_ring_enqueue(void *ring, void **items, uint32_t count);
BF_API uint32_t bf_ring_dequeue(void *ring, void **items, uint32_t count);
BF_API uint32_t bf_ring_count(void *ring);

/* ---- netdev.c: kernel interfaces of the network namespace we run in; -ENODEV when the interface is gone ---- */
struct bf_netdev {
	char name[16];
	uint8_t mac[6];
	uint8_t up;                 /* administratively */
	uint8_t carrier;
	uint32_t mtu;
	uint32_t speed_mbps;        /* 0: unknown */
	uint8_t duplex;             /* 0 unknown, 1 half, 2 full */
	uint8_t promiscuous, allmulticast, reserved;
};
BF_API int32_t bf_netdev_index(const char *name);             /* positive, or -ENODEV */
BF_API int32_t bf_netdev_exists(uint32_t if_index);
BF_API int32_t bf_netdev_get(uint32_t if_index, struct bf_netdev *out);
BF_API int32_t bf_netdev_up_set(uint32_t if_index, int32_t up);
BF_API int32_t bf_netdev_mac_set(uint32_t if_index, const uint8_t *mac);
BF_API int32_t bf_netdev_mtu_set(uint32_t if_index, uint32_t mtu);
BF_API int32_t bf_netdev_flags_set(uint32_t if_index, int32_t promiscuous, int32_t allmulticast);
BF_API int32_t bf_netdev_carrier_set(uint32_t if_index, int32_t on);   /* of a tap that this process holds open */
/* The kernel's stack sees no more of its frames (packet sockets do); undone by the kernel when this process ends. seclude.c */
BF_API int32_t bf_netdev_seclude(uint32_t if_index, int32_t on);
BF_API int32_t bf_netns_enter(const char *path);              /* the calling thread, and the calls above from then on */

/* ---- netlink.c: addresses of an interface and of the VLANs on it ---- */
struct bf_address {
	uint8_t family;             /* 4 or 6 */
	uint8_t prefix;
	uint8_t tags;               /* 0 to 2 */
	uint8_t reserved;
	uint8_t mac[6];
	uint16_t tpid[2], vid[2];   /* outermost first */
	uint8_t address[16];
	uint16_t padding;
};
BF_API int32_t bf_netdev_addresses(uint32_t if_index, struct bf_address *out, int32_t max);  /* number found, even if more than max */
BF_API int32_t bf_netdev_address_change(uint32_t if_index, const struct bf_address *address, int32_t add);
#endif
