/* EAL and the PMDs log to a stream of ours; the text waits here until C# reads it. When nobody reads, the oldest lines go. */
#include <rte_log.h>

#include "internal.h"

#define CAPACITY (64 * 1024)

static char text[CAPACITY];   /* a ring of bytes */
static size_t head, length;   /* oldest byte, number of bytes */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static FILE *stream;

static void drop_oldest_line(void)
{
	while (length > 0) {
		char c = text[head];

		head = (head + 1) % CAPACITY;
		length--;
		if (c == '\n')
			return;
	}
}

static ssize_t take(void *cookie, const char *bytes, size_t size)
{
	size_t skip = size > CAPACITY / 2 ? size - CAPACITY / 2 : 0;

	(void)cookie;
	pthread_mutex_lock(&lock);
	while (length + (size - skip) > CAPACITY)
		drop_oldest_line();
	for (size_t i = skip; i < size; i++) {
		text[(head + length) % CAPACITY] = bytes[i];
		length++;
	}
	pthread_mutex_unlock(&lock);
	return (ssize_t)size;
}

FILE *bf_log_stream(void)
{
	return stream;
}

int32_t bf_log_capture_start(void)
{
	if (stream != NULL)
		return 0;
	stream = fopencookie(NULL, "w", (cookie_io_functions_t) { .write = take });
	if (stream == NULL)
		return bf_fail(errno, "cannot open a stream for the log: %s", strerror(errno));
	if (rte_openlog_stream(stream) != 0)
		return bf_fail(EIO, "EAL refused the log stream");
	return 0;
}

int32_t bf_log_read(char *buffer, int32_t size)
{
	size_t whole = 0, limit;

	if (stream != NULL)
		fflush(stream);
	pthread_mutex_lock(&lock);
	limit = length < (size_t)size ? length : (size_t)size;
	for (size_t i = 0; i < limit; i++) {
		buffer[i] = text[(head + i) % CAPACITY];
		if (buffer[i] == '\n')
			whole = i + 1;
	}
	if (whole == 0 && limit == (size_t)size)
		whole = limit; /* a line longer than the buffer comes in parts */
	head = (head + whole) % CAPACITY;
	length -= whole;
	pthread_mutex_unlock(&lock);
	return (int32_t)whole;
}

int32_t bf_log_set_level(const char *pattern, uint32_t level)
{
	int rc = rte_log_set_level_pattern(pattern, level);

	return rc < 0 ? bf_fail(EINVAL, "log level %u for '%s' was refused", level, pattern) : 0;
}
