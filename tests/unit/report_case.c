/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/credentials_fixture.h"
#include "tests/unit/report_case.h"

#include "src/base/mem.h"

#include <math.h>

enum { EXHIBITS = 3, COLS = 24, ROWS = 16, BINS = 96, POINTS = 64 };

/* The nice text, unless the same text is wanted everywhere. */
#define T(nice) (everywhere ? everywhere : (nice))

static const uint8_t hashes[EXHIBITS][SHA256_LEN] = { { 0x4f, 0x1c, 0x09, 0xab, 1, 2, 3 },
						      { 0xbe, 0xef },
						      { 0x01 } };

static void add_findings(struct result *r, const char *everywhere)
{
	const char *alternatives[] = { T("woven fabric or a fly screen in the scene"), T("halftone print"),
				       NULL };
	const int32_t region[4] = { 900, 300, 1700, 1500 }, corner[4] = { 0, 2400, 800, 600 };

	result_add_finding(
		r, &(struct finding_spec){
			   .code = T("recapture.peak"),
			   .kind = FINDING_OBSERVATION,
			   .region = region,
			   .trace = TRACE_SPECTRUM,
			   .summary = T("A periodic pattern of 2.7 pixels stands 31 dB over its surround in "
					"9 of 12 tiles."),
			   .detail = T("Peaks at 0.372 cycles per pixel, with partners at right angles.") });
	result_add_finding(
		r, &(struct finding_spec){ .code = T("recapture.dark_surround"),
					   .kind = FINDING_OBSERVATION,
					   .region = corner,
					   .trace = TRACE_COLOUR,
					   .summary = T("The lower left corner is uniformly dark.") });
	result_add_finding(
		r, &(struct finding_spec){
			   .code = T("recapture.lattice"),
			   .kind = FINDING_INTERPRETATION,
			   .level = LEVEL_WARNING,
			   .trace = TRACE_SPECTRUM,
			   .region = region,
			   .alternatives = alternatives,
			   .summary = T("The pattern is consistent with a photograph of a screen.") });
}

static void add_rasters(struct result *r, const char *everywhere)
{
	static float map[ROWS * COLS], spectrum[BINS * BINS], curve[2 * POINTS];
	struct plot_mark marks[] = { { 0.372, 0.0, T("31 dB") }, { -0.372, 0.0, T("31 dB, mirrored") } };

	for (int i = 0; i < ROWS * COLS; i++)
		map[i] = i % COLS < 3 ? NAN
				      : 30.0f * expf(-0.02f * (float)((i % COLS - 12) * (i % COLS - 12) +
								      (i / COLS - 7) * (i / COLS - 7)));
	for (int i = 0; i < BINS * BINS; i++) {
		int x = i % BINS - BINS / 2, y = i / BINS - BINS / 2;

		spectrum[i] = 14.0f * expf(-0.05f * (float)(x * x + y * y)) +
			      (y == 0 && (x == 36 || x == -36) ? 31.0f : 0.0f);
	}
	for (int i = 0; i < POINTS; i++) {
		curve[i] = sinf((float)i / 6.0f);
		curve[POINTS + i] = i == 20 ? NAN : 0.5f * cosf((float)i / 9.0f);
	}
	result_add_map(r, &(struct map){ .name = T("peak"),
					 .title = T("Peak height"),
					 .unit = T("dB"),
					 .cols = COLS,
					 .rows = ROWS,
					 .step_x = 4000.0 / COLS,
					 .step_y = 3000.0 / ROWS,
					 .low = 0,
					 .high = 30,
					 .data = map });
	result_add_plot(r, &(struct plot){ .name = T("spectrum"),
					   .title = T("Spectrum of tile 5"),
					   .kind = PLOT_SPECTRUM,
					   .x_label = T("horizontal, cycles per pixel"),
					   .y_label = T("vertical, cycles per pixel"),
					   .unit = T("dB"),
					   .x0 = -0.5,
					   .x1 = 0.5,
					   .y0 = -0.5,
					   .y1 = 0.5,
					   .low = -5,
					   .high = 31,
					   .cols = BINS,
					   .rows = BINS,
					   .data = spectrum,
					   .marks = marks,
					   .n_marks = 2 });
	result_add_plot(r, &(struct plot){ .name = T("profile"),
					   .title = T("Radial profile"),
					   .kind = PLOT_SERIES,
					   .x_label = T("cycles per pixel"),
					   .y_label = T("height"),
					   .unit = T("dB"),
					   .x0 = 0,
					   .x1 = 0.5,
					   .low = -1,
					   .high = 1,
					   .cols = POINTS,
					   .rows = 2,
					   .data = curve });
	/* the same numbers as one curve in a plane: its x are the first row, its y the second */
	result_add_plot(r, &(struct plot){ .name = T("plane"),
					   .title = T("Lights of the surfaces"),
					   .kind = PLOT_CURVES,
					   .x_label = T("r"),
					   .y_label = T("g"),
					   .unit = T(""),
					   .x0 = -1,
					   .x1 = 1,
					   .y0 = 1,
					   .y1 = -1,
					   .high = 1,
					   .cols = POINTS,
					   .rows = 2,
					   .data = curve,
					   .marks = marks,
					   .n_marks = 2 });
}

static void add_results(struct examination *x, const char *everywhere)
{
	x->results = arena_alloc(&x->arena, 3, sizeof *x->results);
	assert(x->results);
	x->n_results = 3;
	for (uint32_t i = 0; i < 3; i++)
		x->results[i] = (struct result){ .arena = &x->arena,
						 .version = 1,
						 .params = value_new(&x->arena, VALUE_MAP) };
	x->results[0].check = T("exif");
	result_add_finding(&x->results[0],
			   &(struct finding_spec){ .code = T("exif.stripped"),
						   .kind = FINDING_OBSERVATION,
						   .trace = TRACE_METADATA,
						   .summary = T("The file carries no camera data.") });
	x->results[1].check = T("structure");
	x->results[1].status = RESULT_NOT_APPLICABLE;
	x->results[1].reason = T("no JPEG structure");
	x->results[2].check = T("recapture");
	x->results[2].has_score = true;
	x->results[2].score = 0.934567;
	value_add_real(&x->arena, x->results[2].params, T("tile"), 512);
	value_add_text(&x->arena, x->results[2].params, T("window"), T("hann"));
	add_findings(&x->results[2], everywhere);
	add_rasters(&x->results[2], everywhere);
	result_add_measure(&x->results[2], T("peak_db"), 31.2345, T("dB"), T("below 17 dB"));
	result_add_measure(&x->results[2], T("partners"), (double)NAN, "", NULL);
	result_add_limit(&x->results[2], T("A fine fabric can show the same pattern."));
}

static void add_preview(struct examination *x)
{
	enum { W = 288, H = 216 };
	uint8_t *rgb = arena_alloc(&x->arena, (size_t)W * H, 3);

	assert(rgb);
	for (int i = 0; i < W * H; i++) {
		int sx = i % W, sy = i / W;
		bool inside = sx > 65 && sx < 187 && sy > 22 && sy < 130;

		rgb[3 * i] = (uint8_t)(inside ? 150 + sx / 4 + (sx % 3) * 12 : 60 + sy / 5);
		rgb[3 * i + 1] = (uint8_t)(inside ? 140 + sy / 3 : 60 + sy / 6);
		rgb[3 * i + 2] = (uint8_t)(inside ? 170 : 66);
	}
	x->preview = (struct preview){ .width = W, .height = H, .rgb = rgb };
}

/* What a case file gives back: x as bytes and read again as hostile input, so that its texts are sanitised.
 */
static void say_everywhere(struct value *v, const char *everywhere)
{
	if (v->kind == VALUE_TEXT)
		v->text = everywhere;
	for (struct value *c = v->first; c; c = c->next)
		say_everywhere(c, everywhere);
}

/* Every text of the details becomes everywhere, when that is given. */
static void add_credentials(struct examination *x, const char *everywhere)
{
	credentials_add(x, CREDENTIALS_CHANGED);
	for (uint32_t i = 0; everywhere && i < x->n_results; i++)
		if (x->results[i].details)
			say_everywhere(x->results[i].details, everywhere);
}

static struct examination *stored(struct examination *x)
{
	struct examination *back = NULL;
	struct str bytes;
	enum status st;

	str_init(&bytes, 16 * 1024 * 1024);
	exam_encode(x, &bytes);
	st = exam_decode(span_of(bytes.data, bytes.len, 0), &back, NULL);
	if (st)
		abort();
	str_release(&bytes);
	exam_free(x);
	return back;
}

static struct examination *examined(const char *everywhere)
{
	struct examination *x = exam_new();
	const char **why = arena_alloc(&x->arena, 1, sizeof *why);

	assert(why);
	why[0] = T("recapture: lattice of period 2.7 px, 31 dB over its surround");
	x->path = T("pictures/crowd-screen.jpg");
	x->link_target = everywhere;
	x->size = 4812345;
	x->tool_version = T("0.1.0");
	x->media_type = T("image/jpeg");
	x->format = T("JPEG, baseline, 4:2:0");
	x->width = 4000;
	x->height = 3000;
	memcpy(x->digests.sha256, hashes[0], SHA256_LEN);
	x->libraries = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, x->libraries, T("libjpeg"), T("2.1.5"));
	x->facts = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, x->facts, T("make"), T("Harbour Optics"));
	value_add_text(&x->arena, x->facts, "date_time_original", T("2024:05:01 10:11:12"));
	value_add_int(&x->arena, x->facts, "orientation", 1);
	x->level = LEVEL_WARNING;
	x->why = why;
	x->n_why = 1;
	x->spoke = 2;
	x->silent = 1;
	x->reasons = arena_alloc(&x->arena, 1, sizeof *x->reasons);
	assert(x->reasons);
	x->reasons[0] = (struct coverage_reason){ T("no JPEG structure"), 1 };
	x->n_reasons = 1;
	x->pictures = arena_alloc(&x->arena, 1, sizeof *x->pictures);
	assert(x->pictures);
	x->pictures[0] = (struct embedded){ T("thumbnail"), T("image/jpeg"), 812, 7345, 160, 120 };
	x->n_pictures = 1;
	add_results(x, everywhere);
	add_credentials(x, everywhere);
	add_preview(x);
	return stored(x);
}

static struct examination *broken(const char *everywhere)
{
	struct examination *x = exam_new();

	x->path = T("pictures/broken.jpg");
	x->size = 1;
	x->tool_version = T("0.1.0");
	x->media_type = T("image/jpeg");
	x->status = ST_CORRUPT;
	x->sandbox = SANDBOX_PARTIAL;
	x->sandbox_note = T("no landlock");
	err_corrupt(&x->error, 2, "%s", T("the segment length exceeds the file"));
	memcpy(x->digests.sha256, hashes[1], SHA256_LEN);
	return stored(x);
}

static const struct report_note *two_notes(const char *everywhere)
{
	struct report_note *n = mem_need(2, sizeof *n);

	n[0] = (struct report_note){ T("M. Okafor"), T("2026-11-21T09:10:00Z"),
				     T("Sent by the desk.\nOriginal asked for."), true };
	n[1] = (struct report_note){ T("M. Okafor"), T("2026-11-21T09:20:00Z"),
				     T("Sent by the desk; the sender has no original."), false };
	return n;
}

static const struct report_verdict *two_verdicts(const char *everywhere)
{
	struct report_verdict *v = mem_need(2, sizeof *v);

	v[0] = (struct report_verdict){
		T("M. Okafor"),
		T("2026-11-21T09:30:00Z"),
		T("Was this picture taken of a scene or of a screen?"),
		T("The picture is a photograph of a screen that showed another picture."),
		T("The picture is a photograph of the scene itself."),
		"",
		"",
		false,
		true,
		1
	};
	v[1] = v[0];
	v[1].superseded = false;
	v[1].at = T("2026-11-21T09:40:00Z");
	v[1].level = 3;
	v[1].limits = T("Only one frame was available, saved once more by a messenger.");
	v[1].category = T("DecontextualizedContent");
	return v;
}

struct report_case *demo_case(const char *everywhere)
{
	struct report_case *c = mem_need(1, sizeof *c);
	struct report_exhibit *x = mem_need(EXHIBITS, sizeof *x);
	struct report_audit *a = mem_need(2, sizeof *a);
	struct report_method *m = mem_need(1, sizeof *m);
	static const char head[] = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

	x[0] = (struct report_exhibit){ .label = T("Q1"),
					.acquired = T("2026-11-21T09:01:00Z"),
					.tags = T("harbour, urgent"),
					.stored = true,
					.exam = examined(everywhere),
					.path = T("pictures/crowd-screen.jpg"),
					.size = 4812345,
					.sha256 = hashes[0],
					.notes = two_notes(everywhere),
					.n_notes = 2,
					.verdicts = two_verdicts(everywhere),
					.n_verdicts = 2 };
	x[1] = (struct report_exhibit){ .label = T("Q2"),
					.acquired = T("2026-11-21T09:01:01Z"),
					.exam = broken(everywhere),
					.path = T("pictures/it's broken.jpg"),
					.size = 1,
					.sha256 = hashes[1] };
	x[2] = (struct report_exhibit){ .label = T("Q3"),
					.acquired = T("2026-11-21T09:01:02Z"),
					.path = T("quay.jpg"),
					.size = 991,
					.sha256 = hashes[2] };
	a[0] = (struct report_audit){ 1,         T("2026-11-21T09:00:00Z"), T("mo"), T("case.new"),
				      T("case"), T("Harbour fire"),         head };
	a[1] = (struct report_audit){
		2, T("2026-11-21T09:01:00Z"), T("mo"), T("exhibit.add"), T("Q1"), NULL, head
	};
	m[0] = (struct report_method){ T("recapture"), T("Screen recapture"),
				       T("Was this photographed from a screen?"), 1 };
	*c = (struct report_case){ .title = T("Harbour fire"),
				   .uuid = T("7f2c1f0e-93a4-4a55-9a3e-0d7d6d7f4f11"),
				   .created = T("2026-11-21T09:00:00Z"),
				   .generated = T("2026-11-21T10:00:00Z"),
				   .tool_version = T("0.1.0"),
				   .offline_words = T("offline, enforced"),
				   .audit_head = T(head),
				   .audit_seq = 2,
				   .exhibits = x,
				   .n_exhibits = EXHIBITS,
				   .notes = two_notes(everywhere),
				   .n_notes = 2,
				   .audit = a,
				   .n_audit = 2,
				   .methods = m,
				   .n_methods = 1 };
	return c;
}

void demo_case_free(struct report_case *c)
{
	for (size_t i = 0; i < c->n_exhibits; i++) {
		exam_free((struct examination *)(uintptr_t)c->exhibits[i].exam);
		free((void *)(uintptr_t)c->exhibits[i].notes);
		free((void *)(uintptr_t)c->exhibits[i].verdicts);
	}
	free((void *)(uintptr_t)c->exhibits);
	free((void *)(uintptr_t)c->notes);
	free((void *)(uintptr_t)c->audit);
	free((void *)(uintptr_t)c->methods);
	free(c);
}
