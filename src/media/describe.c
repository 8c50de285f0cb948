/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture half of an examination: copies, because the examination outlives the subject. */
#include "src/base/base.h"
#include "src/media/subject_meta.h"

struct target {
	struct arena *a;
	bool failed; /* memory ran out */
};

static const char *copy(struct target *t, const char *s)
{
	const char *p = arena_str(t->a, s);

	t->failed = t->failed || (s && !p);
	return p;
}

static void *list(struct target *t, size_t n, size_t size)
{
	void *p = n ? arena_alloc(t->a, n, size) : NULL;

	t->failed = t->failed || (n && !p);
	return p;
}

static void segments(struct target *t, const struct container *c, struct examination *x)
{
	x->segments = list(t, c->n_segments, sizeof *x->segments);
	for (uint32_t i = 0; x->segments && i < c->n_segments; i++) {
		x->segments[i] = c->segments[i];
		x->segments[i].name = copy(t, c->segments[i].name);
		x->segments[i].detail = copy(t, c->segments[i].detail);
		x->n_segments = i + 1;
	}
}

static void pictures(struct target *t, const struct container *c, struct examination *x)
{
	x->pictures = list(t, c->n_pictures, sizeof *x->pictures);
	for (uint32_t i = 0; x->pictures && i < c->n_pictures; i++) {
		x->pictures[i] = c->pictures[i];
		x->pictures[i].kind = copy(t, c->pictures[i].kind);
		x->pictures[i].media_type = copy(t, c->pictures[i].media_type);
		x->n_pictures = i + 1;
	}
}

/* Text blocks follow the EXIF entries, each with the keyword as its name. */
static void texts(struct target *t, const struct container *c, struct examination *x)
{
	struct meta_entry *all;
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->n_blocks; i++)
		n += c->blocks[i].kind == BLOCK_TEXT;
	if (n == 0)
		return;
	all = list(t, (size_t)x->n_entries + n, sizeof *all);
	if (!all)
		return;
	if (x->n_entries)
		memcpy(all, x->entries, x->n_entries * sizeof *all);
	x->entries = all;
	for (uint32_t i = 0; i < c->n_blocks; i++) {
		const struct block *b = &c->blocks[i];

		if (b->kind != BLOCK_TEXT)
			continue;
		all[x->n_entries++] = (struct meta_entry) {
			.group = c->codec->name,
			.name = copy(t, b->keyword),
			.type = "text",
			.count = b->bytes.len,
			.offset = b->bytes.origin,
			.size = b->bytes.len,
			.value = copy(t, b->text),
		};
	}
}

static void preview(struct target *t, const struct small *small, struct examination *x)
{
	size_t size = (size_t)small->width * small->height * 3;
	uint8_t *rgb = list(t, size, 1);

	if (!rgb)
		return;
	memcpy(rgb, small->rgb, size);
	x->preview = (struct preview){ .width = small->width, .height = small->height, .rgb = rgb };
}

/* EXIF that was kept as hex has no places in the file: all its entries stand where the text stands. */
static void place(const struct subject *s, struct examination *x)
{
	const struct block *b = container_find(&s->container, BLOCK_EXIF);

	for (uint32_t i = 0; b && b->decoded && i < x->n_entries; i++) {
		x->entries[i].offset = b->bytes.origin;
		x->entries[i].size = 0;
	}
}

static enum status metadata(struct target *t, const struct subject *s, struct examination *x, struct error *e)
{
	enum status st;

	x->facts = s->has_exif ? exif_facts_value(t->a, &s->facts) : value_new(t->a, VALUE_MAP);
	t->failed = t->failed || !x->facts;
	maker_note_facts(t->a, x->facts, &s->maker);
	st = s->has_exif ? exif_entries(&s->exif, x, e) : ST_OK;
	st = st ? st : maker_note_entries(&s->maker, x, e);
	if (!st)
		place(s, x);
	if (!st && s->container.codec)
		texts(t, &s->container, x);
	return st ? st : subject_describe_layers(s, x, e);
}

enum status subject_describe(struct subject *s, struct job_control *ctl, struct examination *x,
			     struct error *e)
{
	const struct container *c = &s->container;
	struct target t = { .a = &x->arena };
	const struct small *small;
	enum status st;

	x->media_type = c->codec ? c->codec->media_type : "application/octet-stream";
	x->format = copy(&t, c->format);
	x->width = c->width;
	x->height = c->height;
	st = metadata(&t, s, x, e);
	if (st)
		return st;
	segments(&t, c, x);
	pictures(&t, c, x);
	x->status = subject_small(s, ctl, &small, &x->error);
	if (x->status == ST_OK) {
		err_clear(&x->error);
		preview(&t, small, x);
	} else if (x->status == ST_CANCELLED) {
		if (e)
			*e = x->error;
		return x->status;
	}
	return t.failed ? err_nomem(e) : ST_OK;
}
