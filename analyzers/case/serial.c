/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One body has one model name. */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"

#include "analyzers/case/groups.h"

static const char *const others[] = { "a firmware or program that writes the model's name of another region",
				      "a serial number that the maker gives again for another model",
				      "a serial number that was typed, or replaced in service", NULL };

static void say(const struct case_view *v, uint32_t a, uint32_t b, struct case_report *out)
{
	const struct case_picture *p = &v->pictures[a], *q = &v->pictures[b];
	char one[96], other[96], summary[300], detail[300];
	const uint32_t both[2] = { a, b };

	snprintf(summary, sizeof summary, "%s and %s name one body serial number and two models",
		 case_picture_words(p, one, sizeof one), case_picture_words(q, other, sizeof other));
	snprintf(detail, sizeof detail, "%s %s: '%s' and '%s'; consistent with edited metadata", p->make,
		 p->serial, p->model, q->model);
	case_report_add(out, &(struct case_finding_spec){ .check = "serial",
							  .code = "case.serial.models",
							  .kind = FINDING_INTERPRETATION,
							  .level = LEVEL_NOTICE,
							  .summary = summary,
							  .detail = detail,
							  .alternatives = others,
							  .exhibits = both,
							  .n_exhibits = 2 });
}

struct pass {
	const struct case_view *v;
	struct case_report *out;
};

/* Once for each further model. */
static void each_body(void *arg, const uint32_t *members, size_t n)
{
	enum { MODELS = 8 };
	const struct pass *pass = arg;
	const struct case_picture *p = pass->v->pictures;
	uint32_t seen[MODELS];
	size_t n_seen = 0;

	for (size_t i = 0; i < n && n_seen < MODELS; i++) {
		size_t k = 0;

		while (k < n_seen && strcmp(p[seen[k]].model, p[members[i]].model) != 0)
			k++;
		if (k < n_seen || !p[members[i]].model[0])
			continue;
		if (n_seen)
			say(pass->v, seen[0], members[i], pass->out);
		seen[n_seen++] = members[i];
	}
}

static enum status run(const struct case_view *v, struct case_report *out, struct error *e)
{
	struct pass pass = { v, out };

	return groups_by_key(v, body_key, each_body, &pass) ? ST_OK : err_nomem(e);
}

const struct case_check case_check_serial = {
	.id = "serial",
	.title = "One body, two models",
	.question = "Does one serial number stand beside two models?",
	.version = 1,
	.run = run,
};
