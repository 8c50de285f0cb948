/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_put.h"

#include "src/base/hash.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <math.h>

enum { HEX_MAX = 64 };

static bool spend(struct put *p, const struct value *in)
{
	if (!in)
		return false;
	if (!p->left) {
		p->cut = true;
		return false;
	}
	p->left--;
	return true;
}

struct value *put_map(struct put *p, struct value *in, const char *key)
{
	return spend(p, in) ? value_add(p->a, in, key, VALUE_MAP) : NULL;
}

struct value *put_array(struct put *p, struct value *in, const char *key)
{
	return spend(p, in) ? value_add(p->a, in, key, VALUE_ARRAY) : NULL;
}

static void safe_text(struct put *p, struct value *in, const char *key, const char *text, size_t room)
{
	char out[PUT_LONG];

	if (!text)
		put_null(p, in, key);
	else if (spend(p, in))
		value_add_text(p->a, in, key, utf8_sanitise(out, room, text, strlen(text)));
}

void put_text(struct put *p, struct value *in, const char *key, const char *text)
{
	safe_text(p, in, key, text, PUT_TEXT);
}

void put_long(struct put *p, struct value *in, const char *key, const char *text)
{
	safe_text(p, in, key, text, PUT_LONG);
}

void put_int(struct put *p, struct value *in, const char *key, int64_t v)
{
	if (spend(p, in))
		value_add_int(p->a, in, key, v);
}

void put_index(struct put *p, struct value *in, const char *key, int index)
{
	if (index < 0)
		put_null(p, in, key);
	else
		put_int(p, in, key, index);
}

void put_real(struct put *p, struct value *in, const char *key, double v)
{
	if (isnan(v))
		put_null(p, in, key);
	else if (spend(p, in))
		value_add_real(p->a, in, key, v);
}

void put_bool(struct put *p, struct value *in, const char *key, bool v)
{
	if (spend(p, in))
		value_add_bool(p->a, in, key, v);
}

void put_null(struct put *p, struct value *in, const char *key)
{
	if (spend(p, in))
		value_add_null(p->a, in, key);
}

void put_time(struct put *p, struct value *in, const char *key, int64_t seconds, bool known)
{
	char text[32];

	put_text(p, in, key, known ? time_format_utc(text, seconds) : NULL);
}

void put_hex(struct put *p, struct value *in, const char *key, const uint8_t *bytes, size_t len)
{
	char text[2 * HEX_MAX + 1];

	put_text(p, in, key, hex_encode(text, bytes, len < HEX_MAX ? len : HEX_MAX));
}

void put_words(struct put *p, struct value *in, const char *key, const char *const *words, uint32_t n)
{
	struct value *list = put_array(p, in, key);

	for (uint32_t i = 0; i < n; i++)
		put_text(p, list, NULL, words[i]);
}

void put_codes(struct put *p, struct value *in, const char *key, const struct status_log *l)
{
	struct value *map = put_map(p, in, key);

	for (int c = 0; c < CODE_CLASSES; c++) {
		struct value *list = put_array(p, map, code_class_name((enum code_class)c));

		for (const struct status_entry *n = l->first; n; n = n->next)
			if (n->class == (enum code_class)c)
				put_text(p, list, NULL, n->code);
	}
}

/* ---- CBOR ---- */

static unsigned nodes(const struct value *v)
{
	unsigned n = 1;

	for (const struct value *c = v->first; c; c = c->next)
		n += nodes(c);
	return n;
}

static void cut_text(struct put *p, struct value *v)
{
	char out[PUT_TEXT];

	if (strlen(v->text) < PUT_TEXT)
		return;
	v->text = arena_str(p->a, utf8_sanitise(out, sizeof out, v->text, strlen(v->text)));
	if (!v->text)
		v->kind = VALUE_NULL;
	p->cut = true;
}

/* What lies deeper than a record may is replaced by "...". */
static void flatten(struct put *p, struct value *v, unsigned levels)
{
	if (v->kind == VALUE_TEXT && v->text)
		cut_text(p, v);
	if (v->kind != VALUE_MAP && v->kind != VALUE_ARRAY)
		return;
	if (levels) {
		for (struct value *c = v->first; c; c = c->next)
			flatten(p, c, levels - 1);
		return;
	}
	v->kind = VALUE_TEXT;
	v->text = "...";
	v->first = v->last = NULL;
	v->count = 0;
	p->cut = true;
}

void put_cbor(struct put *p, struct value *in, const char *key, const struct cnode *n, unsigned levels, unsigned most)
{
	unsigned budget = most < p->left ? most : p->left, spent;

	/* cn_show() adds one more node where it stops in each open container. */
	if (!in || !n || budget < 64) {
		p->cut |= in && n;
		return;
	}
	budget -= 32;
	cn_show(p->a, n, in, key, &budget);
	if (!in->last)
		return;
	p->cut |= budget == 0;
	flatten(p, in->last, levels);
	spent = nodes(in->last);
	p->left = spent < p->left ? p->left - spent : 0;
}
