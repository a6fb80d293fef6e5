#include <stdarg.h>

#include "internal.h"

static __thread char message[512];

const char *bf_last_error(void)
{
	return message;
}

int32_t bf_fail(int error, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	return error > 0 ? -error : -EIO;
}
