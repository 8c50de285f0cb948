/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign.h: from a picture and a plan to a signed picture (C2PA 2.2). The store's size must be known before the picture
 * can be hashed, so it is written twice: with empty values, and, at the same size, with the true ones. Strings of a
 * plan are borrowed, byte buffers belong to it. */
#ifndef GEN_SIGN_H
#define GEN_SIGN_H

#include "src/base/base.h"
#include "src/base/str.h"
#include "tests/gen/sign_cose.h"
#include "tests/gen/sign_embed.h"

enum { ASSERTIONS_MAX = 16, REDACTIONS_MAX = 4 };

static inline struct str sign_str(void)
{
	struct str s;

	str_init(&s, (size_t)1 << 30);
	return s;
}

enum assertion_kind { ASSERT_CBOR, ASSERT_JSON, ASSERT_FILE };

struct assertion {
	char label[64];
	enum assertion_kind kind;
	const char *media;    /* of a file */
	struct str body;
	bool gathered;        /* else created; v1 knows no difference */
	uint8_t salt[16];
	struct str box;       /* as last written: the whole superbox */
};

enum bind { BIND_NONE, BIND_DATA, BIND_BOXES, BIND_BMFF2, BIND_BMFF3 };

struct plan {
	char label[96];       /* of the manifest */
	char instance[64];    /* claim's instanceID */
	const char *title, *format, *generator, *generator_version;
	int version;          /* of the claim: 1 or 2 */
	enum bind bind;
	const char *alg;      /* "sha256", ... */
	struct assertion assertions[ASSERTIONS_MAX]; unsigned n;
	char redactions[REDACTIONS_MAX][192]; unsigned n_redactions;
	bool update, compressed;
	bool sidecar;         /* the store is not in the file */
	size_t piece;         /* JPEG: longest part of the store in one APP11; 0: 64000 */
	/* Data hash: ranges to leave out besides the store; they must come after it. */
	void (*also)(const struct str *file, struct place *list, unsigned *n);
	struct cose_wish cose;
};

struct job {
	enum container container;
	struct str base;      /* the picture without a store */
	struct str boxes;     /* manifests that are there already, one after the other */
	struct plan plan;
	struct str store;     /* written: the whole store, */
	struct str out;       /* the file with it (of a sidecar: the picture) */
	char active[96];      /* label of the manifest written last */
};

void plan_begin(struct plan *p, int version, enum who signer, const char *title, const char *format);
/* The next assertion, its body to be filled by the caller. */
struct assertion *plan_add(struct plan *p, const char *label, enum assertion_kind kind);
void plan_release(struct plan *p);

void job_sign(struct job *j);
void sign_write(const char *folder, const char *name, const struct str *s);
struct str sign_read(const char *folder, const char *name);
void job_release(struct job *j);

/* ---- JUMBF (ISO 19566-5) ---- */
/* Opens a superbox; fourcc: head of the C2PA UUID; answers where it starts, for jumb_close(). salt: 16 bytes or NULL. */
size_t jumb_open(struct str *o, const char *fourcc, const char *label, const uint8_t *salt);
size_t box_start(struct str *o, const char *type);
void box_end(struct str *o, size_t at);

struct slice { const uint8_t *data; size_t len; };
/* The child superbox of that label among boxes one after the other, or inside one; len 0: none. */
struct slice jumb_in(struct slice boxes, const char *label);
struct slice jumb_inside(struct slice superbox);
void jumb_hash(struct slice superbox, const char *alg, uint8_t out[64], size_t *len);

/* ---- assertions ---- */
void assertion_write(struct assertion *a); /* its box from its body: before another assertion names its hash */
void put_hash(struct str *o, const char *alg, const void *bytes, size_t len); /* a CBOR byte string */
/* {url, alg, hash} of a superbox. */
void put_hashed_uri(struct str *o, const char *url, struct slice superbox);
void put_pair(struct str *o, const char *key, const char *value);

/* The manifest superbox of the plan; places, picture: what the hard binding says, NULL in the first pass. */
struct binding_values { const struct place *places; unsigned n; const struct str *picture; enum container container; };
void manifest_write(struct plan *p, const struct binding_values *v, struct str *out);

/* The hard binding's assertion body, of the same size whatever the values. */
void binding_write(const struct plan *p, const struct binding_values *v, struct str *out);
const char *binding_name(enum bind b);
void digest_of(const char *alg, const void *bytes, size_t len, uint8_t out[64], size_t *n);

#endif
