/* DPDK's own bonding driver (net_bonding), made and set up for the comparison. Only the comparison uses this library. */
#ifndef BONDFAST_RIVAL_H
#define BONDFAST_RIVAL_H
#include <stdint.h>

#define RIVAL_API __attribute__((visibility("default")))

/* A bond of mode 0-6; policy 0 layer2, 1 layer2+3, 2 layer3+4. Its members are probed and not configured: the bond does that.
 * Mode 4 runs with the external state machine, so that it distributes without a partner. 0 or a negative errno. */
RIVAL_API int32_t rival_create(const char *name, uint8_t mode, uint8_t policy, const uint16_t *members, uint32_t count, void *pool, uint16_t *port);
RIVAL_API int32_t rival_free(const char *name, uint16_t port);
RIVAL_API int32_t rival_promiscuous(uint16_t port, int32_t on);
#endif
