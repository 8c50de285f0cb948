/* SPDX-License-Identifier: GPL-3.0-or-later */
/* makernote.h: the maker's own notes (Exif 2.32, 4.6.5, tag 0x927C). No standard says what stands in them:
 * each maker has its own signature, byte order and base of offsets, known by observation (the tables of
 * ExifTool's MakerNotes.pm, Phil Harvey, are the reference). Most are one TIFF directory, and that is what is
 * read here: every entry with its place, and the few values that identify a body or count its pictures.
 * Enciphered records are left alone, and so are directories inside directories, but for Olympus' Equipment.
 *
 * Most makers count offsets from the TIFF header of the EXIF block, far outside the note: a program that
 * rewrites EXIF and moves the note leaves them pointing elsewhere. That is what `offsets` tells. */
#ifndef COTTINGLEY_MAKERNOTE_H
#define COTTINGLEY_MAKERNOTE_H

#include "src/base/base.h"
#include "src/media/exif.h"

enum maker_kind {
	MAKER_NONE, /* there is no note */
	MAKER_UNKNOWN,
	MAKER_APPLE,
	MAKER_CANON,
	MAKER_CASIO,
	MAKER_DJI,
	MAKER_FLIR,
	MAKER_FUJIFILM,
	MAKER_GE,
	MAKER_GOOGLE,
	MAKER_HASSELBLAD,
	MAKER_HP,
	MAKER_HUAWEI,
	MAKER_JVC,
	MAKER_KODAK,
	MAKER_KYOCERA,
	MAKER_LEICA,
	MAKER_MINOLTA,
	MAKER_MOTOROLA,
	MAKER_NIKON,
	MAKER_NINTENDO,
	MAKER_OLYMPUS,
	MAKER_PANASONIC,
	MAKER_PENTAX,
	MAKER_PHASE_ONE,
	MAKER_RECONYX,
	MAKER_RICOH,
	MAKER_SAMSUNG,
	MAKER_SANYO,
	MAKER_SIGMA,
	MAKER_SONY,
	MAKER_KINDS
};

enum maker_base {
	MAKER_BASE_BLOCK, /* the TIFF header of the EXIF block */
	MAKER_BASE_NOTE,  /* a place inside the note */
	MAKER_BASE_FILE,  /* the first byte of the file */
};

enum maker_offsets {
	MAKER_OFFSETS_NONE,   /* no directory, or no value that needs an offset */
	MAKER_OFFSETS_INSIDE, /* all values lie inside the note */
	MAKER_OFFSETS_BLOCK,  /* some lie outside the note, all inside the EXIF block: a few old cameras do so
			       */
	MAKER_OFFSETS_MOVED, /* none lies where it should, and one distance mends them all: the note was moved
			      */
	MAKER_OFFSETS_BROKEN, /* some lie outside the EXIF block, and no one distance mends them */
};

enum maker_value {
	MAKER_SERIAL,
	MAKER_INTERNAL_SERIAL,
	MAKER_LENS_SERIAL,
	MAKER_FIRMWARE,
	MAKER_IMAGE_TYPE,
	MAKER_CONTENT_ID,
	MAKER_IMAGE_ID,
	MAKER_SHUTTER_COUNT,
	MAKER_IMAGE_COUNT,
	MAKER_RUN_TIME, /* "present": how long the phone has been up, a binary property list */
	MAKER_VALUES
};

struct maker_note {
	enum maker_kind kind;
	const char *name;       /* "Canon", "Nikon, type 3"; a literal */
	struct span bytes;      /* the note, borrowed */
	bool directory;         /* a directory was found and read */
	enum maker_base base;
	int64_t base_at;        /* what offsets count from, in bytes from the TIFF header */
	enum maker_offsets offsets;
	int64_t moved;          /* MOVED: bytes added to every offset before a value was read; else 0 */
	uint32_t n_outside;     /* values outside the note, before that */
	/* The entries, for exif_find() and its kin: EXIF_IFD0 is the note's own directory, EXIF_IFD_OTHER the
	 * Equipment of Olympus. `block` is the EXIF block, the byte order is the note's. */
	struct exif dir;
	const char *values[MAKER_VALUES]; /* text as shown, in the arena; NULL: not there */
};

/* Recognises and reads the note of x; out->kind is MAKER_NONE when there is none. Everything lives in a.
 * ST_MEMORY, else ST_OK: a note that nobody can read is no error. */
MUST_USE enum status maker_note_read(struct arena *a, const struct exif *x, const struct exif_facts *f,
				     struct maker_note *out, struct error *e);

const char *maker_kind_name(enum maker_kind k);       /* "Canon" */
const char *maker_offsets_name(enum maker_offsets o); /* "inside", "moved", ...; stable, in the JSON */
/* Is this what a maker writes when there is no number: empty, zeros, blanks, "none", one character over and
 * over? */
bool maker_placeholder(const char *s);
/* NULL when the kind gives this tag no name here. */
const char *maker_tag_name(enum maker_kind k, enum exif_ifd ifd, uint16_t tag);

/* Adds "maker_note" to the map of facts; nothing without a note. */
void maker_note_facts(struct arena *a, struct value *facts, const struct maker_note *m);
/* Appends the entries of the note to out->entries: group "MakerNote Canon". */
MUST_USE enum status maker_note_entries(const struct maker_note *m, struct examination *out, struct error *e);

#endif
