/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/report/report.h"

#include "src/report/html.h"

const struct report_format report_formats[] = {
	{ .name = "html",
	  .extension = "html",
	  .help = "one self-contained page to read, print and archive",
	  .write = report_html },
	{ .name = "json",
	  .extension = "json",
	  .help = "the same for programs (schema cottingley-report/1)",
	  .write = report_json },
	{ .name = NULL },
};

const struct report_format *report_format_find(const char *name)
{
	for (const struct report_format *f = report_formats; f->name; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}
