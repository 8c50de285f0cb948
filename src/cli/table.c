/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The triage table: one line a picture, 80 columns. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/utf8.h"

enum { NAME_CELLS = 24 };

static const char *glyph(const struct examination *x)
{
	static const char *const glyphs[] = { " ", "·", "!", "‼" };

	return x->status == ST_OK ? glyphs[x->level] : "x";
}

static const char *word(const struct examination *x)
{
	if (x->status != ST_OK)
		return "failed";
	if (x->level == LEVEL_NONE)
		return x->little ? "little" : "nothing";
	return level_name(x->level);
}

/* SGR parameters (ECMA-48, 8.3.117): bright colours as on the screens with 16 colours. */
static const char *sgr(const struct examination *x)
{
	static const char *const levels[] = { NULL, "96", "1;93", "1;91" };

	return x->status == ST_OK ? levels[x->level] : "95";
}

/* At most `cells` cells of s, padded; what is cut ends with "~". */
static void cell(struct str *o, const char *s, size_t cells)
{
	size_t used = 0, len = strlen(s), i = 0;
	bool cut = utf8_width(s) > cells;

	while (i < len) {
		uint32_t cp = '?';
		unsigned n = utf8_decode(s + i, len - i, &cp);
		size_t w = (size_t)utf8_cells(cp);

		n = n ? n : 1;
		if (used + w > cells - (cut ? 1 : 0))
			break;
		str_add(o, s + i, n);
		used += w;
		i += n;
	}
	if (cut) {
		str_putc(o, '~');
		used++;
	}
	for (; used < cells; used++)
		str_putc(o, ' ');
}

static const char *base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

void table_head(FILE *out)
{
	fputs("  level    picture                  spoke  why\n", out);
}

void table_row(struct str *o, const struct examination *x, bool timing, bool colour)
{
	char counts[32], text[480];
	const char *why = x->n_why ? x->why[0] : "", *on = colour ? sgr(x) : NULL;

	if (x->status != ST_OK)
		why = err_text(&x->error, text, sizeof text);
	snprintf(counts, sizeof counts, "%u/%u", x->spoke, x->spoke + x->silent);
	str_printf(o, "%s%s%s%s %-8s%s ", on ? "\033[" : "", on ? on : "", on ? "m" : "", glyph(x), word(x),
		   on ? "\033[0m" : "");
	cell(o, base(x->path ? x->path : "?"), NAME_CELLS);
	str_printf(o, " %5s  ", x->status == ST_OK ? counts : "-");
	if (timing)
		str_printf(o, "%.3f s  ", x->seconds);
	str_printf(o, "%s\n", why);
}
