/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h: the key=value words of the command line. Later words win over earlier ones.
 * Text values understand \n, \\ and \xNN, so that a shell can pass any byte but NUL. Every
 * key that is asked for is marked; options_check() ends the program over a key nobody asked
 * for, which catches spelling mistakes in tests. Returned text is borrowed. */
#ifndef GEN_OPTIONS_H
#define GEN_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

struct option {
	char *key;
	char *value;
	bool used;
};

struct options {
	struct option *items;
	size_t n;
	size_t room;
};

void options_release(struct options *o);
void options_add(struct options *o, const char *word); /* "key=value" */
void options_set(struct options *o, const char *key, const char *value);
/* Only if the key is absent. */
void options_default(struct options *o, const char *key, const char *value);
bool options_has(struct options *o, const char *key);
const char *options_text(struct options *o, const char *key, const char *otherwise);
bool options_is(struct options *o, const char *key, const char *value);
long options_int(struct options *o, const char *key, long otherwise);
double options_number(struct options *o, const char *key, double otherwise);
/* Up to n comma-separated numbers; true if exactly n were given. */
bool options_numbers(struct options *o, const char *key, double *out, size_t n);
/* The next item at or after *at whose key starts with prefix, or NULL; moves *at on. */
const struct option *options_next(struct options *o, const char *prefix, size_t *at);
void options_check(const struct options *o);

#endif
