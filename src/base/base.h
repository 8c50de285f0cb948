/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base.h: included first by every file. Attributes, fixed-width types, and the functions that
 * this project does not use because their bounds or their global state cannot be trusted. */
#ifndef COTTINGLEY_BASE_H
#define COTTINGLEY_BASE_H

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Belts (the idea is SQLite's): a branch that no input can reach. Never used on input. */
#ifdef NDEBUG
#define ALWAYS(x) (x)
#define NEVER(x) (x)
#else
#include <assert.h>
#define ALWAYS(x) ((x) ? 1 : (assert(!#x), 0))
#define NEVER(x) ((x) ? (assert(!#x), 1) : 0)
#endif

#ifndef __cplusplus
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets
#pragma GCC poison gmtime localtime ctime asctime
#endif

#endif
