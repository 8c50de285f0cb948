/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain.h: from a leaf to an anchor of the user's lists, at one moment (RFC 5280 section 6 through OpenSSL; C2PA 2.2 section
 * 14.5.1.2). Anchors come from the world alone; what a file carries only helps to get there. */
#ifndef COTTINGLEY_CHAIN_H
#define COTTINGLEY_CHAIN_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/trust/certificate.h"
#include "src/trust/world.h"

struct chain {
	const struct trust_list *list;   /* NULL: no path to any anchor */
	const struct list_entry *anchor;
	bool expired;                    /* no path because a certificate was not valid at that time */
	const char *why;                 /* no path: one sentence, for people, sanitised */
	X509 *path[CHAIN_MAX + 2]; uint32_t n_path; /* leaf first, up to the anchor; references, see chain_release() */
};

/* kind: LIST_ANCHORS or LIST_TSA. certs: leaf first, then what came with it in any order. */
MUST_USE enum status chain_find(struct arena *a, const struct world *w, enum list_kind kind,
				const struct certificates *certs, int64_t at, struct chain *out, struct error *e);
void chain_release(struct chain *c); /* safe on zeros */

/* Who issued this certificate: among certs, else among the anchors of the world; its signature is verified. Borrowed; NULL. */
X509 *chain_issuer(const struct world *w, enum list_kind kind, const struct certificates *certs, X509 *subject);
/* Did this key sign that certificate, and do the names fit? */
bool chain_issued(X509 *issuer, X509 *subject);

#endif
