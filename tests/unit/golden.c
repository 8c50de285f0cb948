/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"
#include "tests/unit/golden.h"
#include "tests/unit/golden_text.h"

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

void golden_check(struct ui *u, const char *name, int width, int height, bool ascii)
{
	char *got = golden_screen(u, width, height, DEPTH_MONO, ascii);

	golden_text(name, got);
	mem_free(got);
}
