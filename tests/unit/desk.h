/* SPDX-License-Identifier: GPL-3.0-or-later */
/* desk.h: the workstation on a fake case, worked by keys, for tests of its pages. */
#ifndef COTTINGLEY_TESTS_DESK_H
#define COTTINGLEY_TESTS_DESK_H

#include "src/base/base.h"
#include "tests/unit/fake_backend.h"
#include "ui/ui.h"

struct desk {
	struct fake *f;
	struct ui *u;
};

struct desk desk_open(void (*fill)(struct fake *f)); /* fill may be NULL: an empty case */
void desk_close(struct desk *d);
/* Keys by name, text in quotes: "j enter \"crowd\"". */
void press(struct desk *d, const char *keys);
void settle(struct desk *d); /* until nothing is asked for any more, as the loop does */
bool shows(struct desk *d, const char *text); /* at 80x24; says what is there instead */
bool seen(struct desk *d, const char *text);  /* the same, in silence */
const char *selected(struct desk *d);         /* name of the row, or "" */
/* Chafa's choice of symbols is not ours to keep: screens in UTF-8 are compared without the preview. */
void no_previews(struct fake *f);

#endif
