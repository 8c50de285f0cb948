/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scores.h: what the accuracy bench counts: labelled pictures, and what each check said about each of them.
 *
 * A layout is a folder that holds SET/LABEL/SOURCE/FILE, and perhaps MANIFEST.tsv (columns file and sha256,
 * for runs without examinations) and ROLES.tsv (columns set, label, source, role: see enum role).
 *
 * Rows travel as TSV with a header line: check version set label source file stratum status score level,
 * where file is relative to the layout, status is done, not_applicable or failed, and score is empty when
 * there is none. What `rates examine` writes has more columns: sha256, picture_level, map, pixel_auc, tp, fp,
 * fn, tn. Columns are found by their names. */
#ifndef BENCH_SCORES_H
#define BENCH_SCORES_H

#include "analyzers/analyzer.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "tests/bench/statistics.h"

/* What the pictures of a source with one label may be used for. When the format of a file gives its label
 * away (one side straight from the camera, the other through a messenger), a check may seem to work that only
 * sees the messenger. */
enum role {
	ROLE_BOTH,	   /* for everything (the default) */
	ROLE_FALSE_ALARMS, /* for false-alarm rates when genuine; for nothing else */
	ROLE_BALANCED,	   /* for everything; size and format do not tell the labels apart */
	ROLE_COUNT
};

struct picture {
	char *file, *set, *label, *source; /* file: relative to its layout */
	uint32_t first;	     /* index of the first picture of its set and source, which stands for them */
	const char *stratum; /* id of stratum.h; NULL: unknown */
	char sha256[65];     /* hexadecimal; "" when unknown */
	enum role role;
	int level;    /* enum level of the whole examination; -1: unknown */
	bool dropped; /* a copy: see drop_copies() */
};

enum row_status { ROW_DONE, ROW_NOT_APPLICABLE, ROW_FAILED, ROW_STATUS_COUNT };

struct score_row {
	size_t picture;
	const struct analyzer *check;
	enum row_status status;
	double score;  /* NaN: none */
	int level;     /* enum level; -1: unknown */
	bool held_out; /* from a scores file: by a model that has not seen this source */
	/* of the map that is judged against masks */
	bool has_map, has_mask;
	double pixel_auc; /* NaN: undefined */
	struct confusion cells;
};

struct bench {
	struct picture *pictures;
	size_t n_pictures;
	struct score_row *rows;
	size_t n_rows;
	size_t copies;         /* pictures dropped: a copy of one that stays */
	size_t contradictory;  /* pictures dropped: they stand under two labels */
	size_t outdated;       /* rows of another version than the check has: left out */
	size_t replaced;       /* rows that scores files took the place of */
	size_t restrata;       /* rows of scores files that name another stratum than the examination found */
};

void bench_release(struct bench *b);

/* Index of the picture, added when it is new. The layout's parts are read from the name: ST_USAGE when it has
 * not four. */
MUST_USE enum status bench_picture(struct bench *b, const char *file, size_t *out, struct error *e);
/* A new one, zeroed but for what is unknown; valid until the next. */
struct score_row *bench_row(struct bench *b);

/* Adds the rows of a TSV file. held_out: they take the place of what there is of their check and picture, and
 * a row of another version than the check has is ST_MISMATCH; of an examination it is left out and counted. A
 * check that does not exist, a missing column: ST_CORRUPT. */
MUST_USE enum status bench_read(struct bench *b, const char *path, bool held_out, struct error *e);
void bench_write(const struct bench *b, FILE *out);
/* Reads MANIFEST.tsv and ROLES.tsv of a layout; either may be missing. */
MUST_USE enum status bench_layout(struct bench *b, const char *dir, struct error *e);
/* Marks what would be counted twice: of pictures with equal bytes the first stays (in the order of names),
 * unless one is labelled as genuine and another as not: then none does. */
void drop_copies(struct bench *b);

const char *role_name(enum role r);

#endif
