/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"
#include "common.h"

#include <stdlib.h>
#include <string.h>

void options_release(struct options *o)
{
	for (size_t i = 0; i < o->n; i++) {
		free(o->items[i].key);
		free(o->items[i].value);
	}
	free(o->items);
	memset(o, 0, sizeof *o);
}

static int hex_digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *hit = c ? strchr(digits, c | 0x20) : NULL;

	return hit ? (int)(hit - digits) : -1;
}

/* Resolves one escape at s and returns how many characters it took. */
static size_t unescape_one(const char *s, char *out)
{
	if (s[1] == 'n') {
		*out = '\n';
		return 2;
	}
	if (s[1] == '\\') {
		*out = '\\';
		return 2;
	}
	if (s[1] == 'x' && hex_digit(s[2]) >= 0 && hex_digit(s[3]) >= 0) {
		*out = (char)(hex_digit(s[2]) << 4 | hex_digit(s[3]));
		return 4;
	}
	*out = *s;
	return 1;
}

static char *unescape(const char *s)
{
	char *copy = xnew(strlen(s) + 1, 1);
	size_t n = 0;

	while (*s) {
		if (*s == '\\')
			s += unescape_one(s, &copy[n++]);
		else
			copy[n++] = *s++;
	}
	return copy;
}

static void append(struct options *o, char *take_key, char *take_value)
{
	if (o->n == o->room) {
		o->room = o->room ? o->room * 2 : 16;
		o->items = realloc(o->items, o->room * sizeof *o->items);
		if (!o->items)
			die("out of memory");
	}
	o->items[o->n++] = (struct option){ .key = take_key, .value = take_value };
}

void options_add(struct options *o, const char *word)
{
	const char *eq = strchr(word, '=');
	char *key;

	if (!eq || eq == word)
		die("'%s' is not key=value", word);
	key = xnew((size_t)(eq - word) + 1, 1);
	memcpy(key, word, (size_t)(eq - word));
	append(o, key, unescape(eq + 1));
}

void options_set(struct options *o, const char *key, const char *value)
{
	append(o, xcopy(key), xcopy(value));
}

/* Marks every item of that key, so that an overridden one is not called unknown. */
static struct option *find(struct options *o, const char *key)
{
	struct option *last = NULL;

	for (size_t i = 0; i < o->n; i++) {
		if (strcmp(o->items[i].key, key))
			continue;
		o->items[i].used = true;
		last = &o->items[i];
	}
	return last;
}

void options_default(struct options *o, const char *key, const char *value)
{
	if (!find(o, key))
		options_set(o, key, value);
}

bool options_has(struct options *o, const char *key)
{
	return find(o, key) != NULL;
}

const char *options_text(struct options *o, const char *key, const char *otherwise)
{
	const struct option *item = find(o, key);

	return item ? item->value : otherwise;
}

bool options_is(struct options *o, const char *key, const char *value)
{
	const char *text = options_text(o, key, NULL);

	return text && !strcmp(text, value);
}

long options_int(struct options *o, const char *key, long otherwise)
{
	const char *text = options_text(o, key, NULL);
	char *end;
	long value;

	if (!text)
		return otherwise;
	value = strtol(text, &end, 0);
	if (end == text || *end)
		die("'%s' wants a whole number, not '%s'", key, text);
	return value;
}

double options_number(struct options *o, const char *key, double otherwise)
{
	double value = otherwise;

	if (options_has(o, key) && !options_numbers(o, key, &value, 1))
		die("'%s' wants a number", key);
	return value;
}

bool options_numbers(struct options *o, const char *key, double *out, size_t n)
{
	const char *s = options_text(o, key, NULL);
	size_t i = 0;

	while (s && i < n) {
		char *end;

		out[i] = strtod(s, &end);
		if (end == s)
			return false;
		i++;
		s = *end == ',' ? end + 1 : NULL;
		if (!s && *end)
			return false;
	}
	return i == n && !s;
}

const struct option *options_next(struct options *o, const char *prefix, size_t *at)
{
	size_t n = strlen(prefix);

	while (*at < o->n) {
		struct option *item = &o->items[(*at)++];

		if (!strncmp(item->key, prefix, n)) {
			item->used = true;
			return item;
		}
	}
	return NULL;
}

void options_check(const struct options *o)
{
	for (size_t i = 0; i < o->n; i++)
		if (!o->items[i].used)
			die("unknown key '%s' for this kind", o->items[i].key);
}
