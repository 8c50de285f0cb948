/* SPDX-License-Identifier: GPL-3.0-or-later */
/* makernote_kinds.h: the signatures of the notes. Inside src/media only. */
#ifndef COTTINGLEY_MAKERNOTE_KINDS_H
#define COTTINGLEY_MAKERNOTE_KINDS_H

#include "src/media/makernote.h"

enum maker_order { ORDER_BLOCK, ORDER_LITTLE, ORDER_BIG };

enum maker_flag {
	NOTE_OPAQUE = 1 << 0,  /* no directory: text, a record, or enciphered */
	NOTE_POINTER = 1 << 1, /* `dir` is where a 32-bit pointer to the directory stands */
	NOTE_EITHER = 1 << 2, /* the maker counts from the block in some models and from the note in others */
	NOTE_NO_CASE = 1 << 3, /* `make` in any case */
};

struct maker_layout {
	enum maker_kind kind;
	const char *name;
	const char *make;   /* Make begins with this; NULL: any */
	const char *model;  /* Model is this; NULL: any */
	const char *magic;  /* the note begins with this; NULL: anything */
	uint8_t magic_len;
	uint8_t dir;        /* where the directory starts, in the note */
	enum maker_base base;
	int8_t base_at;     /* added to the base */
	enum maker_order order;
	uint8_t gap;        /* bytes between the directory's last entry and its first value */
	uint8_t flags;
};

/* Never NULL: the last row takes every note. */
const struct maker_layout *maker_layout_find(const struct span *note, const struct exif_facts *f);

/* Fills m->values from m->dir. */
void maker_values_read(struct arena *a, struct maker_note *m);

#endif
