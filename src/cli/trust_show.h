/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trust_show.h: trust lists in words, as a table and as JSON (schema cottingley.trust/1). summary is what a worker said
 * (src/engine/worker_list.c): of any key any kind of value may stand there, or none. */
#ifndef COTTINGLEY_TRUST_SHOW_H
#define COTTINGLEY_TRUST_SHOW_H

#include "src/base/base.h"
#include "src/base/value.h"
#include "src/session/trust_store.h"

int64_t trust_number(const struct value *map, const char *key); /* 0: not there, or negative */
const char *trust_date(char out[16], int64_t t);                /* "2026-08-05"; "-" for 0 */
const char *trust_unit(enum list_kind kind, uint32_t n);        /* "certificates" */

/* On stderr, when the list says that there should be a newer one. */
void trust_warn(const struct stored_list *l, int64_t now);

/* whole[i]: the bytes of list i are those that were installed. */
void trust_list_table(const struct trust_store *t, const bool *whole, int64_t now);
void trust_list_json(const struct trust_store *t, const bool *whole, int64_t now);
void trust_show_text(const struct stored_list *l, const struct value *summary, int64_t now);
void trust_show_json(const struct stored_list *l, const struct value *summary, int64_t now);

#endif
