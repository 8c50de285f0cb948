/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_fixture.h: an engine whose workers run fake_checks.c, and one tiny picture. Failures end the test.
 * No time is asserted but "in the end". */
#ifndef COTTINGLEY_ENGINE_FIXTURE_H
#define COTTINGLEY_ENGINE_FIXTURE_H

#include "tests/unit/unit.h"

#include "src/engine/engine.h"

enum { GUARD_MS = 30000 };

struct fixture {
	struct engine *g;
	struct evidence ev;
};

const char *double_program(char path[4096], const char *name);
void fixture_start_patient(struct fixture *f, unsigned workers, uint32_t seconds, uint64_t memory,
			   unsigned grace);
void fixture_start(struct fixture *f, unsigned workers, uint32_t seconds, uint64_t memory);
void fixture_stop(struct fixture *f);
uint64_t fixture_submit(struct fixture *f, uint64_t key, enum engine_priority p, const struct request *r);
uint64_t fixture_rogue(struct fixture *f, uint64_t key, enum engine_priority p, const char *how);
struct reply *fixture_next(struct fixture *f);
struct reply *fixture_reply(struct fixture *f, uint64_t id);
void fixture_examine_fine(struct fixture *f, uint64_t key);
void fixture_wait_running(struct fixture *f, uint64_t id);

#endif
