/* SPDX-License-Identifier: GPL-3.0-or-later */
/* broken.h: deliberate faults. A sound file is made first, then one thing is broken, so that
 * a test knows which. */
#ifndef GEN_BROKEN_H
#define GEN_BROKEN_H

#include "bytes.h"
#include "options.h"

#include <stdbool.h>

struct fault {
	const char *name;
	const char *help;
	bool png;                            /* else JPEG */
	void (*prepare)(struct options *o);  /* before the file is made; may be NULL */
	void (*apply)(struct bytes *file);   /* afterwards; may be NULL */
};

/* NULL at or past the end of the table. */
const struct fault *fault_at(size_t i);
const struct fault *fault_find(const char *name); /* ends the program if unknown */

/* Faults that live in broken_text.c and broken_png.c. */
void text_empty(struct options *o);
void text_escapes(struct options *o);
void text_html(struct options *o);
void text_bidi(struct options *o);
void text_formula(struct options *o);
void text_control(struct options *o);
void text_not_utf8(struct options *o);
void text_long(struct options *o);
void png_text_escapes(struct options *o);
void png_text_bomb(struct options *o);

void png_bomb(struct bytes *file);
void png_zero(struct bytes *file);
void png_truncated(struct bytes *file);
void png_checksum(struct bytes *file);
void png_past_end(struct bytes *file);
void png_trailing(struct bytes *file);
void png_order(struct bytes *file);
void png_many_chunks(struct bytes *file);

#endif
