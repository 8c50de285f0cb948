/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void die(const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", program_invocation_short_name);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(1);
}

void *xnew(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		die("out of memory (%zu items of %zu bytes)", n, size);
	return p;
}

char *xcopy(const char *text)
{
	size_t n = strlen(text) + 1;

	return memcpy(xnew(n, 1), text, n);
}
