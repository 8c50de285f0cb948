/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/compare.h"

#include "src/base/mem.h"
#include "src/session/impl.h"

#include <inttypes.h>
#include <math.h>

enum { COMPARE_ARENA_MAX = 2 * EXAM_ARENA_MAX };

struct fact {
	enum compare_section section;
	const char *name, *value;
	uint32_t order; /* as the file holds them: pairs pieces of one name */
};

struct facts {
	struct arena *arena;
	struct fact *items;
	size_t n, room;
	bool failed; /* memory ran out */
};

const char *compare_section_name(enum compare_section s)
{
	static const char *const names[COMPARE_SECTIONS] = { "file", "metadata", "structure", "pictures", "checks" };

	return names[s];
}

static void add(struct facts *f, enum compare_section section, const char *name, const char *value)
{
	struct fact *more;

	if (f->n == f->room) {
		more = mem_resize(f->items, f->room ? 2 * f->room : 256, sizeof *more);
		if (!more) {
			f->failed = true;
			return;
		}
		f->items = more;
		f->room = f->room ? 2 * f->room : 256;
	}
	f->failed = f->failed || !name || !value;
	if (!f->failed) {
		f->items[f->n] = (struct fact){ section, name, value, (uint32_t)f->n };
		f->n++;
	}
}

static void add_file(struct facts *f, const struct examination *x)
{
	char hex[2 * SHA256_LEN + 1];

	if (digests_known(&x->digests)) {
		add(f, COMPARE_FILE, "size", arena_fmt(f->arena, "%" PRIu64, x->size));
		add(f, COMPARE_FILE, "sha256", arena_str(f->arena, hex_encode(hex, x->digests.sha256, SHA256_LEN)));
		add(f, COMPARE_FILE, "sha1", arena_str(f->arena, hex_encode(hex, x->digests.sha1, SHA1_LEN)));
		add(f, COMPARE_FILE, "md5", arena_str(f->arena, hex_encode(hex, x->digests.md5, MD5_LEN)));
	}
	if (x->media_type)
		add(f, COMPARE_FILE, "media type", arena_str(f->arena, x->media_type));
	if (x->format)
		add(f, COMPARE_FILE, "format", arena_str(f->arena, x->format));
	if (x->width)
		add(f, COMPARE_FILE, "geometry", arena_fmt(f->arena, "%u x %u", x->width, x->height));
	add(f, COMPARE_FILE, "status", status_name(x->status));
}

static void add_lists(struct facts *f, const struct examination *x)
{
	for (uint32_t i = 0; i < x->n_entries; i++) {
		const struct meta_entry *m = &x->entries[i];

		add(f, COMPARE_METADATA, arena_fmt(f->arena, "%s %s", m->group, m->name),
		    arena_str(f->arena, m->value ? m->value : ""));
	}
	for (uint32_t i = 0; i < x->n_segments; i++) {
		const struct segment *s = &x->segments[i];

		add(f, COMPARE_STRUCTURE, arena_fmt(f->arena, "%s%s", s->depth ? "inside: " : "", s->name),
		    arena_fmt(f->arena, "%" PRIu64 " bytes%s%s", s->length, s->detail ? ", " : "",
			      s->detail ? s->detail : ""));
	}
	for (uint32_t i = 0; i < x->n_pictures; i++) {
		const struct embedded *p = &x->pictures[i];

		add(f, COMPARE_PICTURES, arena_str(f->arena, p->kind),
		    arena_fmt(f->arena, "%s, %u x %u, %" PRIu64 " bytes", p->media_type, p->width, p->height, p->length));
	}
}

static void add_check(struct facts *f, const struct result *r)
{
	add(f, COMPARE_CHECKS, arena_str(f->arena, r->check),
	    r->status == RESULT_DONE ? arena_str(f->arena, level_name(r->level))
				     : arena_fmt(f->arena, "%s: %s", result_status_name(r->status),
						 r->reason ? r->reason : "no reason given"));
	if (r->has_score)
		add(f, COMPARE_CHECKS, arena_fmt(f->arena, "%s score", r->check), arena_fmt(f->arena, "%.4g", r->score));
	for (uint32_t i = 0; i < r->n_findings; i++)
		add(f, COMPARE_CHECKS, arena_fmt(f->arena, "%s finding %s", r->check, r->findings[i].code),
		    arena_fmt(f->arena, "%s: %s", level_name(r->findings[i].level), r->findings[i].summary));
	for (uint32_t i = 0; i < r->n_measures; i++)
		if (isfinite(r->measures[i].value))
			add(f, COMPARE_CHECKS, arena_fmt(f->arena, "%s measure %s", r->check, r->measures[i].name),
			    arena_fmt(f->arena, "%.4g %s", r->measures[i].value, r->measures[i].unit));
}

static int by_name(const struct fact *a, const struct fact *b)
{
	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	return strcmp(a->name, b->name);
}

static int by_place(const void *a, const void *b)
{
	const struct fact *x = a, *y = b;
	int names = by_name(x, y);

	return names ? names : (x->order > y->order) - (x->order < y->order);
}

static void collect(struct facts *f, const struct examination *x)
{
	add_file(f, x);
	add_lists(f, x);
	for (uint32_t i = 0; i < x->n_results; i++)
		add_check(f, &x->results[i]);
	if (f->n)
		qsort(f->items, f->n, sizeof *f->items, by_place);
}

static void put(struct comparison *c, const struct fact *a, const struct fact *b)
{
	const struct fact *any = a ? a : b;

	if (a && b && strcmp(a->value, b->value) == 0) {
		c->same[any->section]++;
		return;
	}
	*(a && b ? &c->differ[any->section] : a ? &c->only_a[any->section] : &c->only_b[any->section]) += 1;
	c->rows[c->n_rows++] = (struct compare_row){ any->section, any->name, a ? a->value : NULL, b ? b->value : NULL };
}

/* Both lists are in order: pieces of one name meet each other in the order of their files. */
static void merge(struct comparison *c, const struct facts *a, const struct facts *b)
{
	size_t i = 0, k = 0;

	while (i < a->n || k < b->n) {
		int side = i == a->n ? 1 : k == b->n ? -1 : by_name(&a->items[i], &b->items[k]);

		put(c, side <= 0 ? &a->items[i] : NULL, side >= 0 ? &b->items[k] : NULL);
		i += side <= 0;
		k += side >= 0;
	}
}

/* What is looked at later must be the bytes that were examined. */
static void pin(struct session *s, uint64_t row, const struct examination *x)
{
	struct item *it = item_of(s, row);

	it->known_hash = true;
	memcpy(it->expect, x->digests.sha256, SHA256_LEN);
}

static void look_at_pixels(struct session *s, uint64_t a, uint64_t b, const struct examination *x,
			   const struct examination *y, struct comparison *c)
{
	struct compare_pixels *p = &c->pixels;

	if (x->status != ST_OK || y->status != ST_OK) {
		p->reason = "one of them could not be decoded";
	} else if (x->width != y->width || x->height != y->height) {
		p->reason = arena_fmt(&c->arena, "the sizes differ: %u x %u and %u x %u", x->width, x->height, y->width,
				      y->height);
	} else {
		p->width = x->width;
		p->height = x->height;
		pin(s, a, x);
		pin(s, b, y);
		compare_pixels(s, a, b, c);
	}
}

enum status session_compare(struct session *s, uint64_t a, uint64_t b, struct comparison *c, struct error *e)
{
	const struct examination *x = session_exam(s, a), *y = session_exam(s, b);
	struct facts fa = { .arena = &c->arena }, fb = { .arena = &c->arena };
	enum status st = ST_OK;

	memset(c, 0, sizeof *c);
	arena_init(&c->arena, COMPARE_ARENA_MAX);
	if (!x || !y)
		return err_set(e, ST_INTERNAL, "a picture to compare has not been examined");
	collect(&fa, x);
	collect(&fb, y);
	c->rows = mem_array(fa.n + fb.n + 1, sizeof *c->rows);
	if (fa.failed || fb.failed || !c->rows) {
		st = err_nomem(e);
	} else {
		merge(c, &fa, &fb);
		c->same_bytes = digests_known(&x->digests) && x->size == y->size &&
				memcmp(x->digests.sha256, y->digests.sha256, SHA256_LEN) == 0;
		look_at_pixels(s, a, b, x, y, c);
	}
	mem_free(fa.items);
	mem_free(fb.items);
	return st;
}

void comparison_release(struct comparison *c)
{
	mem_free(c->rows);
	c->rows = NULL;
	arena_release(&c->arena);
}
