/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.h: a case, frozen, as one file. Knows neither the database nor the screen: it is given everything. Same input,
 * same bytes. */
#ifndef COTTINGLEY_REPORT_H
#define COTTINGLEY_REPORT_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/result.h"
#include "src/base/str.h"

struct report_note { const char *author, *at, *text; bool superseded; };
struct report_verdict {
	const char *author, *at, *question, *h1, *h2, *limits, *category;
	bool not_suitable, superseded; int level;
};
struct report_exhibit {
	const char *label, *acquired, *tags; bool stored;
	const struct examination *exam; /* NULL: not examined */
	const char *path; uint64_t size; const uint8_t *sha256;
	const struct report_note *notes; size_t n_notes;
	const struct report_verdict *verdicts; size_t n_verdicts;
};
struct report_audit { uint64_t seq; const char *at, *actor, *action, *subject, *detail, *hash; };
struct case_report;
struct report_method { const char *id, *title, *question; unsigned version; }; /* from the registry, given by the caller */
struct report_case {
	const char *title, *uuid, *created, *generated; /* UTC */
	const char *tool_version, *offline_words;
	const char *audit_head; uint64_t audit_seq;
	const struct report_exhibit *exhibits; size_t n_exhibits;
	const struct report_note *notes; size_t n_notes;
	const struct report_audit *audit; size_t n_audit;
	const struct report_method *methods; size_t n_methods;
	/* what the pictures say together; its numbers are places in exhibits. NULL: not computed */
	const struct case_report *together;
};

struct report_format {
	const char *name, *extension, *help;
	enum status (*write)(const struct report_case *c, struct str *out, struct error *e);
};
extern const struct report_format report_formats[]; /* NULL name ends: html, json */
const struct report_format *report_format_find(const char *name);

#endif
