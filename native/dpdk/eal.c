#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>
#include <rte_cycles.h>
#include <rte_eal.h>
#include <rte_errno.h>

#include "internal.h"

/* A wrong argument makes EAL print a hundred lines of usage on stdout, and getopt a line on stderr.
 * Only C's stdio streams are swapped, not the file descriptors: the runtime's console is not touched. */
static FILE *quiet_begin(FILE **saved_out, FILE **saved_err)
{
	FILE *nowhere = fopen("/dev/null", "w");

	*saved_out = stdout;
	*saved_err = stderr;
	if (nowhere != NULL)
		stdout = nowhere;
	if (bf_log_stream() != NULL)
		stderr = bf_log_stream();
	return nowhere;
}

static void quiet_end(FILE *nowhere, FILE *saved_out, FILE *saved_err)
{
	stdout = saved_out;
	stderr = saved_err;
	if (nowhere != NULL)
		fclose(nowhere);
}

static int starting;   /* inside rte_eal_init */

/* From DPDK 25.07 on EAL's argument parser ends the process over a wrong argument. Then at least the reason is told, and the
 * status is that of a wrong configuration (EX_CONFIG), which a service manager knows not to retry. */
static void tell_why(void)
{
	static char log[64 * 1024];
	const char *line = "no reason given";
	int32_t length;

	if (!starting)
		return;
	length = bf_log_read(log, sizeof(log) - 1);
	log[length] = '\0';
	for (char *next = strtok(log, "\n"); next != NULL; next = strtok(NULL, "\n"))
		line = next;
	dprintf(STDERR_FILENO, "BF2024: EAL did not start: %s. Correct the extra EAL arguments.\n", line);
	_exit(EX_CONFIG);
}

int32_t bf_eal_init(int32_t argc, char **argv)
{
	FILE *saved_out, *saved_err, *nowhere;
	int used, error;

	bf_affinity_before_eal();
	nowhere = quiet_begin(&saved_out, &saved_err);
	rte_errno = 0;
	atexit(tell_why);
	starting = 1;
	used = rte_eal_init(argc, argv);
	starting = 0;
	error = rte_errno;
	quiet_end(nowhere, saved_out, saved_err);
	bf_affinity_after_eal(used >= 0);
	if (used < 0)
		return bf_fail(error != 0 ? error : EINVAL, "rte_eal_init: %s", rte_strerror(error != 0 ? error : EINVAL));
	return used;
}

int32_t bf_eal_cleanup(void)
{
	int rc = rte_eal_cleanup();

	return rc < 0 ? bf_fail(-rc, "rte_eal_cleanup: %s", rte_strerror(-rc)) : 0;
}

uint64_t bf_tsc_hz(void)
{
	return rte_get_tsc_hz();
}

uint64_t bf_tsc(void)
{
	return rte_rdtsc();
}
