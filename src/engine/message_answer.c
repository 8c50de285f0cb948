/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/message.h"

#include "src/base/cbor.h"
#include "src/engine/fields.h"

#include <math.h>

/* ---- writing: the worker ---- */

static void put_u(struct str *o, const char *key, uint64_t v)
{
	cbor_put_text(o, key);
	cbor_put_uint(o, v);
}

static void put_t(struct str *o, const char *key, const char *v)
{
	cbor_put_text(o, key);
	cbor_put_text(o, v ? v : "");
}

static void put_d(struct str *o, const char *key, double v)
{
	cbor_put_text(o, key);
	cbor_put_double(o, v);
}

static void put_head(struct str *o, enum answer_kind kind, uint64_t id, double seconds, unsigned more)
{
	cbor_put_map(o, 3 + more);
	put_u(o, "kind", kind);
	put_u(o, "id", id);
	put_d(o, "seconds", seconds);
}

void answer_put_hello(struct str *o, enum sandbox_state sandbox, const char *note, uint64_t pid)
{
	put_head(o, ANSWER_HELLO, 0, 0, 4);
	put_u(o, "sandbox", sandbox);
	put_t(o, "note", note);
	put_u(o, "pid", pid);
	put_t(o, "version", PACKAGE_VERSION);
}

void answer_put_progress(struct str *o, uint64_t id, unsigned permille, const char *stage)
{
	put_head(o, ANSWER_PROGRESS, id, 0, 2);
	put_u(o, "permille", permille > 1000 ? 1000 : permille);
	put_t(o, "stage", stage);
}

void answer_put_failed(struct str *o, uint64_t id, double seconds, const struct error *e)
{
	put_head(o, ANSWER_FAILED, id, seconds, e->has_offset ? 3 : 2);
	put_u(o, "code", e->code);
	put_t(o, "message", e->message);
	if (e->has_offset)
		put_u(o, "offset", e->offset);
}

void answer_put_examination(struct str *o, uint64_t id, double seconds, const struct examination *x)
{
	put_head(o, ANSWER_EXAMINATION, id, seconds, 1);
	cbor_put_text(o, "examination");
	exam_encode(x, o);
}

void answer_put_tile(struct str *o, uint64_t id, double seconds, const struct tile *t)
{
	put_head(o, ANSWER_TILE, id, seconds, 3);
	put_u(o, "width", t->width);
	put_u(o, "height", t->height);
	cbor_put_text(o, "data");
	cbor_put_bytes(o, t->rgb, (size_t)t->width * t->height * 3);
}

void answer_put_sample(struct str *o, uint64_t id, double seconds, const struct sample *s)
{
	put_head(o, ANSWER_SAMPLE, id, seconds, 2);
	put_u(o, "depth", s->depth);
	cbor_put_text(o, "values");
	cbor_put_array(o, s->channels);
	for (unsigned i = 0; i < s->channels; i++)
		cbor_put_uint(o, s->value[i]);
}

void answer_put_bytes(struct str *o, uint64_t id, double seconds, const struct span *bytes)
{
	put_head(o, ANSWER_BYTES, id, seconds, 1);
	cbor_put_text(o, "data");
	cbor_put_bytes(o, bytes->data, bytes->len);
}

void answer_put_map(struct str *o, uint64_t id, double seconds, const struct map *m)
{
	put_head(o, ANSWER_MAP, id, seconds, 12);
	put_t(o, "name", m->name);
	put_t(o, "title", m->title);
	put_t(o, "unit", m->unit);
	put_u(o, "width", m->cols);
	put_u(o, "height", m->rows);
	put_d(o, "x", m->origin_x);
	put_d(o, "y", m->origin_y);
	put_d(o, "dx", m->step_x);
	put_d(o, "dy", m->step_y);
	put_d(o, "low", m->low);
	put_d(o, "high", m->high);
	cbor_put_text(o, "data");
	cbor_put_floats(o, m->data, (size_t)m->cols * m->rows);
}

void answer_put_list(struct str *o, uint64_t id, double seconds, const struct value *summary)
{
	put_head(o, ANSWER_LIST, id, seconds, 1);
	cbor_put_text(o, "summary");
	value_encode(summary, o);
}

/* ---- reading: the parent ---- */

static bool read_values(struct span *in, void *base)
{
	struct sample *s = &((struct answer *)base)->sample;
	uint64_t n, v;

	if (!cbor_get_array(in, &n) || n < 1 || n > ARRAY_LEN(s->value))
		return false;
	for (s->channels = 0; s->channels < n; s->channels++) {
		if (!cbor_get_uint(in, UINT16_MAX, &v))
			return false;
		s->value[s->channels] = (uint16_t)v;
	}
	return true;
}

#define A(name) offsetof(struct answer, name)
#define ROOM(name) sizeof(((struct answer *)0)->name)
static const struct field fields[] = {
	{ "kind", FIELD_ENUM, A(kind), ANSWER_KINDS - 1, NULL },
	{ "id", FIELD_U64, A(id), UINT64_MAX, NULL },
	{ "seconds", FIELD_REAL, A(seconds), 0, NULL },
	{ "sandbox", FIELD_ENUM, A(sandbox), SANDBOX_COUNT - 1, NULL },
	{ "note", FIELD_TEXT, A(note), ROOM(note), NULL },
	{ "pid", FIELD_U64, A(pid), INT32_MAX, NULL },
	{ "version", FIELD_TEXT, A(version), ROOM(version), NULL },
	{ "permille", FIELD_U32, A(permille), 1000, NULL },
	{ "stage", FIELD_TEXT, A(stage), ROOM(stage), NULL },
	{ "code", FIELD_ENUM, A(error.code), ST_COUNT - 1, NULL },
	{ "message", FIELD_TEXT, A(error.message), ROOM(error.message), NULL },
	{ "offset", FIELD_U64, A(error.offset), UINT64_MAX, NULL },
	{ "examination", FIELD_ITEM, A(data), 0, NULL },
	{ "summary", FIELD_ITEM, A(data), 0, NULL },
	{ "data", FIELD_BYTES, A(data), MESSAGE_MAX_ANSWER, NULL },
	{ "width", FIELD_U32, A(width), MAP_MAX_CELLS, NULL },
	{ "height", FIELD_U32, A(height), MAP_MAX_CELLS, NULL },
	{ "depth", FIELD_U32, A(sample.depth), 16, NULL },
	{ "values", FIELD_OTHER, 0, 0, read_values },
	{ "x", FIELD_REAL, A(origin_x), 0, NULL },
	{ "y", FIELD_REAL, A(origin_y), 0, NULL },
	{ "dx", FIELD_REAL, A(step_x), 0, NULL },
	{ "dy", FIELD_REAL, A(step_y), 0, NULL },
	{ "low", FIELD_REAL, A(low), 0, NULL },
	{ "high", FIELD_REAL, A(high), 0, NULL },
	{ "name", FIELD_NAME, A(name), ROOM(name), NULL },
	{ "title", FIELD_TEXT, A(title), ROOM(title), NULL },
	{ "unit", FIELD_TEXT, A(unit), ROOM(unit), NULL },
};
#undef A
#undef ROOM

/* What each kind must carry. `examination`, `summary` and `data` fill the same span, so that a kind may not carry
 * another. */
static const struct {
	const char *required, *forbidden;
} rules[ANSWER_KINDS] = {
	[ANSWER_HELLO] = { "sandbox note pid version", "data examination summary" },
	[ANSWER_PROGRESS] = { "permille stage", "data examination summary" },
	[ANSWER_EXAMINATION] = { "examination", "data summary" },
	[ANSWER_TILE] = { "width height data", "examination summary" },
	[ANSWER_SAMPLE] = { "depth values", "data examination summary" },
	[ANSWER_BYTES] = { "data", "examination summary" },
	[ANSWER_MAP] = { "name title unit width height x y dx dy low high data", "examination summary" },
	[ANSWER_FAILED] = { "code message", "data examination summary" },
	[ANSWER_LIST] = { "summary", "data examination" },
};

static bool good_sample(const struct sample *s)
{
	if (s->depth != 8 && s->depth != 16)
		return false;
	for (unsigned i = 0; i < s->channels; i++)
		if (s->value[i] >> s->depth)
			return false;
	return true;
}

static bool good_raster(const struct answer *a, uint64_t max_side, uint64_t max_cells, unsigned bytes)
{
	uint64_t cells = (uint64_t)a->width * a->height;

	return cells > 0 && a->width <= max_side && a->height <= max_side && cells <= max_cells &&
	       a->data.len == cells * bytes;
}

static bool good_answer(const struct answer *a)
{
	switch (a->kind) {
	case ANSWER_TILE:
		return good_raster(a, TILE_MAX_SIDE, (uint64_t)TILE_MAX_SIDE * TILE_MAX_SIDE, 3);
	case ANSWER_MAP:
		return good_raster(a, MAP_MAX_CELLS, MAP_MAX_CELLS, 4) && a->step_x > 0 && a->step_y > 0 &&
		       a->low <= a->high && a->name[0];
	case ANSWER_SAMPLE:
		return good_sample(&a->sample);
	case ANSWER_BYTES:
		return a->data.len > 0 && a->data.len <= MESSAGE_MAX_BYTES;
	case ANSWER_FAILED:
		return a->error.code != ST_OK;
	default:
		return true;
	}
}

static bool forbidden(const char *keys, uint64_t seen)
{
	static const char *const items[] = { "data", "examination", "summary" };

	for (size_t i = 0; i < ARRAY_LEN(items); i++)
		if (strstr(keys, items[i]) && fields_has(fields, ARRAY_LEN(fields), seen, items[i]))
			return true;
	return false;
}

enum status answer_decode(struct span frame, struct answer *out, struct error *e)
{
	struct answer a = { .id = 0 };
	uint64_t seen;

	if (!fields_read(&frame, fields, ARRAY_LEN(fields), &a, &seen) || span_left(&frame) != 0)
		return err_at(e, ST_PROTOCOL, span_at(&frame), "this is no answer of a worker");
	if (!fields_have(fields, ARRAY_LEN(fields), seen, "kind id seconds") || a.kind == 0 ||
	    a.seconds < 0 || !fields_have(fields, ARRAY_LEN(fields), seen, rules[a.kind].required) ||
	    forbidden(rules[a.kind].forbidden, seen))
		return err_set(e, ST_PROTOCOL, "an answer of kind %d does not carry what it must",
			       (int)a.kind);
	if ((a.kind == ANSWER_HELLO) != (a.id == 0) || !good_answer(&a))
		return err_set(e, ST_PROTOCOL, "an answer of kind %d contradicts itself", (int)a.kind);
	a.error.has_offset = fields_has(fields, ARRAY_LEN(fields), seen, "offset");
	*out = a;
	return ST_OK;
}
