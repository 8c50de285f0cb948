/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/form.h"

#include "ui/text.h"
#include "ui/ui.h"

enum { LABEL = 13 };

void form_open(struct ui *u, const struct form_ops *ops)
{
	struct form *f = &u->form;
	const struct row *r = ui_row(u);

	f->ops = ops;
	f->focus = 0;
	f->complaint[0] = '\0';
	f->row = r ? r->id : 0;
	snprintf(f->subject, sizeof f->subject, "%s", r && ops->about_row ? r->name : "");
	for (unsigned i = 0; i < FORM_FIELDS; i++) {
		field_set(&f->text[i], "");
		f->chosen[i] = ops->preset ? 0 : CHOICE_UNSET;
	}
}

static bool filled(const struct form *f, unsigned i)
{
	if (f->ops->fields[i].kind == FORM_CHOICE)
		return f->chosen[i] != CHOICE_UNSET;
	return f->text[i].text[strspn(f->text[i].text, " ")] != '\0';
}

static void save(struct ui *u)
{
	struct form *f = &u->form;

	for (unsigned i = 0; i < f->ops->n_fields; i++)
		if (f->ops->fields[i].required && !filled(f, i)) {
			f->focus = i;
			snprintf(f->complaint, sizeof f->complaint, "%s is missing", f->ops->fields[i].label);
			return;
		}
	f->ops->save(u);
	f->ops = NULL;
}

static void choose(struct ui *u, int step)
{
	struct form *f = &u->form;
	int *c = &f->chosen[f->focus];
	int next = *c + step;

	if (*c == CHOICE_UNSET)
		next = f->ops->first ? f->ops->first(f->focus) : 0;
	if (next >= 0 && f->ops->option(u, f->focus, (unsigned)next))
		*c = next;
}

static void choice_key(struct ui *u, int key)
{
	if (key == UI_KEY_LEFT || key == 'h' || key == '-')
		choose(u, -1);
	else if (key == UI_KEY_RIGHT || key == 'l' || key == '+' || key == ' ')
		choose(u, 1);
	else if (key == UI_KEY_BACKSPACE || key == UI_KEY_DELETE)
		u->form.chosen[u->form.focus] = CHOICE_UNSET;
}

static void move_focus(struct form *f, unsigned step)
{
	f->focus = (f->focus + step) % f->ops->n_fields;
}

void form_key(struct ui *u, int key)
{
	struct form *f = &u->form;

	f->complaint[0] = '\0';
	switch (key) {
	case UI_KEY_ESC: case UI_CTRL('c'):
		f->ops = NULL;
		ui_say(u, LEVEL_NONE, "left unsaved");
		break;
	case UI_KEY_ENTER: save(u); break;
	case UI_KEY_TAB: case UI_KEY_DOWN: move_focus(f, 1); break;
	case UI_KEY_BACKTAB: case UI_KEY_UP: move_focus(f, f->ops->n_fields - 1); break;
	default:
		if (f->ops->fields[f->focus].kind == FORM_CHOICE)
			choice_key(u, key);
		else
			field_key(&f->text[f->focus], key);
	}
}

/* The options in a row, the chosen one in brackets; when they do not fit, the chosen one alone. */
static void draw_choice(const struct ui *u, struct cellbuf *b, unsigned i, int x, int y, int w)
{
	const struct form *f = &u->form;
	const char *o;
	int need = 0, at = x;

	for (unsigned k = 0; (o = f->ops->option(u, i, k)) != NULL; k++)
		need += text_cells(o, w) + 2;
	for (int k = 0; (o = f->ops->option(u, i, (unsigned)k)) != NULL; k++) {
		bool on = k == f->chosen[i];

		if (need > w && !on)
			continue;
		at += cellbuf_text(b, at, y, x + w - at, on ? ROLE_ACCENT : ROLE_DIM, on ? "[" : " ");
		at += cellbuf_text(b, at, y, x + w - at, on ? ROLE_ACCENT : ROLE_DIM, o);
		at += cellbuf_text(b, at, y, x + w - at, on ? ROLE_ACCENT : ROLE_DIM, on ? "]" : " ");
	}
	if (need > w && f->chosen[i] == CHOICE_UNSET)
		cellbuf_text(b, x, y, w, ROLE_DIM, "left and right choose");
	if (i == f->focus)
		cellbuf_cursor(b, at < x + w ? at : x + w - 1, y);
}

static void draw_field(const struct ui *u, struct cellbuf *b, unsigned i, int x, int y, int w)
{
	const struct form *f = &u->form;
	const struct form_field *d = &f->ops->fields[i];
	bool focus = i == f->focus;

	cellbuf_glyph(b, x, y, focus ? GLYPH_POINTER : GLYPH_BLANK, ROLE_ACCENT);
	cellbuf_text(b, x + 1, y, LABEL - 2, focus ? ROLE_TITLE : ROLE_TEXT, d->label);
	if (d->kind == FORM_CHOICE) {
		draw_choice(u, b, i, x + LABEL, y, w - LABEL);
		return;
	}
	field_draw(&f->text[i], b, x + LABEL, y, w - LABEL, focus);
	if (f->text[i].len == 0 && d->empty)
		cellbuf_text(b, x + LABEL + focus, y, w - LABEL - focus, ROLE_DIM, d->empty);
}

static const char *meaning(const struct ui *u, unsigned i)
{
	const struct form_ops *o = u->form.ops;

	return o->fields[i].kind == FORM_CHOICE && o->meaning ? o->meaning(u, i, u->form.chosen[i]) : NULL;
}

void form_draw(struct ui *u, struct cellbuf *b)
{
	const struct form *f = &u->form;
	struct box box = { 0, 0, b->width, (int)f->ops->n_fields + 4 };
	char title[400];
	int y;

	if (box.w > 100)
		box = (struct box){ (b->width - 100) / 2, 0, 100, box.h };
	box.y = b->height - 2 - box.h > 0 ? b->height - 2 - box.h : 0;
	snprintf(title, sizeof title, "%s%s%s", f->ops->title, f->ops->about_row ? " " : "", f->subject);
	cellbuf_fill(b, box, ROLE_TEXT);
	cellbuf_frame(b, box, title);
	y = box.y + 1;
	for (unsigned i = 0; i < f->ops->n_fields; i++) {
		const char *more = meaning(u, i);

		draw_field(u, b, i, box.x + 2, y++, box.w - 4);
		if (more)
			cellbuf_text(b, box.x + 2 + LABEL, y++, box.w - 4 - LABEL, ROLE_NOTICE, more);
	}
	if (f->complaint[0])
		cellbuf_print(b, box.x + 2, box.y + box.h - 1, box.w - 4, ROLE_WARN, " %s ", f->complaint);
	else
		cellbuf_print(b, box.x + 2, box.y + box.h - 1, box.w - 4, ROLE_HINT,
			      " enter %s   tab next field   left right choose   esc leave unsaved ",
			      f->ops->verb);
}
