/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "tests/unit/golden_text.h"

#include <stdlib.h>

static char *slurp(const char *path)
{
	FILE *f = fopen(path, "re");
	char *text = mem_need(1 << 20, 1);

	if (f) {
		size_t n = fread(text, 1, (1 << 20) - 1, f);

		text[n] = '\0';
		fclose(f);
	}
	return text;
}

void golden_text(const char *name, const char *got)
{
	const char *srcdir = getenv("srcdir"), *update = getenv("UPDATE_GOLDEN");
	char path[1024], *want;

	snprintf(path, sizeof path, "%s/tests/tui/golden/%s.screen", srcdir ? srcdir : ".", name);
	if (update && strcmp(update, "1") == 0) {
		FILE *f = fopen(path, "we");

		assert_non_null(f);
		fputs(got, f);
		assert_int_equal(fclose(f), 0);
	}
	want = slurp(path);
	if (strcmp(want, got) != 0)
		fprintf(stderr, "# %s: want\n%s# got\n%s", name, want, got);
	assert_string_equal(got, want);
	free(want);
}
