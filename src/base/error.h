/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.h: the sentence that goes with a status. The caller owns the struct, usually on its stack;
 * a function that fails fills it once and returns its status, callers may put context before it.
 * Grammar: lower case, no full stop, the problem first, the subject in single quotes, then what to
 * do. Every error function accepts a NULL struct. Texts are UTF-8 and may quote evidence: they are
 * sanitised here, so that a message is safe on a terminal wherever it is shown. */
#ifndef COTTINGLEY_ERROR_H
#define COTTINGLEY_ERROR_H

#include "src/base/base.h"
#include "src/base/status.h"

struct error {
	enum status code;
	bool has_offset;
	uint64_t offset;   /* of the first wrong byte in the file, when has_offset */
	char message[400]; /* without the offset */
};

#define ERROR_INIT { .code = ST_OK }

void err_clear(struct error *e);

/* Each returns the status it records, so that `return err_set(...)` reads well. */
enum status err_set(struct error *e, enum status st, const char *fmt, ...) PRINTF(3, 4);
enum status err_at(struct error *e, enum status st, uint64_t offset, const char *fmt, ...)
	PRINTF(4, 5);
enum status err_corrupt(struct error *e, uint64_t offset, const char *fmt, ...) PRINTF(3, 4);
enum status err_nomem(struct error *e);
enum status err_errno(struct error *e, enum status st, int err, const char *fmt, ...) PRINTF(4, 5);

/* Puts "context: " before the message; keeps code and offset. */
enum status err_context(struct error *e, enum status st, const char *fmt, ...) PRINTF(3, 4);

/* "message (at byte N)" or the plain message; returns buf. */
const char *err_text(const struct error *e, char *buf, size_t len);

#endif
