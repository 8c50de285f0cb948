/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_dump FILE...: the facts that our reader finds in JPEGs, HEIFs and CR3s, one line a fact: file, name, value, tab
 * between. For the comparison with exiftool in tests/cli/exiftool.sh. */
#include "src/base/base.h"
#include "tests/unit/exif_app1.h"

#include "src/base/mem.h"
#include "src/media/exif.h"
#include "src/media/subject.h"

static void print_text(const char *file, const char *name, const char *value)
{
	if (!value || !*value)
		return;
	printf("%s\t%s\t", file, name);
	for (const char *p = value; *p; p++)
		putchar((unsigned char)*p < 32 || *p == 127 ? '.' : *p); /* as exiftool prints them */
	putchar('\n');
}

static void print_facts(const char *file, const struct exif_facts *f)
{
	print_text(file, "Make", f->make);
	print_text(file, "Model", f->model);
	print_text(file, "ModifyDate", f->date_time);
	print_text(file, "DateTimeOriginal", f->date_time_original);
	print_text(file, "CreateDate", f->date_time_digitized);
	if (f->has_orientation)
		printf("%s\tOrientation\t%u\n", file, f->orientation);
	if (f->has_gps)
		printf("%s\tGPSLatitude\t%.10f\n%s\tGPSLongitude\t%.10f\n", file, f->latitude, file,
		       f->longitude);
	if (f->has_altitude)
		printf("%s\tGPSAltitude\t%.6f\n", file, f->altitude);
}

/* What is no JPEG: as the whole program opens it. */
static void dump_other(const char *file, const uint8_t *bytes, size_t n)
{
	struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	struct subject s;

	if (subject_open(&s, span_of(bytes, n, 0), &lim, &e) == ST_OK && s.has_exif)
		print_facts(file, &s.facts);
	subject_release(&s);
}

static void dump(const char *path, const uint8_t *bytes, size_t n)
{
	const char *slash = strrchr(path, '/');
	struct error e = ERROR_INIT;
	struct exif_facts facts;
	struct arena a;
	struct span block;
	struct exif x;

	if (n > 8 && memcmp(bytes + 4, "ftyp", 4) == 0) {
		dump_other(slash ? slash + 1 : path, bytes, n);
		return;
	}
	arena_init(&a, (size_t)64 << 20);
	if (exif_app1(span_of(bytes, n, 0), &block) && exif_read(&a, block, &x, &e) == ST_OK) {
		exif_facts(&a, &x, &facts);
		print_facts(slash ? slash + 1 : path, &facts);
	}
	arena_release(&a);
}

int main(int argc, char **argv)
{
	enum { MAX = 16 << 20 };
	uint8_t *bytes = mem_array(MAX, 1);

	for (int i = 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");

		if (!f)
			continue;
		dump(argv[i], bytes, fread(bytes, 1, MAX, f));
		fclose(f);
	}
	mem_free(bytes);
	return 0;
}
