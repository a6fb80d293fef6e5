/* EAL pins the threads of its lcores, and a thread made by a pinned thread inherits the pin: the runtime's tiering, timer and
 * pool threads, when the code that starts them happens to run on a worker. So whatever is not a worker is put back now and then. */
#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>
#include <rte_launch.h>
#include <rte_lcore.h>

#include "internal.h"

static cpu_set_t before_eal, housekeeping;
static pid_t workers[RTE_MAX_LCORE];   /* thread id of each worker lcore, 0 is none */
static int ready;

void bf_affinity_before_eal(void)
{
	if (sched_getaffinity(0, sizeof(before_eal), &before_eal) != 0)
		CPU_ZERO(&before_eal);
}

static int note_worker(void *argument)
{
	(void)argument;
	workers[rte_lcore_id()] = gettid();
	return 0;
}

void bf_affinity_after_eal(int eal_is_up)
{
	cpu_set_t busy;
	unsigned int lcore;

	if (CPU_COUNT(&before_eal) > 0)
		sched_setaffinity(0, sizeof(before_eal), &before_eal);
	if (!eal_is_up)
		return;
	CPU_ZERO(&busy);
	RTE_LCORE_FOREACH_WORKER(lcore) {
		rte_cpuset_t set = rte_lcore_cpuset(lcore);

		CPU_OR(&busy, &busy, &set);
		if (rte_eal_remote_launch(note_worker, NULL, lcore) == 0)
			rte_eal_wait_lcore(lcore);
	}
	for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &before_eal) && !CPU_ISSET(cpu, &busy))
			CPU_SET(cpu, &housekeeping);
	if (CPU_COUNT(&housekeeping) == 0)
		housekeeping = before_eal;
	ready = 1;
}

int32_t bf_housekeeping_set(const uint32_t *cpus, uint32_t count)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	for (uint32_t i = 0; i < count; i++) {
		if (cpus[i] >= CPU_SETSIZE)
			return bf_fail(EINVAL, "there is no CPU %u", cpus[i]);
		CPU_SET(cpus[i], &set);
	}
	if (sched_setaffinity(0, sizeof(set), &set) != 0)
		return bf_fail(errno, "housekeeping CPUs: %s", strerror(errno));
	housekeeping = set;
	return bf_housekeeping_apply() < 0 ? -EIO : 0;
}

static int is_worker(pid_t thread)
{
	for (int i = 0; i < RTE_MAX_LCORE; i++)
		if (workers[i] == thread)
			return 1;
	return 0;
}

int32_t bf_housekeeping_apply(void)
{
	struct dirent *entry;
	int32_t moved = 0;
	DIR *tasks;

	if (!ready)
		return 0;
	tasks = opendir("/proc/self/task");
	if (tasks == NULL)
		return bf_fail(errno, "/proc/self/task: %s", strerror(errno));
	while ((entry = readdir(tasks)) != NULL) {
		pid_t thread = atoi(entry->d_name);
		cpu_set_t now;

		if (thread <= 0 || is_worker(thread) || sched_getaffinity(thread, sizeof(now), &now) != 0)
			continue;
		if (!CPU_EQUAL(&now, &housekeeping) && sched_setaffinity(thread, sizeof(housekeeping), &housekeeping) == 0)
			moved++;
	}
	closedir(tasks);
	return moved;
}

/* EAL aborts the process when it cannot pin a thread, so the CPUs are tried before it starts. */
int32_t bf_cpu_is_usable(uint32_t cpu)
{
	cpu_set_t now, wish;
	int usable;

	if (cpu >= CPU_SETSIZE || sched_getaffinity(0, sizeof(now), &now) != 0)
		return 0;
	CPU_ZERO(&wish);
	CPU_SET(cpu, &wish);
	usable = sched_setaffinity(0, sizeof(wish), &wish) == 0;
	sched_setaffinity(0, sizeof(now), &now);
	return usable;
}
