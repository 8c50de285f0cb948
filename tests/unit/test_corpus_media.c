/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real, odd and broken files: what djpeg decodes without a word decodes here, what it refuses by process is
 * refused by name, media types are right, segments cover every file. Needs
 * $COTTINGLEY_CORPUS/files/MANIFEST.tsv. */
#include "tests/unit/corpus.h"
#include "tests/unit/unit.h"

#include "src/media/evidence.h"
#include "src/media/subject.h"

enum { FIELDS = 8, LINE = 8192 };

struct tally {
	unsigned files, clean, refused, typed, pixels;
};

static FILE *manifest(void)
{
	char path[4096];

	snprintf(path, sizeof path, "%s/files/MANIFEST.tsv", getenv("COTTINGLEY_CORPUS"));
	return fopen(path, "rb");
}

/* Some notes quote evidence, zero bytes included. */
static bool split(char *line, size_t len, char *field[FIELDS])
{
	for (size_t i = 0; i < len; i++)
		if (line[i] == '\0')
			line[i] = ' ';
	for (int i = 0; i < FIELDS; i++) {
		field[i] = line;
		line += strcspn(line, "\t\n");
		if (*line == '\0' && i + 1 < FIELDS)
			return false;
		*line++ = '\0';
	}
	return true;
}

/* What the first word of the notes allows; NULL when it names nothing that bytes can tell. */
static const char *family(const char *notes)
{
	static const struct { const char *word, *types;
	} map[] = {
		{ "jpeg", "image/jpeg image/jls" },
		{ "png", "image/png" },
		{ "webp", "image/webp" },
		{ "gif", "image/gif" },
		{ "bmp", "image/bmp" },
		{ "psd", "image/vnd.adobe.photoshop" },
		{ "jxl/jp2", "image/jxl image/jp2 image/jpx image/jpm" },
		{ "isobmff:heic", "image/heic" },
		{ "isobmff:heix", "image/heic" },
		{ "isobmff:avif", "image/avif" },
		{ "isobmff:crx", "image/x-canon-cr3" },
		{ "isobmff:qt", "video/quicktime" },
		{ "isobmff:M4A", "audio/mp4" },
		{ "isobmff:isom", "video/mp4" },
		{ "isobmff:mp41", "video/mp4" },
		{ "isobmff:mp42", "video/mp4" },
		{ "isobmff:mif1", "image/heic image/avif image/heif" },
		{ "tiff", "image/tiff image/x-adobe-dng image/x-nikon-nef image/x-canon-cr2 image/x-sony-arw "
			  "image/x-phaseone-iiq" },
	};
	size_t n = strcspn(notes, "; ");

	if (strstr(notes, "Unknown file type"))
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(map); i++)
		if (strlen(map[i].word) == n && memcmp(map[i].word, notes, n) == 0)
			return map[i].types;
	return NULL;
}

static unsigned check_type(const struct subject *s, const char *name, const char *notes)
{
	const char *types = family(notes),
		   *got = s->container.codec ? s->container.codec->media_type : "unknown";

	if (types && !strstr(types, got)) {
		print_error("%s: media type %s, expected one of %s (%s)\n", name, got, types, notes);
		return 0;
	}
	return types != NULL;
}

static void check_cover(const struct subject *s, const char *name)
{
	uint64_t at = 0;

	for (uint32_t i = 0; i < s->container.n_segments; i++) {
		if (s->container.segments[i].offset != at && s->container.segments[i].depth == 0)
			fail_msg("%s: a gap at byte %llu", name, (unsigned long long)at);
		at += s->container.segments[i].depth ? 0 : s->container.segments[i].length;
	}
	if (s->container.n_segments && at != s->bytes.len)
		fail_msg("%s: segments end at byte %llu", name, (unsigned long long)at);
}

static bool must_be_unsupported(const char *djpeg)
{
	return strstr(djpeg, "Unsupported JPEG process") || strstr(djpeg, "Unsupported JPEG data precision");
}

static unsigned check_raster(struct subject *s, const char *name, const char *djpeg, struct tally *t)
{
	const struct jpeg_coefficients *co;
	const struct raster *r;
	struct error e = ERROR_INIT;
	enum status st = subject_raster(s, NULL, &r, &e);
	bool clean = strcmp(djpeg, "clean") == 0;

	t->pixels += st == ST_OK;
	t->clean += clean;
	t->refused += must_be_unsupported(djpeg);
	if (clean && (st != ST_OK || s->raster.width != s->container.width)) {
		print_error("%s: djpeg decodes it; here: %s %s\n", name, status_name(st), e.message);
		return 1;
	}
	if (clean && subject_coefficients(s, NULL, &co, &e) != ST_OK) {
		print_error("%s: no coefficients: %s\n", name, e.message);
		return 1;
	}
	if (must_be_unsupported(djpeg) && st != ST_UNSUPPORTED) {
		print_error("%s: djpeg says '%s'; here: %s %s\n", name, djpeg, status_name(st), e.message);
		return 1;
	}
	return 0;
}

static unsigned check_file(const char *path, char *field[FIELDS], struct tally *t)
{
	struct limits lim = { .pixels = 100000000, .memory = 1 << 30 };
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	struct evidence ev;
	struct subject s;
	struct span bytes;
	unsigned bad;

	assert_int_equal(evidence_open(path, NULL, &ev, &e), ST_OK);
	assert_int_equal(evidence_map(ev.fd, &bytes, &e), ST_OK);
	if (subject_open(&s, bytes, &lim, &e) == ST_OK)
		check_cover(&s, field[0]);
	t->files++;
	bad = !check_type(&s, field[0], field[6]) && family(field[6]);
	t->typed += family(field[6]) != NULL;
	bad += check_raster(&s, field[0], field[7], t);
	assert_int_equal(subject_describe(&s, NULL, x, &e), ST_OK);
	exam_free(x);
	subject_release(&s);
	evidence_unmap(&bytes);
	evidence_release(&ev);
	return bad;
}

static void reads_every_file(void **state)
{
	FILE *f = manifest();
	struct tally t = { 0 };
	char *line = NULL;
	size_t room = 0;
	unsigned bad = 0;
	ssize_t len;

	(void)state;
	assert_non_null(f);
	assert_true(getline(&line, &room, f) > 0); /* the heading */
	while ((len = getline(&line, &room, f)) > 0) {
		char *field[FIELDS], path[LINE];

		if (!split(line, (size_t)len, field))
			fail_msg("a line of the manifest has fewer than %d columns", FIELDS);
		snprintf(path, sizeof path, "%s/files/%s", getenv("COTTINGLEY_CORPUS"), field[0]);
		bad += check_file(path, field, &t);
	}
	free(line);
	fclose(f);
	print_message("# %u files: %u media types, %u that djpeg decodes clean, %u refused by process, %u "
		      "with pixels\n",
		      t.files, t.typed, t.clean, t.refused, t.pixels);
	assert_true(t.files > 0);
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(reads_every_file) };

	if (corpus_is_missing("files/MANIFEST.tsv"))
		return 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
