/* SPDX-License-Identifier: GPL-3.0-or-later */
/* credentials_fixture.h: examinations as the checks c2pa and attestation leave them, typed by hand, for all that shows
 * them. */
#ifndef COTTINGLEY_CREDENTIALS_FIXTURE_H
#define COTTINGLEY_CREDENTIALS_FIXTURE_H

#include "src/base/base.h"
#include "src/base/result.h"

enum credentials_case {
	CREDENTIALS_CHANGED,   /* three manifests, the picture differs from what was signed last */
	CREDENTIALS_INTACT,    /* the same, unchanged, all signers listed */
	CREDENTIALS_UNLISTED,  /* one manifest, nobody knows the signer */
	CREDENTIALS_AI,        /* stated to be made by AI, public test key, no list installed */
	CREDENTIALS_MALFORMED, /* a store that cannot be read */
	CREDENTIALS_RESIDUE,   /* no store, but traces of one */
	CREDENTIALS_NONE,
	CREDENTIALS_DEEP,      /* 40 manifests, each the parent of the next */
	CREDENTIALS_WIDE,      /* 40 components of one */
	CREDENTIALS_HOSTILE,   /* long texts, circles, indexes to nowhere, values of the wrong kind */
	CREDENTIALS_CASES
};

/* x: as exam_new() or fake_exam() made it; the results are added behind those that it has. */
void credentials_add(struct examination *x, enum credentials_case which);
struct examination *credentials_exam(enum credentials_case which); /* nothing else in it */

#endif
