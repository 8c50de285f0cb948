/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signer_parts.h: what the files of signer_check() share. */
#ifndef COTTINGLEY_SIGNER_PARTS_H
#define COTTINGLEY_SIGNER_PARTS_H

#include "src/trust/cose.h"
#include "src/trust/signer.h"

struct signing {
	struct arena *arena;
	const struct signer_input *in;
	struct cose cose;
	struct status_log *log;
	struct signer_report *out;
	/* who of the chain issued certificate i, once it was asked: finding that costs a signature */
	struct { bool asked; struct certificate *up; } issuers[CHAIN_MAX];
	bool refused;      /* something proves that this credential must not be taken; identity_note says what */
};

static inline struct certificate *signing_leaf(const struct signing *s)
{
	return &s->out->chain.list[0];
}

/* The first reason stays. */
void signing_refuse(struct signing *s, const char *why);

/* Validity at the judged time, profile of the leaf and of the CAs above it. */
void signing_profile(struct signing *s, bool allowed);
/* Lists, deny lists: fills identity, list, anchor. */
MUST_USE enum status signing_trust(struct signing *s, struct error *e);
/* Stapled OCSP and CRLs. */
void signing_revocation(struct signing *s);
/* Is the leaf itself on an allowed list? */
bool signing_allowed(const struct signing *s, const struct trust_list **list, const struct list_entry **entry);

#endif
