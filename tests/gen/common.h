/* SPDX-License-Identifier: GPL-3.0-or-later */
/* common.h: what every file of the picture generator needs. The generator is a test tool:
 * any failure ends the program with status 1 and one line on standard error, so its
 * functions return no status. Memory is never exhausted quietly: xnew() ends the program. */
#ifndef GEN_COMMON_H
#define GEN_COMMON_H

#include <stddef.h>

#define GEN_PI 3.14159265358979323846

/* Ends the program with status 1 after printing the formatted line. */
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* n zeroed items of the given size; the product is checked. Free with free(). */
void *xnew(size_t n, size_t size);

/* A copy the caller frees. */
char *xcopy(const char *text);

#endif
