/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first lines give up the internet; everything else comes after. */
#include "src/base/base.h"

#include "src/cli/command.h"
#include "src/engine/attack.h"
#include "src/engine/sandbox.h"
#include "src/engine/worker.h"

#include <locale.h>
#include <signal.h>

int main(int argc, char **argv)
{
	struct error e = ERROR_INIT;
	bool offline = sandbox_deny_internet(&e);

	if (argc > 1 && strcmp(argv[1], "--worker") == 0)
		return worker_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "--attack") == 0)
		return attack_main(argc, argv);
	if (!offline)
		fprintf(stderr, "cottingley: offline is NOT enforced: %s\n", e.message);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a file-size limit is an error of write(), not the end */
	/* Text is UTF-8 or it is not; numbers are always written with a point. */
	setlocale(LC_CTYPE, "");
	return cli_main(argc, argv);
}
