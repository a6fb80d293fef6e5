#include <time.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include "internal.h"

int32_t bf_lcore_next(int32_t after)
{
	unsigned int next = rte_get_next_lcore(after < 0 ? (unsigned int)-1 : (unsigned int)after, 1, 0);

	return next < RTE_MAX_LCORE ? (int32_t)next : -1;
}

int32_t bf_lcore_main(void)
{
	return (int32_t)rte_get_main_lcore();
}

static int32_t check(int32_t lcore)
{
	if (lcore < 0 || lcore >= RTE_MAX_LCORE || !rte_lcore_is_enabled((unsigned int)lcore))
		return bf_fail(ENODEV, "lcore %d is not part of this EAL", lcore);
	if ((unsigned int)lcore == rte_get_main_lcore())
		return bf_fail(EINVAL, "lcore %d is the main lcore, which runs nothing", lcore);
	return 0;
}

int32_t bf_lcore_launch(int32_t lcore, int32_t (*entry)(void *), void *argument)
{
	int32_t rc = check(lcore);

	if (rc != 0)
		return rc;
	rc = rte_eal_remote_launch(entry, argument, (unsigned int)lcore);
	return rc == 0 ? 0 : bf_fail(-rc, "lcore %d already runs something", lcore);
}

int32_t bf_lcore_is_running(int32_t lcore)
{
	return check(lcore) == 0 && rte_eal_get_lcore_state((unsigned int)lcore) != WAIT;
}

/* rte_eal_wait_lcore spins; whoever waits here shares his CPU with others. */
int32_t bf_lcore_wait(int32_t lcore, int32_t timeout_ms, int32_t *result)
{
	const struct timespec nap = { .tv_nsec = 200000 };
	struct timespec now;
	int64_t deadline = 0;
	int32_t rc = check(lcore);

	if (rc != 0)
		return rc;
	clock_gettime(CLOCK_MONOTONIC, &now);
	deadline = now.tv_sec * 1000LL + now.tv_nsec / 1000000 + timeout_ms;
	while (rte_eal_get_lcore_state((unsigned int)lcore) != WAIT) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		if (timeout_ms >= 0 && now.tv_sec * 1000LL + now.tv_nsec / 1000000 > deadline)
			return bf_fail(ETIMEDOUT, "lcore %d still runs after %d ms", lcore, timeout_ms);
		nanosleep(&nap, NULL);
	}
	*result = rte_eal_wait_lcore((unsigned int)lcore);
	return 0;
}

int32_t bf_lcore_cpu(int32_t lcore)
{
	rte_cpuset_t set;

	if (lcore < 0 || lcore >= RTE_MAX_LCORE)
		return -1;
	set = rte_lcore_cpuset((unsigned int)lcore);
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &set))
			return cpu;
	return -1;
}

int32_t bf_lcore_current(void)
{
	unsigned int lcore = rte_lcore_id();

	return lcore == LCORE_ID_ANY ? -1 : (int32_t)lcore;
}

int32_t bf_socket_of_lcore(int32_t lcore)
{
	return lcore < 0 || lcore >= RTE_MAX_LCORE ? -1 : (int32_t)rte_lcore_to_socket_id((unsigned int)lcore);
}
