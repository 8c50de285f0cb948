/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "tests/unit/golden.h"

#include "src/base/mem.h"

char *golden_screen(struct ui *u, int width, int height, enum depth depth, bool ascii)
{
	struct cellbuf b;
	struct str out;
	char *text;

	cellbuf_init(&b);
	cellbuf_resize(&b, width, height);
	b.ascii = ascii;
	b.depth = depth;
	ui_refresh(u);
	ui_draw(u, &b);
	assert_true(cellbuf_guard_intact(&b));
	str_init(&out, 1 << 22);
	cellbuf_dump(&b, &out);
	cellbuf_release(&b);
	text = str_take(&out, NULL);
	assert_non_null(text);
	return text;
}

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

void golden_check(struct ui *u, const char *name, int width, int height, bool ascii)
{
	const char *srcdir = getenv("srcdir"), *update = getenv("UPDATE_GOLDEN");
	char path[1024], *want, *got = golden_screen(u, width, height, DEPTH_MONO, ascii);

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
	mem_free(got);
}
