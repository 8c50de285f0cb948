/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine at work: examining, looking, order, many jobs, same bytes. */
#include "tests/unit/engine_fixture.h"

#include "analyzers/analyzer.h"
#include "src/trust/world.h"
#include "tests/unit/tiny_jpeg.h"

#include <math.h>

/* ---- what works ---- */

static void full_examination(void **state)
{
	struct request r = { .kind = REQUEST_EXAMINE,
			     .profile = PROFILE_FULL,
			     .name = "fine",
			     .n_settings = 1,
			     .settings = { { "steady", "gain", 2 } } };
	const char *note;
	struct fixture f;
	struct reply *a;

	(void)state;
	fixture_start(&f, 1, 10, 0);
	a = fixture_reply(&f, fixture_submit(&f, 1, PRIORITY_BACKGROUND, &r));
	if (a->status)
		fail_msg("%s", a->error.message);
	assert_int_equal(a->exam->n_results, 3); /* not the look-up */
	assert_string_equal(a->exam->results[0].check, "steady");
	assert_string_equal(a->exam->media_type, "image/jpeg");
	assert_int_equal(a->exam->width, 8);
	assert_int_equal(a->exam->size, sizeof tiny_jpeg);
	assert_true(result_measure(&a->exam->results[0], "gain")->value == 2);
	assert_int_equal(a->exam->results[1].status, RESULT_NOT_APPLICABLE);
	assert_true(isnan(a->exam->chance_flags));
#ifdef SANITIZED
	assert_int_equal(engine_sandbox(f.g, &note), SANDBOX_OFF);
	assert_string_equal(note, "built with sanitizers");
#else
	assert_int_not_equal(engine_sandbox(f.g, &note), SANDBOX_OFF);
#endif
	assert_int_equal(a->exam->sandbox, engine_sandbox(f.g, &note));
	assert_int_equal(a->sandbox, engine_sandbox(f.g, &note));
	reply_free(a);
	fixture_stop(&f);
}

static void profile_and_list(void **state)
{
	struct request quick = { .kind = REQUEST_EXAMINE, .profile = PROFILE_QUICK, .name = "fine" };
	struct request list = { .kind = REQUEST_EXAMINE, .profile = PROFILE_QUICK, .n_checks = 2,
				.checks = { "rogue", "steady" }, .name = "fine" };
	struct fixture f;
	struct reply *a;

	(void)state;
	fixture_start(&f, 1, 10, 0);
	a = fixture_reply(&f, fixture_submit(&f, 1, PRIORITY_BACKGROUND, &quick));
	assert_int_equal(a->exam->n_results, 2);
	reply_free(a);
	a = fixture_reply(
		&f, fixture_submit(&f, 1, PRIORITY_BACKGROUND, &list)); /* in the order of the registry */
	assert_int_equal(a->exam->n_results, 2);
	assert_string_equal(a->exam->results[0].check, "steady");
	assert_string_equal(a->exam->results[1].check, "rogue");
	reply_free(a);
	fixture_stop(&f);
}

static void looking(void **state)
{
	struct request tile = {
		.kind = REQUEST_TILE, .width = 8, .height = 8, .out_width = 16, .out_height = 4
	};
	struct request sample = { .kind = REQUEST_SAMPLE, .x = 7, .y = 7 };
	struct request bytes = { .kind = REQUEST_BYTES, .offset = 160, .length = 1000 };
	struct request map = {
		.kind = REQUEST_MAP, .check = "steady", .map = "gray", .name = "fine", .profile = PROFILE_FULL
	};
	struct fixture f;
	struct reply *a;
	uint16_t corner;

	(void)state;
	fixture_start(&f, 2, 10, 0);
	a = fixture_reply(&f, fixture_submit(&f, 5, PRIORITY_SELECTED, &sample));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->sample.channels, 1);
	assert_int_equal(a->sample.depth, 8);
	corner = a->sample.value[0];
	reply_free(a);
	a = fixture_reply(&f, fixture_submit(&f, 5, PRIORITY_SELECTED, &tile));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->tile.width, 16);
	assert_int_equal(a->tile.height, 4);
	assert_memory_equal(a->tile.rgb, a->tile.rgb + 3, 3); /* enlarged by repeating */
	reply_free(a);
	tile.out_height = 8;
	tile.channel = CHANNEL_BLUE;
	a = fixture_reply(&f, fixture_submit(&f, 5, PRIORITY_SELECTED, &tile));
	assert_int_equal(a->tile.rgb[16 * 8 * 3 - 1], corner);
	reply_free(a);
	a = fixture_reply(&f, fixture_submit(&f, 5, PRIORITY_SELECTED, &bytes));
	assert_int_equal(a->n_bytes, sizeof tiny_jpeg - 160); /* cut at the end of the file */
	assert_memory_equal(a->bytes, tiny_jpeg + 160, a->n_bytes);
	reply_free(a);
	a = fixture_reply(&f, fixture_submit(&f, 5, PRIORITY_SELECTED, &map));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->map.cols * a->map.rows, 16);
	assert_string_equal(a->map.name, "gray");
	reply_free(a);
	map.n_settings = 1;
	map.settings[0] = (struct setting){ "steady", "gain", 0 };
	a = fixture_reply(&f, fixture_submit(&f, 5, PRIORITY_SELECTED, &map)); /* other settings: run again */
	for (unsigned i = 0; i < 16; i++)
		assert_true(a->map.data[i] == 0);
	reply_free(a);
	fixture_stop(&f);
}

static void wrong_requests(void **state)
{
	static const struct request wrong[] = {
		{ .kind = REQUEST_TILE, .x = 4, .width = 8, .height = 8, .out_width = 8, .out_height = 8 },
		{ .kind = REQUEST_TILE, .width = 8, .height = 8, .out_width = 9999, .out_height = 8 },
		{ .kind = REQUEST_SAMPLE, .x = 8 },
		{ .kind = REQUEST_BYTES, .offset = sizeof tiny_jpeg, .length = 1 },
		{ .kind = REQUEST_MAP, .check = "steady", .map = "nothing" },
		{ .kind = REQUEST_MAP, .check = "nothing", .map = "gray" },
		{ .kind = REQUEST_BYTES, .length = 1, .check = "steady", .map = "store" },
		{ .kind = REQUEST_BYTES, .length = 1, .check = "c2pa", .map = "../store" },
		{ .kind = REQUEST_EXAMINE, .n_checks = 1, .checks = { "stedy" } },
		{ .kind = REQUEST_EXAMINE, .n_checks = 1, .checks = { "lookup" } },
		{ .kind = REQUEST_EXAMINE, .n_settings = 1, .settings = { { "steady", "gain", 5 } } },
		{ .kind = REQUEST_EXAMINE, .n_settings = 1, .settings = { { "steady", "loss", 1 } } },
		{ .kind = REQUEST_CANCEL }, { .kind = 0 }, { .kind = 99 },
	};
	struct fixture f;

	(void)state;
	fixture_start(&f, 1, 10, 0);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct reply *a = fixture_reply(&f, fixture_submit(&f, 1, PRIORITY_VISIBLE, &wrong[i]));

		if (a->status != ST_USAGE)
			fail_msg("request %zu: %s: %s", i, status_name(a->status), a->error.message);
		if (wrong[i].kind == REQUEST_EXAMINE && strcmp(wrong[i].checks[0], "stedy") == 0)
			assert_non_null(strstr(a->error.message, "did you mean 'steady'"));
		reply_free(a);
	}
	fixture_examine_fine(&f, 1);
	fixture_stop(&f);
}

static void unknown_formats_are_described(void **state)
{
	static const char text[] = "this is no picture";
	struct fixture f;
	struct error e = ERROR_INIT;
	struct reply *a;

	(void)state;
	fixture_start(&f, 1, 5, 0);
	evidence_release(&f.ev);
	assert_int_equal(evidence_from_bytes("a.txt", text, sizeof text, &f.ev, &e), ST_OK);
	a = fixture_reply(&f, fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "fine"));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->exam->status, ST_UNSUPPORTED);
	assert_int_equal(a->exam->n_results, 0);
	assert_string_equal(a->exam->media_type, "application/octet-stream");
	reply_free(a);
	fixture_stop(&f);
}

/* ---- order ---- */

static void priorities(void **state)
{
	uint64_t want[6];
	struct fixture f;

	(void)state;
	fixture_start(&f, 1, 30, 0);
	want[0] = fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "slow");
	fixture_wait_running(&f, want[0]);
	want[4] = fixture_rogue(&f, 2, PRIORITY_BACKGROUND, "fine");
	want[1] = fixture_rogue(&f, 3, PRIORITY_BACKGROUND, "fine");
	want[5] = fixture_rogue(&f, 4, PRIORITY_BACKGROUND, "fine");
	want[2] = fixture_rogue(&f, 5, PRIORITY_VISIBLE, "fine");
	want[3] = fixture_rogue(&f, 6, PRIORITY_VISIBLE, "fine");
	engine_prioritise(f.g, 3, PRIORITY_VISIBLE); /* in the order of submission among its new equals */
	for (unsigned i = 0; i < 6; i++)
		reply_free(fixture_reply(&f, want[i]));
	fixture_stop(&f);
}

/* The selected picture does not wait for a long background job. */
static void selected_does_not_wait(void **state)
{
	struct fixture f;
	uint64_t slow, selected;

	(void)state;
	fixture_start(&f, 1, 30, 0);
	slow = fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "poll");
	fixture_wait_running(&f, slow);
	selected = fixture_rogue(&f, 2, PRIORITY_SELECTED, "fine");
	reply_free(fixture_reply(&f, selected));
	engine_cancel(f.g, slow);
	reply_free(fixture_reply(&f, slow));
	fixture_stop(&f);
}

static void many_jobs(void **state)
{
	enum { JOBS = 2000, AT_ONCE = 100 };
	static uint8_t seen[JOBS + 1];
	unsigned sent = 0, done = 0;
	struct fixture f;

	(void)state;
	memset(seen, 0, sizeof seen);
	fixture_start(&f, 2, 30, 0);
	while (done < JOBS) {
		struct reply *a;

		for (; sent < JOBS && sent - done < AT_ONCE; sent++)
			fixture_rogue(&f, sent % 7, (enum engine_priority)(sent % 3), "fine");
		a = fixture_next(&f);
		assert_true(a->id >= 1 && a->id <= JOBS);
		assert_int_equal(a->status, ST_OK);
		assert_int_equal(seen[a->id]++, 0);
		reply_free(a);
		done++;
	}
	assert_int_equal(engine_pending(f.g), 0);
	assert_null(engine_take(f.g));
	fixture_stop(&f);
}

/* ---- same bytes ---- */

static void exam_bytes(unsigned workers, struct str out[4])
{
	struct request r = { .kind = REQUEST_EXAMINE, .profile = PROFILE_FULL, .name = "fine" };
	uint64_t first = 0;
	struct fixture f;

	fixture_start(&f, workers, 30, 0);
	for (unsigned i = 0; i < 4; i++) {
		uint64_t id = fixture_submit(&f, i % 3, PRIORITY_BACKGROUND, &r);

		first = first ? first : id;
	}
	for (unsigned i = 0; i < 4; i++) {
		struct reply *a = fixture_next(&f);

		assert_int_equal(a->status, ST_OK);
		exam_encode(a->exam, &out[a->id - first]);
		reply_free(a);
	}
	fixture_stop(&f);
}

static void same_bytes_with_any_workers(void **state)
{
	struct str one[4], two[4];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		str_init(&one[i], 1 << 20);
		str_init(&two[i], 1 << 20);
	}
	exam_bytes(1, one);
	exam_bytes(2, two);
	for (unsigned i = 0; i < 4; i++) {
		assert_true(one[i].len > 100 && !one[i].failed);
		assert_int_equal(one[i].len, two[i].len);
		assert_memory_equal(one[i].data, two[i].data, one[i].len);
		assert_memory_equal(one[i].data, one[0].data, one[0].len);
		str_release(&one[i]);
		str_release(&two[i]);
	}
}

/* ---- what travels beside the picture ---- */

static bool same(const struct result *x, const char *name, double count)
{
	return (long)result_measure(x, name)->value == (long)count;
}

/* What the check "trusting" saw. */
static void saw(struct fixture *f, uint64_t key, const struct evidence *companion, double lists, double judges, double bytes)
{
	struct engine_job j = { .key = key, .companion = companion,
				.request = { .kind = REQUEST_EXAMINE, .n_checks = 1, .checks = { "trusting" }, .name = "fine" } };
	struct reply *r = fixture_reply(f, engine_submit(f->g, &j, &f->ev));
	const struct result *x;

	if (r->status)
		fail_msg("%s", r->error.message);
	x = &r->exam->results[0];
	if (!same(x, "lists", lists) || !same(x, "judges", judges) || !same(x, "companion", bytes))
		fail_msg("%g lists, judges %g, companion of %g bytes", result_measure(x, "lists")->value,
			 result_measure(x, "judges")->value, result_measure(x, "companion")->value);
	reply_free(r);
}

static void pack_of(const char *oids, bool judges, struct evidence *out)
{
	struct pack_item item = { .kind = LIST_EKU, .name = "x", .bytes = oids, .len = strlen(oids) };
	struct str s;

	str_init(&s, 4096);
	world_pack(&item, 1, judges, judges ? NULL : "not today", &s);
	assert_int_equal(evidence_from_bytes("pack", s.data, s.len, out, NULL), ST_OK);
	str_release(&s);
}

/* One worker, many requests: it keeps what it has, and gets what is another one. */
static void lists_and_companions_travel(void **state)
{
	struct evidence one, two, first, second;
	struct fixture f;

	(void)state;
	pack_of("1.2.3\n", true, &one);
	pack_of("1.2.4\n", false, &two);
	assert_int_equal(evidence_from_bytes("a.c2pa", "123", 3, &first, NULL), ST_OK);
	assert_int_equal(evidence_from_bytes("b.c2pa", "12345", 5, &second, NULL), ST_OK);
	fixture_start(&f, 1, 10, 0);
	saw(&f, 1, NULL, 1, 0, 0); /* the built-in table */
	assert_int_equal(engine_set_lists(f.g, &one, NULL), ST_OK);
	saw(&f, 1, &first, 2, 1, 3);
	saw(&f, 1, &first, 2, 1, 3);
	saw(&f, 1, &second, 2, 1, 5);
	saw(&f, 1, NULL, 2, 1, 0);
	saw(&f, 2, &second, 2, 1, 5);
	saw(&f, 3, NULL, 2, 1, 0);
	assert_int_equal(engine_set_lists(f.g, &two, NULL), ST_OK);
	saw(&f, 3, &first, 2, 0, 3);
	assert_int_equal(engine_set_lists(f.g, NULL, NULL), ST_OK);
	saw(&f, 3, &first, 1, 0, 3);
	fixture_stop(&f);
	evidence_release(&one);
	evidence_release(&two);
	evidence_release(&first);
	evidence_release(&second);
}

/* A pack that cannot be read fails each picture by name; the next pack heals. */
static void a_broken_pack_is_said(void **state)
{
	struct engine_job j = { .key = 1, .request = { .kind = REQUEST_EXAMINE, .n_checks = 1, .checks = { "trusting" }, .name = "fine" } };
	struct evidence bad, good;
	struct fixture f;
	struct reply *r;

	(void)state;
	pack_of("x\n", true, &bad);
	pack_of("1.2.3\n", true, &good);
	fixture_start(&f, 1, 10, 0);
	assert_int_equal(engine_set_lists(f.g, &bad, NULL), ST_OK);
	for (int i = 0; i < 2; i++) {
		r = fixture_reply(&f, engine_submit(f.g, &j, &f.ev));
		assert_int_equal(r->status, ST_CORRUPT);
		assert_non_null(strstr(r->error.message, "trust list 'x': line 1"));
		reply_free(r);
	}
	assert_int_equal(engine_set_lists(f.g, &good, NULL), ST_OK);
	saw(&f, 1, NULL, 2, 1, 0);
	fixture_stop(&f);
	evidence_release(&bad);
	evidence_release(&good);
}

static struct reply *ask_list(struct fixture *f, unsigned kind, const char *text)
{
	struct engine_job j = { .key = 99, .request = { .kind = REQUEST_LIST, .list_kind = kind } };
	struct evidence ev;
	uint64_t id;

	assert_int_equal(evidence_from_bytes("list", text, strlen(text), &ev, NULL), ST_OK);
	id = engine_submit(f->g, &j, &ev);
	evidence_release(&ev);
	return fixture_reply(f, id);
}

static void lists_are_summarised_or_refused(void **state)
{
	struct fixture f;
	struct reply *r;

	(void)state;
	fixture_start(&f, 1, 10, 0);
	r = ask_list(&f, LIST_EKU, "1.2.3\n1.2.4\n");
	assert_int_equal(r->status, ST_OK);
	assert_string_equal(value_get_text(r->list, "kind"), "eku");
	assert_int_equal(value_get(r->list, "count")->integer, 2);
	assert_string_equal(value_get(r->list, "entries")->first->text, "1.2.3");
	assert_int_equal(value_get(r->list, "issued")->kind, VALUE_NULL);
	reply_free(r);
	r = ask_list(&f, LIST_EKU, "1.2.3\nx\n");
	assert_int_equal(r->status, ST_CORRUPT);
	assert_non_null(strstr(r->error.message, "line 2"));
	reply_free(r);
	r = ask_list(&f, LIST_KINDS, "1.2.3\n");
	assert_int_equal(r->status, ST_USAGE);
	reply_free(r);
	saw(&f, 1, NULL, 1, 0, 0); /* the worker goes on */
	fixture_stop(&f);
}

/* A file without a reader: the checks that need none run on it, the others do not. */
static void unread_files_are_examined_all_the_same(void **state)
{
	struct engine_job j = { .key = 1, .request = { .kind = REQUEST_EXAMINE, .n_checks = 2,
						       .checks = { "steady", "trusting" }, .name = "fine" } };
	struct evidence svg;
	struct fixture f;
	struct reply *r;

	(void)state;
	assert_int_equal(evidence_from_bytes("a.svg", "<svg/>", 6, &svg, NULL), ST_OK);
	fixture_start(&f, 1, 10, 0);
	r = fixture_reply(&f, engine_submit(f.g, &j, &svg));
	assert_int_equal(r->status, ST_OK);
	assert_int_equal(r->exam->status, ST_UNSUPPORTED);
	assert_int_equal(r->exam->n_results, 1);
	assert_string_equal(r->exam->results[0].check, "trusting");
	assert_int_equal(r->exam->results[0].status, RESULT_DONE);
	reply_free(r);
	fixture_stop(&f);
	evidence_release(&svg);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_examination),
		cmocka_unit_test(profile_and_list),
		cmocka_unit_test(looking),
		cmocka_unit_test(wrong_requests),
		cmocka_unit_test(unknown_formats_are_described),
		cmocka_unit_test(priorities),
		cmocka_unit_test(selected_does_not_wait),
		cmocka_unit_test(many_jobs),
		cmocka_unit_test(same_bytes_with_any_workers),
		cmocka_unit_test(lists_and_companions_travel),
		cmocka_unit_test(a_broken_pack_is_said),
		cmocka_unit_test(lists_are_summarised_or_refused),
		cmocka_unit_test(unread_files_are_examined_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
