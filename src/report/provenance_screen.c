/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/report/provenance_screen.h"

#include "src/base/provenance.h"
#include "src/base/utf8.h"

enum { ANSWER_AT = 14, FINDINGS_SHOWN = 4, MANIFEST_LINES = 2, FOUND_MAX = 256 };

struct screen {
	struct str *o;
	const struct examination *x;
	const struct provenance_style *style;
	const struct result *c2pa;
	const struct value *details; /* of it, or NULL */
};

static const char *level_sign(enum level l, bool ascii)
{
	static const char *const signs[][2] = { { " ", " " }, { "·", "." }, { "!", "!" }, { "‼", "#" } };

	return signs[(unsigned)l < ARRAY_LEN(signs) ? l : 0][ascii];
}

/* SGR parameters (ECMA-48, 8.3.117), as in the table of scan. */
static void colour_on(const struct screen *s, enum level l)
{
	static const char *const levels[] = { NULL, "96", "1;93", "1;91" };

	if (s->style->colour && (unsigned)l < ARRAY_LEN(levels) && levels[l])
		str_printf(s->o, "\033[%sm", levels[l]);
}

static void colour_off(const struct screen *s, enum level l)
{
	if (s->style->colour && l > LEVEL_NONE && l < LEVEL_COUNT)
		str_puts(s->o, "\033[0m");
}

static const char *base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash && slash[1] ? slash + 1 : path ? path : "?";
}

static unsigned lines_in(const struct str *o, size_t from)
{
	unsigned n = 0;

	for (size_t i = from; i < o->len; i++)
		n += o->data[i] == '\n';
	return n;
}

/* ---- findings of the checks that speak about provenance ---- */

static bool concerns(const struct result *r, const struct finding *f)
{
	if (strcmp(r->check, "c2pa") == 0 || strcmp(r->check, "attestation") == 0)
		return true;
	return strcmp(r->check, "contradiction") == 0 && f->trace == TRACE_PROVENANCE;
}

static size_t findings(const struct examination *x, const struct finding **out, size_t max)
{
	size_t n = 0;

	for (int level = LEVEL_ALERT; level >= LEVEL_NONE; level--)
		for (uint32_t i = 0; i < x->n_results; i++)
			for (uint32_t k = 0; k < x->results[i].n_findings; k++) {
				const struct finding *f = &x->results[i].findings[k];

				if ((int)f->level == level && concerns(&x->results[i], f) && n < max)
					out[n++] = f;
			}
	return n;
}

/* ---- pieces ---- */

/* Text of evidence may be of any length; on one screen it has two lines. */
static void paragraph(const struct screen *s, const char *text, size_t at, size_t indent)
{
	struct provenance_room room = { at, indent, s->style->width, s->style->all ? 0 : 2, s->style->ascii };

	provenance_wrap(text, &room, s->o);
}

static void head(const struct screen *s)
{
	struct str list;
	size_t width = s->style->width, used;
	const char *name = base_name(s->x->path);

	str_init(&list, 65536);
	if (s->details)
		provenance_lists(s->details, &list);
	used = utf8_width(name) + 2 + utf8_width(list.data);
	if (list.len && used <= width) {
		str_puts(s->o, name);
		for (; used < width; used++)
			str_putc(s->o, ' ');
		str_printf(s->o, "  %s\n", list.data);
	} else {
		paragraph(s, name, 0, 2);
		if (list.len) {
			str_puts(s->o, "  ");
			paragraph(s, list.data, 2, 2);
		}
	}
	str_release(&list);
}

static const struct finding *loudest(const struct screen *s, enum level than)
{
	const struct finding *first = NULL;

	if (findings(s->x, &first, 1) && first->level > LEVEL_NONE && first->level >= than && first->summary)
		return first;
	return NULL;
}

static void headline(const struct screen *s)
{
	enum level level;
	const char *text = provenance_headline(s->details, &level);
	const struct finding *first = loudest(s, level);

	if (first) {
		level = first->level;
		text = first->summary;
	}
	colour_on(s, level);
	str_printf(s->o, "%s ", level_sign(level, s->style->ascii));
	if (level > LEVEL_NONE)
		str_printf(s->o, "%s: ", level_name(level));
	paragraph(s, text, level > LEVEL_NONE ? 4 + strlen(level_name(level)) : 2, 2);
	colour_off(s, level);
}

static void answers(const struct screen *s)
{
	for (unsigned i = 0; i < PROVENANCE_ANSWERS; i++) {
		struct provenance_answer a = provenance_answer(s->details, i);

		colour_on(s, a.tone);
		str_printf(s->o, "%s ", provenance_sign(a.mark, s->style->ascii));
		colour_off(s, a.tone);
		str_printf(s->o, "%-11s ", a.name);
		paragraph(s, a.text, ANSWER_AT, ANSWER_AT);
		for (const struct value *v = a.items && s->style->all ? a.items->first : NULL; v; v = v->next)
			if (v->kind == VALUE_TEXT && v->text) {
				str_printf(s->o, "%*s- ", ANSWER_AT, "");
				paragraph(s, v->text, ANSWER_AT + 2, ANSWER_AT + 2);
			}
	}
}

/* The whole text, and the lines of the tree beside all of it. */
static void whole_row(const struct screen *s, const struct provenance_row *r)
{
	struct provenance_row after = *r;
	struct provenance_room room = { .ascii = s->style->ascii };
	size_t at = provenance_prefix(r, s->style->ascii, s->o), later;
	struct str lines;

	str_init(&lines, s->o->max);
	after.kind = CHAIN_LINE;
	after.indent += r->kind == CHAIN_ITEM ? 2 : 1;
	later = provenance_prefix(&after, s->style->ascii, &lines);
	str_clear(&lines);
	at = later > at ? later : at;
	room.cells = at < s->style->width ? s->style->width - at : 1;
	provenance_wrap(r->text, &room, &lines);
	for (char *p = lines.data, *end; (end = strchr(p, '\n')); p = end + 1) {
		if (p != lines.data) {
			str_putc(s->o, '\n');
			provenance_prefix(&after, s->style->ascii, s->o);
		}
		str_add(s->o, p, (size_t)(end - p));
	}
	str_release(&lines);
}

static void row(const struct screen *s, const struct provenance_row *r)
{
	colour_on(s, r->tone);
	if (!s->style->all || r->kind == CHAIN_MANIFEST)
		provenance_line(r, s->style->width, s->style->ascii, s->o);
	else
		whole_row(s, r);
	if (r->kind == CHAIN_MORE && !s->style->all)
		str_puts(s->o, " (--all)");
	colour_off(s, r->tone);
	str_putc(s->o, '\n');
}

static void unreadable(const struct screen *s)
{
	const struct value *codes = value_get(s->details, "codes"), *all = provenance_array(codes, "failure");

	str_puts(s->o, "no manifest could be read\n");
	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		if (v->kind == VALUE_TEXT && v->text) {
			str_puts(s->o, "  fails: ");
			paragraph(s, v->text, 9, 4);
			if (!s->style->all)
				return;
		}
}

static void tree(const struct screen *s, unsigned manifests)
{
	struct provenance_wish wish = { .open_all = s->style->all ? PART_EVERY : 0, .max_manifests = manifests };
	struct provenance_tree t;

	provenance_tree_make(s->details, &wish, &t);
	for (uint32_t i = 0; i < t.n; i++)
		row(s, &t.rows[i]);
	if (t.n == 0)
		unreadable(s);
	provenance_tree_release(&t);
}

/* The most manifests whose rows fit in `room` lines, at least one. */
static unsigned fitting(const struct screen *s, unsigned room)
{
	struct provenance_wish wish = { .max_manifests = 0 };
	struct provenance_tree t;
	unsigned n = 0;

	provenance_tree_make(s->details, &wish, &t);
	if (t.n <= room) {
		provenance_tree_release(&t);
		return 0;
	}
	for (uint32_t i = 0; i < t.n; i++) {
		if (t.rows[i].kind != CHAIN_MANIFEST)
			continue;
		if (i + 1 > room) /* one line is for what is left out */
			break;
		n++;
	}
	provenance_tree_release(&t);
	return n > 1 ? n - 1 : 1;
}

/* The gaps one by one; with everything they stand below their answer. */
static void left_open(const struct screen *s)
{
	const struct value *items = provenance_answer(s->details, PROVENANCE_ANSWERS - 1).items;
	struct str line;

	if (!items || s->style->all)
		return;
	str_init(&line, 65536);
	str_puts(&line, "left open: ");
	for (const struct value *v = items->first; v; v = v->next)
		if (v->kind == VALUE_TEXT && v->text)
			str_printf(&line, "%s%s", v == items->first ? "" : "; ", v->text);
	paragraph(s, line.data, 0, 2);
	str_release(&line);
}

static void every_gap(const struct screen *s)
{
	const struct value *all = provenance_array(s->details, "unbound");

	for (const struct value *v = all && s->style->all ? all->first : NULL; v; v = v->next) {
		struct str line;

		str_init(&line, 65536);
		str_printf(&line, "  at byte %lld, %lld bytes, %s: %s", (long long)provenance_int(v, "start", -1),
			   (long long)provenance_int(v, "length", -1), provenance_text(v, "kind"),
			   provenance_text(v, "what"));
		paragraph(s, line.data, 0, 4);
		str_release(&line);
	}
}

static void foot(const struct screen *s)
{
	const struct result *r = exam_result(s->x, "attestation");
	struct str line;

	str_init(&line, 65536);
	if (provenance_binds(s->details)) {
		str_puts(&line, "not bound: ");
		provenance_unbound(s->details, &line);
		paragraph(s, line.data, 0, 2);
		every_gap(s);
	}
	left_open(s);
	if (r && r->status == RESULT_DONE && r->details) {
		str_clear(&line);
		str_puts(&line, "attestation: ");
		provenance_attestation(r->details, &line);
		paragraph(s, line.data, 0, 2);
	}
	str_release(&line);
}

static void finding_lines(const struct screen *s, const struct finding *f)
{
	colour_on(s, f->level);
	str_printf(s->o, "%s ", level_sign(f->level, s->style->ascii));
	paragraph(s, f->summary ? f->summary : "", 2, 2);
	colour_off(s, f->level);
	if (!s->style->all)
		return;
	if (f->detail) {
		str_puts(s->o, "  ");
		paragraph(s, f->detail, 2, 2);
	}
	for (uint32_t i = 0; i < f->n_alternatives; i++) {
		str_puts(s->o, "  could also be: ");
		paragraph(s, f->alternatives[i], 17, 4);
	}
	str_printf(s->o, "  %s\n", f->code ? f->code : "");
}

/* On one screen the loudest stands at the top already, and those without a level are counted: the answers say what
 * they say. */
static void list_findings(const struct screen *s)
{
	const struct finding *all[FOUND_MAX];
	size_t n = findings(s->x, all, FOUND_MAX), from = 0, to = n;

	if (!s->style->all) {
		from = s->details && n && all[0]->level > LEVEL_NONE;
		while (to > from && all[to - 1]->level == LEVEL_NONE)
			to--;
		to = to - from > FINDINGS_SHOWN ? from + FINDINGS_SHOWN - 1 : to;
	}
	for (size_t i = from; i < to; i++)
		finding_lines(s, all[i]);
	if (to < n)
		str_printf(s->o, "  ... %zu more finding%s (--all)\n", n - to, n - to == 1 ? "" : "s");
}

/* Findings about files without a store: what is left of one. */
static void nothing(const struct screen *s)
{
	headline(s);
	answers(s);
	list_findings(s);
}

static void trouble(const struct screen *s)
{
	const char *why = !s->c2pa           ? "the check c2pa did not run"
			  : s->c2pa->reason ? s->c2pa->reason
					    : result_status_name(s->c2pa->status);

	str_puts(s->o, "  not verified: ");
	paragraph(s, why, 16, 2);
	list_findings(s);
}

static void store_findings(const struct screen *s, size_t begun)
{
	struct str below;
	struct screen later = *s;
	unsigned used, room;

	str_init(&below, s->o->max);
	later.o = &below;
	foot(&later);
	list_findings(&later);
	used = lines_in(s->o, begun) + lines_in(&below, 0) + 2; /* two blank lines */
	room = s->style->height > used + 2 * MANIFEST_LINES ? s->style->height - used : 2 * MANIFEST_LINES;
	str_putc(s->o, '\n');
	tree(s, s->style->all ? 0 : fitting(s, room));
	str_putc(s->o, '\n');
	str_puts(s->o, below.data);
	str_release(&below);
}

void provenance_screen(struct str *o, const struct examination *x, const struct provenance_style *style)
{
	struct screen s = { .o = o, .x = x, .style = style, .c2pa = exam_result(x, "c2pa") };
	size_t begun = o->len;

	if (s.c2pa && s.c2pa->status == RESULT_DONE)
		s.details = s.c2pa->details;
	head(&s);
	if (!s.details) {
		trouble(&s);
	} else if (!provenance_present(s.details)) {
		nothing(&s);
	} else {
		headline(&s);
		answers(&s);
		store_findings(&s, begun);
	}
}

enum provenance_outcome provenance_outcome(const struct examination *x)
{
	const struct result *r = exam_result(x, "c2pa");

	if (!r || r->status == RESULT_FAILED || r->status == RESULT_CANCELLED)
		return OUTCOME_FAILED;
	if (r->status != RESULT_DONE || !provenance_present(r->details))
		return OUTCOME_NOTHING;
	return provenance_intact(r->details) ? OUTCOME_INTACT : OUTCOME_BROKEN;
}
