/* SPDX-License-Identifier: GPL-3.0-or-later */
/* note_builder.h: builds the notes of a camera maker for tests: a header, one directory, its values behind
 * it. */
#ifndef COTTINGLEY_NOTE_BUILDER_H
#define COTTINGLEY_NOTE_BUILDER_H

#include "src/base/base.h"

enum { NOTE_ENTRIES = 24, NOTE_BYTES = 2048 };

struct note_entry {
	uint16_t tag, type;
	uint32_t count;
	size_t at, len; /* in values */
};

struct note {
	bool little;
	uint8_t header[32];
	size_t n_header;
	size_t gap;       /* bytes between directory and values */
	struct note_entry entries[NOTE_ENTRIES];
	unsigned n;
	uint8_t values[NOTE_BYTES];
	size_t n_values;
	uint8_t tail[16]; /* behind the values */
	size_t n_tail;
	uint8_t out[2 * NOTE_BYTES];
	size_t n_out;
};

void note_init(struct note *n, bool little, const void *header, size_t len);
void note_raw(struct note *n, uint16_t tag, uint16_t type, uint32_t count, const void *bytes, size_t len);
void note_text(struct note *n, uint16_t tag, const char *s);
void note_long(struct note *n, uint16_t tag, uint32_t v);
void note_short(struct note *n, uint16_t tag, uint16_t v);
/* Offsets count so that `base` is the note's first byte: 0 for notes that count from themselves. */
void note_finish(struct note *n, int64_t base);

#endif
