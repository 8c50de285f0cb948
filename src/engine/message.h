/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.h: what parent and worker say to each other, over a SOCK_STREAM socketpair: a 4-byte little-endian
 * length, then one CBOR map. The descriptors of the evidence, of its companion and of the packed trust lists
 * travel with the frame by SCM_RIGHTS, in this order, each only when the worker does not have it. Both directions
 * have maximum sizes. The parent reads frames as hostile input: a decoder may have been taken over.
 *
 * Requests   EXAMINE(checks, params, regions, context, profile)  TILE(rect, scale, channel)  SAMPLE(x, y)
 *            BYTES(offset, length)  MAP(check, name)  LIST(kind)  CANCEL   reserved: CONTROL(check, seed)
 * Answers    HELLO(sandbox, pid, version)  PROGRESS(permille, stage)
 *            one of EXAMINATION, TILE, SAMPLE, BYTES, MAP, LIST, or FAILED(code, message, offset)
 *
 * Every request carries a number that its answer repeats, and the caller's key of the picture. frame.h moves
 * the bytes. */
#ifndef COTTINGLEY_MESSAGE_H
#define COTTINGLEY_MESSAGE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/job.h"
#include "src/base/region.h"
#include "src/base/result.h"
#include "src/base/span.h"
#include "src/base/str.h"

enum {
	MESSAGE_MAX_REQUEST = 1024 * 1024,
	MESSAGE_MAX_ANSWER = 96 * 1024 * 1024,
	MESSAGE_MAX_CHECKS = 64, MESSAGE_MAX_SETTINGS = 64,
	MESSAGE_MAX_BYTES = 16 * 1024 * 1024, /* of one BYTES answer */
	TILE_MAX_SIDE = 2048,
};

enum request_kind {
	REQUEST_EXAMINE = 1, REQUEST_TILE, REQUEST_SAMPLE, REQUEST_BYTES, REQUEST_MAP, REQUEST_CANCEL,
	REQUEST_CONTROL,
	REQUEST_LIST /* the evidence is a trust list: is it one, and what does it hold? */
};

enum tile_channel { CHANNEL_RGB, CHANNEL_LUMA, CHANNEL_RED, CHANNEL_GREEN, CHANNEL_BLUE };

struct setting { /* --set CHECK.PARAM=VALUE */
	char check[32], param[32];
	double value;
};

struct request {
	enum request_kind kind;
	/* EXAMINE */
	char checks[MESSAGE_MAX_CHECKS][32]; unsigned n_checks; /* 0: all of the profile */
	struct setting settings[MESSAGE_MAX_SETTINGS]; unsigned n_settings;
	unsigned profile;                 /* enum check_profile */
	int64_t now; bool now_fixed;
	char name[256];                   /* base name of the evidence, sanitised */
	/* marked by a person, for the checks that read them; each region_valid(), perhaps outside the
	 * picture */
	struct region regions[REGIONS_MAX]; unsigned n_regions;
	/* Of the companion and of the packed trust lists; zeros: there is none. Filled by the engine. */
	uint8_t companion[SHA256_LEN], lists[SHA256_LEN];
	/* TILE */
	uint32_t x, y, width, height;     /* of the stored picture */
	uint32_t out_width, out_height;   /* cells wanted; at most TILE_MAX_SIDE each */
	enum tile_channel channel;
	/* SAMPLE uses x, y. BYTES: */
	uint64_t offset, length;
	/* MAP; TILE and BYTES of a part that the check c2pa found: then `check` is its name and `map` that of the part:
	 * "store" (the whole manifest store in one piece), "thumbnail.M" of manifest M, "thumbnail.M.N" of its
	 * ingredient N, "certificates.M" (PEM, leaf first); M and N count from 0. ST_NOT_APPLICABLE: there is none, or BYTES
	 * begins at its end; ST_USAGE: there is no such manifest. x, y, width, height of a TILE are then not looked
	 * at, and its shape is that of the part. */
	char check[32], map[64];
	/* LIST */
	unsigned list_kind;               /* enum list_kind (src/trust/world.h) */
};

/* rgb owned: width * height * 3; area-averaged, or nearest when enlarged. */
struct tile { uint32_t width, height; uint8_t *rgb; };
struct sample { unsigned channels, depth; uint16_t value[4]; };

/* Does a part of the picture answer it (`check` of a TILE or BYTES), and is it answered with the trust lists and the
 * companion of the picture? */
bool request_is_part(const struct request *r);
bool request_reads_lists(const struct request *r);

/* ---- what the engine and its worker use ---- */

/* A request on its way: the envelope. */
struct envelope {
	uint64_t id, key;
	bool has_evidence; /* a descriptor travels along; else the picture that the worker holds is meant */
	bool has_companion, has_lists; /* the same for these; else what the worker has, or nothing (zeros) */
};

/* Appends one CBOR map. ST_USAGE when r asks for what no worker may be asked (names the field). */
MUST_USE enum status request_encode(const struct envelope *v, const struct request *r, struct str *out,
				    struct error *e);
/* Worker side. Hostile all the same: counts, names, ranges and enums are checked; texts must be UTF-8 and are
 * sanitised. */
MUST_USE enum status request_decode(struct span frame, struct envelope *v, struct request *r,
				    struct error *e);

enum answer_kind {
	ANSWER_HELLO = 1, ANSWER_PROGRESS, ANSWER_EXAMINATION, ANSWER_TILE, ANSWER_SAMPLE, ANSWER_BYTES,
	ANSWER_MAP, ANSWER_FAILED, ANSWER_LIST, ANSWER_KINDS
};

struct answer {
	enum answer_kind kind;
	uint64_t id;                  /* of the request; 0 for HELLO */
	double seconds;               /* wall time in the worker, finite and not negative */
	/* HELLO */
	enum sandbox_state sandbox;
	uint64_t pid;
	char note[160], version[32];  /* sanitised */
	/* PROGRESS */
	unsigned permille;            /* at most 1000 */
	char stage[48];               /* sanitised */
	/* FAILED; never ST_OK */
	struct error error;
	/* EXAMINATION: one whole CBOR item for exam_decode(); LIST: one for value_decode(). TILE: RGB. BYTES: the
	 * bytes. MAP: floats, little-endian. Borrowed from the frame. */
	struct span data;
	uint32_t width, height;       /* TILE: data.len is 3 a pixel. MAP: columns, rows; 4 a cell */
	struct sample sample;         /* SAMPLE */
	/* MAP: its geometry; finite, step over 0, low not over high; sanitised texts */
	double origin_x, origin_y, step_x, step_y, low, high;
	char name[64], title[160], unit[32];
};

/* Each appends one CBOR map. */
void answer_put_hello(struct str *o, enum sandbox_state sandbox, const char *note, uint64_t pid);
void answer_put_progress(struct str *o, uint64_t id, unsigned permille, const char *stage);
void answer_put_failed(struct str *o, uint64_t id, double seconds, const struct error *e);
void answer_put_examination(struct str *o, uint64_t id, double seconds, const struct examination *x);
void answer_put_tile(struct str *o, uint64_t id, double seconds, const struct tile *t);
void answer_put_sample(struct str *o, uint64_t id, double seconds, const struct sample *s);
void answer_put_bytes(struct str *o, uint64_t id, double seconds, const struct span *bytes);
void answer_put_list(struct str *o, uint64_t id, double seconds, const struct value *summary);
void answer_put_map(struct str *o, uint64_t id, double seconds, const struct map *m);

/* Parent side: a hostile frame. ST_PROTOCOL, with the offset in the frame. Fields that a kind must have
 * are there
 * when ST_OK. */
MUST_USE enum status answer_decode(struct span frame, struct answer *out, struct error *e);

#endif
