/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provenance.h: the five answers for other pages, and the thumbnails of the provenance page. */
#ifndef COTTINGLEY_UI_PROVENANCE_H
#define COTTINGLEY_UI_PROVENANCE_H

#include "ui/ui.h"

/* The details of the check c2pa, or NULL when it did not speak. */
const struct value *exam_credentials(const struct examination *x);
/* The five answers, one below the other, first column at `at`. */
void write_answers(struct page *p, int at, const struct value *details);

/* provenance_picture.c: thumbnails beside the picture as it is now. */
/* Shows the next thumbnail of this manifest from `item` on; false: it has none. */
bool thumbnail_open(struct ui *u, const struct value *details, uint32_t manifest, uint32_t item);
void thumbnail_draw(struct ui *u, struct cellbuf *b, struct box box);
void thumbnail_close(struct ui *u);
void thumbnail_reply(struct ui *u, const struct backend_reply *r);
void thumbnail_ask(struct ui *u);

#endif
