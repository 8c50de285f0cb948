/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `identity` check: what a picture can be known by when its bytes have changed. It judges nothing: the
 * case checks (analyzers/case/) compare what it keeps. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/provenance/identity_record.h"
#include "src/base/mem.h"

static enum status measure(const struct raster *r, struct result *out, struct error *e)
{
	struct identity_record *rec = mem_array(1, sizeof *rec);
	bool ok = rec && identity_measure(r, rec);

	if (ok) {
		identity_write(rec, result_details(out), out->arena);
		result_add_measure(out, "pdq_quality", rec->quality, "", NULL);
		if (!rec->matchable)
			result_add_limit(
				out, "too little in the picture to know it by (PDQ quality under 50): it is "
				     "not looked for among others");
		result_add_limit(out,
				 "two pictures with near hashes look alike when small; who made which, and "
				 "what differs in detail, they do not say");
	}
	mem_free(rec);
	return ok ? ST_OK : err_nomem(e);
}

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	const struct raster *r;
	enum status st = subject_raster(in, ctl, &r, e);

	(void)cx, (void)p;
	return st == ST_OK ? measure(r, out, e) : st;
}

const struct analyzer analyzer_identity = {
	.id = "identity",
	.title = "Picture identity",
	.question = "What is the picture known by when its bytes have changed?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_NONE,
	.version = 1,
	.needs = NEED_PIXELS,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.describes = true,
	.run = run,
};
