/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/message.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"
#include "src/engine/fields.h"

#include <math.h>

/* ---- rules that hold for what is sent and for what is received ---- */

/* Names of checks, parameters and maps: what our own tables use. */
static bool good_name(const char *s, size_t room)
{
	size_t len = strnlen(s, room);

	if (len == 0 || len == room)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9') || strchr("_.-", s[i])))
			return false;
	return true;
}

static enum status check_regions(const struct request *r, struct error *e)
{
	if (r->n_regions > REGIONS_MAX)
		return err_set(e, ST_USAGE, "more than %d regions in one request", REGIONS_MAX);
	for (unsigned i = 0; i < r->n_regions; i++)
		if (!region_valid(&r->regions[i]))
			return err_set(e, ST_USAGE, "region %u is no rectangle of a picture", i + 1);
	return ST_OK;
}

static enum status check_lists(const struct request *r, struct error *e)
{
	if (r->n_checks > MESSAGE_MAX_CHECKS || r->n_settings > MESSAGE_MAX_SETTINGS)
		return err_set(e, ST_USAGE, "more than %d checks or %d settings in one request",
			       MESSAGE_MAX_CHECKS, MESSAGE_MAX_SETTINGS);
	for (unsigned i = 0; i < r->n_checks; i++)
		if (!good_name(r->checks[i], sizeof r->checks[i]))
			return err_set(e, ST_USAGE, "'%.31s' is no name of a check", r->checks[i]);
	for (unsigned i = 0; i < r->n_settings; i++) {
		const struct setting *s = &r->settings[i];

		if (!good_name(s->check, sizeof s->check) || !good_name(s->param, sizeof s->param))
			return err_set(e, ST_USAGE, "'%.31s.%.31s' is no name of a parameter", s->check,
				       s->param);
		if (!isfinite(s->value))
			return err_set(e, ST_USAGE, "'%s.%s' is not a number", s->check, s->param);
	}
	return check_regions(r, e);
}

static enum status check_tile(const struct request *r, struct error *e)
{
	if (!r->width || !r->height || !r->out_width || !r->out_height)
		return err_set(e, ST_USAGE, "an empty tile was asked for");
	if (r->out_width > TILE_MAX_SIDE || r->out_height > TILE_MAX_SIDE)
		return err_set(e, ST_USAGE, "a tile of %u x %u was asked for; at most %d a side are allowed",
			       r->out_width, r->out_height, TILE_MAX_SIDE);
	if ((unsigned)r->channel > CHANNEL_BLUE)
		return err_set(e, ST_USAGE, "channel %d does not exist", (int)r->channel);
	return ST_OK;
}

bool request_is_part(const struct request *r)
{
	return (r->kind == REQUEST_TILE || r->kind == REQUEST_BYTES) && r->check[0];
}

bool request_reads_lists(const struct request *r)
{
	return r->kind == REQUEST_EXAMINE || r->kind == REQUEST_MAP || request_is_part(r);
}

/* check: a part is meant, not the picture or the file. */
static enum status check_part(const struct request *r, struct error *e)
{
	if (r->check[0] && (!good_name(r->check, sizeof r->check) || !good_name(r->map, sizeof r->map)))
		return err_set(e, ST_USAGE, "a part needs the names of its check and its own");
	return ST_OK;
}

static enum status check_request(const struct request *r, struct error *e)
{
	if (strnlen(r->name, sizeof r->name) == sizeof r->name)
		return err_set(e, ST_USAGE, "the name of the evidence is too long");
	switch (r->kind) {
	case REQUEST_EXAMINE:
		return check_lists(r, e);
	case REQUEST_TILE:
		return check_part(r, e) ? ST_USAGE : check_tile(r, e);
	case REQUEST_BYTES:
		if (r->length == 0 || r->length > MESSAGE_MAX_BYTES)
			return err_set(e, ST_USAGE, "1 to %d bytes can be asked for at once",
				       MESSAGE_MAX_BYTES);
		return check_part(r, e);
	case REQUEST_MAP:
		if (!good_name(r->check, sizeof r->check) || !good_name(r->map, sizeof r->map))
			return err_set(e, ST_USAGE, "a map needs the names of its check and its own");
		return check_lists(r, e);
	case REQUEST_SAMPLE:
	case REQUEST_CANCEL:
	case REQUEST_CONTROL:
	case REQUEST_LIST: /* the worker knows which kinds there are */
		return ST_OK;
	}
	return err_set(e, ST_USAGE, "request %d does not exist", (int)r->kind);
}

/* ---- writing ---- */

static void put_u(struct str *o, const char *key, uint64_t v)
{
	cbor_put_text(o, key);
	cbor_put_uint(o, v);
}

static void put_t(struct str *o, const char *key, const char *v)
{
	cbor_put_text(o, key);
	cbor_put_text(o, v);
}

static void put_digest(struct str *o, const char *key, const uint8_t *v)
{
	cbor_put_text(o, key);
	cbor_put_bytes(o, v, SHA256_LEN);
}

static void put_regions(const struct request *r, struct str *o)
{
	cbor_put_text(o, "regions");
	cbor_put_array(o, r->n_regions);
	for (unsigned i = 0; i < r->n_regions; i++) {
		cbor_put_array(o, 5);
		cbor_put_uint(o, r->regions[i].x);
		cbor_put_uint(o, r->regions[i].y);
		cbor_put_uint(o, r->regions[i].width);
		cbor_put_uint(o, r->regions[i].height);
		cbor_put_uint(o, r->regions[i].kind);
	}
}

static void put_lists(const struct request *r, struct str *o)
{
	cbor_put_text(o, "checks");
	cbor_put_array(o, r->n_checks);
	for (unsigned i = 0; i < r->n_checks; i++)
		cbor_put_text(o, r->checks[i]);
	cbor_put_text(o, "settings");
	cbor_put_array(o, r->n_settings);
	for (unsigned i = 0; i < r->n_settings; i++) {
		cbor_put_array(o, 3);
		cbor_put_text(o, r->settings[i].check);
		cbor_put_text(o, r->settings[i].param);
		cbor_put_double(o, r->settings[i].value);
	}
	put_regions(r, o);
	put_u(o, "profile", r->profile);
	cbor_put_text(o, "now");
	cbor_put_int(o, r->now);
	cbor_put_text(o, "now_fixed");
	cbor_put_bool(o, r->now_fixed);
	put_t(o, "name", r->name);
	put_digest(o, "companion_sha256", r->companion);
	put_digest(o, "lists_sha256", r->lists);
}

static void put_envelope(const struct envelope *v, enum request_kind kind, unsigned more, struct str *o)
{
	cbor_put_map(o, 6 + more);
	put_u(o, "id", v->id);
	put_u(o, "key", v->key);
	cbor_put_text(o, "evidence");
	cbor_put_bool(o, v->has_evidence);
	cbor_put_text(o, "companion");
	cbor_put_bool(o, v->has_companion);
	cbor_put_text(o, "lists");
	cbor_put_bool(o, v->has_lists);
	put_u(o, "kind", kind);
}

enum status request_encode(const struct envelope *v, const struct request *r, struct str *o, struct error *e)
{
	static const unsigned more[] = {
		[REQUEST_EXAMINE] = 9, [REQUEST_TILE] = 7,   [REQUEST_SAMPLE] = 2,  [REQUEST_BYTES] = 2,
		[REQUEST_MAP] = 11,    [REQUEST_CANCEL] = 0, [REQUEST_CONTROL] = 0, [REQUEST_LIST] = 1
	};
	bool part = request_is_part(r);
	enum status st = check_request(r, e);

	if (st)
		return st;
	put_envelope(v, r->kind, more[r->kind] + (part ? 4 : 0), o);
	if (r->kind == REQUEST_EXAMINE || r->kind == REQUEST_MAP)
		put_lists(r, o);
	if (r->kind == REQUEST_MAP || part) {
		put_t(o, "check", r->check);
		put_t(o, "map", r->map);
	}
	if (part) {
		put_digest(o, "companion_sha256", r->companion);
		put_digest(o, "lists_sha256", r->lists);
	}
	if (r->kind == REQUEST_TILE || r->kind == REQUEST_SAMPLE) {
		put_u(o, "x", r->x);
		put_u(o, "y", r->y);
	}
	if (r->kind == REQUEST_TILE) {
		put_u(o, "width", r->width);
		put_u(o, "height", r->height);
		put_u(o, "out_width", r->out_width);
		put_u(o, "out_height", r->out_height);
		put_u(o, "channel", r->channel);
	}
	if (r->kind == REQUEST_LIST)
		put_u(o, "list_kind", r->list_kind);
	if (r->kind == REQUEST_BYTES) {
		put_u(o, "offset", r->offset);
		put_u(o, "length", r->length);
	}
	return o->failed ? err_nomem(e) : ST_OK;
}

/* ---- reading ---- */


/* Text into a small buffer, too long is an error. */
static bool get_name(struct span *in, char *to, size_t room)
{
	struct span s;

	if (!cbor_get_text(in, &s) || s.len >= room || memchr(s.data, 0, s.len))
		return false;
	memcpy(to, s.data, s.len);
	to[s.len] = '\0';
	return true;
}

static bool read_checks(struct span *in, void *base)
{
	struct request *r = base;
	uint64_t n;

	if (!cbor_get_array(in, &n) || n > MESSAGE_MAX_CHECKS)
		return false;
	for (r->n_checks = 0; r->n_checks < n; r->n_checks++)
		if (!get_name(in, r->checks[r->n_checks], sizeof r->checks[0]))
			return false;
	return true;
}

static bool read_settings(struct span *in, void *base)
{
	struct request *r = base;
	uint64_t n, three;

	if (!cbor_get_array(in, &n) || n > MESSAGE_MAX_SETTINGS)
		return false;
	for (r->n_settings = 0; r->n_settings < n; r->n_settings++) {
		struct setting *s = &r->settings[r->n_settings];

		if (!cbor_get_array(in, &three) || three != 3 || !get_name(in, s->check, sizeof s->check) ||
		    !get_name(in, s->param, sizeof s->param) || !cbor_get_double(in, &s->value))
			return false;
	}
	return true;
}

static bool get_digest(struct span *in, uint8_t *to)
{
	struct span s;

	if (!cbor_get_bytes(in, &s) || s.len != SHA256_LEN)
		return false;
	memcpy(to, s.data, SHA256_LEN);
	return true;
}

static bool read_companion(struct span *in, void *base)
{
	return get_digest(in, ((struct request *)base)->companion);
}

static bool read_lists(struct span *in, void *base)
{
	return get_digest(in, ((struct request *)base)->lists);
}

static bool get_u32(struct span *in, uint32_t *v)
{
	uint64_t n;

	if (!cbor_get_uint(in, UINT32_MAX, &n))
		return false;
	*v = (uint32_t)n;
	return true;
}

static bool read_regions(struct span *in, void *base)
{
	struct request *r = base;
	uint64_t n, five, kind;

	if (!cbor_get_array(in, &n) || n > REGIONS_MAX)
		return false;
	for (r->n_regions = 0; r->n_regions < n; r->n_regions++) {
		struct region *p = &r->regions[r->n_regions];

		if (!cbor_get_array(in, &five) || five != 5 || !get_u32(in, &p->x) || !get_u32(in, &p->y) ||
		    !get_u32(in, &p->width) || !get_u32(in, &p->height) ||
		    !cbor_get_uint(in, REGION_KINDS - 1, &kind))
			return false;
		p->kind = (enum region_kind)kind;
	}
	return true;
}

#define R(name) offsetof(struct request, name)
static const struct field fields[] = {
	{ "kind", FIELD_ENUM, R(kind), REQUEST_LIST, NULL },
	{ "checks", FIELD_OTHER, 0, 0, read_checks },
	{ "settings", FIELD_OTHER, 0, 0, read_settings },
	{ "regions", FIELD_OTHER, 0, 0, read_regions },
	{ "profile", FIELD_U32, R(profile), UINT32_MAX, NULL },
	{ "now", FIELD_I64, R(now), 0, NULL },
	{ "now_fixed", FIELD_BOOL, R(now_fixed), 0, NULL },
	{ "name", FIELD_TEXT, R(name), sizeof(((struct request *)0)->name), NULL },
	{ "x", FIELD_U32, R(x), UINT32_MAX, NULL },
	{ "y", FIELD_U32, R(y), UINT32_MAX, NULL },
	{ "width", FIELD_U32, R(width), UINT32_MAX, NULL },
	{ "height", FIELD_U32, R(height), UINT32_MAX, NULL },
	{ "out_width", FIELD_U32, R(out_width), TILE_MAX_SIDE, NULL },
	{ "out_height", FIELD_U32, R(out_height), TILE_MAX_SIDE, NULL },
	{ "channel", FIELD_ENUM, R(channel), CHANNEL_BLUE, NULL },
	{ "offset", FIELD_U64, R(offset), UINT64_MAX, NULL },
	{ "length", FIELD_U64, R(length), MESSAGE_MAX_BYTES, NULL },
	{ "check", FIELD_NAME, R(check), sizeof(((struct request *)0)->check), NULL },
	{ "map", FIELD_NAME, R(map), sizeof(((struct request *)0)->map), NULL },
	{ "companion_sha256", FIELD_OTHER, 0, 0, read_companion },
	{ "lists_sha256", FIELD_OTHER, 0, 0, read_lists },
	{ "list_kind", FIELD_U32, R(list_kind), 255, NULL },
};
#undef R

static const struct field envelope_fields[] = {
	{ "id", FIELD_U64, offsetof(struct envelope, id), UINT64_MAX, NULL },
	{ "key", FIELD_U64, offsetof(struct envelope, key), UINT64_MAX, NULL },
	{ "evidence", FIELD_BOOL, offsetof(struct envelope, has_evidence), 0, NULL },
	{ "companion", FIELD_BOOL, offsetof(struct envelope, has_companion), 0, NULL },
	{ "lists", FIELD_BOOL, offsetof(struct envelope, has_lists), 0, NULL },
};

static const char *const required[] = {
	[REQUEST_EXAMINE] = "checks settings regions profile now now_fixed name companion_sha256 lists_sha256",
	[REQUEST_TILE] = "x y width height out_width out_height channel",
	[REQUEST_SAMPLE] = "x y",
	[REQUEST_BYTES] = "offset length",
	[REQUEST_MAP] = "checks settings regions profile now now_fixed name companion_sha256 lists_sha256 check map",
	[REQUEST_CANCEL] = "",
	[REQUEST_CONTROL] = "",
	[REQUEST_LIST] = "list_kind",
};

enum status request_decode(struct span frame, struct envelope *v, struct request *r, struct error *e)
{
	struct span first = frame, second = frame;
	struct envelope envelope = { .id = 0 };
	uint64_t seen;

	memset(r, 0, sizeof *r);
	/* Two passes over one small map: the envelope's fields, then the request's. */
	if (!fields_read(&first, envelope_fields, ARRAY_LEN(envelope_fields), &envelope, &seen) ||
	    !fields_have(envelope_fields, ARRAY_LEN(envelope_fields), seen, "id key evidence companion lists") ||
	    envelope.id == 0)
		return err_at(e, ST_PROTOCOL, span_at(&first), "this is no request");
	if (!fields_read(&second, fields, ARRAY_LEN(fields), r, &seen) || span_left(&second) != 0 ||
	    !fields_has(fields, ARRAY_LEN(fields), seen, "kind") || r->kind == 0)
		return err_at(e, ST_PROTOCOL, span_at(&second), "this is no request");
	if (!fields_have(fields, ARRAY_LEN(fields), seen, required[r->kind]))
		return err_set(e, ST_PROTOCOL, "a request of kind %d lacks some of '%s'", (int)r->kind,
			       required[r->kind]);
	if (check_request(r, e))
		return ST_PROTOCOL;
	*v = envelope;
	return ST_OK;
}
