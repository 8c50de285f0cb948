/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h: what the user trusts, as lists. The session reads the installed lists' files as bytes and never parses them; it packs
 * them into one `pack` (CBOR), seals it, and workers receive it. A worker parses the pack once (world_open). Its SHA-256 stands
 * in every examination as the context. Everything here is pure: bytes in, structs out. */
#ifndef COTTINGLEY_WORLD_H
#define COTTINGLEY_WORLD_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/str.h"
#include "src/trust/certificate.h"

enum { WORLD_MAX_LISTS = 64, LIST_MAX_BYTES = 16 * 1024 * 1024, LIST_MAX_CERTIFICATES = 4096, LIST_MAX_ENTRIES = 100000 };

enum list_kind {
	LIST_ANCHORS,   /* PEM: certificates that signers may chain to */
	LIST_TSA,       /* PEM: certificates that time stamps may chain to; never mixed with the above */
	LIST_ALLOWED,   /* PEM certificates or base64 SHA-256 of their DER, one a line: signers trusted by themselves */
	LIST_EKU,       /* dotted OIDs, one a line, // comments: replaces the built-in set */
	LIST_DENY,      /* signers denied from a date on: see trust_deny.h grammar in cottingley-trust(1) */
	LIST_CRL,       /* X.509 certificate revocation list, PEM or DER */
	LIST_INCIDENTS, /* known incidents (table as data), merged with the built-in one */
	LIST_KINDS
};
/* An official list (ETSI TS 119 602 JSON) becomes LIST_ANCHORS or LIST_TSA with `official` set: which, says its service type or
 * the kind that the user named. */

struct list_entry {               /* one certificate of an anchor, TSA or allowed list */
	struct certificate cert;  /* zero when only a hash is known (allowed) */
	uint8_t sha256[SHA256_LEN];
	const char *entity;       /* name on the list, or the subject's O; sanitised */
	/* official lists: [from, until) in which it was trusted; several entries a certificate when its history says so */
	int64_t from, until;      /* INT64_MIN, INT64_MAX: open */
};

struct deny_entry {
	enum deny_by { DENY_CERT_SHA256, DENY_SPKI_SHA256, DENY_ISSUER_SERIAL, DENY_ISSUER_SPKI } by;
	uint8_t digest[SHA256_LEN];   /* for DENY_ISSUER_SERIAL: SHA-256 of the issuer's DER name */
	const char *serial;           /* hex, lower case; DENY_ISSUER_SERIAL */
	int64_t from;                 /* signatures proved to be older stay what they were; INT64_MIN: always */
	const char *reason, *source;
};

struct incident {
	const char *id;               /* stable: "nikon-z6iii-2025" */
	const char *vendor, *model;   /* shell patterns, matched without case against EXIF and certificate names; "*" any */
	int64_t from, until;          /* of the signature; INT64_MIN, INT64_MAX: open */
	enum incident_effect { INCIDENT_ANY_SIGNATURE, INCIDENT_CLASS_REVOKED, INCIDENT_CONDITION } effect;
	const char *condition, *text, *source; /* for people */
	int64_t as_of;
};

struct trust_list {
	enum list_kind kind;
	const char *name;             /* what the user called it: "official", "FILE" */
	bool official, interim;       /* interim: the frozen contentcredentials.org list */
	uint8_t sha256[SHA256_LEN];   /* of the file's bytes */
	int64_t issued, next_update;  /* 0: the list does not say */
	int64_t added;                /* when the user installed it */
	uint64_t sequence;            /* of an official list */
	struct list_entry *entries; uint32_t n_entries;
	struct deny_entry *denied; uint32_t n_denied;
	struct incident *incidents; uint32_t n_incidents;
	const char **ekus; uint32_t n_ekus;
	X509_CRL *crl;                /* owned by the world */
	const char *note;             /* what was skipped or looks odd ("2 certificates could not be read"), or NULL */
};

struct world {
	struct arena arena;
	/* false: --no-trust, or nothing installed: identity cannot be judged, no code about trust */
	bool judges;
	const char *why_not;          /* "no trust list is installed", "--no-trust was given" */
	struct trust_list lists[WORLD_MAX_LISTS]; uint32_t n_lists;
	/* EKUs that a signer may have: those of LIST_EKU lists, else the built-in set (C2PA.md: emailProtection, documentSigning,
	 * timeStamping and OCSPSigning for their roles, c2pa-kp-claimSigning, MS C2PA) */
	const char *const *ekus; uint32_t n_ekus;
};

/* ---- one list ---- */
/* Parses bytes of a kind. LIST_ANCHORS and LIST_TSA take PEM or the official JSON. ST_CORRUPT names line or entry and what
 * to do. In the arena; certificates' x509 are released by world_close or list_release. Runs in workers only. */
MUST_USE enum status list_parse(struct arena *a, enum list_kind kind, struct span bytes, struct trust_list *out,
				struct error *e);
void list_release(struct trust_list *l);
const char *list_kind_name(enum list_kind k);            /* "anchors", "tsa", "allowed", "eku", "deny", "crl", "incidents" */
enum list_kind list_kind_from_name(const char *s);       /* LIST_KINDS when unknown */

/* ---- the pack ---- */
struct pack_item { enum list_kind kind; const char *name; int64_t added; bool official, interim; const void *bytes; size_t len; };
/* Deterministic. judges false: the pack says so, and why_not. */
void world_pack(const struct pack_item *items, size_t n, bool judges, const char *why_not, struct str *out);
/* Reads a pack; an empty span: no lists, judges false, "no trust list is installed". The built-in incident table is
 * there always. */
MUST_USE enum status world_open(struct span pack, struct world **out, struct error *e);
void world_close(struct world *w); /* NULL is fine */

/* ---- questions ---- */
/* The entry and its list that this certificate equals at time t (a list of that kind). NULL: on none. */
const struct list_entry *world_find(const struct world *w, enum list_kind kind, const struct certificate *c, int64_t t,
				    const struct trust_list **list);
/* Denied at time t? (t: the proved time of signing, or now) NULL: not. */
const struct deny_entry *world_denied(const struct world *w, const struct certificate *c, const struct certificate *issuer,
				      int64_t t, const struct trust_list **list);
bool world_has(const struct world *w, enum list_kind kind);

#endif
