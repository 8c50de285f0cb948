/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verified.h: what the tests over whole signed files share: files, the lists of our own samples, sets of status codes. */
#ifndef COTTINGLEY_TESTS_VERIFIED_H
#define COTTINGLEY_TESTS_VERIFIED_H

#include "src/base/base.h"
#include "src/trust/c2pa.h"

struct file { uint8_t *bytes; size_t len; }; /* bytes[len] is 0; freed by the caller */

/* The test fails when it cannot be read. name "-" or NULL: none, and nothing is read. */
struct file file_read(const char *folder, const char *name);
const char *sample_folder(void); /* tests/data/c2pa of the source */
/* Anchors and time-stamp anchors of our samples; without judges no lists at all. Closed by the caller. */
struct world *sample_world(bool judges);

enum { CODE_SET_MAX = 256 };
struct code_set { const char *list[CODE_SET_MAX]; size_t n; };

/* 2.2 and the reference implementation spell one thing differently: one name is kept. Borrows the text. */
void code_add(struct code_set *s, const char *code);
/* The failures of a log, but those that begin with `but` (NULL: all). */
void code_add_failures(struct code_set *s, const struct status_log *l, const char *but);
/* In order, each once, commas between; `none` for an empty set. */
void code_join(struct code_set *s, const char *none, char *out, size_t room);
/* Failures of store and active manifest, and those that are new about ingredients. */
void code_add_report(const struct c2pa_report *r, const char *but, struct code_set *failures, struct code_set *news);

/* "set__sub__name.jpg.json", an answer of the reference verifier, is about "set/sub/name.jpg" below `folder`. */
void answered_file(const char *folder, const char *answer, char *out, size_t cap);

#endif
