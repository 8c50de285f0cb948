/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_check.h: checks over what a case holds. They run in the parent, over examinations that were read back
 * as hostile input; they see no byte of a picture, and they are pure: no files, clock, globals, printing,
 * threads. Adding one is a file, a row in case_checks.c and a section in cottingley-methods(7).
 *
 *   case_picture_fill() for each examination -> case_check_run() over all of them -> struct case_report
 */
#ifndef COTTINGLEY_CASE_CHECK_H
#define COTTINGLEY_CASE_CHECK_H

#include "analyzers/provenance/identity_record.h"
#include "src/base/base.h"
#include "src/base/case_report.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/result.h"

/* What the case checks need of one examination. Texts are sanitised, cut to their room, "" when absent. */
struct case_picture {
	char label[16], name[64]; /* exhibit label; base name */
	bool examined;		  /* it could be examined; else only the hash counts */
	uint8_t sha256[SHA256_LEN];
	bool has_hash;
	uint32_t width, height;
	char media_type[32];
	char make[48], model[48], software[64], unique_id[72];
	char serial[48];	   /* of the body: from the maker's notes, else BodySerialNumber */
	char image_count[24];	   /* of the maker's notes */
	char date[24], subsec[12]; /* DateTimeOriginal as written */
	char changed[24];	   /* DateTime as written */
	bool has_clock;
	int64_t clock; /* `date` in seconds, in whatever zone the camera's clock kept */
	bool has_utc;
	int64_t utc; /* the same in UTC: from GPS, else from the clock and its stated zone */
	bool has_place;
	double latitude, longitude;
	double exposure, f_number, iso;	  /* 0: not stated */
	int quality;			  /* nearest IJG quality of the luma table; 0: not a JPEG */
	struct identity_record *identity; /* NULL: none; mem_array */
};

/* label may be NULL. False without memory. */
MUST_USE bool case_picture_fill(struct case_picture *p, const struct examination *x, const char *label);
void case_picture_release(struct case_picture *p);
/* "Q3 fire.jpg"; returns out. */
char *case_picture_words(const struct case_picture *p, char *out, size_t len);

struct kinship; /* kinship.h */

struct case_view {
	const struct case_picture *pictures;
	uint32_t n;
	const struct kinship *kin; /* who shows the same as whom */
	struct job_control *ctl;
};

struct case_check {
	const char *id, *title, *question;
	unsigned version;
	enum status (*run)(const struct case_view *v, struct case_report *out, struct error *e);
};
extern const struct case_check
	*const case_checks[]; /* NULL-terminated, in the order they run and are shown */

/* All checks. out: case_report_init() was called; the caller releases it also on failure. ST_MEMORY,
 * ST_CANCELLED. */
MUST_USE enum status case_check_run(const struct case_picture *pictures, size_t n, struct job_control *ctl,
				    struct case_report *out, struct error *e);

extern const struct case_check case_check_duplicates; /* duplicates.c */
extern const struct case_check case_check_copied;     /* copied.c */
extern const struct case_check case_check_serial;     /* serial.c */
extern const struct case_check case_check_travel;     /* travel.c */

#endif
