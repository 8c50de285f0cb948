/* SPDX-License-Identifier: GPL-3.0-or-later */
/* features: the numbers that the regression of `recapture` learns from, for each picture of a labelled layout
 * (DIR/MANIFEST.tsv: file, set, label, source, ...). One line a picture, in the manifest's order, the same at any -j.
 * usage: features [-j N] [-t TILES] [-x] [-s SET] DIR... > FILE.tsv
 * -x: thorough (features.h). Columns: set label source file width height stratum NAME... (numbers as %.7g, "nan" when not measured). */
#include "src/base/base.h"

#include "analyzers/signal/features.h"
#include "analyzers/stratum.h"
#include "src/base/mem.h"
#include "src/media/evidence.h"
#include "src/media/subject.h"
#include "tests/bench/layout.h"

#include <math.h>
#include <sys/wait.h>
#include <unistd.h>

enum { JOBS_MAX = 64 };

struct run {
	const char *set; /* NULL: all */
	struct feature_plan plan;
	uint32_t jobs;
};

static void print_names(FILE *out, const struct feature_list *f)
{
	fputs("set\tlabel\tsource\tfile\twidth\theight\tstratum", out);
	for (size_t i = 0; i < f->n; i++)
		fprintf(out, "\t%s", f->names[i]);
	putc('\n', out);
}

static bool measure(const char *path, const struct feature_plan *plan, struct subject *s, const char **stratum,
		    struct feature_list *f, struct error *e)
{
	const struct limits lim = LIMITS_DEFAULT;
	const struct raster *r;
	const struct small *small;
	struct evidence ev;
	struct span bytes;
	bool ok;

	f->n = 0;
	if (evidence_open(path, NULL, &ev, e) != ST_OK)
		return false;
	if (evidence_map(ev.fd, &bytes, e) != ST_OK) {
		evidence_release(&ev);
		return false;
	}
	ok = subject_open(s, bytes, &lim, e) == ST_OK && subject_raster(s, NULL, &r, e) == ST_OK &&
	     subject_small(s, NULL, &small, e) == ST_OK && features_measure(r, small, plan, NULL, NULL, f, e) == ST_OK;
	*stratum = ok ? stratum_of(s) : NULL; /* reads the bytes */
	evidence_unmap(&bytes);
	evidence_release(&ev);
	return ok;
}

static void one(const struct layout *l, size_t i, const struct run *run, FILE *out)
{
	const struct layout_row *row = &l->rows[i];
	struct feature_list f = { .room = FEATURES_MAX };
	struct error e = ERROR_INIT;
	const char *stratum;
	struct subject s = { 0 };

	f.v = mem_need(FEATURES_MAX, sizeof *f.v);
	if (measure(row->path, &run->plan, &s, &stratum, &f, &e)) {
		fprintf(out, "%s\t%s\t%s\t%s\t%u\t%u\t%s", row->set, row->label, row->source, row->file,
			s.container.width, s.container.height, stratum);
		for (size_t k = 0; k < f.n; k++)
			fprintf(out, "\t%.7g", (double)f.v[k]);
	} else {
		fprintf(stderr, "features: %s: %s\n", row->file, e.message);
		fputs("-", out); /* keeps the lines of all jobs in step */
	}
	putc('\n', out);
	subject_release(&s);
	free(f.v);
}

/* The names, from a small gray picture. */
static bool header(FILE *out, const struct feature_plan *plan)
{
	struct feature_list f = { .room = FEATURES_MAX };
	struct raster r = { .width = 64, .height = 64, .channels = 1, .depth = 8 };
	struct small small = { .width = 64, .height = 64, .rgb = mem_need(64, 64 * 3) };
	struct error e = ERROR_INIT;
	bool ok;

	f.v = mem_need(FEATURES_MAX, sizeof *f.v);
	f.names = mem_need(FEATURES_MAX, sizeof *f.names);
	r.data = mem_need(64, 64);
	ok = features_measure(&r, &small, plan, NULL, NULL, &f, &e) == ST_OK;
	if (ok)
		print_names(out, &f);
	else
		fprintf(stderr, "features: %s\n", e.message);
	free(small.rgb);
	free(r.data);
	free(f.names);
	free(f.v);
	return ok;
}

static bool wanted(const struct layout *l, size_t i, const struct run *run)
{
	return !run->set || strcmp(l->rows[i].set, run->set) == 0;
}

static int child(const struct layout *l, const struct run *run, uint32_t job, FILE *out)
{
	for (size_t i = job; i < l->n; i += run->jobs)
		if (wanted(l, i, run))
			one(l, i, run, out);
	return fclose(out) == 0 ? 0 : 1;
}

static void merge(const struct layout *l, const struct run *run, FILE **part)
{
	char *line = NULL;
	size_t room = 0;

	for (size_t i = 0; i < l->n; i++)
		if (wanted(l, i, run) && getline(&line, &room, part[i % run->jobs]) > 0 && line[0] != '-')
			fputs(line, stdout);
	free(line);
}

static bool spread(const struct layout *l, const struct run *run)
{
	FILE *part[JOBS_MAX];
	bool ok = true;
	int status;

	for (uint32_t k = 0; k < run->jobs; k++) {
		if (!(part[k] = tmpfile()))
			return false;
		if (fork() == 0)
			_exit(child(l, run, k, part[k]));
	}
	while (wait(&status) > 0)
		ok = ok && WIFEXITED(status) && WEXITSTATUS(status) == 0;
	for (uint32_t k = 0; k < run->jobs; k++)
		rewind(part[k]);
	merge(l, run, part);
	for (uint32_t k = 0; k < run->jobs; k++)
		fclose(part[k]);
	return ok;
}

int main(int argc, char **argv)
{
	struct run run = { .plan = { .tiles = 12 }, .jobs = 1 };
	struct layout l = { 0 };
	bool ok = true;
	int c;

	while ((c = getopt(argc, argv, "j:t:s:x")) != -1) {
		if (c == 'j')
			run.jobs = (uint32_t)atoi(optarg);
		else if (c == 't')
			run.plan.tiles = (uint32_t)atoi(optarg);
		else if (c == 's')
			run.set = optarg;
		else if (c == 'x')
			run.plan.thorough = true;
		else
			return 2;
	}
	if (optind == argc || run.jobs < 1 || run.jobs > JOBS_MAX || run.plan.tiles < 1 || run.plan.tiles > TILES_MAX) {
		fputs("usage: features [-j N] [-t TILES] [-x] [-s SET] DIR... > FILE.tsv\n", stderr);
		return 2;
	}
	for (int i = optind; i < argc; i++)
		ok = ok && layout_read(&l, argv[i]);
	ok = ok && header(stdout, &run.plan);
	fflush(stdout);
	ok = ok && spread(&l, &run);
	layout_release(&l);
	return ok ? 0 : 1;
}
