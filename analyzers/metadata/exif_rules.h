/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_rules.h: the rules of the `exif` check as one const table. A rule is pure: it reads the case and
 * says whether it fires and with which detail. Inside analyzers/metadata and its tests only. */
#ifndef COTTINGLEY_EXIF_RULES_H
#define COTTINGLEY_EXIF_RULES_H

#include "src/base/base.h"
#include "src/base/timeutil.h"
#include "analyzers/analyzer.h"
#include "analyzers/metadata/exif_thumbnail.h"
#include "analyzers/metadata/sun.h"

enum { EXIF_DETAIL = 400, EXIF_TEXTS = 32, EXIF_ALTERNATIVES = 5 };

/* A date as written, parsed. */
struct exif_date {
	const char *text; /* NULL: absent */
	bool valid;       /* well formed, and a day that exists */
	bool blank;       /* spaces, colons and zeros only: "unknown" in the words of Exif 2.32, 4.6.5 */
	int64_t seconds;  /* as written, no zone; when valid */
	struct civil civil;
	bool has_offset;  /* an OffsetTime tag of its own */
	int offset;       /* minutes east of UTC */
};

/* Text that some writer left in the file. */
struct exif_text_item {
	const char *where; /* "Software", "XMP CreatorTool", "PNG parameters", "comment" */
	const char *text;
	bool software;     /* this field names a program */
};

/* The sun over the place and time of taking, when both are known. */
struct exif_sun {
	bool known;
	int64_t utc;          /* seconds since 1970 */
	const char *clock;    /* which clock says so; a literal */
	struct sun at;
	bool has_direction, magnetic;
	double direction;     /* GPSImgDirection, degrees from north over east */
};

struct exif_case {
	struct subject *in;
	const struct exif_facts *facts;
	const struct context *cx;
	const struct param *p;
	struct exif_date modified, original, digitized;
	struct exif_text_item texts[EXIF_TEXTS];
	unsigned n_texts;
	struct thumbnail_match thumbnail;
	bool has_thumbnail_table;      /* the thumbnail is a JPEG and its luma quantisation table is there */
	uint16_t thumbnail_table[64];  /* in natural order */
	struct exif_sun sun;
};

enum exif_weight {
	WEIGHT_INFO,
	WEIGHT_MEDIUM,
	WEIGHT_STRONG,
	WEIGHT_CERTAIN
}; /* none, notice, warning, alert */

struct exif_rule {
	const char *code;
	enum exif_weight weight;
	enum trace trace;
	enum finding_kind kind;
	bool (*fires)(const struct exif_case *c,
		      char *detail); /* detail: EXIF_DETAIL bytes, empty at entry */
	const char *summary;
	const char *alternatives[EXIF_ALTERNATIVES]; /* ends with NULL */
};

extern const struct exif_rule exif_rules[];
extern const size_t exif_n_rules;
extern const struct param exif_params[];

/* Fills everything but `thumbnail` from c->in, c->cx and c->p; what it keeps lives in a. */
void exif_case_fill(struct exif_case *c, struct arena *a);
void exif_date_read(struct exif_date *d, const char *text, const char *offset);
/* Writes a detail; text of the evidence is made safe where the finding is added. */
void exif_say(char *detail, const char *fmt, ...) PRINTF(2, 3);

void exif_sun_fill(struct exif_case *c); /* when facts and dates are there */
void exif_sun_report(const struct exif_case *c, struct result *out);
bool exif_is_phone(const struct exif_facts *f);
bool exif_has_camera(const struct exif_case *c); /* a make, a model or a date of taking */
bool exif_flash_fired(const struct exif_case *c);
bool exif_gps_seconds(const struct exif_facts *f, int64_t *seconds); /* UTC, since 1970 */

#define EXIF_RULE(name) bool name(const struct exif_case *c, char *detail)
EXIF_RULE(exif_date_order);
EXIF_RULE(exif_date_future);
EXIF_RULE(exif_date_reset);
EXIF_RULE(exif_date_malformed);
EXIF_RULE(exif_date_gps);
EXIF_RULE(exif_date_offset_longitude);
EXIF_RULE(exif_date_filename);
EXIF_RULE(exif_date_digitised);
EXIF_RULE(exif_date_modified);
EXIF_RULE(exif_date_subsec);
EXIF_RULE(exif_date_transfer);
EXIF_RULE(exif_dimensions_mismatch);
EXIF_RULE(exif_dimensions_orientation);
EXIF_RULE(exif_dimensions_density);
EXIF_RULE(exif_dimensions_generator);
EXIF_RULE(exif_thumbnail_aspect);
EXIF_RULE(exif_thumbnail_content);
EXIF_RULE(exif_thumbnail_tables);
EXIF_RULE(exif_thumbnail_differs);
EXIF_RULE(exif_thumbnail_crop);
EXIF_RULE(exif_software_editor);
EXIF_RULE(exif_software_generator);
EXIF_RULE(exif_software_parameters);
EXIF_RULE(exif_software_source_type);
EXIF_RULE(exif_software_ai_edit);
EXIF_RULE(exif_social);
EXIF_RULE(exif_screenshot);
EXIF_RULE(exif_xmp_history);
EXIF_RULE(exif_xmp_ancestors);
EXIF_RULE(exif_xmp_ingredients);
EXIF_RULE(exif_xmp_derived);
EXIF_RULE(exif_xmp_raw);
EXIF_RULE(exif_xmp_source_type);
EXIF_RULE(exif_xmp_composite);
EXIF_RULE(exif_gps_null_island);
EXIF_RULE(exif_gps_ref_missing);
EXIF_RULE(exif_gps_range);
EXIF_RULE(exif_gps_altitude);
EXIF_RULE(exif_gps_precision);
EXIF_RULE(exif_gps_method);
EXIF_RULE(exif_sun_position);
EXIF_RULE(exif_sun_night);
EXIF_RULE(exif_exposure_apex);
EXIF_RULE(exif_exposure_brightness);
EXIF_RULE(exif_exposure_crop_factor);
EXIF_RULE(exif_exposure_lens_range);
EXIF_RULE(exif_exposure_lens_aperture);
EXIF_RULE(exif_exposure_flash);
EXIF_RULE(exif_exposure_limits);
EXIF_RULE(exif_makernote_missing);
EXIF_RULE(exif_makernote_offsets);
EXIF_RULE(exif_makernote_byte_order);
EXIF_RULE(exif_makernote_serial);
EXIF_RULE(exif_makernote_foreign);
EXIF_RULE(exif_makernote_run_time);
EXIF_RULE(exif_makernote_placeholder);
EXIF_RULE(exif_stripped);
EXIF_RULE(exif_structure_broken);
EXIF_RULE(exif_duplicate_tag);

#endif
