/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed manifests (C2PA 2.2 section 11.1; Brotli is RFC 7932). */
#include "src/base/base.h"
#include "src/trust/jumbf.h"

#include "src/base/mem.h"

#include <brotli/decode.h>

#define BROB FOURCC('b', 'r', 'o', 'b')

enum { FIRST = 65536 };

struct output {
	uint8_t *data;
	size_t len, room;
};

static enum status more_room(struct output *o, uint64_t at, struct error *e)
{
	size_t want = o->room ? o->room * 2 : FIRST;
	uint8_t *p;

	if (o->room >= JUMBF_INFLATED_MAX)
		return err_at(e, ST_LIMIT, at, "compressed manifest is longer than %d bytes", JUMBF_INFLATED_MAX);
	want = want < JUMBF_INFLATED_MAX ? want : JUMBF_INFLATED_MAX;
	p = mem_resize(o->data, want, 1);
	if (!p)
		return err_nomem(e);
	o->data = p;
	o->room = want;
	return ST_OK;
}

static enum status decompress(BrotliDecoderState *s, struct span in, struct output *o, struct error *e)
{
	BrotliDecoderResult r = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
	const uint8_t *next = in.data;
	size_t left = in.len;
	enum status st;

	while (r == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) {
		uint8_t *to;
		size_t room;

		if (o->len == o->room && (st = more_room(o, in.origin, e)))
			return st;
		to = o->data + o->len;
		room = o->room - o->len;
		r = BrotliDecoderDecompressStream(s, &left, &next, &room, &to, NULL);
		o->len = o->room - room;
	}
	if (r == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
		return err_corrupt(e, in.origin + in.len, "compressed manifest is cut off");
	if (r != BROTLI_DECODER_RESULT_SUCCESS)
		return err_corrupt(e, in.origin + (in.len - left), "compressed manifest is not Brotli");
	if (left)
		return err_corrupt(e, in.origin + (in.len - left), "%zu bytes follow the compressed manifest", left);
	return ST_OK;
}

/* The decoder asks for memory by what the stream says of its window: counted against the ceiling like all
 * else. */
static void *brotli_alloc(void *opaque, size_t size)
{
	(void)opaque;
	return mem_array(1, size);
}

static void brotli_free(void *opaque, void *p)
{
	(void)opaque;
	mem_free(p);
}

static enum status inflate_box(struct arena *a, const struct jumbf_box *brob, struct span *out, struct error *e)
{
	BrotliDecoderState *s = BrotliDecoderCreateInstance(brotli_alloc, brotli_free, NULL);
	struct output o = { 0 };
	enum status st;
	uint8_t *kept;

	if (!s)
		return err_nomem(e);
	st = decompress(s, brob->payload, &o, e);
	BrotliDecoderDestroyInstance(s);
	if (!st) {
		kept = arena_copy(a, o.data, o.len);
		*out = span_of(kept, o.len, 0);
		st = kept ? ST_OK : err_nomem(e);
	}
	mem_free(o.data);
	return st;
}

/* The manifest inside has the label of the box that holds it. */
static enum status check_inside(const struct jumbf_box *compressed, const struct jumbf_box *inside,
				struct error *e)
{
	static const uint32_t kinds[] = { FOURCC('c', '2', 'm', 'a'), FOURCC('c', '2', 'u', 'm'),
					  FOURCC('c', '2', 'm', 'd'), FOURCC('c', '2', 't', 'm') };
	bool manifest = false;

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		manifest |= jumbf_is_c2pa(inside, kinds[i]);
	if (!manifest)
		return err_corrupt(e, compressed->whole.origin, "compressed manifest holds something else");
	if (strcmp(inside->label, compressed->label) != 0)
		return err_corrupt(e, compressed->whole.origin, "compressed manifest '%s' holds another, '%s'",
				   compressed->label, inside->label);
	return ST_OK;
}

enum status jumbf_inflate(struct arena *a, const struct jumbf_box *compressed, struct jumbf_box **out,
			  struct error *e)
{
	const struct jumbf_box *brob = jumbf_content(compressed, BROB);
	struct jumbf_box *inside = NULL;
	struct span bytes;
	enum status st;

	if (!brob || compressed->n != 1)
		return err_corrupt(e, compressed->whole.origin, "compressed manifest is not exactly one Brotli box");
	if ((st = inflate_box(a, brob, &bytes, e)))
		return st;
	if ((st = jumbf_parse(a, bytes, &inside, e)))
		return err_context(e, st, "inside the compressed manifest");
	if ((st = check_inside(compressed, inside, e)))
		return st;
	*out = inside;
	return ST_OK;
}
