/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/views/glance.h"

#include "ui/text.h"

enum { FRAME_WIDTH = 28 };

static size_t append(char *out, size_t len, size_t used, const char *text)
{
	int n = used < len ? snprintf(out + used, len - used, "%s", text ? text : "") : 0;

	return used + (n > 0 ? (size_t)n : 0);
}

const char *exam_silent(const struct examination *x, char *out, size_t len)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < x->n_results && used < len; i++) {
		const struct result *r = &x->results[i];

		if (r->status == RESULT_DONE)
			continue;
		used = append(out, len, used, used ? ", " : "");
		used = append(out, len, used, r->check);
		used = append(out, len, used, " (");
		used = append(out, len, used, r->reason ? r->reason : result_status_name(r->status));
		used = append(out, len, used, ")");
	}
	return out;
}

const char *finding_alternatives(const struct finding *f, char *out, size_t len)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < f->n_alternatives && used < len; i++) {
		used = append(out, len, used, i ? ", " : "");
		used = append(out, len, used, f->alternatives[i]);
	}
	return out;
}

size_t exam_count_findings(const struct examination *x)
{
	size_t n = 0;

	for (uint32_t i = 0; i < x->n_results; i++)
		n += x->results[i].n_findings;
	return n;
}

size_t exam_findings(const struct examination *x, struct finding_at *out, size_t max)
{
	size_t n = 0;

	for (int level = LEVEL_ALERT; level >= LEVEL_NONE; level--)
		for (int kind = FINDING_INTERPRETATION; kind >= FINDING_OBSERVATION; kind--)
			for (uint32_t i = 0; i < x->n_results; i++)
				for (uint32_t k = 0; k < x->results[i].n_findings && n < max; k++) {
					const struct finding *f = &x->results[i].findings[k];

					if ((int)f->level == level && (int)f->kind == kind)
						out[n++] = (struct finding_at){ &x->results[i], f };
				}
	return n;
}

static void draw_preview(struct ui *u, struct cellbuf *b, struct box box, const struct row *r,
			 const struct examination *x)
{
	struct box in = { box.x + 1, box.y + 1, box.w - 2, box.h - 3 };
	const char *none = "no preview";

	cellbuf_frame(b, box, r->name);
	if (x && x->preview.width && x->preview.rgb) {
		struct pixels p = { .width = x->preview.width,
				    .height = x->preview.height,
				    .rgb = x->preview.rgb };

		picture_draw(&u->pictures, b, picture_fit(in, p.width, p.height), &p);
		none = "preview, not evidence";
	}
	cellbuf_text(b, in.x + 1, box.y + box.h - 2, in.w - 2, ROLE_DIM, none);
	if (r->taken[0]) /* as claimed; the column of it needs a wider screen */
		cellbuf_print(b, box.x + 2, box.y + box.h - 1, box.w - 4, ROLE_DIM, " taken %s ", r->taken);
}

/* Wraps text over at most `max` lines; the last one ends in an ellipsis when there is more.
 * Returns the lines used. */
static int wrap(struct cellbuf *b, struct box box, int y, int max, int indent, enum role role,
		const char *text)
{
	char line[800];
	int used = 0;

	while (*text && used < max && y + used < box.y + box.h) {
		size_t next, len = text_line(text, box.w - indent, &next);

		if (used + 1 == max || y + used + 1 == box.y + box.h || len >= sizeof line)
			len = next = strlen(text); /* cellbuf_text cuts it */
		snprintf(line, sizeof line, "%.*s", len > 799 ? 799 : (int)len, text);
		cellbuf_text(b, box.x + indent, y + used++, box.w - indent, role, line);
		text += next;
	}
	return used;
}

static int draw_finding(struct cellbuf *b, struct box box, int y, const struct finding *f)
{
	char alt[400], text[460];
	int lines;

	if (y >= box.y + box.h)
		return 0;
	cellbuf_glyph(b, box.x, y, f->level ? level_glyph(f->level) : GLYPH_BULLET, role_of_level(f->level));
	lines = wrap(b, box, y, 2, 2, f->level ? role_of_level(f->level) : ROLE_TEXT,
		     f->summary ? f->summary : "");
	finding_alternatives(f, alt, sizeof alt);
	if (!alt[0])
		return lines;
	snprintf(text, sizeof text, "could also be: %s", alt);
	return lines + wrap(b, box, y + lines, 2, 2, ROLE_DIM, text);
}

static int draw_heading(struct cellbuf *b, struct box box, const struct row *r, const struct examination *x)
{
	int at = box.x;

	if (x->status != ST_OK) {
		at += cellbuf_print(b, at, box.y, box.w, ROLE_WARN, "could not be examined (%s) ",
				    status_name(x->status));
		return 1 + wrap(b, box, box.y + 1, 2, 0, ROLE_TEXT, x->error.message);
	}
	cellbuf_glyph(b, at, box.y, level_glyph(x->level), role_of_level(x->level));
	at += x->level ? 2 : 0;
	at += cellbuf_text(b, at, box.y, box.w, x->level ? role_of_level(x->level) : ROLE_TITLE,
			   level_words(x));
	at += cellbuf_print(b, at, box.y, box.x + box.w - at, ROLE_DIM, "  %u of %u checks could speak",
			    x->spoke, x->spoke + x->silent);
	if (r->has_verdict && r->not_suitable)
		at += cellbuf_text(b, at, box.y, box.x + box.w - at, ROLE_INFO, "  not suitable");
	else if (r->has_verdict)
		at += cellbuf_print(b, at, box.y, box.x + box.w - at, ROLE_INFO,
				    r->verdict_level ? "  verdict %+d" : "  verdict %d", r->verdict_level);
	if (r->tags[0])
		cellbuf_print(b, at, box.y, box.x + box.w - at, ROLE_TEXT, "  %s", r->tags);
	return 1;
}

/* The last line is kept for what could not speak: silence must not look like an answer. */
static void draw_lines(struct cellbuf *b, struct box box, const struct row *r, const struct examination *x)
{
	struct finding_at found[16];
	size_t n = exam_findings(x, found, ARRAY_LEN(found));
	char silent[500], text[540];
	struct box body = box;
	int y = box.y + draw_heading(b, box, r, x);

	exam_silent(x, silent, sizeof silent);
	if (silent[0] && body.h > 2) {
		body.h--;
		snprintf(text, sizeof text, "cannot speak: %s", silent);
		cellbuf_text(b, box.x, box.y + box.h - 1, box.w, ROLE_DIM, text);
	}
	for (size_t i = 0; i < n && y < body.y + body.h; i++)
		y += draw_finding(b, body, y, found[i].finding);
	if (n == 0 && x->status == ST_OK && y < body.y + body.h)
		wrap(b, body, y, 2, 0, ROLE_TEXT,
		     "that nothing was found says little about where a picture comes from");
}

void glance_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct row *r = ui_row(u);
	const struct examination *x = ui_exam(u);
	struct box lines = { box.x + FRAME_WIDTH + 2, box.y, box.w - FRAME_WIDTH - 3, box.h };

	if (!r)
		return;
	draw_preview(u, b, (struct box){ box.x + 1, box.y, FRAME_WIDTH, box.h }, r, x);
	if (x)
		draw_lines(b, lines, r, x);
	else
		ui_draw_absent(u, b, (struct box){ lines.x - 2, lines.y, lines.w + 2, 1 });
}
