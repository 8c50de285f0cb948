/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile reading of what result_encode.c writes. Every struct has a table of keys; a reader that is given a
 * key answers false when the value is not what that key may hold. Unknown keys are skipped, so that newer
 * workers and case files can say more. */
#include "src/base/base.h"
#include "src/base/result_record.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"

static bool error_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct error *e = o;
	const char *text;

	if (KEY("code"))
		return record_status(r, &e->code);
	if (KEY("message")) {
		if (!record_word(r, &text))
			return false;
		snprintf(e->message, sizeof e->message, "%s", text);
		return true;
	}
	if (KEY("has_offset"))
		return cbor_get_bool(&r->in, &e->has_offset);
	if (KEY("offset"))
		return record_u64(r, &e->offset);
	*known = false;
	return true;
}

static bool entry_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct meta_entry *m = o;

	if (KEY("group"))
		return record_word(r, &m->group);
	if (KEY("tag"))
		return record_u32(r, UINT32_MAX, &m->tag);
	if (KEY("name"))
		return record_word(r, &m->name);
	if (KEY("type"))
		return record_word(r, &m->type);
	if (KEY("count"))
		return record_u64(r, &m->count);
	if (KEY("offset"))
		return record_u64(r, &m->offset);
	if (KEY("size"))
		return record_u64(r, &m->size);
	if (KEY("value"))
		return record_word(r, &m->value);
	*known = false;
	return true;
}

static bool entry_item(struct reader *r, void *o)
{
	struct meta_entry *m = o;

	return record_map(r, m, entry_field) && m->group && m->name && m->type && m->value;
}

static bool segment_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct segment *s = o;

	if (KEY("name"))
		return record_word(r, &s->name);
	if (KEY("offset"))
		return record_u64(r, &s->offset);
	if (KEY("length"))
		return record_u64(r, &s->length);
	if (KEY("detail"))
		return record_text(r, &s->detail);
	if (KEY("depth"))
		return record_u32(r, 16, &s->depth);
	*known = false;
	return true;
}

static bool segment_item(struct reader *r, void *o)
{
	struct segment *s = o;

	return record_map(r, s, segment_field) && s->name;
}

static bool picture_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct embedded *p = o;

	if (KEY("kind"))
		return record_word(r, &p->kind);
	if (KEY("media_type"))
		return record_word(r, &p->media_type);
	if (KEY("offset"))
		return record_u64(r, &p->offset);
	if (KEY("length"))
		return record_u64(r, &p->length);
	if (KEY("width"))
		return record_u32(r, SIDE_MAX, &p->width);
	if (KEY("height"))
		return record_u32(r, SIDE_MAX, &p->height);
	*known = false;
	return true;
}

static bool picture_item(struct reader *r, void *o)
{
	struct embedded *p = o;

	return record_map(r, p, picture_field) && p->kind && p->media_type;
}

struct preview_read {
	struct preview p;
	struct span rgb;
};

static bool preview_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct preview_read *t = o;

	if (KEY("width"))
		return record_u32(r, PREVIEW_MAX_SIDE, &t->p.width);
	if (KEY("height"))
		return record_u32(r, PREVIEW_MAX_SIDE, &t->p.height);
	if (KEY("rgb"))
		return cbor_get_bytes(&r->in, &t->rgb);
	*known = false;
	return true;
}

static bool read_preview(struct reader *r, struct preview *out)
{
	struct preview_read t = { .p = { 0 } };

	if (cbor_get_null(&r->in))
		return true;
	if (!record_map(r, &t, preview_field) || !t.p.width || !t.p.height ||
	    t.rgb.len != (size_t)t.p.width * t.p.height * 3)
		return false;
	t.p.rgb = arena_copy(r->a, t.rgb.data, t.rgb.len);
	*out = t.p;
	return t.p.rgb != NULL;
}

static bool reason_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct coverage_reason *c = o;

	if (KEY("reason"))
		return record_word(r, &c->reason);
	if (KEY("count"))
		return record_u32(r, UINT32_MAX, &c->count);
	*known = false;
	return true;
}

static bool reason_item(struct reader *r, void *o)
{
	struct coverage_reason *c = o;

	return record_map(r, c, reason_field) && c->reason;
}

static bool read_path_bytes(struct reader *r, struct examination *x)
{
	struct span s;

	if (cbor_get_null(&r->in))
		return true;
	if (!cbor_get_bytes(&r->in, &s) || s.len > TEXT_MAX)
		return false;
	x->path_bytes = arena_copy(r->a, s.data, s.len);
	x->path_len = (uint32_t)s.len;
	return x->path_bytes != NULL;
}

static bool list_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct context_list *l = o;

	if (KEY("name"))
		return record_word(r, &l->name);
	if (KEY("kind"))
		return record_word(r, &l->kind);
	if (KEY("date"))
		return cbor_get_int(&r->in, &l->date);
	if (KEY("sha256"))
		return record_digest(r, l->sha256, SHA256_LEN);
	*known = false;
	return true;
}

static bool list_item(struct reader *r, void *o)
{
	struct context_list *l = o;

	return record_map(r, l, list_field) && l->name && l->kind;
}

/* What a result depends on beside the bytes. */
static bool context_field(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("companion"))
		return record_text(r, &x->companion);
	if (KEY("companion_sha256"))
		return cbor_get_null(&r->in) || record_digest(r, x->companion_sha256, SHA256_LEN);
	if (KEY("context_sha256"))
		return record_digest(r, x->context_sha256, SHA256_LEN);
	if (KEY("lists"))
		return record_list(r, &x->lists, &x->n_lists, sizeof *x->lists, SMALL_LIST_MAX, list_item);
	*known = false;
	return true;
}

static bool identity_field(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("path"))
		return record_text(r, &x->path);
	if (KEY("path_bytes"))
		return read_path_bytes(r, x);
	if (KEY("link_target"))
		return record_text(r, &x->link_target);
	if (KEY("size"))
		return record_u64(r, &x->size);
	if (KEY("sha256"))
		return record_digest(r, x->digests.sha256, SHA256_LEN);
	if (KEY("sha1"))
		return record_digest(r, x->digests.sha1, SHA1_LEN);
	if (KEY("md5"))
		return record_digest(r, x->digests.md5, MD5_LEN);
	if (KEY("tool_version"))
		return record_text(r, &x->tool_version);
	if (KEY("libraries"))
		return record_map_tree(r, &x->libraries);
	if (KEY("sandbox"))
		return record_enum(r, SANDBOX_COUNT, &x->sandbox);
	if (KEY("sandbox_note"))
		return record_text(r, &x->sandbox_note);
	return context_field(r, x, k, len, known);
}

static bool decision_field(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("level"))
		return record_enum(r, LEVEL_COUNT, &x->level);
	if (KEY("little"))
		return cbor_get_bool(&r->in, &x->little);
	if (KEY("why"))
		return record_list(r, &x->why, &x->n_why, sizeof(char *), SMALL_LIST_MAX, record_text_item);
	if (KEY("spoke"))
		return record_u32(r, 10000, &x->spoke);
	if (KEY("silent"))
		return record_u32(r, 10000, &x->silent);
	if (KEY("reasons"))
		return record_list(r, &x->reasons, &x->n_reasons, sizeof *x->reasons, SMALL_LIST_MAX, reason_item);
	if (KEY("chance_flags"))
		return cbor_get_double(&r->in, &x->chance_flags);
	return identity_field(r, x, k, len, known);
}

static bool picture_lists(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("entries"))
		return record_list(r, &x->entries, &x->n_entries, sizeof *x->entries, LIST_MAX, entry_item);
	if (KEY("segments"))
		return record_list(r, &x->segments, &x->n_segments, sizeof *x->segments, LIST_MAX, segment_item);
	if (KEY("pictures"))
		return record_list(r, &x->pictures, &x->n_pictures, sizeof *x->pictures, SMALL_LIST_MAX, picture_item);
	if (KEY("results"))
		return record_list(r, &x->results, &x->n_results, sizeof *x->results, 256, record_result);
	return decision_field(r, x, k, len, known);
}

static bool exam_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct examination *x = o;

	if (KEY("status"))
		return record_status(r, &x->status);
	if (KEY("error"))
		return record_map(r, &x->error, error_field);
	if (KEY("media_type"))
		return record_text(r, &x->media_type);
	if (KEY("format"))
		return record_text(r, &x->format);
	if (KEY("width"))
		return record_u32(r, SIDE_MAX, &x->width);
	if (KEY("height"))
		return record_u32(r, SIDE_MAX, &x->height);
	if (KEY("facts"))
		return record_map_tree(r, &x->facts);
	if (KEY("preview"))
		return read_preview(r, &x->preview);
	return picture_lists(r, x, k, len, known);
}

enum status exam_decode(struct span bytes, struct examination **out, struct error *e)
{
	struct examination *x = exam_new();
	struct reader r = { .a = &x->arena, .in = bytes, .nodes = NODES_MAX, .findings = FINDINGS_MAX,
			    .figures = FIGURES_MAX };
	enum status st = ST_OK;

	if (!record_map(&r, x, exam_field) || span_left(&r.in) != 0)
		st = err_at(e, ST_PROTOCOL, span_at(&r.in), "this is no examination record");
	if (!st && (st = exam_consistent(x, e)))
		err_context(e, st, "an examination record holds");
	if (st) {
		exam_free(x);
		return st;
	}
	*out = x;
	return ST_OK;
}
