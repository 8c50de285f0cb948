/* SPDX-License-Identifier: GPL-3.0-or-later */
/* structure_rules.h: the rules of the `structure` check as one const table. Inside analyzers/metadata and
 * its tests only. */
#ifndef COTTINGLEY_STRUCTURE_RULES_H
#define COTTINGLEY_STRUCTURE_RULES_H

#include "src/base/base.h"
#include "analyzers/analyzer.h"

enum { STRUCTURE_DETAIL = 400, STRUCTURE_ALTERNATIVES = 4, TRAILING_SMALL = 64 };

enum trailing_kind {
	TRAILING_NONE,
	TRAILING_PADDING, /* one byte over and over */
	TRAILING_KNOWN,	  /* what a camera or phone writes there */
	TRAILING_PREVIEW, /* a picture that no index names, in a file with a maker's notes, which may name
			     it */
	TRAILING_PICTURE, /* a picture that nothing names */
	TRAILING_FOREIGN, /* an archive, a program, a document */
	TRAILING_SMALL_REST,
	TRAILING_UNKNOWN,
};

struct trailing {
	enum trailing_kind kind;
	const char *what;      /* "a motion photo video (MP4)" */
	uint64_t offset, length; /* of everything behind the end; offset in the file */
};

struct structure_case {
	struct subject *in;
	struct trailing trailing;
	bool has_tables, has_chroma;
	int quality_luma, quality_chroma;
	const char *adobe_tables; /* "Photoshop, quality 10 ...": these are its tables; NULL: they are not */
	double difference_luma, difference_chroma; /* mean, steps an entry; 0: these are the IJG tables */
};

enum structure_media { MEDIA_ANY, MEDIA_JPEG, MEDIA_PNG, MEDIA_WEBP, MEDIA_GIF, MEDIA_BMP };

struct structure_rule {
	const char *code;
	enum structure_media media;
	enum level level;
	enum trace trace;
	enum finding_kind kind;
	bool (*fires)(const struct structure_case *c,
		      char *detail); /* STRUCTURE_DETAIL bytes, empty at entry */
	const char *summary;
	const char *alternatives[STRUCTURE_ALTERNATIVES]; /* ends with NULL */
};

extern const struct structure_rule structure_rules[];
extern const size_t structure_n_rules;

void structure_case_fill(struct structure_case *c);
/* Whose tables these are, among Adobe's; a literal, or NULL. */
const char *structure_adobe_tables(const struct jpeg_info *j);
/* What lies behind c->in->container.end. */
void trailing_classify(const struct subject *in, struct trailing *t);
void structure_say(char *detail, const char *fmt, ...) PRINTF(2, 3);

#define STRUCTURE_RULE(name) bool name(const struct structure_case *c, char *detail)
STRUCTURE_RULE(structure_damage);
STRUCTURE_RULE(structure_trailing_unknown);
STRUCTURE_RULE(structure_trailing_foreign);
STRUCTURE_RULE(structure_trailing_picture);
STRUCTURE_RULE(structure_trailing_known);
STRUCTURE_RULE(structure_pictures);
STRUCTURE_RULE(structure_ducky);
STRUCTURE_RULE(structure_photoshop);
STRUCTURE_RULE(structure_captions);
STRUCTURE_RULE(structure_icc);
STRUCTURE_RULE(structure_adobe);
STRUCTURE_RULE(structure_comment);
STRUCTURE_RULE(structure_order_jfif);
STRUCTURE_RULE(structure_order_app0);
STRUCTURE_RULE(structure_quantisation);
STRUCTURE_RULE(structure_quantisation_custom);
STRUCTURE_RULE(structure_quantisation_adobe);
STRUCTURE_RULE(structure_camera_progressive);
STRUCTURE_RULE(structure_camera_sampling);
STRUCTURE_RULE(structure_camera_tables);
STRUCTURE_RULE(structure_tables_count);
STRUCTURE_RULE(structure_arithmetic);
STRUCTURE_RULE(structure_restart);
STRUCTURE_RULE(structure_exif_twice);
STRUCTURE_RULE(structure_order_late);
STRUCTURE_RULE(structure_jumbf);
STRUCTURE_RULE(structure_progressive);
STRUCTURE_RULE(structure_huffman);
STRUCTURE_RULE(structure_png_order);
STRUCTURE_RULE(structure_png_text);
STRUCTURE_RULE(structure_png_writer);
STRUCTURE_RULE(structure_png_private);
STRUCTURE_RULE(structure_webp_flags);
STRUCTURE_RULE(structure_webp_order);
STRUCTURE_RULE(structure_webp_unknown);
STRUCTURE_RULE(structure_gif_extensions);
STRUCTURE_RULE(structure_bmp_gap);

#endif
