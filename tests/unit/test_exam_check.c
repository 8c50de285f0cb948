/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record that exam_decode() takes, and that lies about the file or about what was asked. Each lie is told
 * alone. */
#include "tests/unit/unit.h"

#include "src/engine/engine_state.h"
#include "tests/unit/fake_checks.h"

#include <math.h>

enum { SIZE = 1000 };

static const struct request asked = { .kind = REQUEST_EXAMINE,
				      .n_checks = 2,
				      .checks = { "steady", "silent" } };

/* A record of the two checks, 100 x 50, without a lie. */
static struct examination *honest(void)
{
	const int32_t region[4] = { 90, 40, 10, 10 };
	const float cells[4] = { 1, 2, INFINITY, 4 };
	struct examination *x = exam_new();
	struct result *r = arena_alloc(&x->arena, 2, sizeof *r);

	x->media_type = "image/jpeg";
	x->format = "JPEG";
	x->width = 100;
	x->height = 50;
	x->segments = arena_alloc(&x->arena, 1, sizeof *x->segments);
	x->segments[0] = (struct segment){ .name = "SOI", .offset = 998, .length = 2 };
	x->pictures = arena_alloc(&x->arena, 1, sizeof *x->pictures);
	x->pictures[0] = (struct embedded){
		.kind = "thumbnail", .media_type = "image/jpeg", .offset = 0, .length = SIZE
	};
	x->entries = arena_alloc(&x->arena, 1, sizeof *x->entries);
	x->entries[0] = (struct meta_entry){ .group = "IFD0",
					     .name = "Make",
					     .type = "ASCII",
					     .value = "",
					     .count = 9,
					     .offset = 990,
					     .size = 11 };
	x->n_segments = x->n_pictures = x->n_entries = 1;
	r[0] = (struct result){ .check = "steady", .version = 3, .arena = &x->arena };
	r[1] = (struct result){
		.check = "silent", .version = 1, .status = RESULT_NOT_APPLICABLE, .reason = "no"
	};
	result_add_finding(&r[0],
			   &(struct finding_spec){
				   .code = "a", .level = LEVEL_NOTICE, .summary = "s", .region = region });
	result_add_map(&r[0], &(struct map){ .name = "m",
					     .title = "",
					     .unit = "",
					     .cols = 2,
					     .rows = 2,
					     .origin_x = -7,
					     .step_x = 64,
					     .step_y = 32,
					     .high = 1,
					     .data = cells });
	result_add_plot(&r[0], &(struct plot){ .name = "p",
					       .title = "",
					       .x_label = "",
					       .y_label = "",
					       .unit = "",
					       .cols = 2,
					       .rows = 2,
					       .data = cells });
	x->results = r;
	x->n_results = 2;
	return x;
}

/* The lies. Each is one change to the honest record. */
static void lie_segment(struct examination *x) { x->segments[0].length = 3; }
static void lie_segment_wrap(struct examination *x) { x->segments[0].length = UINT64_MAX; }
static void lie_picture(struct examination *x) { x->pictures[0].offset = 1; }
static void lie_region_x(struct examination *x) { x->results[0].findings[0].region[2] = 11; }
static void lie_region_y(struct examination *x) { x->results[0].findings[0].region[1] = 41; }
static void lie_region_empty(struct examination *x) { x->results[0].findings[0].region[3] = 0; }
static void lie_map_far(struct examination *x) { x->results[0].maps[0].origin_x = 40; }
static void lie_map_before(struct examination *x) { x->results[0].maps[0].origin_y = -32; }
static void lie_map_step(struct examination *x) { x->results[0].maps[0].step_x = 0; }
static void lie_map_nan(struct examination *x) { x->results[0].maps[0].origin_x = (double)NAN; }
static void lie_map_scale(struct examination *x) { x->results[0].maps[0].low = 2; }
static void lie_plot(struct examination *x) { x->results[0].plots[0].x1 = (double)INFINITY; }
static void lie_level(struct examination *x) { x->results[0].level = LEVEL_WARNING; }
static void lie_check(struct examination *x) { x->results[1].check = "rogue"; }
static void lie_version(struct examination *x) { x->results[0].version = 4; }
static void lie_fewer(struct examination *x) { x->n_results = 1; }
static void lie_none(struct examination *x) { x->n_results = 0; }
static void lie_reason(struct examination *x) { x->results[1].reason = NULL; }
static void lie_status(struct examination *x) { x->status = ST_CORRUPT; }
static void lie_size(struct examination *x) { x->height = 0; }
static void lie_format(struct examination *x) { x->format = NULL; }

static void (*const lies[])(struct examination *) = {
	lie_segment, lie_segment_wrap, lie_picture,  lie_region_x, lie_region_y,  lie_region_empty,
	lie_map_far, lie_map_before,   lie_map_step, lie_map_nan,  lie_map_scale, lie_plot,
	lie_level,   lie_check,        lie_version,  lie_fewer,    lie_none,      lie_reason,
	lie_status,  lie_size,         lie_format,
};

static void honest_records_pass(void **state)
{
	struct examination *x = honest();
	struct error e = ERROR_INIT;

	(void)state;
	if (exam_check(x, &asked, SIZE, &e))
		fail_msg("%s", e.message);
	assert_true(isnan(x->results[0].maps[0].data[2])); /* infinite cells cannot speak */
	assert_int_equal(x->entries[0].size, 0);           /* one byte beyond the file */
	assert_int_equal(x->entries[0].count, 9);          /* what it declared stays */
	exam_free(x);
}

static void every_lie_is_seen(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(lies); i++) {
		struct examination *x = honest();
		struct error e = ERROR_INIT;

		lies[i](x);
		if (exam_check(x, &asked, SIZE, &e) != ST_PROTOCOL)
			fail_msg("lie %zu was believed", i);
		exam_free(x);
	}
}

/* More checks than the request names. */
static void uninvited_checks(void **state)
{
	struct request one = asked;
	struct examination *x = honest();

	(void)state;
	one.n_checks = 1;
	assert_int_equal(exam_check(x, &one, SIZE, NULL), ST_PROTOCOL);
	exam_free(x);
}

static void identity_is_not_the_workers(void **state)
{
	struct examination *x = honest();

	(void)state;
	x->path = "/etc/passwd";
	x->tool_version = "9";
	x->size = 5;
	memset(&x->digests, 7, sizeof x->digests);
	x->sandbox = SANDBOX_ENFORCED;
	x->level = LEVEL_ALERT;
	x->spoke = 99;
	x->chance_flags = 0;
	assert_int_equal(exam_check(x, &asked, SIZE, NULL), ST_OK);
	assert_null(x->path);
	assert_null(x->tool_version);
	assert_int_equal(x->size, SIZE);
	assert_int_equal(x->digests.sha256[0], 0);
	assert_int_equal(x->sandbox, SANDBOX_OFF);
	assert_int_equal(x->level, LEVEL_NONE);
	assert_int_equal(x->spoke, 0);
	assert_true(isnan(x->chance_flags));
	exam_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(honest_records_pass),
		cmocka_unit_test(every_lie_is_seen),
		cmocka_unit_test(uninvited_checks),
		cmocka_unit_test(identity_is_not_the_workers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
