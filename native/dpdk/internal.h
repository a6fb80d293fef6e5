/* Shared by the files of this library only. */
#ifndef BONDFAST_INTERNAL_H
#define BONDFAST_INTERNAL_H
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <rte_version.h>

#include "bondfast_dpdk.h"

/* Keeps the sentence for bf_last_error() and returns -error. error is positive. */
int32_t bf_fail(int error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Where EAL's log goes; NULL before bf_log_capture_start(). */
FILE *bf_log_stream(void);

/* One lock around everything that makes, changes or ends devices. */
extern pthread_mutex_t bf_device_lock;

/* affinity.c */
void bf_affinity_before_eal(void);
void bf_affinity_after_eal(int eal_is_up);

/* port.c: rte_eth_dev_info_get with the result zeroed on failure. */
struct rte_eth_dev_info;
int bf_dev_info(uint16_t port, struct rte_eth_dev_info *info);
/* Kernel netdev behind the port, 0 is none. */
uint32_t bf_port_netdev(uint16_t port);

/* wire.c: a port's life as seen from the wire it may be an end of. */
int bf_wire_is_end(uint16_t port);
void bf_wire_port_started(uint16_t port);
void bf_wire_port_stopping(uint16_t port);
void bf_wire_port_removed(uint16_t port);
/* What an end sent into the cut cable; 0 for other ports. */
uint64_t bf_wire_lost_frames(uint16_t port);

/* address.c */
void bf_address_forget(uint16_t port);
#endif
