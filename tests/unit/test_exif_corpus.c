/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real pictures: no tag is shown that is not in the file, and every tag in the file is shown. */
#include "tests/unit/corpus.h"
#include "tests/unit/exif_app1.h"
#include "tests/unit/exif_exact.h"
#include "tests/unit/unit.h"

#include "src/base/mem.h"

#include <dirent.h>

static struct arena arena;

static void walk_file(const char *path)
{
	enum { MAX = 4 << 20 };
	uint8_t *bytes = mem_array(MAX, 1);
	FILE *f = fopen(path, "rb");
	size_t n = f ? fread(bytes, 1, MAX, f) : 0;
	struct error e = ERROR_INIT;
	struct span block;
	struct exif x;

	if (f)
		fclose(f);
	if (exif_app1(span_of(bytes, n, 0), &block) && exif_read(&arena, block, &x, &e) == ST_OK)
		assert_exact(&x);
	arena_release(&arena);
	mem_free(bytes);
}

static void corpus_is_shown_exactly(void **state)
{
	static const char *const sets[] = { "exif-samples", "goexif",  "exiv2",
					    "exiftool",	    "libexif", "ljt-afl" };
	const char *corpus = getenv("COTTINGLEY_CORPUS");
	char path[1024];
	DIR *d;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
		snprintf(path, sizeof path, "%s/files/%s", corpus, sets[i]);
		d = opendir(path);
		for (struct dirent *entry; d && (entry = readdir(d));) {
			snprintf(path, sizeof path, "%s/files/%s/%s", corpus, sets[i], entry->d_name);
			if (entry->d_name[0] != '.')
				walk_file(path);
		}
		if (d)
			closedir(d);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corpus_is_shown_exactly),
	};

	if (corpus_is_missing("files"))
		return 0;
	arena_init(&arena, (size_t)64 << 20);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
