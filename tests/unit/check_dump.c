/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_dump CHECK FILE...: the findings of one check, one line a finding: file, level, code, detail, tab
 * between; then the measures as level "measure". Without the engine: for measuring rules over folders of
 * real pictures. */
#include "src/base/base.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"

static void print_result(const char *file, const struct result *r)
{
	if (r->status != RESULT_DONE)
		printf("%s\t%s\t-\t%s\n", file, result_status_name(r->status), r->reason);
	for (uint32_t i = 0; i < r->n_findings; i++)
		printf("%s\t%s\t%s\t%s\n", file, level_name(r->findings[i].level), r->findings[i].code,
		       r->findings[i].detail ? r->findings[i].detail : "");
	for (uint32_t i = 0; i < r->n_measures; i++)
		printf("%s\tmeasure\t%s\t%.4f\n", file, r->measures[i].name, r->measures[i].value);
}

static void examine(const struct analyzer *a, const char *path, const uint8_t *bytes, size_t n)
{
	const char *slash = strrchr(path, '/');
	struct context cx = { .now = 1800000000, .now_fixed = true, .name = slash ? slash + 1 : path };
	struct limits limits = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	struct arena arena;
	struct result r = { .arena = &arena };
	struct subject s;
	enum status st;

	arena_init(&arena, (size_t)64 << 20);
	st = subject_open(&s, span_of(bytes, n, 0), &limits, &e);
	if (st == ST_OK || st == ST_UNSUPPORTED) {
		analyzer_run(a, &s, &cx, NULL, NULL, &r);
		print_result(path, &r);
	}
	subject_release(&s);
	arena_release(&arena);
}

int main(int argc, char **argv)
{
	const struct analyzer *a = argc > 1 ? analyzer_find(argv[1]) : NULL;
	enum { MAX = 32 << 20 };
	uint8_t *bytes = mem_array(MAX, 1);

	for (int i = 2; a && i < argc; i++) {
		FILE *f = fopen(argv[i], "rb");

		if (!f)
			continue;
		examine(a, argv[i], bytes, fread(bytes, 1, MAX, f));
		fclose(f);
	}
	mem_free(bytes);
	return a ? 0 : 2;
}
