/* SPDX-License-Identifier: GPL-3.0-or-later */
/* credentials.h: the Content Credentials of a subject, verified once and kept with it, so that `c2pa`, `attestation` and
 * `contradiction` share one verification; and what they all ask of it. Inside analyzers/provenance and its tests only,
 * but for src/engine/worker_part.c, which shows parts of what is kept. */
#ifndef COTTINGLEY_CREDENTIALS_H
#define COTTINGLEY_CREDENTIALS_H

#include "src/base/base.h"
#include "analyzers/analyzer.h"
#include "analyzers/metadata/exif_thumbnail.h"
#include "src/trust/c2pa.h"

/* The report, owned by the subject; NULL when the context brings no world (nothing is judged without one). ST_OK, or the error
 * of c2pa_verify(). */
MUST_USE enum status credentials_get(struct subject *in, const struct context *cx, struct job_control *ctl,
				     const struct c2pa_report **out, struct error *e);
/* Keeps a report as if it had been verified for this context; `release` may be NULL. */
void credentials_keep(struct subject *in, const struct context *cx, struct c2pa_report *r,
		      void (*release)(struct c2pa_report *r));

/* Compares a signed thumbnail with the picture (exif_thumbnail.h). What cannot be decoded or compared is SILENT with its reason.
 * ST_OK, ST_CANCELLED, ST_MEMORY. */
MUST_USE enum status credentials_thumbnail(struct subject *in, const struct c2pa_thumbnail *t, struct job_control *ctl,
					   struct thumbnail_match *m, struct error *e);
/* Does it show another scene? The thresholds are those of the rules about the EXIF thumbnail. */
bool thumbnail_is_other(const struct thumbnail_match *m, double scene, double part);
/* 0: the same; 1: nothing in common; NaN: not compared. One minus the best correlation found. */
double thumbnail_distance(const struct thumbnail_match *m);

/* ---- questions ---- */
/* The manifest whose hard binding was checked: the active one, or the one that an update rests on. NULL: none. */
const struct c2pa_manifest *credentials_bound(const struct c2pa_report *r);
/* The claim's signature holds and is of the active manifest. */
bool credentials_signed(const struct c2pa_report *r);
/* The binding matches, and the picture is among what is bound. */
bool credentials_bind(const struct c2pa_report *r);
/* The signer's certificate, or NULL. */
const struct certificate *credentials_leaf(const struct c2pa_manifest *m);
bool credentials_public_test(const struct c2pa_manifest *m); /* any certificate of the chain */
/* For people, as claimed: the signer's O, else CN, else "nobody". */
const char *credentials_signer(const struct c2pa_manifest *m);
/* Index among the manifests; -1 for NULL. */
int credentials_index(const struct c2pa_report *r, const struct c2pa_manifest *m);
/* Shell pattern (*, ? and [...]) against the whole text, without case. NULL: no. */
bool credentials_like(const char *pattern, const char *text);
/* Does a certificate of its chain or its generator fit the pattern? */
bool credentials_names(const struct c2pa_manifest *m, const char *pattern);

/* The known incident that the manifest falls under, or NULL; *by: the list. The vendor must stand in the certificates or be the
 * generator: EXIF can be written by anybody. The model may come from EXIF. Without a proved time every time fits. */
const struct incident *credentials_incident(const struct c2pa_manifest *m, const struct exif_facts *exif,
					    const struct world *w, const struct trust_list **by);

/* The last part of an IPTC or C2PA source type, "trainedAlgorithmicMedia"; NULL for NULL. */
const char *source_type_tail(const char *uri);

#endif
