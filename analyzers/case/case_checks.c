/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"

#include "analyzers/case/kinship.h"

const struct case_check *const case_checks[] = {
	&case_check_duplicates, &case_check_copied, &case_check_serial, &case_check_travel, NULL,
};

static void count(const struct case_picture *p, size_t n, struct case_report *out)
{
	for (size_t i = 0; i < n; i++) {
		out->n_pictures += p[i].examined;
		out->n_matchable += p[i].examined && p[i].identity && p[i].identity->matchable;
	}
}

enum status case_check_run(const struct case_picture *pictures, size_t n, struct job_control *ctl,
			   struct case_report *out, struct error *e)
{
	struct kinship kin;
	struct case_view v = { .pictures = pictures, .n = (uint32_t)n, .kin = &kin, .ctl = ctl };
	enum status st;

	if (n >= UINT32_MAX / 32)
		return err_set(e, ST_LIMIT, "a case of %zu pictures is too large for the case checks", n);
	st = kinship_find(pictures, v.n, ctl, &kin, e);
	count(pictures, n, out);
	out->exhaustive = kin.exhaustive;
	for (size_t i = 0; st == ST_OK && case_checks[i]; i++)
		st = case_checks[i]->run(&v, out, e);
	kinship_release(&kin);
	return st == ST_OK && out->failed ? err_nomem(e) : st;
}
