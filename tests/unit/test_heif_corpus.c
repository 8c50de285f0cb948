/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real HEIC, AVIF and HEIF files: what libheif by itself decodes decodes here, to the same samples and to
 * the size that the file says before turning; what it refuses is refused by name. Needs
 * $COTTINGLEY_CORPUS/files/MANIFEST.tsv. */
#include "tests/unit/corpus.h"
#include "tests/unit/unit.h"

#include "src/media/evidence.h"
#include "src/media/subject.h"

#ifdef WITH_HEIF
#include <libheif/heif.h>

enum { LINE = 8192 };

static const struct limits lim = { .pixels = 100000000, .memory = UINT64_C(2) << 30 };

struct tally {
	unsigned files, decoded, refused, deep;
};

struct plain {
	struct heif_context *context;
	struct heif_image_handle *handle;
	struct heif_image *image;
	bool deep;
};

/* By libheif's own conversion to interleaved RGB. */
static bool plain_decode(struct span b, struct plain *p)
{
	struct heif_decoding_options *how = heif_decoding_options_alloc();
	bool done;

	memset(p, 0, sizeof *p);
	how->ignore_transformations = 1;
	p->context = heif_context_alloc();
	done = heif_context_read_from_memory_without_copy(p->context, b.data, b.len, NULL).code == heif_error_Ok &&
	       heif_context_get_primary_image_handle(p->context, &p->handle).code == heif_error_Ok;
	p->deep = done && heif_image_handle_get_luma_bits_per_pixel(p->handle) > 8;
	done = done && heif_decode_image(p->handle, &p->image, heif_colorspace_RGB,
					 p->deep ? heif_chroma_interleaved_RRGGBB_LE : heif_chroma_interleaved_RGB,
					 how).code == heif_error_Ok;
	heif_decoding_options_free(how);
	return done;
}

static void plain_release(struct plain *p)
{
	if (p->image)
		heif_image_release(p->image);
	if (p->handle)
		heif_image_handle_release(p->handle);
	heif_context_free(p->context);
}

static unsigned theirs(const struct plain *p, const uint8_t *row, size_t i)
{
	int bits = heif_image_get_bits_per_pixel_range(p->image, heif_channel_interleaved);
	unsigned v = row[i];

	if (!p->deep)
		return v;
	v = row[2 * i] | (unsigned)row[2 * i + 1] << 8;
	return (v << (16 - bits) | v >> (2 * bits - 16)) & 0xFFFF;
}

/* Samples that differ. */
static uint64_t differences(const struct plain *p, const struct raster *r)
{
	const uint8_t *row;
	uint64_t n = 0;
	int stride;

	row = heif_image_get_plane_readonly(p->image, heif_channel_interleaved, &stride);
	for (uint32_t y = 0; y < r->height; y++, row += stride)
		for (uint32_t x = 0; x < r->width; x++)
			for (unsigned c = 0; c < 3; c++) {
				size_t at = ((size_t)y * r->width + x) * r->channels + (r->channels < 3 ? 0 : c);
				unsigned ours = r->depth == 16 ? ((const uint16_t *)r->data)[at]
							       : ((const uint8_t *)r->data)[at];

				n += ours != theirs(p, row, 3 * (size_t)x + c);
			}
	return n;
}

static unsigned compare(struct subject *s, const struct plain *p, const char *name)
{
	struct error e = ERROR_INIT;
	const struct raster *r;
	uint64_t n;

	if (subject_raster(s, NULL, &r, &e) != ST_OK) {
		print_error("%s: libheif decodes it; here: %s\n", name, e.message);
		return 1;
	}
	if ((int)r->width != heif_image_handle_get_ispe_width(p->handle) ||
	    (int)r->height != heif_image_handle_get_ispe_height(p->handle) || r->width != s->container.width ||
	    r->height != s->container.height) {
		print_error("%s: %u x %u, the walk says %u x %u\n", name, r->width, r->height, s->container.width,
			    s->container.height);
		return 1;
	}
	n = differences(p, r);
	if (n)
		print_error("%s: %llu samples differ\n", name, (unsigned long long)n);
	return n > 0;
}

static unsigned check_file(const char *path, const char *name, struct tally *t)
{
	struct error e = ERROR_INIT;
	const struct raster *r;
	struct evidence ev;
	struct subject s;
	struct span bytes;
	struct plain p;
	unsigned bad = 0;

	assert_int_equal(evidence_open(path, NULL, &ev, &e), ST_OK);
	assert_int_equal(evidence_map(ev.fd, &bytes, &e), ST_OK);
	if (subject_open(&s, bytes, &lim, &e) == ST_OK && strncmp(s.container.codec->media_type, "image/x", 7) != 0) {
		t->files++;
		if (plain_decode(bytes, &p)) {
			bad = compare(&s, &p, name);
			t->decoded++;
			t->deep += p.deep;
		} else if (subject_raster(&s, NULL, &r, &e) == ST_OK) {
			print_error("%s: libheif refuses it, we do not\n", name);
			bad = 1;
		} else {
			t->refused++;
		}
		plain_release(&p);
	}
	subject_release(&s);
	evidence_unmap(&bytes);
	evidence_release(&ev);
	return bad;
}

static void decodes_what_libheif_decodes(void **state)
{
	const char *corpus = getenv("COTTINGLEY_CORPUS");
	struct tally t = { .files = 0 };
	char path[4096], line[LINE];
	unsigned bad = 0;
	FILE *f;

	(void)state;
	snprintf(path, sizeof path, "%s/files/MANIFEST.tsv", corpus);
	f = fopen(path, "rb");
	assert_non_null(f);
	while (fgets(line, sizeof line, f)) {
		if (!strstr(line, "\tisobmff:"))
			continue;
		line[strcspn(line, "\t")] = '\0';
		snprintf(path, sizeof path, "%s/files/%s", corpus, line);
		bad += check_file(path, line, &t);
	}
	fclose(f);
	print_message("# %u files: %u decoded (%u of more than 8 bits), %u refused by both\n", t.files,
		      t.decoded, t.deep, t.refused);
	assert_true(t.decoded > 10);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(decodes_what_libheif_decodes) };

	if (corpus_is_missing("files/MANIFEST.tsv"))
		return 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	puts("1..0 # SKIP built without libheif: real HEIF files were NOT tested");
	return 0;
}

#endif
