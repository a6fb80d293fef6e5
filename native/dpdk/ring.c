#include <rte_errno.h>
#include <rte_ring.h>

#include "internal.h"

int32_t bf_ring_create(const char *name, uint32_t slots, int32_t socket, int32_t multi_producer, void **ring)
{
	unsigned int flags = RING_F_SC_DEQ | RING_F_EXACT_SZ | (multi_producer ? 0 : RING_F_SP_ENQ);
	struct rte_ring *made = rte_ring_create(name, slots, socket, flags);

	if (made == NULL) {
		int error = rte_errno;

		return bf_fail(error, "ring '%s' of %u: %s", name, slots, rte_strerror(error));
	}
	*ring = made;
	return 0;
}

void bf_ring_free(void *ring)
{
	rte_ring_free(ring);
}

uint32_t bf_ring_enqueue(void *ring, void **items, uint32_t count)
{
	return rte_ring_enqueue_burst(ring, items, count, NULL);
}

uint32_t bf_ring_dequeue(void *ring, void **items, uint32_t count)
{
	return rte_ring_dequeue_burst(ring, items, count, NULL);
}

uint32_t bf_ring_count(void *ring)
{
	return rte_ring_count(ring);
}
