#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_mbuf.h>
#include <rte_mbuf_pool_ops.h>
#include <rte_mempool.h>

#include "internal.h"

/* Without hugepages DPDK lets no buffer cross a 4 KB page, so that each starts a page of its own: all headers then fall into the same
 * set of the first-level cache and evict each other. Where addresses for devices are virtual ones, buffers may cross pages. */
static struct rte_mempool *create_packed(const char *name, uint32_t count, uint32_t cache, uint16_t buffer, int32_t socket, const char *ops)
{
	struct rte_pktmbuf_pool_private sizes;
	struct rte_mempool *made = rte_mempool_create_empty(name, count, sizeof(struct rte_mbuf) + buffer, cache, sizeof(sizes), socket,
		RTE_MEMPOOL_F_NO_IOVA_CONTIG);
	int rc;

	if (made == NULL)
		return NULL;
	memset(&sizes, 0, sizeof(sizes));
	sizes.mbuf_data_room_size = buffer;
	rc = rte_mempool_set_ops_byname(made, ops, NULL);
	if (rc == 0) {
		rte_pktmbuf_pool_init(made, &sizes);
		rc = rte_mempool_populate_default(made);
	}
	if (rc < 0) {
		rte_mempool_free(made);
		rte_errno = -rc;
		return NULL;
	}
	rte_mempool_obj_iter(made, rte_pktmbuf_init, NULL);
	return made;
}

int32_t bf_pool_create(const char *name, uint32_t count, uint32_t cache, uint32_t room, int32_t socket, int32_t lifo, void **pool)
{
	struct rte_mempool *made;
	const char *ops;
	uint32_t buffer = room + RTE_PKTMBUF_HEADROOM;

	if (buffer > UINT16_MAX)
		return bf_fail(EINVAL, "pool '%s': a buffer holds at most %u bytes of frame, not %u", name, UINT16_MAX - RTE_PKTMBUF_HEADROOM, room);
	if (cache > RTE_MEMPOOL_CACHE_MAX_SIZE)
		cache = RTE_MEMPOOL_CACHE_MAX_SIZE;
	if (cache > count * 2 / 3)
		cache = count * 2 / 3; /* DPDK wants 1.5 caches to fit */
	ops = lifo ? "stack" : rte_mbuf_best_mempool_ops();
	made = !rte_eal_has_hugepages() && rte_eal_iova_mode() == RTE_IOVA_VA
		? create_packed(name, count, cache, (uint16_t)buffer, socket, ops)
		: rte_pktmbuf_pool_create_by_ops(name, count, cache, 0, (uint16_t)buffer, socket, ops);
	if (made == NULL) {
		int error = rte_errno;

		return bf_fail(error, "pool '%s' of %u buffers of %u bytes: %s", name, count, buffer, rte_strerror(error));
	}
	*pool = made;
	return 0;
}

void bf_pool_free(void *pool)
{
	rte_mempool_free(pool);
}

uint32_t bf_pool_available(void *pool)
{
	return rte_mempool_avail_count(pool);
}

uint32_t bf_pool_in_use(void *pool)
{
	return rte_mempool_in_use_count(pool);
}

uint32_t bf_pool_room(void *pool)
{
	return (uint32_t)rte_pktmbuf_data_room_size(pool) - RTE_PKTMBUF_HEADROOM;
}

int32_t bf_mbuf_alloc_bulk(void *pool, void **mbufs, uint32_t count)
{
	return rte_pktmbuf_alloc_bulk(pool, (struct rte_mbuf **)mbufs, count) == 0 ? 0 : -ENOMEM;
}

void bf_mbuf_free_bulk(void **mbufs, uint32_t count)
{
	rte_pktmbuf_free_bulk((struct rte_mbuf **)mbufs, count);
}

void *bf_mbuf_copy(void *mbuf, void *pool)
{
	return rte_pktmbuf_copy(mbuf, pool, 0, UINT32_MAX);
}

int32_t bf_mbuf_linearize(void *mbuf)
{
	return rte_pktmbuf_linearize(mbuf) == 0 ? 0 : bf_fail(ENOSPC, "the frame is longer than its first buffer");
}

void bf_mbuf_ref_bulk(void **mbufs, uint32_t count, int32_t add)
{
	for (uint32_t i = 0; i < count; i++)
		rte_pktmbuf_refcnt_update(mbufs[i], (int16_t)add);
}

int32_t bf_mbuf_chain(void *head, void *tail)
{
	return rte_pktmbuf_chain(head, tail) == 0 ? 0 : bf_fail(EOVERFLOW, "too many segments in one frame");
}
