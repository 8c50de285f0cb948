/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counting half of tests/bench/accuracy, which says how it is used.
 *
 *   rates examine DIR... <CBOR
 *     rows of what `cottingley scan --format cbor` said about the pictures of the layouts. Opens the pictures and
 *     their masks, without a sandbox: only ones you trust
 *   rates report [--rows FILE] [--scores FILE]... [--date YYYY-MM-DD] [--into TREE] DIR...
 *     the tables; --into also writes calibration table and method cards into a source tree */
#include "src/base/base.h"
#include "analyzers/analyzer.h"
#include "analyzers/stratum.h"
#include "src/base/mem.h"
#include "tests/bench/examined.h"
#include "tests/bench/points.h"
#include "tests/bench/scores.h"
#include "tests/bench/tables.h"
#include "tests/bench/write.h"

#include <stdarg.h>

enum { ARGS_MAX = 64 };

struct args {
	const char *rows, *date, *into;
	const char *scores[ARGS_MAX], *dirs[ARGS_MAX + 1]; /* dirs ends with NULL */
	size_t n_scores, n_dirs;
};

static int usage(void)
{
	fputs("usage: rates examine DIR...\n"
	      "       rates report [--rows FILE] [--scores FILE]... [--date YYYY-MM-DD] [--into TREE] DIR...\n",
	      stderr);
	return EXIT_USAGE;
}

static int complain(const struct error *e)
{
	fprintf(stderr, "rates: %s\n", e->message);
	return EXIT_SOME;
}

static bool read_args(int argc, char **argv, struct args *a)
{
	*a = (struct args){ .date = "undated" };
	for (int i = 2; i < argc; i++) {
		const char **to = strcmp(argv[i], "--rows") == 0   ? &a->rows
				  : strcmp(argv[i], "--date") == 0 ? &a->date
				  : strcmp(argv[i], "--into") == 0 ? &a->into
				  : strcmp(argv[i], "--scores") == 0 && a->n_scores < ARGS_MAX
					  ? &a->scores[a->n_scores++]
					  : NULL;

		if (to && i + 1 < argc)
			*to = argv[++i];
		else if (to || argv[i][0] == '-' || a->n_dirs == ARGS_MAX)
			return false;
		else
			a->dirs[a->n_dirs++] = argv[i];
	}
	return a->n_dirs > 0;
}

static enum status read_all(struct bench *b, const struct args *a, struct error *e)
{
	enum status st = a->rows ? bench_read(b, a->rows, false, e) : ST_OK;

	for (size_t i = 0; i < a->n_scores && !st; i++)
		st = bench_read(b, a->scores[i], true, e);
	for (size_t i = 0; i < a->n_dirs && !st; i++)
		st = bench_layout(b, a->dirs[i], e);
	if (!st)
		drop_copies(b);
	return st;
}

static int report(const struct args *a)
{
	struct bench b = { .pictures = NULL };
	struct error e = ERROR_INIT;
	struct proposal made;
	const struct calibration *table;
	enum status st = read_all(&b, a, &e);

	if (st) {
		bench_release(&b);
		return complain(&e);
	}
	made = propose(&b, a->date);
	table = a->into ? made.table : calibration_table;
	print_pictures(&b);
	printf("\nlevels are counted with the thresholds that %s\n",
	       a->into ? "this run writes" : "are shipped");
	for (size_t i = 0; analyzers[i]; i++)
		print_check(&b, analyzers[i], table);
	print_family(&b, table);
	puts("\nwhat these scores propose; rates are cross-fitted: the threshold for a source is chosen by "
	     "the others");
	for (size_t i = 0; i < made.n; i++)
		print_proposal(&made.items[i]);
	if (a->into)
		st = write_calibration(&b, &made, a->into, a->date, &e);
	release_proposal(&made);
	bench_release(&b);
	return st ? complain(&e) : EXIT_DONE;
}

static int examine(const struct args *a)
{
	struct bench b = { .pictures = NULL };
	struct error e = ERROR_INIT;
	enum status st = bench_examined(&b, stdin, a->dirs, &e);

	if (!st)
		bench_write(&b, stdout);
	bench_release(&b);
	return st ? complain(&e) : EXIT_DONE;
}

int main(int argc, char **argv)
{
	struct args a;

	if (argc < 3 || !read_args(argc, argv, &a))
		return usage();
	if (strcmp(argv[1], "examine") == 0)
		return examine(&a);
	return strcmp(argv[1], "report") == 0 ? report(&a) : usage();
}
