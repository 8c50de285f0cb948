/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_answer.h: what the pictures of a case say together (base/case_report.h), computed from its newest
 * examinations. Nothing of it is stored: the same case gives the same answer. */
#ifndef COTTINGLEY_SESSION_CASE_ANSWER_H
#define COTTINGLEY_SESSION_CASE_ANSWER_H

#include "db/store.h"
#include "src/base/base.h"
#include "src/base/case_report.h"
#include "src/base/error.h"
#include "src/base/job.h"

struct case_answer {
	struct exhibit_list exhibits; /* the numbers of the report are places in this list */
	struct case_report report;
};
void case_answer_release(struct case_answer *a);

/* Waits for the store's thread. out is zero; release it also after a failure. ST_LIMIT: there are more
 * exhibits than `most` (0: as many as there are). */
MUST_USE enum status session_case_answer(struct store *store, size_t most, struct case_answer *out,
					 struct error *e);

/* From examinations that are at hand, exams[i] of exhibits->items[i] or NULL. */
MUST_USE enum status case_answer_report(const struct exhibit_list *exhibits, struct examination *const *exams,
					struct case_report *out, struct error *e);

#endif
