/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Examinations for the fake case: a photographed screen, with everything the pages can show. */
#include "src/base/base.h"
#include "tests/unit/fake_exam.h"

#include <math.h>

static void paint(uint8_t *rgb, uint32_t w, uint32_t h)
{
	for (uint32_t y = 0; y < h; y++)
		for (uint32_t x = 0; x < w; x++) {
			uint8_t *p = rgb + ((size_t)y * w + x) * 3;
			bool sun = (x - w * 0.7) * (x - w * 0.7) + (y - h * 0.3) * (y - h * 0.3) <
				   h * h / 40.0;

			p[0] = sun ? 250 : (uint8_t)(40 + 120 * y / h);
			p[1] = sun ? 220 : (uint8_t)(80 + 60 * x / w);
			p[2] = sun ? 90 : (uint8_t)(y > h * 2 / 3 ? 60 : 190);
		}
}

void fake_paint(uint8_t *rgb, uint32_t w, uint32_t h)
{
	paint(rgb, w, h);
}

static void preview(struct examination *x)
{
	uint32_t w = 120, h = 90;
	uint8_t *rgb = arena_alloc(&x->arena, (size_t)w * h, 3);

	if (!rgb)
		return;
	paint(rgb, w, h);
	x->preview = (struct preview){ w, h, rgb };
}

static struct result *results(struct examination *x, uint32_t n)
{
	x->results = arena_alloc(&x->arena, n, sizeof *x->results);
	x->n_results = x->results ? n : 0;
	for (uint32_t i = 0; i < x->n_results; i++)
		x->results[i].arena = &x->arena;
	return x->results;
}

static void recapture(struct result *r)
{
	static const char *const alt[] = { "halftone print", "LED wall", "woven fabric", NULL };
	static const int32_t region[4] = { 1000, 600, 1400, 900 };
	float map[12] = { 9, 11, 14, 12, 10, 15, 18, 16, 8, (float)NAN, 12, 9 }, spectrum[33 * 33];
	struct plot_mark marks[] = {
		{ .25, .125, "" }, { -.25, -.125, "" }, { .25, -.125, "" }, { -.25, .125, "" }
	};

	r->check = "recapture";
	r->status = RESULT_DONE;
	r->level = LEVEL_WARNING;
	r->has_score = true;
	r->score = .93;
	result_add_finding(
		r,
		&(struct finding_spec){
			"recapture.lattice", FINDING_INTERPRETATION, LEVEL_WARNING, TRACE_SPECTRUM,
			"photo of a screen: lattice of period 2.7 px, 31 dB over its surround, 9 of 12 tiles",
			"red, green and blue out of phase by 118 degrees: sub-pixels", region, alt });
	result_add_finding(r, &(struct finding_spec){ "recapture.scale", FINDING_OBSERVATION, LEVEL_NONE,
						      TRACE_SPECTRUM,
						      "no resampling peak of the file itself at this place",
						      NULL, NULL, NULL });
	result_add_measure(r, "peak", 0.372, "cycles/px", NULL);
	result_add_measure(r, "height", 31.2, "dB", "under 9 dB in 99 of 100");
	result_add_measure(r, "tiles", 9, "of 12", NULL);
	result_add_limit(r, "a very good capture shows no lattice");
	result_add_map(r, &(struct map){ .name = "tiles",
					 .title = "peak by tile",
					 .unit = "dB",
					 .cols = 4,
					 .rows = 3,
					 .step_x = 1000,
					 .step_y = 1000,
					 .low = 5,
					 .high = 20,
					 .data = map });
	for (int i = 0; i < 33 * 33; i++) {
		double dx = i % 33 - 16, dy = i / 33 - 16;

		spectrum[i] = (float)(20 - sqrt(dx * dx + dy * dy) * 1.5 +
				      (fabs(fabs(dx) - 8) < 1 && fabs(fabs(dy) - 4) < 1 ? 25 : 0));
	}
	result_add_plot(r, &(struct plot){ .name = "spectrum",
					   .title = "spectrum over surround",
					   .kind = PLOT_SPECTRUM,
					   .unit = "dB",
					   .x0 = -.5,
					   .x1 = .5,
					   .y0 = -.5,
					   .y1 = .5,
					   .low = -10,
					   .high = 30,
					   .cols = 33,
					   .rows = 33,
					   .data = spectrum,
					   .marks = marks,
					   .n_marks = 4 });
}

static void metadata_check(struct result *r)
{
	static const char *const alt[] = { "a network or messenger that strips it", NULL };

	r->check = "metadata";
	r->status = RESULT_DONE;
	r->level = LEVEL_NOTICE;
	result_add_finding(r, &(struct finding_spec){ "metadata.none", FINDING_INTERPRETATION, LEVEL_NOTICE,
						      TRACE_METADATA, "no camera data", NULL, NULL, alt });
}

static void silent(struct result *r, const char *check, const char *reason)
{
	r->check = check;
	r->status = RESULT_NOT_APPLICABLE;
	r->reason = reason;
}

static void entries(struct examination *x)
{
	static const struct meta_entry e[] = {
		{ "IFD0", 0x010f, "Make", "ASCII", 6, 158, 6, "Canon" },
		{ "IFD0", 0x0110, "Model", "ASCII", 14, 164, 14, "Canon EOS 80D" },
		{ "Exif", 0x9003, "DateTimeOriginal", "ASCII", 20, 612, 20, "2026:11:02 14:03:11" },
		{ "Exif", 0x829a, "ExposureTime", "RATIONAL", 1, 632, 8, "1/250 s" },
		{ "GPS", 0x0001, "GPSLatitudeRef", "ASCII", 2, 0, 2, "N" },
	};
	static const struct segment s[] = {
		{ "SOI", 0, 2, NULL, 0 },
		{ "APP1 Exif", 2, 8210, "IFD0, Exif, GPS, IFD1", 0 },
		{ "SOI", 5002, 2, NULL, 1 },
		{ "DQT", 8212, 134, "luma 90, chroma 90", 0 },
		{ "SOF0", 8346, 19, "4000 x 3000, 3 components, 4:2:0", 0 },
		{ "SOS", 8365, 2912345, NULL, 0 },
	};
	static const struct embedded p[] = { { "thumbnail", "image/jpeg", 5002, 3200, 160, 120 } };

	x->entries = arena_copy(&x->arena, e, sizeof e);
	x->n_entries = x->entries ? ARRAY_LEN(e) : 0;
	x->segments = arena_copy(&x->arena, s, sizeof s);
	x->n_segments = x->segments ? ARRAY_LEN(s) : 0;
	x->pictures = arena_copy(&x->arena, p, sizeof p);
	x->n_pictures = x->pictures ? 1 : 0;
}

struct examination *fake_exam(const char *path, const char *why, enum level level)
{
	struct examination *x = exam_new();
	struct result *r = results(x, 4);
	const char *whys[1] = { why };

	x->path = arena_str(&x->arena, path);
	x->size = 2920712;
	for (unsigned i = 0; i < SHA256_LEN; i++)
		x->digests.sha256[i] = (uint8_t)(i * 37 + 79);
	x->tool_version = "0.1.0";
	x->media_type = "image/jpeg";
	x->format = "JPEG, baseline, 4:2:0";
	x->width = 4000;
	x->height = 3000;
	x->level = level;
	x->spoke = 2;
	x->silent = 2;
	x->chance_flags = (double)NAN;
	if (why) {
		x->why = arena_copy(&x->arena, whys, sizeof whys);
		x->n_why = 1;
	}
	recapture(&r[0]);
	metadata_check(&r[1]);
	silent(&r[2], "thumbnail", "no thumbnail");
	silent(&r[3], "quantisation", "not a JPEG of a camera");
	entries(x);
	preview(x);
	return x;
}

struct examination *fake_exam_quiet(const char *path)
{
	struct examination *x = fake_exam(path, NULL, LEVEL_NONE);

	x->n_results = 4;
	silent(&x->results[0], "recapture", "too small");
	x->results[0].level = LEVEL_NONE;
	x->results[0].n_findings = x->results[0].n_maps = x->results[0].n_plots = x->results[0].n_limits = 0;
	x->results[1].n_findings = 0;
	x->results[1].level = LEVEL_NONE;
	return x;
}

struct examination *fake_exam_failed(const char *path)
{
	struct examination *x = fake_exam_quiet(path);

	x->status = ST_CORRUPT;
	x->n_results = 0;
	x->preview.width = x->width = x->height = 0;
	err_corrupt(&x->error, 158, "segment length 65535 exceeds 212 bytes left");
	return x;
}
