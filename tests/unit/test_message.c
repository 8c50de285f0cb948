/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/cbor.h"
#include "src/engine/message.h"

#include <math.h>

/* ---- requests ---- */

static struct request full_request(void)
{
	return (struct request){ .kind = REQUEST_EXAMINE,
				 .checks = { "dates", "recapture" },
				 .n_checks = 2,
				 .settings = { { "recapture", "peak", 1.5 } },
				 .n_settings = 1,
				 .regions = { { 1, 2, 3, 4, REGION_PLAIN },
					      { REGION_SIDE_MAX - 1, 0, REGION_SIDE_MAX, 1, REGION_SAME_D } },
				 .n_regions = 2,
				 .profile = 2,
				 .now = -5,
				 .now_fixed = true,
				 .name = "a.jpg",
				 .companion = { 1, 2, 3 },
				 .lists = { 9, 8, 7 } };
}

static struct str encode_request(const struct request *r, bool fd)
{
	struct envelope v = { .id = 7, .key = 1ULL << 63, .has_evidence = fd, .has_lists = fd };
	struct error e;
	struct str s;

	str_init(&s, MESSAGE_MAX_REQUEST);
	assert_int_equal(request_encode(&v, r, &s, &e), ST_OK);
	return s;
}

static enum status decode_request(const struct str *s, size_t len, struct envelope *v, struct request *r)
{
	struct error e = ERROR_INIT;

	return request_decode(span_of(s->data, len, 0), v, r, &e);
}

static void requests_go_and_come(void **state)
{
	const struct request all[] = {
		full_request(),
		{ .kind = REQUEST_TILE,
		  .x = 1,
		  .y = 2,
		  .width = 3,
		  .height = 4,
		  .out_width = 5,
		  .out_height = 6,
		  .channel = CHANNEL_BLUE },
		{ .kind = REQUEST_SAMPLE, .x = UINT32_MAX, .y = 9 },
		{ .kind = REQUEST_BYTES, .offset = UINT64_MAX, .length = MESSAGE_MAX_BYTES },
		{ .kind = REQUEST_BYTES, .offset = 9, .length = 1, .check = "c2pa", .map = "certificates.3" },
		{ .kind = REQUEST_TILE, .width = 1, .height = 1, .out_width = 5, .out_height = 6, .check = "c2pa", .map = "thumbnail.3.1" },
		{ .kind = REQUEST_MAP, .check = "dates", .map = "x.y", .profile = 1 },
		{ .kind = REQUEST_CANCEL },
		{ .kind = REQUEST_CONTROL },
		{ .kind = REQUEST_LIST, .list_kind = 6 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct str s = encode_request(&all[i], i == 0);
		struct envelope v;
		struct request r;

		assert_int_equal(decode_request(&s, s.len, &v, &r), ST_OK);
		assert_memory_equal(&r, &all[i], sizeof r);
		assert_true(v.id == 7 && v.key == 1ULL << 63 && v.has_evidence == (i == 0) && !v.has_companion && v.has_lists == (i == 0));
		for (size_t cut = 0; cut < s.len; cut++)
			assert_int_equal(decode_request(&s, cut, &v, &r), ST_PROTOCOL);
		str_putc(&s, '\0'); /* something behind it */
		assert_int_equal(decode_request(&s, s.len, &v, &r), ST_PROTOCOL);
		str_release(&s);
	}
}

static void wrong_requests_are_not_sent(void **state)
{
	struct request wrong[12];
	struct envelope v = { .id = 1 };
	struct str s;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		wrong[i] = full_request();
	wrong[0].n_checks = MESSAGE_MAX_CHECKS + 1;
	wrong[1].n_settings = MESSAGE_MAX_SETTINGS + 1;
	memset(wrong[2].checks[0], 'a', sizeof wrong[2].checks[0]);
	snprintf(wrong[3].checks[0], 32, "A B");
	wrong[4].settings[0].value = (double)NAN;
	memset(wrong[5].name, 'a', sizeof wrong[5].name);
	wrong[6] = (struct request){
		.kind = REQUEST_TILE, .width = 1, .height = 1, .out_width = TILE_MAX_SIDE + 1, .out_height = 1
	};
	wrong[7] = (struct request){ .kind = REQUEST_BYTES, .length = MESSAGE_MAX_BYTES + 1 };
	wrong[8].n_regions = REGIONS_MAX + 1;
	wrong[9].regions[1].width = 0;
	wrong[10].regions[0].y = REGION_SIDE_MAX;
	wrong[11].regions[0].kind = REGION_KINDS;
	str_init(&s, MESSAGE_MAX_REQUEST);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_int_equal(request_encode(&v, &wrong[i], &s, NULL), ST_USAGE);
	str_release(&s);
}

/* Every byte changed to a few values: accepted or refused, never more than the tables allow. */
static void damaged_requests(void **state)
{
	static const uint8_t values[] = { 0x00, 0x18, 0x1B, 0x7F, 0x9B, 0xA1, 0xBB, 0xF6, 0xFF };
	struct request r = full_request();
	struct str s = encode_request(&r, false);
	struct envelope v;

	(void)state;
	for (size_t i = 0; i < s.len; i++) {
		char old = s.data[i];

		for (size_t k = 0; k < sizeof values; k++) {
			s.data[i] = (char)values[k];
			if (decode_request(&s, s.len, &v, &r))
				continue;
			assert_true(r.n_checks <= MESSAGE_MAX_CHECKS &&
				    r.n_settings <= MESSAGE_MAX_SETTINGS && v.id != 0);
			assert_non_null(memchr(r.name, 0, sizeof r.name));
			assert_true(r.n_regions <= REGIONS_MAX);
			for (unsigned n = 0; n < r.n_regions; n++)
				assert_true(region_valid(&r.regions[n]));
		}
		s.data[i] = old;
	}
	str_release(&s);
}

/* ---- answers ---- */

static struct answer good_answer(const struct str *s)
{
	struct error e = ERROR_INIT;
	struct answer a;

	if (answer_decode(span_of(s->data, s->len, 0), &a, &e))
		fail_msg("%s", e.message);
	for (size_t cut = 0; cut < s->len; cut++) {
		struct answer b;

		assert_int_equal(answer_decode(span_of(s->data, cut, 0), &b, &e), ST_PROTOCOL);
	}
	return a;
}

static void small_answers(void **state)
{
	struct error e = ERROR_INIT;
	struct sample sample = { .channels = 3, .depth = 16, .value = { 1, 2, 65535 } };
	struct answer a;
	struct str s;

	(void)state;
	str_init(&s, 1 << 16);
	answer_put_hello(&s, SANDBOX_PARTIAL, "no landlock\x1b[2J", 42);
	a = good_answer(&s);
	assert_int_equal(a.sandbox, SANDBOX_PARTIAL);
	assert_string_equal(a.note, "no landlock<U+001B>[2J"); /* sanitised */
	str_clear(&s);
	answer_put_progress(&s, 3, 500, "recapture");
	a = good_answer(&s);
	assert_true(a.id == 3 && a.permille == 500 && strcmp(a.stage, "recapture") == 0);
	str_clear(&s);
	err_at(&e, ST_CORRUPT, 99, "broken");
	answer_put_failed(&s, 3, 1.5, &e);
	a = good_answer(&s);
	assert_true(a.error.code == ST_CORRUPT && a.error.has_offset && a.error.offset == 99 &&
		    a.seconds == 1.5);
	str_clear(&s);
	answer_put_sample(&s, 3, 0, &sample);
	a = good_answer(&s);
	assert_memory_equal(&a.sample, &sample, sizeof sample);
	str_release(&s);
}

static void large_answers(void **state)
{
	uint8_t rgb[2 * 3 * 3] = { 1, 2, 3 };
	float cells[6] = { 0, 1, 2, 3, 4, NAN };
	struct tile tile = { .width = 2, .height = 3, .rgb = rgb };
	struct span bytes = span_of(rgb, sizeof rgb, 0);
	struct map map = { .name = "m",
			   .title = "M",
			   .unit = "dB",
			   .cols = 3,
			   .rows = 2,
			   .step_x = 8,
			   .step_y = 8,
			   .high = 5,
			   .data = cells };
	struct answer a;
	struct str s;

	(void)state;
	str_init(&s, 1 << 16);
	answer_put_tile(&s, 3, 0, &tile);
	a = good_answer(&s);
	assert_true(a.width == 2 && a.height == 3 && a.data.len == sizeof rgb);
	str_clear(&s);
	answer_put_bytes(&s, 3, 0, &bytes);
	a = good_answer(&s);
	assert_memory_equal(a.data.data, rgb, sizeof rgb);
	str_clear(&s);
	answer_put_map(&s, 3, 0, &map);
	a = good_answer(&s);
	assert_true(a.width == 3 && a.height == 2 && a.data.len == 24 && a.high == 5);
	str_release(&s);
}

static void examinations_travel_whole(void **state)
{
	struct examination *x = exam_new(), *y;
	struct error e;
	struct answer a;
	struct str s;

	(void)state;
	x->media_type = "image/png";
	x->width = x->height = 9;
	str_init(&s, 1 << 20);
	answer_put_examination(&s, 3, 0, x);
	a = good_answer(&s);
	assert_int_equal(exam_decode(a.data, &y, &e), ST_OK);
	assert_int_equal(y->width, 9);
	exam_free(x);
	exam_free(y);
	str_release(&s);
}

/* ---- answers that contradict themselves ---- */

static void put_u(struct str *s, const char *key, uint64_t v)
{
	cbor_put_text(s, key);
	cbor_put_uint(s, v);
}

static void begin(struct str *s, unsigned pairs, enum answer_kind kind)
{
	str_clear(s);
	cbor_put_map(s, pairs + 3);
	put_u(s, "kind", kind);
	put_u(s, "id", 3);
	put_u(s, "seconds", 0);
}

static void refused(struct str *s)
{
	struct answer a;

	assert_false(s->failed);
	assert_int_equal(answer_decode(span_of(s->data, s->len, 0), &a, NULL), ST_PROTOCOL);
}

static void put_tile(struct str *s, uint64_t w, uint64_t h, size_t bytes)
{
	static const uint8_t many[64];

	begin(s, 3, ANSWER_TILE);
	put_u(s, "width", w);
	put_u(s, "height", h);
	cbor_put_text(s, "data");
	cbor_put_bytes(s, many, bytes);
}

static void lying_answers(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 1 << 16);
	put_tile(&s, 2, 2, 11);
	refused(&s);
	put_tile(&s, 0, 2, 0);
	refused(&s);
	put_tile(&s, 0x10000, 0x10000, 12);
	refused(&s);
	put_tile(&s, TILE_MAX_SIDE + 1, 1, 12);
	refused(&s);
	begin(&s, 0, ANSWER_TILE); /* lacks everything */
	refused(&s);
	begin(&s, 2, ANSWER_FAILED); /* a failure that is none */
	put_u(&s, "code", ST_OK);
	cbor_put_text(&s, "message");
	cbor_put_text(&s, "x");
	refused(&s);
	begin(&s, 2, ANSWER_FAILED);
	put_u(&s, "code", ST_COUNT);
	cbor_put_text(&s, "message");
	cbor_put_text(&s, "x");
	refused(&s);
	begin(&s, 2, ANSWER_PROGRESS);
	put_u(&s, "permille", 1001);
	cbor_put_text(&s, "stage");
	cbor_put_text(&s, "x");
	refused(&s);
	begin(&s, 1, ANSWER_PROGRESS); /* one key twice */
	put_u(&s, "id", 4);
	refused(&s);
	begin(&s, 0, (enum answer_kind)0);
	refused(&s);
	str_release(&s);
}

static void lying_samples_and_maps(void **state)
{
	struct sample deep = { .channels = 1, .depth = 8, .value = { 256 } };
	struct sample odd = { .channels = 1, .depth = 9 };
	struct sample none = { .channels = 0, .depth = 8 };
	float cell = 0;
	struct map flat = {
		.name = "m", .title = "", .unit = "", .cols = 1, .rows = 1, .step_y = 1, .data = &cell
	};
	struct map upside = { .name = "m",
			      .title = "",
			      .unit = "",
			      .cols = 1,
			      .rows = 1,
			      .step_x = 1,
			      .step_y = 1,
			      .low = 2,
			      .high = 1,
			      .data = &cell };
	struct map endless = { .name = "m",
			       .title = "",
			       .unit = "",
			       .cols = 1,
			       .rows = 1,
			       .step_x = 1,
			       .step_y = 1,
			       .high = (double)INFINITY,
			       .data = &cell };
	struct str s;

	(void)state;
	str_init(&s, 1 << 16);
	answer_put_sample(&s, 3, 0, &deep);
	refused(&s);
	str_clear(&s);
	answer_put_sample(&s, 3, 0, &odd);
	refused(&s);
	str_clear(&s);
	answer_put_sample(&s, 3, 0, &none);
	refused(&s);
	str_clear(&s);
	answer_put_map(&s, 3, 0, &flat);
	refused(&s);
	str_clear(&s);
	answer_put_map(&s, 3, 0, &upside);
	refused(&s);
	str_clear(&s);
	answer_put_map(&s, 3, 0, &endless);
	refused(&s);
	str_clear(&s);
	answer_put_hello(&s, SANDBOX_OFF, "", 1);
	s.data[s.len - 1] ^= 1;
	answer_put_progress(&s, 0, 1, "x"); /* two in one frame */
	refused(&s);
	str_release(&s);
}

/* ---- the fuzz target, over what is really sent ---- */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t next_random(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

/* Whole, cut everywhere, and with a few bytes changed. kind: as fz_message.c reads its first byte. */
static void replay(uint8_t kind, const struct str *s)
{
	uint32_t x = 0x9E3779B9;
	uint8_t *bytes = malloc(s->len + 1);

	for (size_t len = 0; len <= s->len; len++) {
		bytes[0] = kind;
		memcpy(bytes + 1, s->data, s->len);
		LLVMFuzzerTestOneInput(bytes, len + 1);
	}
	for (unsigned i = 0; i < 3000; i++) {
		memcpy(bytes + 1, s->data, s->len);
		for (unsigned k = 0; k <= i % 4; k++)
			bytes[1 + next_random(&x) % s->len] = (uint8_t)next_random(&x);
		LLVMFuzzerTestOneInput(bytes, s->len + 1);
	}
	free(bytes);
}

static void build_examination(struct str *s)
{
	const int32_t region[4] = { 1, 2, 3, 4 };
	const float cells[4] = { 1, 2, 3, 4 };
	struct examination *x = exam_new();
	struct result r = { .check = "dates", .arena = &x->arena };

	x->media_type = "image/png";
	x->width = x->height = 9;
	x->facts = value_new(&x->arena, VALUE_MAP);
	result_add_finding(&r,
			   &(struct finding_spec){
				   .code = "a.b", .level = LEVEL_NOTICE, .summary = "s", .region = region });
	result_add_map(&r, &(struct map){ .name = "m",
					  .title = "",
					  .unit = "",
					  .cols = 2,
					  .rows = 2,
					  .step_x = 1,
					  .step_y = 1,
					  .data = cells });
	x->results = &r;
	x->n_results = 1;
	answer_put_examination(s, 3, 0, x);
	exam_free(x);
}

static void the_fuzz_target_runs(void **state)
{
	struct request r = full_request();
	struct str s = encode_request(&r, true);

	(void)state;
	replay(0, &s);
	str_clear(&s);
	build_examination(&s);
	replay(1, &s);
	put_tile(&s, 2, 2, 12);
	replay(1, &s);
	str_clear(&s);
	str_add(&s, "\x03\0\0\0abc\x01\0\0\0x", 12);
	replay(2, &s);
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_go_and_come),
		cmocka_unit_test(wrong_requests_are_not_sent),
		cmocka_unit_test(damaged_requests),
		cmocka_unit_test(small_answers),
		cmocka_unit_test(large_answers),
		cmocka_unit_test(examinations_travel_whole),
		cmocka_unit_test(lying_answers),
		cmocka_unit_test(lying_samples_and_maps),
		cmocka_unit_test(the_fuzz_target_runs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
