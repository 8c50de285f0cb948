/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program whose workers run the checks of fake_checks.c. */
#include "src/base/base.h"

#include "src/engine/attack.h"
#include "src/engine/worker.h"

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "--worker") == 0)
		return worker_main(argc, argv);
	if (argc > 1 && strcmp(argv[1], "--attack") == 0)
		return attack_main(argc, argv);
	return 2;
}
