/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record of an examination, as a worker or a case file may hold it, and all that is made of it: JSON, the report, the record
 * again. First byte: 0 the record itself, 1 a list of changes to a whole one (two bytes of offset and one of value each),
 * 2 one item of CBOR, 3 text and times. */
#include "src/base/base.h"

#include "src/base/cbor.h"
#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/result.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/report/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { WHOLE_MAX = 16384, OUT_MAX = 64 << 20, NODES = 2000 };

static void demand(bool promise)
{
	if (!promise)
		abort();
}

/* Nothing that a terminal or a browser would obey. */
static void demand_plain(const char *s, size_t len)
{
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		unsigned n = utf8_decode(s + i, len - i, &cp);

		demand(n > 0 && (cp == '\n' || !utf8_unsafe(cp)));
		i += n;
	}
}

/* ---- a record ---- */

static void fill(struct result *r, struct arena *a)
{
	static const char *const innocent[] = { "woven fabric", NULL };
	static const int32_t region[4] = { 10, 20, 300, 200 };
	static const float cells[6] = { 0, 1, 2, 3, 4, 5 };
	struct plot_mark mark = { 0.1, 0.2, "peak" };

	r->arena = a;
	r->check = "recapture";
	r->params = value_new(a, VALUE_MAP);
	value_add_real(a, r->params, "threshold_db", 17);
	result_add_finding(r, &(struct finding_spec){ "recapture.lattice", FINDING_INTERPRETATION, LEVEL_NOTICE,
						      TRACE_SPECTRUM, "a lattice", "more", region, innocent });
	result_add_measure(r, "peak_db", 31.2, "dB", "10 to 12");
	result_add_map(r, &(struct map){ "peak", "Peak", "dB", 3, 2, 0, 8, 512, 512, 0, 30, cells });
	result_add_plot(r, &(struct plot){ "spectrum", "Spectrum", PLOT_SPECTRUM, "fx", "fy", "dB", -0.5, 0.5, -0.5,
					   0.5, -10, 30, 2, 3, cells, &mark, 1 });
	result_add_plot(r, &(struct plot){ "curve", "Curve", PLOT_SERIES, "x", "y", "", 0, 1, 0, 1, 0, 5, 3, 2, cells,
					   NULL, 0 });
	result_add_plot(r, &(struct plot){ "plane", "Plane", PLOT_CURVES, "x", "y", "", 0, 5, 5, 0, 0, 5, 3, 2, cells, &mark,
					   1 });
	result_add_limit(r, "says nothing about the scene");
	r->error_rate = (struct error_rate){ .calibrated = true, .fpr = 0.01, .stratum = "s", .set = "t" };
	value_add_int(a, result_details(r), "tiles", 12);
}

static void make_whole(struct str *out)
{
	static const uint8_t rgb[6] = { 1, 2, 3, 4, 5, 6 };
	struct examination *x = exam_new();
	struct result *r = arena_alloc(&x->arena, 1, sizeof *r);
	struct segment piece = { "SOI", 0, 2, "start", 0 };
	struct embedded inner = { "thumbnail", "image/jpeg", 4, 9, 160, 120 };
	struct meta_entry entry = { "IFD0", 0x010F, "Make", "ASCII", 6, 30, 6, "North" };

	fill(r, &x->arena);
	x->path = "a.jpg";
	x->media_type = "image/jpeg";
	x->format = "JPEG";
	x->width = 4000;
	x->height = 3000;
	x->facts = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, x->facts, "make", "North");
	x->preview = (struct preview){ 2, 1, rgb };
	x->results = r;
	x->segments = &piece;
	x->pictures = &inner;
	x->entries = &entry;
	x->n_results = x->n_segments = x->n_pictures = x->n_entries = 1;
	str_init(out, WHOLE_MAX);
	exam_encode(x, out);
	demand(!out->failed);
	exam_free(x);
}

static void show_json(const struct examination *x)
{
	json_t *j = json_examination(x);
	char *line = json_line(j);

	demand(j && line);
	demand_plain(line, strlen(line));
	free(line);
	json_decref(j);
}

static void show_report(const struct examination *x)
{
	const struct report_exhibit exhibit = { .label = "E1", .acquired = "", .tags = "", .exam = x, .path = x->path,
						.sha256 = x->digests.sha256 };
	const struct report_case c = { .title = "t", .uuid = "u", .created = "", .generated = "", .tool_version = "0",
				       .offline_words = "", .audit_head = "", .exhibits = &exhibit, .n_exhibits = 1 };

	for (const struct report_format *f = report_formats; f->name; f++) {
		struct str out;

		str_init(&out, OUT_MAX);
		if (f->write(&c, &out, NULL) == ST_OK)
			demand_plain(out.data, out.len);
		str_release(&out);
	}
}

static void try_record(struct span in)
{
	struct examination *x, *again;
	struct str s;

	if (exam_decode(in, &x, NULL))
		return;
	show_json(x);
	show_report(x);
	str_init(&s, OUT_MAX);
	exam_encode(x, &s);
	demand(s.failed || exam_decode(span_of(s.data, s.len, 0), &again, NULL) == ST_OK);
	if (!s.failed)
		exam_free(again);
	str_release(&s);
	exam_free(x);
}

static void try_changed(const uint8_t *data, size_t size)
{
	struct str whole;

	make_whole(&whole);
	for (size_t i = 0; i + 3 <= size; i += 3)
		whole.data[((size_t)data[i] << 8 | data[i + 1]) % whole.len] = (char)data[i + 2];
	try_record(span_of(whole.data, whole.len, 0));
	str_release(&whole);
}

/* ---- smaller things ---- */

static void try_item(struct span in)
{
	struct span skipped = in, read = in;
	unsigned nodes = NODES;
	struct arena a;
	struct value *v;
	json_t *j;

	arena_init(&a, OUT_MAX);
	v = value_decode(&a, &read, &nodes);
	demand(!v || cbor_skip(&skipped)); /* what can be read can be passed over, to the same place */
	demand(!v || span_left(&skipped) == span_left(&read));
	if (v && (j = json_value(v)))
		json_decref(j);
	arena_release(&a);
}

static void try_text(const uint8_t *data, size_t size)
{
	char *s = mem_need(size + 1, 1), safe[300], utc[32];
	size_t cap = size ? 1 + data[0] : 1;
	struct civil c;
	int64_t t = 0;
	int minutes;

	memcpy(s, data, size);
	utf8_sanitise(safe, cap, s, size);
	demand(strlen(safe) < cap);
	demand_plain(safe, strlen(safe));
	demand(utf8_width(safe) <= strlen(safe));
	(void)utf8_width(s);
	demand(!time_parse_offset(s, &minutes) || (minutes > -900 && minutes < 900));
	demand(!time_parse_exif(s, &c) || civil_valid(&c));
	if (time_parse_utc(s, &t)) {
		int64_t back;

		demand(time_parse_utc(time_format_utc(utc, t), &back) && back == t);
	}
	memcpy(&t, s, size < sizeof t ? size : sizeof t);
	time_format_utc(utc, t);
	demand(utc[0] && strlen(utc) < sizeof utc);
	free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	switch (data[0] % 4) {
	case 0: try_record(span_of(data + 1, size - 1, 0)); break;
	case 1: try_changed(data + 1, size - 1); break;
	case 2: try_item(span_of(data + 1, size - 1, 0)); break;
	default: try_text(data + 1, size - 1); break;
	}
	return 0;
}
