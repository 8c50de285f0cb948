/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c2pa_put.h: value trees within a budget. A record of more nodes than result_decode takes would be lost whole, so what does not
 * fit is left out and said. Inside analyzers/provenance only. */
#ifndef COTTINGLEY_C2PA_PUT_H
#define COTTINGLEY_C2PA_PUT_H

#include "src/base/base.h"
#include "src/base/value.h"
#include "src/trust/cbor_tree.h"
#include "src/trust/status_log.h"

struct put {
	struct arena *a;
	unsigned left;
	bool cut; /* something was left out */
};

/* NULL when the budget is used up; every call accepts a NULL parent. Texts are made safe and cut at PUT_TEXT bytes; NULL texts
 * become null. */
enum { PUT_TEXT = 512, PUT_LONG = 4000 };
struct value *put_map(struct put *p, struct value *in, const char *key);
struct value *put_array(struct put *p, struct value *in, const char *key);
void put_text(struct put *p, struct value *in, const char *key, const char *text);
void put_long(struct put *p, struct value *in, const char *key, const char *text); /* cut at PUT_LONG */
void put_int(struct put *p, struct value *in, const char *key, int64_t v);
void put_index(struct put *p, struct value *in, const char *key, int index); /* negative: null */
void put_real(struct put *p, struct value *in, const char *key, double v);   /* NaN: null */
void put_bool(struct put *p, struct value *in, const char *key, bool v);
void put_null(struct put *p, struct value *in, const char *key);
void put_time(struct put *p, struct value *in, const char *key, int64_t seconds, bool known);
void put_hex(struct put *p, struct value *in, const char *key, const uint8_t *bytes, size_t len);
/* A list of texts. */
void put_words(struct put *p, struct value *in, const char *key, const char *const *words, uint32_t n);
/* {success, informational, failure}: codes as logged. */
void put_codes(struct put *p, struct value *in, const char *key, const struct status_log *l);
/* An item of CBOR, at most `levels` deep and `most` nodes. */
void put_cbor(struct put *p, struct value *in, const char *key, const struct cnode *n, unsigned levels, unsigned most);

#endif
