/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.h: what parent and worker say to each other, over a SOCK_STREAM socketpair: a 4-byte little-endian length, then
 * one CBOR map. The evidence descriptor travels with the frame by SCM_RIGHTS. Both directions have maximum sizes.
 * The parent reads frames as hostile input: a decoder may have been taken over.
 *
 * Requests   EXAMINE(checks, params, context, profile)  TILE(rect, scale, channel)  SAMPLE(x, y)  BYTES(offset, length)
 *            MAP(check, name)  CANCEL            reserved: CONTROL(check, seed)
 * Answers    HELLO(sandbox, pid, version)  PROGRESS(permille, stage)  one of EXAMINATION, TILE, SAMPLE, BYTES, MAP, or FAILED(code, message, offset) */
#ifndef COTTINGLEY_MESSAGE_H
#define COTTINGLEY_MESSAGE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/result.h"

enum {
	MESSAGE_MAX_REQUEST = 1024 * 1024,
	MESSAGE_MAX_ANSWER = 96 * 1024 * 1024,
	MESSAGE_MAX_CHECKS = 64, MESSAGE_MAX_SETTINGS = 64,
	TILE_MAX_SIDE = 2048,
};

enum request_kind { REQUEST_EXAMINE = 1, REQUEST_TILE, REQUEST_SAMPLE, REQUEST_BYTES, REQUEST_MAP, REQUEST_CANCEL, REQUEST_CONTROL };

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
	/* TILE */
	uint32_t x, y, width, height;     /* of the stored picture */
	uint32_t out_width, out_height;   /* cells wanted; at most TILE_MAX_SIDE each */
	enum tile_channel channel;
	/* SAMPLE uses x, y. BYTES: */
	uint64_t offset, length;
	/* MAP */
	char check[32], map[64];
};

struct tile { uint32_t width, height; uint8_t *rgb; }; /* rgb owned: width * height * 3; area-averaged, or nearest when enlarged */
struct sample { unsigned channels, depth; uint16_t value[4]; };

#endif
