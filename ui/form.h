/* SPDX-License-Identifier: GPL-3.0-or-later */
/* form.h: a few fields in a box over the view: text, a choice, or a scale. tab and shift-tab
 * move, enter saves, esc leaves unsaved. What the fields are and what saving means is a table
 * (struct form_ops). */
#ifndef COTTINGLEY_UI_FORM_H
#define COTTINGLEY_UI_FORM_H

#include "src/base/base.h"
#include "ui/cellbuf.h"
#include "ui/field.h"

struct ui;

enum { FORM_FIELDS = 6, CHOICE_UNSET = -1 };
enum form_kind { FORM_TEXT, FORM_CHOICE };

struct form_field {
	const char *label;
	enum form_kind kind;
	bool required;
	const char *empty; /* shown dim while a text is empty */
};

struct form_ops {
	const char *title, *verb;  /* "Verdict on", "save" */
	bool about_row;            /* the title ends in the name of the picture */
	bool preset;               /* the first option of a choice stands until another is chosen; never for a verdict */
	struct form_field fields[FORM_FIELDS];
	unsigned n_fields;
	/* FORM_CHOICE: the words of option i; NULL beyond the last. */
	const char *(*option)(const struct ui *u, unsigned field, unsigned i);
	/* A sentence about the chosen option, or NULL. May be NULL. */
	const char *(*meaning)(const struct ui *u, unsigned field, int chosen);
	/* what the first arrow chooses when nothing is chosen. May be NULL: 0 */
	int (*first)(unsigned field);
	/* Called with every required field filled. */
	void (*save)(struct ui *u);
};

struct form {
	const struct form_ops *ops; /* NULL: no form */
	unsigned focus;
	struct field text[FORM_FIELDS];
	int chosen[FORM_FIELDS];
	uint64_t row;               /* for which picture it was opened */
	char subject[300];          /* its name */
	char complaint[120];        /* what is missing; "" */
};

extern const struct form_ops verdict_form, export_form;

void form_open(struct ui *u, const struct form_ops *ops);
void form_key(struct ui *u, int key);
void form_draw(struct ui *u, struct cellbuf *b);

#endif
