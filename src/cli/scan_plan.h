/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_plan.h: what scan and verify share: pictures in, printed in the order of the inputs, an exit code out. */
#ifndef COTTINGLEY_SCAN_PLAN_H
#define COTTINGLEY_SCAN_PLAN_H

#include "src/cli/command.h"
#include "src/cli/scan_format.h"

struct scan_plan {
	const struct scan_format *format;
	struct scan_style style;
	const char *checks; /* instead of those of the options; NULL: those */
	/* Was it examined, as far as this command asks? NULL: its status is ST_OK. */
	bool (*examined)(const struct examination *x);
	/* What one picture that was examined adds to the exit code; NULL: nothing. */
	enum exit_code (*judge)(const struct examination *x);
};
enum exit_code scan_run(const struct cli_args *a, const struct scan_plan *plan);

#endif
