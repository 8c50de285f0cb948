/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyzer.h: the contract of a check. A check is pure: it reads the subject, the context and its parameters,
 * and writes a result. No files, clock, globals, printing, threads; it never calls another check. Adding one is
 * a file, a row in registry.c, a section in cottingley-methods(7) and a row in the calibration run. */
#ifndef COTTINGLEY_ANALYZER_H
#define COTTINGLEY_ANALYZER_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/region.h"
#include "src/base/result.h"
#include "src/base/span.h"
#include "src/media/subject.h"

enum check_stage {
	STAGE_EXAMINER, /* in the worker, on the subject and the context */
	STAGE_LOOKUP,   /* in the parent, on identifiers that examiners found */
	STAGE_CASE,     /* in the parent, over stored results */
};

enum check_need {
	NEED_METADATA = 1 << 0,
	NEED_STRUCTURE = 1 << 1,
	NEED_PIXELS = 1 << 2,
	NEED_JPEG_TABLES = 1 << 3,
	NEED_JPEG_COEFFICIENTS = 1 << 4,
	NEED_TRUST = 1 << 5,
};

enum check_profile { PROFILE_QUICK = 1, PROFILE_FULL = 2 }; /* bits */

struct param {
	const char *name, *unit; /* name NULL ends the table; unit "" for a pure number */
	double value, min, max;  /* value: the default */
	const char *help;
};

struct world; /* src/trust/world.h */

/* The read-only world. Built once by the session; its encoding's SHA-256 is part of every examination. */
struct context {
	int64_t now;       /* reference time, seconds since 1970 UTC: --now, else the start of the run */
	bool now_fixed;    /* --now was given (else `now` is rounded down to the day, so that runs agree) */
	const char *name;  /* base name of the evidence file, sanitised; "" when unknown */
	/* marked by a person; at most REGIONS_MAX, each region_valid(), perhaps outside the picture */
	const struct region *regions;
	unsigned n_regions;
	const struct world *world; /* what the user trusts (src/trust/world.h); never NULL where NEED_TRUST is asked */
	struct span sidecar;       /* the companion NAME.c2pa; empty when there is none */
};

struct analyzer {
	const char *id;       /* stable, appears in JSON, database, man page: "recapture" */
	const char *title;    /* for people: "Screen recapture" */
	const char *question; /* what it answers, one sentence */
	enum check_stage stage;
	enum trace trace;     /* which trace it reads: two checks on one trace never confirm each other */
	unsigned version;     /* raise when numbers can change */
	unsigned needs;       /* enum check_need bits */
	unsigned profiles;    /* enum check_profile bits it runs in */
	bool scores;          /* does it make a claim that has a score and an error rate? */
	bool describes;       /* it finds nothing itself, others use what it keeps: not counted in the coverage */
	const char *follows;  /* NULL, or the check whose silence it shares: counted in the coverage once */
	bool regions;         /* does it read the regions? They stand among the result's parameters then */
	const struct param *params; /* ends with a NULL name; may be NULL */
	/* ST_OK: done. ST_NOT_APPLICABLE, ST_UNSUPPORTED (no decoder for this kind): e->message says why.
	 * ST_CANCELLED. Anything else: failed, e says why. */
	enum status (*run)(struct subject *in, const struct context *cx, const struct param *p,
			   struct job_control *ctl, struct result *out, struct error *e);
};

extern const struct analyzer *const analyzers[]; /* NULL-terminated, in the order they run and are shown */
const struct analyzer *analyzer_find(const char *id); /* NULL when unknown */
/* Nearest id or command to a mistyped word: see base/suggest.h. */

double param_value(const struct param *p, const char *name); /* the table row's value; asserts that it exists */

/* Runs one check and fills every field of out (which is zeroed and has its arena set), whatever happens.
 * Params: NULL for defaults, else a table of the same shape as a->params. */
void analyzer_run(const struct analyzer *a, struct subject *in, const struct context *cx,
		  const struct param *params, struct job_control *ctl, struct result *out);

/* level.c: the ordered rule table that gives level, why[], coverage. Pure. Applies also to failed examinations. */
void level_decide(struct examination *x);

#endif
