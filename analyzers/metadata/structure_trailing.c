/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind the end of the picture: most of it is what phones and cameras write there. */
#include "src/base/base.h"
#include "analyzers/metadata/structure_rules.h"

static const struct magic {
	enum trailing_kind kind;
	uint8_t within, len; /* starts in the first bytes 0..within: zeros before it were passed over */
	const char *bytes;
	const char *what;
} magics[] = {
	{ TRAILING_KNOWN, 4, 4, "ftyp", "a video (MP4), as motion photos have it" },
	{ TRAILING_KNOWN, 0, 16, "MotionPhoto_Data", "a Samsung motion photo" },
	{ TRAILING_KNOWN, 0, 19, "CANON OPTIONAL DATA", "a Canon edit record" },
	{ TRAILING_KNOWN, 0, 5, "vivo{", "a vivo record" },
	{ TRAILING_FOREIGN, 0, 4, "PK\x03\x04", "a ZIP archive" },
	{ TRAILING_FOREIGN, 0, 5, "Rar!\x1A", "a RAR archive" },
	{ TRAILING_FOREIGN, 0, 6, "7z\xBC\xAF\x27\x1C", "a 7z archive" },
	{ TRAILING_FOREIGN, 0, 3, "\x1F\x8B\x08", "gzip data" },
	{ TRAILING_FOREIGN, 0, 5, "%PDF-", "a PDF document" },
	{ TRAILING_FOREIGN, 0, 4, "\x7F" "ELF", "a program (ELF)" },
	{ TRAILING_FOREIGN, 0, 3, "MZ\x90", "a program (PE)" },
	{ TRAILING_FOREIGN, 0, 5, "<?php", "a PHP script" },
	{ TRAILING_FOREIGN, 0, 7, "<script", "a script" },
};

/* Records that are read from the end of the file. */
static const struct tail {
	uint8_t back, len;
	const char *bytes, *what;
} tails[] = {
	{ 4, 4, "SEFT", "Samsung records" },
	{ 12, 4, "AXS!", "captions in the AFCP format" },
	{ 12, 4, "AXS*", "captions in the AFCP format" },
	{ 4, 4, "\xA1\xB2\xC3\xD4", "FotoStation records" },
	{ 8, 8, "cbipcbbl", "Photo Mechanic records" },
};

static const struct tail *find_tail(const struct span *s)
{
	for (size_t i = 0; i < ARRAY_LEN(tails); i++)
		if (s->len >= tails[i].back &&
		    memcmp(s->data + s->len - tails[i].back, tails[i].bytes, tails[i].len) == 0)
			return &tails[i];
	return NULL;
}

static bool uniform(const struct span *s)
{
	for (size_t i = s->pos; i < s->len; i++)
		if (s->data[i] != s->data[s->pos])
			return false;
	return true;
}

static bool blank(const struct span *s)
{
	for (size_t i = s->pos; i < s->len; i++)
		if (!memchr("\0 \t\r\n\xFF", s->data[i], 6))
			return false;
	return true;
}

/* The end of a listed picture of that kind that starts at `offset`; 0 when there is none. */
static uint64_t picture_end(const struct container *c, const char *kind, uint64_t offset)
{
	for (uint32_t i = 0; i < c->n_pictures; i++)
		if (strcmp(c->pictures[i].kind, kind) == 0 && c->pictures[i].offset == offset &&
		    c->pictures[i].length)
			return offset + c->pictures[i].length;
	return 0;
}

/* Moves past zeros and past pictures that the MPF index names. Says whether it passed a picture. */
static bool pass_named(const struct container *c, struct span *s)
{
	bool passed = false;
	uint64_t end;

	for (;;) {
		while (span_left(s) && s->data[s->pos] == 0)
			s->pos++;
		end = span_left(s) ? picture_end(c, "mpf", span_at(s)) : 0;
		if (!end || !span_skip(s, end - span_at(s)))
			return passed;
		passed = true;
	}
}

/* Does XMP announce items behind the picture (Google's container: motion photos, gain maps, depth)? */
static bool announced(const struct container *c)
{
	static const char *const marks[] = { "GContainer",  "Container:Directory",
					     "MotionPhoto", "MicroVideo",
					     "hdrgm",	    "GDepth" };
	const struct block *b = container_find(c, BLOCK_XMP);

	for (size_t i = 0; b && i < ARRAY_LEN(marks); i++)
		if (memmem(b->bytes.data, b->bytes.len, marks[i], strlen(marks[i])))
			return true;
	return false;
}

/* Minolta overwrote the first byte of the preview that its notes name. */
static bool beheaded(const struct span *s)
{
	size_t n = span_left(s) < 64 ? span_left(s) : 64;

	return memmem(s->data + s->pos, n, "\xD8\xFF\xDB", 3) ||
	       memmem(s->data + s->pos, n, "\xD8\xFF\xE1", 3);
}

static bool starts_with(const struct span *s, const struct magic *m)
{
	struct span from = *s;

	for (unsigned i = 0; i <= m->within; i++) {
		if (span_is(&from, m->bytes, m->len))
			return true;
		if (!span_skip(&from, 1))
			return false;
	}
	return false;
}

static void by_content(const struct subject *in, const struct span *s, struct trailing *t)
{
	const struct container *c = &in->container;
	const struct tail *tail = find_tail(s);

	t->kind = span_left(s) <= TRAILING_SMALL ? TRAILING_SMALL_REST : TRAILING_UNKNOWN;
	t->what = t->kind == TRAILING_UNKNOWN ? "data of no kind known here" : "a few bytes";
	for (size_t i = 0; i < ARRAY_LEN(magics); i++)
		if (starts_with(s, &magics[i])) {
			t->kind = magics[i].kind;
			t->what = magics[i].what;
			return;
		}
	if (tail) {
		t->kind = TRAILING_KNOWN;
		t->what = tail->what;
	} else if (picture_end(c, "trailing", span_at(s))) {
		t->kind = announced(c)		     ? TRAILING_KNOWN
			  : in->facts.has_maker_note ? TRAILING_PREVIEW
						     : TRAILING_PICTURE;
		t->what = announced(c) ? "a picture that the XMP container announces" : "another picture";
	} else if (in->facts.has_maker_note && beheaded(s)) {
		t->kind = TRAILING_PREVIEW;
		t->what = "a camera's preview without its first byte";
	}
}

void trailing_classify(const struct subject *in, struct trailing *t)
{
	const struct container *c = &in->container;
	struct span s;

	memset(t, 0, sizeof *t);
	if (!c->end || c->end <= in->bytes.origin || !span_slice(&in->bytes, c->end - in->bytes.origin,
	    in->bytes.len - (c->end - in->bytes.origin), &s) || s.len == 0)
		return;
	t->offset = c->end;
	t->length = s.len;
	if (uniform(&s) || blank(&s)) {
		t->kind = TRAILING_PADDING;
		t->what = s.data[0] == 0 ? "zeros" : "padding";
	} else if (pass_named(c, &s) && blank(&s)) {
		t->kind = TRAILING_KNOWN;
		t->what = "pictures that the MPF index names";
	} else {
		by_content(in, &s, t);
	}
}

static bool say(const struct structure_case *c, char *detail)
{
	structure_say(detail, "%llu bytes from byte %llu: %s", (unsigned long long)c->trailing.length,
		      (unsigned long long)c->trailing.offset, c->trailing.what);
	return true;
}

STRUCTURE_RULE(structure_trailing_unknown)
{
	return c->trailing.kind == TRAILING_UNKNOWN && say(c, detail);
}

STRUCTURE_RULE(structure_trailing_foreign)
{
	return c->trailing.kind == TRAILING_FOREIGN && say(c, detail);
}

STRUCTURE_RULE(structure_trailing_picture)
{
	return c->trailing.kind == TRAILING_PICTURE && say(c, detail);
}

STRUCTURE_RULE(structure_trailing_known)
{
	return (c->trailing.kind == TRAILING_KNOWN || c->trailing.kind == TRAILING_PADDING ||
		c->trailing.kind == TRAILING_SMALL_REST || c->trailing.kind == TRAILING_PREVIEW) &&
	       say(c, detail);
}
