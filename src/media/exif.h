/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif.h: our bounded walker of TIFF directories (TIFF 6.0 section 2, Exif 2.32 = CIPA DC-008). It yields
 * every entry the file holds, with its place, type, count and raw bytes, and nothing the file does not
 * hold. libexif is asked only for the name and the printed form of a value that the walker found. Offsets
 * inside MakerNotes are not followed. Loops, overflows and entries that point outside are recorded as
 * problems, and the walk goes on where it can. */
#ifndef COTTINGLEY_EXIF_H
#define COTTINGLEY_EXIF_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/result.h"
#include "src/base/span.h"
#include "src/base/str.h"

enum exif_ifd {
	EXIF_IFD0,
	EXIF_IFD1,
	EXIF_IFD_EXIF,
	EXIF_IFD_GPS,
	EXIF_IFD_INTEROP,
	EXIF_IFD_OTHER,
	EXIF_IFDS
};

struct exif_field { /* not the libexif type; named apart from it */
	enum exif_ifd ifd;
	uint16_t tag, type;   /* TIFF type 1..13 */
	uint32_t count;
	struct span bytes;    /* the value, borrowed; empty when `broken` */
	bool broken;          /* its type is unknown or its value lies outside the block */
};

struct exif_problem {
	uint64_t offset; /* in the file */
	const char *what; /* "entry 0x010f of IFD0 points outside the block" */
};

struct exif {
	bool little_endian;
	struct span block;          /* from the TIFF header on */
	struct exif_field *fields;  /* in file order */
	uint32_t n_fields;
	struct exif_problem *problems;
	uint32_t n_problems;
	uint64_t thumbnail_offset;  /* in the file; IFD1 JPEGInterchangeFormat */
	uint64_t thumbnail_length;  /* 0: none */
};

/* block: from "II*\0" or "MM\0*" on. Everything lives in a. ST_CORRUPT only when there is no TIFF header. */
MUST_USE enum status exif_read(struct arena *a, struct span block, struct exif *out, struct error *e);

/* Adds the entries of another block of the same file, whose first directory is ifd (Canon CR3 keeps each directory in
 * a block of its own). ST_CORRUPT when it is none or has the other byte order: x is then as before. */
MUST_USE enum status exif_add(struct arena *a, struct span block, enum exif_ifd ifd, struct exif *x,
			      struct error *e);

const struct exif_field *exif_find(const struct exif *x, enum exif_ifd ifd,
				   uint16_t tag); /* first, or NULL */
/* Typed access to value i of a field; false when the type or the index does not fit. */
MUST_USE bool exif_uint(const struct exif *x, const struct exif_field *f, uint32_t i, uint64_t *v);
MUST_USE bool exif_real(const struct exif *x, const struct exif_field *f, uint32_t i,
			double *v); /* rationals; NaN-free: false for n/0 */
/* ASCII up to the first NUL, trailing blanks cut, as bytes; copied into a. NULL when it is no text. */
const char *exif_text(struct arena *a, const struct exif_field *f);
/* The UserComment as text: its character code is honoured, UTF-16 becomes UTF-8, cut at 64 kB. NULL when
 * there is none. */
const char *exif_comment(struct arena *a, const struct exif *x);

/* Names and printed forms for the list of entries (uses libexif; see exif_names.c). */
const char *exif_ifd_name(enum exif_ifd ifd);
const char *exif_type_name(uint16_t type);
/* Our own printed form: text, numbers, fractions, or the first bytes. */
void exif_plain_text(const struct exif *x, const struct exif_field *f, struct str *out);
/* Fills out->entries and out->n_entries, one for each field, in file order. */
MUST_USE enum status exif_entries(const struct exif *x, struct examination *out, struct error *e);

/* The few facts that everybody needs, found in the right directories. Absent: NULL or has_ false. */
struct exif_facts {
	const char *make, *model, *software, *artist, *copyright, *lens_model, *body_serial,
		*image_unique_id, *owner;
	const char *date_time, *date_time_original, *date_time_digitized; /* as written */
	const char *offset_time, *offset_time_original, *offset_time_digitized, *subsec_original;
	bool has_orientation; uint16_t orientation;
	bool has_pixel_size; uint64_t pixel_x, pixel_y;
	bool has_gps; double latitude, longitude;  /* degrees, north and east positive */
	bool gps_ref_missing;
	bool has_altitude; double altitude;        /* metres */
	const char *gps_date;                      /* "YYYY:MM:DD" */
	bool has_gps_time; double gps_time[3];     /* UTC hour, minute, second */
	bool has_exposure; double exposure_time;   /* s */
	bool has_fnumber; double fnumber;
	bool has_iso; double iso;
	bool has_aperture; double aperture;        /* APEX Av */
	bool has_shutter; double shutter;          /* APEX Tv */
	bool has_brightness; double brightness;    /* APEX Bv */
	bool has_focal; double focal;              /* mm */
	bool has_focal35; double focal35;          /* mm */
	bool has_maker_note; uint64_t maker_note_offset, maker_note_size;
	uint32_t n_exif_fields;                    /* entries of the Exif directory */
};
void exif_facts(struct arena *a, const struct exif *x, struct exif_facts *out);
/* The "metadata" object of the JSON from the facts. */
struct value *exif_facts_value(struct arena *a, const struct exif_facts *f);

#endif
