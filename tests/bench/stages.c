/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stages: how long each stage of a `quick` examination takes, as a multiple of what libjpeg-turbo needs to decode the same
 * picture to RGB in the same process. Medians of several runs; context only, never asserted.
 * usage: stages FILE.jpg [RUNS] */
#include "src/base/base.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"
#include "src/media/evidence.h"
#include "src/media/subject.h"

#include <jpeglib.h>
#include <sys/resource.h>

enum { RUNS_MAX = 99, STAGES_MAX = 32 };

struct stage {
	char name[40];
	double seconds[RUNS_MAX];
};

struct bench {
	struct stage stages[STAGES_MAX];
	unsigned n, run;
	double since;
};

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void lap(struct bench *b, const char *name)
{
	double t = now();
	unsigned i = 0;

	while (i < b->n && strcmp(b->stages[i].name, name) != 0)
		i++;
	if (i == b->n && b->n < STAGES_MAX)
		snprintf(b->stages[b->n++].name, sizeof b->stages[0].name, "%s", name);
	if (i < STAGES_MAX)
		b->stages[i].seconds[b->run] = t - b->since;
	b->since = now();
}

/* The limit everything is measured against: plain libjpeg-turbo, one row at a time. */
static void plain_decode(const struct span *bytes)
{
	struct jpeg_decompress_struct d;
	struct jpeg_error_mgr err;
	JSAMPROW row;

	d.err = jpeg_std_error(&err);
	jpeg_create_decompress(&d);
	jpeg_mem_src(&d, bytes->data, bytes->len);
	(void)jpeg_read_header(&d, TRUE);
	d.out_color_space = JCS_RGB;
	(void)jpeg_start_decompress(&d);
	row = mem_need(d.output_width, 3);
	while (d.output_scanline < d.output_height)
		(void)jpeg_read_scanlines(&d, &row, 1);
	(void)jpeg_finish_decompress(&d);
	jpeg_destroy_decompress(&d);
	free(row);
}

static void checks(struct bench *b, struct subject *s, struct examination *x)
{
	struct context cx = { .now = 1800000000, .name = "bench.jpg" };

	x->results = arena_alloc(&x->arena, 64, sizeof *x->results);
	for (size_t i = 0; analyzers[i]; i++) {
		char name[48];

		if (!(analyzers[i]->profiles & PROFILE_QUICK))
			continue;
		x->results[x->n_results].arena = &x->arena;
		analyzer_run(analyzers[i], s, &cx, NULL, NULL, &x->results[x->n_results++]);
		snprintf(name, sizeof name, "check %s", analyzers[i]->id);
		lap(b, name);
	}
}

static bool once(struct bench *b, const char *path, struct error *e)
{
	const struct limits lim = LIMITS_DEFAULT;
	struct examination *x = exam_new();
	const struct raster *r;
	const struct plane *l;
	struct evidence ev;
	struct subject s;
	struct span bytes;
	bool ok = false;

	b->since = now();
	if (evidence_open(path, NULL, &ev, e) != ST_OK)
		return false;
	lap(b, "seal and hash");
	if (evidence_map(ev.fd, &bytes, e) != ST_OK)
		return false;
	plain_decode(&bytes);
	lap(b, "libjpeg-turbo alone");
	if (subject_open(&s, bytes, &lim, e) == ST_OK) {
		lap(b, "container and metadata");
		ok = subject_raster(&s, NULL, &r, e) == ST_OK;
		lap(b, "decode");
		ok = ok && subject_luma(&s, NULL, &l, e) == ST_OK;
		lap(b, "luma");
		ok = ok && subject_describe(&s, NULL, x, e) == ST_OK;
		lap(b, "preview and lists");
		checks(b, &s, x);
		level_decide(x);
		lap(b, "level");
	}
	subject_release(&s);
	evidence_unmap(&bytes);
	evidence_release(&ev);
	exam_free(x);
	return ok;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(struct stage *s, unsigned runs)
{
	qsort(s->seconds, runs, sizeof s->seconds[0], by_value);
	return s->seconds[runs / 2];
}

static void print(struct bench *b, unsigned runs)
{
	double mid[STAGES_MAX], unit = 0, total = 0;
	struct rusage ru;

	for (unsigned i = 0; i < b->n; i++) {
		mid[i] = median(&b->stages[i], runs);
		if (strcmp(b->stages[i].name, "libjpeg-turbo alone") == 0)
			unit = mid[i];
		else if (i > 0) /* sealing is the parent's work */
			total += mid[i];
	}
	for (unsigned i = 0; i < b->n; i++)
		printf("  %-24s %7.1f ms  %5.2f x decode  %4.1f %%\n", b->stages[i].name, mid[i] * 1e3, mid[i] / unit,
		       i > 0 && mid[i] != unit ? 100 * mid[i] / total : 0.0);
	getrusage(RUSAGE_SELF, &ru);
	printf("  %-24s %7.1f ms  %5.2f x decode\n", "quick, all stages", total * 1e3, total / unit);
	printf("  %-24s %7.1f MB\n", "peak memory", (double)ru.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
	static struct bench b;
	struct error e = ERROR_INIT;
	unsigned runs = argc > 2 ? (unsigned)atoi(argv[2]) : 9;

	if (argc < 2 || runs < 1 || runs > RUNS_MAX) {
		fputs("usage: stages FILE.jpg [RUNS, 1 to 99]\n", stderr);
		return 2;
	}
	for (b.run = 0; b.run < runs; b.run++) {
		if (!once(&b, argv[1], &e)) {
			fprintf(stderr, "stages: %s\n", e.message);
			return 1;
		}
	}
	print(&b, runs);
	return 0;
}
