/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contradiction_rules.h: what one layer of metadata says about what another one says, as one const table. A rule
 * compares two layers and is silent when one of them is missing. What ordinary programs do to pictures all day is an
 * observation, which confirms no other finding. Inside analyzers/provenance and its tests only. */
#ifndef COTTINGLEY_CONTRADICTION_RULES_H
#define COTTINGLEY_CONTRADICTION_RULES_H

#include "src/base/base.h"
#include "analyzers/analyzer.h"
#include "analyzers/metadata/exif_thumbnail.h"

enum { CONTRADICTION_DETAIL = 400, CONTRADICTION_ALTERNATIVES = 5 };

struct c2pa_report; /* src/trust/c2pa.h */

enum contradiction_says { SAYS_NOTHING /* no two layers to compare */, SAYS_AGREES, SAYS_DIFFERS };

struct contradiction_case {
	struct subject *in;
	const struct param *p;
	/* NULL: the file has no such layer, or it could not be read */
	const struct exif_facts *exif;
	const struct exif_facts *second; /* of another EXIF block */
	const struct xmp_facts *xmp;
	const struct iptc *iptc;
	const struct photoshop *photoshop;
	const struct icc *icc;
	const struct c2pa_report *c2pa;  /* Content Credentials, verified; NULL also when no world was given */
	struct thumbnail_match photoshop_thumbnail, xmp_thumbnail;
};

struct contradiction_rule {
	const char *code;
	enum finding_kind kind;
	enum level level;
	enum trace trace;
	enum contradiction_says (*compare)(const struct contradiction_case *c, char *detail);
	const char *summary;
	const char *alternatives[CONTRADICTION_ALTERNATIVES]; /* ends with NULL */
};

extern const struct contradiction_rule contradiction_rules[];
extern const size_t contradiction_n_rules;
extern const struct param contradiction_params[];

/* Fills the layers from c->in; what it keeps lives in a. The thumbnails and c2pa are filled by the check. */
void contradiction_case_fill(struct contradiction_case *c, struct arena *a);
/* One maker under two names: "NIKON CORPORATION", "Nikon". */
bool contradiction_same_maker(const char *a, const char *b);
bool contradiction_same_model(const char *a, const char *b);
void contradiction_say(char *detail, const char *fmt, ...) PRINTF(2, 3);

#define CONTRADICTION(name) enum contradiction_says name(const struct contradiction_case *c, char *detail)
CONTRADICTION(contradiction_make);
CONTRADICTION(contradiction_model);
CONTRADICTION(contradiction_software);
CONTRADICTION(contradiction_pixel_size);
CONTRADICTION(contradiction_orientation);
CONTRADICTION(contradiction_gps);
CONTRADICTION(contradiction_exif_blocks);
CONTRADICTION(contradiction_xmp_packets);
CONTRADICTION(contradiction_caption_digest);
CONTRADICTION(contradiction_icc_maker);
CONTRADICTION(contradiction_colour_space);
CONTRADICTION(contradiction_c2pa_stripped);
CONTRADICTION(contradiction_c2pa_camera);
CONTRADICTION(contradiction_c2pa_size);
CONTRADICTION(contradiction_c2pa_ai_exif);
CONTRADICTION(contradiction_c2pa_digital_source);
CONTRADICTION(contradiction_c2pa_edited);
CONTRADICTION(contradiction_c2pa_time);
CONTRADICTION(contradiction_date_original);
CONTRADICTION(contradiction_date_iptc);
CONTRADICTION(contradiction_date_iptc_xmp);
CONTRADICTION(contradiction_history_metadata);
CONTRADICTION(contradiction_history_create);
CONTRADICTION(contradiction_history_order);
CONTRADICTION(contradiction_quality);
CONTRADICTION(contradiction_photoshop_thumbnail);
CONTRADICTION(contradiction_xmp_thumbnail);
CONTRADICTION(contradiction_preview_aspect);

#endif
