/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attestation.h: how much a camera's signature is worth, rung by rung. The profiles as one const table, the steps, the ladder.
 * Inside analyzers/provenance and its tests only. */
#ifndef COTTINGLEY_ATTESTATION_H
#define COTTINGLEY_ATTESTATION_H

#include "src/base/base.h"
#include "analyzers/analyzer.h"
#include "analyzers/provenance/credentials.h"

enum { ATTESTATION_TEXT = 240, ATTESTATION_ALTERNATIVES = 4 };

/* ---- what is known of products ---- */

enum key_place { KEY_UNKNOWN, KEY_SECURE_ELEMENT, KEY_SOC, KEY_HARDWARE, KEY_CLOUD, KEY_SOFTWARE };

/* Patterns as of fnmatch(3), without case. The vendor must stand in the certificates or be the generator; the model may come from
 * EXIF too, which a listed vendor's key vouches for. */
struct attestation_profile {
	const char *name;            /* for people: "Leica M11-P" */
	const char *vendor, *model, *generator; /* generator NULL: any */
	enum key_place place;
	bool per_image_key;          /* a key of its own for each picture: a certificate that links no pictures */
	bool captures;               /* signs what it takes; false: signs edits only */
	unsigned assurance_level;    /* of the C2PA conformance programme; 0: not known */
	const char *note;            /* what cannot be checked here; or NULL */
	const char *source, *as_of;
};
extern const struct attestation_profile attestation_profiles[];
extern const size_t attestation_n_profiles;
const char *key_place_words(enum key_place k);
/* Is the key said to be in the device? */
bool key_in_device(enum key_place k);

/* ---- one file ---- */

enum step_answer { STEP_UNKNOWN, STEP_PASS, STEP_FAIL, STEP_NOT_PRESENT };

enum attestation_step {
	STEP_MANIFEST, STEP_SIGNATURE, STEP_BINDING, STEP_CHAIN, STEP_TIME, STEP_REVOCATION, STEP_CAPTURE, STEP_HISTORY,
	STEP_MAKE_MODEL, STEP_MAKER_NOTE, STEP_SIZE, STEP_TABLES, STEP_THUMBNAIL, STEP_EXPOSURE, STEP_INCIDENT, STEP_KEY,
	STEP_RECAPTURE, STEPS
};

enum rung { RUNG_0, RUNG_1, RUNG_2, RUNG_3, RUNG_4, RUNG_X };

struct attestation_case {
	struct subject *in;
	const struct context *cx;
	const struct param *p;
	const struct c2pa_report *r;
	const struct c2pa_manifest *m;      /* the active one, or NULL */
	const struct exif_facts *exif;      /* or NULL */
	struct thumbnail_match thumbnail;   /* of the active claim */
	const struct attestation_profile *profile; /* or NULL */
	const struct incident *incident; const struct trust_list *incident_list;
	struct step { enum step_answer answer; char text[ATTESTATION_TEXT]; } steps[STEPS];
	enum rung rung;
};

/* Fills profile, incident, steps and rung from the rest. */
void attestation_fill(struct attestation_case *c);
void attestation_coherence(struct attestation_case *c); /* attestation_coherence.c: STEP_MAKE_MODEL to STEP_EXPOSURE */
void attestation_step(struct attestation_case *c, enum attestation_step s, enum step_answer a, const char *fmt, ...)
	PRINTF(4, 5);
const char *step_name(enum attestation_step s);      /* "make_model" */
const char *step_answer_name(enum step_answer a);    /* "pass", "fail", "not_present", "unknown" */
const char *rung_name(enum rung r);                  /* "R3", "X" */
const char *rung_words(enum rung r);                 /* for people */

/* ---- findings ---- */

struct attestation_rule {
	const char *code;
	enum finding_kind kind;
	enum level level;
	bool (*fires)(const struct attestation_case *c, char *detail); /* detail: C2PA_DETAIL bytes, empty at entry */
	const char *summary;
	const char *alternatives[ATTESTATION_ALTERNATIVES]; /* ends with NULL */
};
extern const struct attestation_rule attestation_rules[];
extern const size_t attestation_n_rules;
extern const struct param attestation_params[];

#endif
