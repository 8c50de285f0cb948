/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_case.h: a small case to make reports of. */
#ifndef COTTINGLEY_TEST_REPORT_CASE_H
#define COTTINGLEY_TEST_REPORT_CASE_H

#include "src/report/report.h"

/* One examined exhibit with everything that a report can show, one that could not be examined, one not
 * examined yet. everywhere: NULL, or a text that stands in every field that can hold one. */
struct report_case *demo_case(const char *everywhere);
void demo_case_free(struct report_case *c);

#endif
