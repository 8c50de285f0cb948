/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui_demo: the workstation on the fake case, for looking at it and for tests in a real terminal.
 *   ui_demo [--stream N] [--ascii] [--color=never|always] [--script FILE] */
#include "src/base/base.h"

#include "tests/unit/fake_backend.h"
#include "ui/workstation.h"

static void usage(void)
{
	fprintf(stderr, "usage: ui_demo [--stream N] [--ascii] [--color=never|always] [--script FILE]\n");
	exit(EXIT_USAGE);
}

int main(int argc, char **argv)
{
	struct workstation_options o = { .colour = COLOUR_AUTO };
	struct fake *f = fake_new();
	struct backend b = fake_backend(f);
	struct error e = ERROR_INIT;
	enum exit_code code;

	fake_fill_demo(f);
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--ascii") == 0)
			o.ascii = true;
		else if (strcmp(argv[i], "--color=never") == 0)
			o.colour = COLOUR_NEVER;
		else if (strcmp(argv[i], "--color=always") == 0)
			o.colour = COLOUR_ALWAYS;
		else if (strcmp(argv[i], "--script") == 0 && i + 1 < argc)
			o.script = argv[++i];
		else if (strcmp(argv[i], "--stream") == 0 && i + 1 < argc)
			fake_stream(f, (unsigned)atoi(argv[++i]), 40);
		else
			usage();
	}
	code = workstation_run_backend(&b, &o, &e);
	if (code != EXIT_DONE && e.message[0])
		fprintf(stderr, "ui_demo: %s\n", e.message);
	fake_free(f);
	return (int)code;
}
