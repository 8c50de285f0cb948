/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_set.h: the set of samples: each with what was done and what a verifier must say. */
#ifndef GEN_SIGN_SET_H
#define GEN_SIGN_SET_H

#include "tests/gen/sign.h"

#define SAMPLE_SEED "cottingley samples 1"

/* One row; made into j->out (the file) and, with sidecar, j->store. */
struct sample {
	const char *file;
	void (*make)(struct job *j);
	const char *state;    /* "trusted", "valid", "invalid", "none", with both sample roots installed */
	const char *failures; /* codes of the active manifest, comma-separated, or "-" */
	const char *deltas;   /* of its ingredients, beyond what the signer recorded, or "-" */
	const char *what, *reason;
};

/* Each ends with file NULL. One file each: one signature; damage and odd bindings; manifests upon manifests. */
extern const struct sample plain_samples[], harmed_samples[], chain_samples[];

/* The time at which the table holds: 2026-11-01 00:00 UTC. */
#define SAMPLE_NOW 1793491200
#define SAMPLE_STAMPED 1718361612 /* 2024-06-14 10:40:12 UTC */

/* A picture to sign. False: this build cannot make that kind. */
bool base_picture(struct job *j, enum container c, const char *kind);

/* A picture of that kind with a capture stated about it by a claim of version 2; then signed, if there is one. */
void capture(struct job *j, enum container c, const char *kind, enum who signer, const char *title,
	     const char *format);
void capture_jpeg(struct job *j, enum who signer, const char *title);
void sign(struct job *j);

#endif
