/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_fixture.h: a case in a temporary folder, its handle used on the test's own thread. */
#ifndef COTTINGLEY_CASE_FIXTURE_H
#define COTTINGLEY_CASE_FIXTURE_H

#include "tests/unit/unit.h"

#include "db/open.h"

enum { NOW = 1800000000 }; /* 2027-01-15T08:00:00Z */

struct fix {
	char dir[64], path[128];
	struct store_db db;
	bool open;
	struct error e;
};

struct fix *fix_new(void); /* a folder, no case yet */
void fix_open(struct fix *f, enum store_mode mode);
enum status fix_try(struct fix *f,
		    enum store_mode mode); /* the sentence is in f->e; must hold no line feed */
void fix_close(struct fix *f);
void fix_free(struct fix *f); /* removes the folder */

/* Without the program's guards: for forging. */
void raw_sql(const char *path, const char *sql);
bool beside(const struct fix *f, const char *suffix);

int bytes_fd(const void *bytes, size_t len);
int64_t add_exhibit(struct fix *f, const char *name, const char *bytes, bool copy);
int64_t add_note(struct fix *f, int64_t exhibit, const char *text);
int64_t add_verdict(struct fix *f, int64_t exhibit, int level);
void put_examination(struct fix *f, int64_t exhibit, enum level level, const char *taken);
void assert_verifies(struct fix *f);

#define OK(f, call) \
	do { \
		enum status ok_ = (call); \
		if (ok_) \
			fail_msg("%s: %s: %s", #call, status_name(ok_), (f)->e.message); \
	} while (0)

#endif
