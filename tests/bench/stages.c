/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stages: how long each stage of a `quick` examination takes, as a multiple of what libjpeg-turbo needs to
 * decode the same picture to RGB in the same process. Processor time, the least of several runs: what a busy
 * machine disturbs least. Context only, never asserted.
 * usage: stages FILE.jpg [RUNS] */
#include "src/base/base.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"
#include "src/media/evidence.h"
#include "src/media/subject.h"

#include <jpeglib.h>
#include <sys/resource.h>

enum { RUNS_MAX = 99, STAGES_BESIDE_CHECKS = 16, LIMIT = 5 };

struct stage {
	char name[40];
	double seconds; /* the least so far */
};

struct bench {
	struct stage *stages; /* room: as many as the registry has checks, and what is beside them */
	size_t n, room;
	double since;
};

static size_t count_checks(void)
{
	size_t n = 0;

	while (analyzers[n])
		n++;
	return n;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void lap(struct bench *b, const char *name)
{
	double took = now() - b->since;
	size_t i = 0;

	while (i < b->n && strcmp(b->stages[i].name, name) != 0)
		i++;
	if (i == b->n) {
		if (i == b->room) {
			fputs("stages: more stages than there is room for\n", stderr);
			exit(1);
		}
		snprintf(b->stages[b->n++].name, sizeof b->stages[0].name, "%s", name);
		b->stages[i].seconds = took;
	}
	if (took < b->stages[i].seconds)
		b->stages[i].seconds = took;
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

	x->results = arena_alloc(&x->arena, count_checks(), sizeof *x->results);
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

static void print(const struct bench *b)
{
	double unit = 0, total = 0;
	struct rusage ru;

	for (size_t i = 1; i < b->n; i++) { /* the first, sealing, is the parent's work */
		if (strcmp(b->stages[i].name, "libjpeg-turbo alone") == 0)
			unit = b->stages[i].seconds;
		else
			total += b->stages[i].seconds;
	}
	for (size_t i = 0; i < b->n; i++) {
		double t = b->stages[i].seconds;

		printf("  %-26s %7.1f ms  %5.2f x decode  %4.1f %%\n", b->stages[i].name, t * 1e3, t / unit,
		       i > 0 && t != unit ? 100 * t / total : 0.0);
	}
	getrusage(RUSAGE_SELF, &ru);
	printf("  %-26s %7.1f ms  %5.2f x decode, limit %d\n", "quick, all stages", total * 1e3, total / unit,
	       LIMIT);
	printf("  %-26s %7.1f MB\n", "peak memory", (double)ru.ru_maxrss / 1024);
}

int main(int argc, char **argv)
{
	struct bench b = { .room = count_checks() + STAGES_BESIDE_CHECKS };
	struct error e = ERROR_INIT;
	int runs = argc > 2 ? atoi(argv[2]) : 9;

	if (argc < 2 || runs < 1 || runs > RUNS_MAX) {
		fputs("usage: stages FILE.jpg [RUNS, 1 to 99]\n", stderr);
		return 2;
	}
	mem_keep_pages(); /* as a worker does */
	b.stages = mem_need(b.room, sizeof *b.stages);
	for (int i = 0; i < runs; i++) {
		if (!once(&b, argv[1], &e)) {
			fprintf(stderr, "stages: %s\n", e.message);
			return 1;
		}
	}
	print(&b);
	free(b.stages);
	return 0;
}
