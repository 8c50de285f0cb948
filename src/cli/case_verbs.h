/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_verbs.h: `cottingley case VERB FILE ...`, one row a verb. */
#ifndef COTTINGLEY_CASE_VERBS_H
#define COTTINGLEY_CASE_VERBS_H

#include "db/store.h"
#include "src/cli/command.h"

/* What a verb works with: words after FILE, and the case already open. */
struct case_call {
	const struct cli_args *args;
	const char *path;
	char **words;
	size_t n_words;
	struct store *store;
	char author[64];
	enum exit_code code; /* when the work went through and the answer is not 0 */
};

struct case_verb {
	const char *name, *synopsis, *help;
	enum store_mode mode;
	size_t least, most;  /* words after FILE */
	enum status (*run)(struct case_call *c, struct error *e);
};

enum status case_new(struct case_call *c, struct error *e);
enum status case_add(struct case_call *c, struct error *e);
enum status case_info_verb(struct case_call *c, struct error *e);
enum status case_list(struct case_call *c, struct error *e);
enum status case_show(struct case_call *c, struct error *e);
enum status case_note(struct case_call *c, struct error *e);
enum status case_tag(struct case_call *c, struct error *e);
enum status case_verdict(struct case_call *c, struct error *e);
enum status case_duplicates_verb(struct case_call *c, struct error *e);
enum status case_check_verb(struct case_call *c, struct error *e);
enum status case_verify_verb(struct case_call *c, struct error *e);

#endif
