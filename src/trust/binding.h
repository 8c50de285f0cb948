/* SPDX-License-Identifier: GPL-3.0-or-later */
/* binding.h: hard bindings (C2PA 2.2 sections 18.5 to 18.8, 15.12): do the bytes of the file hash to what was signed, and
 * which bytes does the signature not speak about? One file a kind: binding_data.c, binding_boxes.c, binding_bmff.c. */
#ifndef COTTINGLEY_BINDING_H
#define COTTINGLEY_BINDING_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/result.h"
#include "src/trust/asset.h"
#include "src/trust/cbor_tree.h"
#include "src/trust/status_log.h"

enum { BINDING_MAX_RANGES = 256 };

/* What an unbound range holds decides how loud it is said. */
enum unbound_kind {
	UNBOUND_STORE,     /* the manifest store itself: signed on its own way */
	UNBOUND_PADDING,   /* zeros */
	UNBOUND_METADATA,  /* a whole metadata segment, chunk or box (EXIF, XMP, ICC, COM, text) */
	UNBOUND_FREE,      /* BMFF free and skip boxes */
	UNBOUND_FILL,      /* bytes between boxes of a box hash */
	UNBOUND_AFTER_END, /* bytes after the end of the picture */
	UNBOUND_PICTURE,   /* tables or pixel data: the picture is not bound */
	UNBOUND_OTHER
};
struct unbound { enum unbound_kind kind; struct extent at; const char *what; /* for people: "APP1 Exif, 12,034 bytes" */ };

enum binding_answer { BINDING_MATCH, BINDING_MISMATCH, BINDING_MALFORMED, BINDING_UNSUPPORTED };

struct binding_report {
	enum binding_answer answer;
	const char *kind;       /* "c2pa.hash.data" */
	const char *algorithm;  /* "sha256"; NULL when unknown */
	struct unbound *unbound; uint32_t n_unbound; /* ordered by start, not overlapping */
	bool picture_unbound;   /* an unbound range holds picture data: a match says nothing about the picture */
	bool padding;           /* `pad` of the assertion holds data: the note says so */
	const char *note;       /* for people: which reading of RST boxes matched, which box differs, ... or NULL */
	uint64_t hashed;        /* bytes that went through the hash */
};

struct binding_input {
	const struct asset *asset;
	const struct store_found *store;    /* in use; NULL: the manifest came from a sidecar or from elsewhere */
	const struct cnode *assertion;      /* the assertion's map */
	const char *label;                  /* "c2pa.hash.data", "c2pa.hash.boxes", "c2pa.hash.bmff.v2", instance dropped */
	const char *url;                    /* for the log */
	const char *default_alg;            /* of the claim, or NULL */
	bool from_parent;                   /* the binding of the parent of an update manifest: the store has grown since
					       (2.2 section 15.12.1: length of the store's exclusion is replaced) */
	/* names of ranges of the file from the container reader, or NULL; depth 0 rows are used */
	const struct segment *segments; uint32_t n_segments;
	struct job_control *ctl;
};

/* Adds exactly the specification's codes to the log (a match: one success; unbound ranges beside the store: the
 * informational additionalExclusionsPresent; ...). ST_OK whatever the answer; ST_CANCELLED, ST_MEMORY. */
MUST_USE enum status binding_check(struct arena *a, const struct binding_input *in, struct status_log *log,
				   struct binding_report *out, struct error *e);
bool binding_is_hard(const char *label); /* label without instance: a hard binding of 2.2 */

/* "sha256", "sha384", "sha512" (2.2 section 13.1); false for all others. len: bytes of the digest. */
bool hash_named(const char *alg, const void *bytes, size_t len, uint8_t out[64], size_t *digest_len);
bool hash_known(const char *alg);

#endif
