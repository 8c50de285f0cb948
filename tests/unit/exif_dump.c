/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_dump [-m] FILE...: the facts, or with -m those of the maker's notes, that our reader finds in JPEGs, HEIFs and
 * CR3s, one line a fact: file, name, value, tab between. For the comparison with exiftool in tests/cli/exiftool.sh. */
#include "src/base/base.h"
#include "tests/unit/exif_app1.h"

#include "src/base/mem.h"
#include "src/media/makernote.h"
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

static void print_maker(const char *file, const struct maker_note *m)
{
	static const char *const names[MAKER_VALUES] = {
		[MAKER_SERIAL] = "SerialNumber",
		[MAKER_INTERNAL_SERIAL] = "InternalSerialNumber",
		[MAKER_LENS_SERIAL] = "LensSerialNumber",
		[MAKER_FIRMWARE] = "Firmware",
		[MAKER_IMAGE_TYPE] = "CanonImageType",
		[MAKER_CONTENT_ID] = "MediaGroupUUID",
		[MAKER_IMAGE_ID] = "ImageUniqueID",
		[MAKER_SHUTTER_COUNT] = "ShutterCount",
		[MAKER_IMAGE_COUNT] = "ImageCount",
	};

	if (m->kind == MAKER_NONE)
		return;
	printf("%s\tMakerKind\t%s\n%s\tMakerOffsets\t%s\n", file, m->name, file,
	       maker_offsets_name(m->offsets));
	if (m->moved)
		printf("%s\tMakerMoved\t%lld\n", file, (long long)m->moved);
	for (int i = 0; i < MAKER_VALUES; i++)
		if (names[i])
			print_text(file, names[i], m->values[i]);
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

static void dump(bool notes, const char *path, const uint8_t *bytes, size_t n)
{
	const char *slash = strrchr(path, '/');
	struct error e = ERROR_INIT;
	struct exif_facts facts;
	struct maker_note maker;
	struct arena a;
	struct span block;
	struct exif x;

	if (n > 8 && memcmp(bytes + 4, "ftyp", 4) == 0) {
		if (!notes)
			dump_other(slash ? slash + 1 : path, bytes, n);
		return;
	}
	arena_init(&a, (size_t)64 << 20);
	if (exif_app1(span_of(bytes, n, 0), &block) && exif_read(&a, block, &x, &e) == ST_OK) {
		exif_facts(&a, &x, &facts);
		if (!notes)
			print_facts(slash ? slash + 1 : path, &facts);
		else if (maker_note_read(&a, &x, &facts, &maker, &e) == ST_OK)
			print_maker(slash ? slash + 1 : path, &maker);
	}
	arena_release(&a);
}

int main(int argc, char **argv)
{
	enum { MAX = 16 << 20 };
	uint8_t *bytes = mem_array(MAX, 1);

	bool notes = argc > 1 && strcmp(argv[1], "-m") == 0;

	for (int i = notes ? 2 : 1; i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");

		if (!f)
			continue;
		dump(notes, argv[i], bytes, fread(bytes, 1, MAX, f));
		fclose(f);
	}
	mem_free(bytes);
	return 0;
}
