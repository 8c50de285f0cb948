/* SPDX-License-Identifier: GPL-3.0-or-later */
/* iptc.h: IPTC-NAA Information Interchange Model records (IIM version 4.2, 2014, chapter 1.5 "datasets"). Data
 * sets are listed in file order, repeated ones too. Text is UTF-8 where dataset 1:90 says so or where the bytes
 * are valid UTF-8, else Latin-1. */
#ifndef COTTINGLEY_IPTC_H
#define COTTINGLEY_IPTC_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"

enum { IPTC_MAX_DATASETS = 4096, IPTC_MAX_TEXT = 1024 * 1024, IPTC_MAX_VALUE = 4096 };

struct iptc_dataset {
	uint8_t record, dataset;
	struct span bytes;  /* of the value, borrowed */
	const char *name;   /* "By-line", or NULL: nobody names it */
	const char *text;   /* of text datasets, cut at IPTC_MAX_VALUE; NULL: binary */
};

struct iptc {
	struct span block;
	struct iptc_dataset *sets; uint32_t n_sets;
	bool declared_utf8;         /* 1:90 is ESC % G */
	bool declared_other;        /* 1:90 is something else */
	bool damaged; uint64_t damage_offset; const char *damage; /* where reading stopped before the end */
	/* facts, the first of each; NULL: absent */
	const char *object_name, *by_line, *credit, *source, *caption, *headline, *copyright, *city, *state, *country,
		*instructions, *program, *program_version, *writer, *transmission;
	const char *date_created, *time_created, *digital_date, *digital_time; /* CCYYMMDD, HHMMSS+HHMM as written */
	const char *facebook;       /* "FBMD...": the mark that a service leaves in Special Instructions */
	/* DateCreated and TimeCreated, parsed */
	bool has_date; bool has_time; bool has_zone; int zone /* minutes */; int64_t seconds /* as written */;
	uint32_t n_keywords;
};

/* ST_OK also for damaged records; ST_CORRUPT when not one dataset can be read; ST_MEMORY. */
MUST_USE enum status iptc_read(struct arena *a, struct span block, struct iptc *out, struct error *e);
const char *iptc_name(uint8_t record, uint8_t dataset); /* NULL: nobody names it */
const struct iptc_dataset *iptc_find(const struct iptc *x, uint8_t record, uint8_t dataset); /* first, or NULL */
struct value;
void iptc_facts_value(struct arena *a, const struct iptc *x, struct value *metadata); /* adds "iptc" */

#endif
