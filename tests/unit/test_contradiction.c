/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule of the table has a pair of layers that fires it, and the same pair, made to agree, that does not. */
#include "src/base/base.h"
#include "tests/unit/c2pa_scene.h"

#include "analyzers/checks.h"
#include "analyzers/provenance/contradiction_rules.h"
#include "src/base/value.h"

/* Layers as facts: how they are read is tested where they are read. */
struct scene {
	struct subject in;
	struct contradiction_case c;
	struct exif_facts exif, second;
	struct xmp_facts *xmp; /* &in.xmp.packets[0].facts */
	struct xmp_event events[3];
	struct embedded preview;
	struct exif_field colour;
};

/* A kind of picture with a reader: checks ask for one. */
static const struct codec codec = {
	.name = "JPEG",
	.media_type = "image/jpeg",
	.walk = (enum status(*)(struct span, struct container *, struct error *))1,
};

static void init(struct scene *s)
{
	memset(s, 0, sizeof *s);
	s->in.container.codec = &codec;
	s->in.container.width = 4000;
	s->in.container.height = 3000;
	s->in.container.pictures = &s->preview;
	s->in.exif.little_endian = true;
	s->xmp = &s->in.xmp.packets[0].facts;
	s->xmp->events = s->events;
	s->c = (struct contradiction_case){ .in = &s->in, .p = contradiction_params, .exif = &s->exif,
					    .xmp = s->xmp, .iptc = &s->in.iptc, .photoshop = &s->in.photoshop,
					    .icc = &s->in.icc };
	s->in.xmp.n_read = 1;
	s->in.xmp.packets[0].state = LAYER_READ;
}

static void make(struct scene *s, bool differ)
{
	s->exif.make = "NIKON CORPORATION";
	s->xmp->make = differ ? "Canon" : "Nikon";
}

static void model(struct scene *s, bool differ)
{
	s->exif.make = s->xmp->make = "Canon";
	s->exif.model = "Canon EOS 400D DIGITAL";
	s->xmp->model = differ ? "Canon PowerShot G7" : "EOS 400D";
}

static void software(struct scene *s, bool differ)
{
	s->exif.software = "GIMP 2.10";
	s->xmp->creator_tool = differ ? "Adobe Photoshop 7.0" : "gimp 2.10.34";
}

static void pixel_size(struct scene *s, bool differ)
{
	s->exif.has_pixel_size = s->xmp->has_pixel_size = true;
	s->exif.pixel_x = s->xmp->pixel_y = 4000;
	s->exif.pixel_y = s->xmp->pixel_x = 3000; /* turned: no contradiction */
	if (differ)
		s->xmp->pixel_x = 2000;
}

static void orientation(struct scene *s, bool differ)
{
	s->exif.has_orientation = s->xmp->has_orientation = true;
	s->exif.orientation = 6;
	s->xmp->orientation = differ ? 1 : 6;
}

static void gps(struct scene *s, bool differ)
{
	s->exif.has_gps = s->xmp->has_gps = true;
	s->exif.latitude = 53.85;
	s->exif.longitude = -1.82;
	s->xmp->latitude = differ ? 53.87 : 53.851;
	s->xmp->longitude = -1.82;
}

static void blocks(struct scene *s, bool differ)
{
	s->c.second = &s->second;
	s->exif.make = "Canon";
	s->second.make = differ ? "SONY" : "Canon";
}

static void packets(struct scene *s, bool differ)
{
	s->in.xmp.n_read = 2;
	s->in.xmp.packets[1].state = LAYER_READ;
	s->xmp->document_id = "xmp.did:1";
	s->in.xmp.packets[1].facts.document_id = differ ? "xmp.did:2" : "xmp.did:1";
}

static void digest(struct scene *s, bool differ)
{
	s->in.photoshop.digest_state = differ ? DIGEST_DIFFERS : DIGEST_MATCH;
}

static void icc_maker_of(struct scene *s, bool differ)
{
	snprintf(s->in.icc.manufacturer, 5, "APPL");
	s->exif.make = differ ? "Canon" : "Apple";
}

static void colour_space(struct scene *s, bool differ)
{
	snprintf(s->in.icc.space, 5, "RGB");
	s->in.icc.description = differ ? "Display P3" : "sRGB IEC61966-2.1";
	s->in.icc.is_srgb = !differ;
	s->colour = (struct exif_field){ .ifd = EXIF_IFD_EXIF, .tag = 0xA001, .type = 3, .count = 1 };
	s->colour.bytes = span_of("\1\0", 2, 0);
	s->in.exif.fields = &s->colour;
	s->in.exif.n_fields = 1;
}

static void c2pa(struct scene *s, bool differ)
{
	s->in.n_jumbf = 1;
	s->in.jumbf_c2pa = true;
	s->c.exif = differ ? NULL : &s->exif;
}

static void date_original(struct scene *s, bool differ)
{
	s->exif.date_time_original = "2024:05:01 10:11:12";
	xmp_date_read(differ ? "2024-05-03T10:11:12" : "2024-05-01T08:11:12Z", &s->xmp->original);
}

static void iptc_at(struct scene *s, const char *date, int64_t seconds, bool time)
{
	s->in.iptc.date_created = date;
	s->in.iptc.seconds = seconds;
	s->in.iptc.has_date = true;
	s->in.iptc.has_time = time;
}

static void date_iptc(struct scene *s, bool differ)
{
	s->exif.date_time_original = "2024:05:01 10:11:12";
	iptc_at(s, differ ? "20240504" : "20240502", (differ ? 19847LL : 19845LL) * 86400, false);
}

static void date_iptc_xmp(struct scene *s, bool differ)
{
	xmp_date_read("2024-05-01", &s->xmp->date_created);
	iptc_at(s, differ ? "20240601" : "20240501", (differ ? 19875LL : 19844LL) * 86400, true);
}

static void event(struct scene *s, const char *action, const char *when)
{
	struct xmp_event *v = &s->events[s->xmp->n_events++];

	v->action = action;
	xmp_date_read(when, &v->when);
}

static void history_metadata(struct scene *s, bool differ)
{
	event(s, "saved", "2024-05-02T10:00:00+02:00");
	xmp_date_read(differ ? "2024-05-02T07:00:00Z" : "2024-05-02T08:00:00Z", &s->xmp->metadata);
}

static void history_create(struct scene *s, bool differ)
{
	event(s, "created", "2024-05-02T10:00:00+02:00");
	xmp_date_read(differ ? "2024-05-04T10:00:00+02:00" : "2024-05-02T23:00:00+02:00", &s->xmp->create);
}

static void history_order(struct scene *s, bool differ)
{
	event(s, "created", "2024-05-02T10:00:00+02:00");
	event(s, "saved", differ ? "2024-05-02T09:00:00+02:00" : "2024-05-02T09:00:00Z");
}

static void quality(struct scene *s, bool differ)
{
	/* T.81 annex K, table K.1, in row order: what libjpeg writes at quality 50 */
	static const uint8_t k1[64] = { 16, 11, 10, 16, 24,  40,  51,  61,  12, 12, 14, 19,  26,  58,  60,  55,
					14, 13, 16, 24, 40,  57,  69,  56,  14, 17, 22, 29,  51,  87,  80,  62,
					18, 22, 37, 56, 68,  109, 103, 77,  24, 35, 55, 64,  81,  104, 113, 92,
					49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98,  112, 100, 103, 99 };

	s->in.has_jpeg = true;
	s->in.jpeg.n_components = 3;
	s->in.jpeg.has_table[0] = true;
	for (int i = 0; i < 64; i++)
		s->in.jpeg.tables[0][i] = k1[i];
	if (!differ)
		s->in.jpeg.tables[0][63] = 20;
	s->in.photoshop.has_quality = true;
	s->in.photoshop.quality = 10;
}

static void compared(struct thumbnail_match *m, bool differ)
{
	*m = (struct thumbnail_match){ .state = THUMBNAIL_COMPARED, .whole = differ ? 0.3 : 0.95, .part = -1, .inside = -1 };
}

static void photoshop_thumbnail(struct scene *s, bool differ)
{
	compared(&s->c.photoshop_thumbnail, differ);
}

static void xmp_thumbnail(struct scene *s, bool differ)
{
	compared(&s->c.xmp_thumbnail, differ);
}

static void preview(struct scene *s, bool differ)
{
	s->preview = (struct embedded){ .kind = "preview", .width = 160, .height = differ ? 90 : 120 };
	s->in.container.n_pictures = 1;
}

/* ---- what is signed ---- */

static struct c2pa_scene signing;

static void signed_by(struct scene *s)
{
	if (signing.m)
		scene_release(&signing);
	scene_init(&signing);
	s->c.c2pa = &signing.r;
}

static void signed_camera(struct scene *s, bool differ)
{
	signed_by(s);
	scene_assertion(&signing, "stds.exif")->json = "{\"note\": \"tiff:Make\", \"tiff:Make\" : \"NIKON CORPORATION\"}";
	s->exif.make = differ ? "Canon" : "Nikon";
}

static void signed_model(struct scene *s, bool differ)
{
	signed_by(s);
	scene_assertion(&signing, "c2pa.metadata")->json = "{\"exif:Make\":\"Canon\",\"exif:Model\":\"Canon EOS R5\"}";
	s->exif.make = "Canon";
	s->exif.model = differ ? "Canon EOS 400D" : "EOS R5";
}

static void signed_ai_exif(struct scene *s, bool differ)
{
	signed_by(s);
	signing.r.ai = differ ? AI_WHOLE : AI_CAMERA;
	signing.r.ai_type = differ ? "trainedAlgorithmicMedia" : "digitalCapture";
	s->exif.make = "Canon";
	s->exif.has_exposure = true;
	s->exif.exposure_time = 0.01;
}

static void signed_source(struct scene *s, bool differ)
{
	signed_by(s);
	signing.r.ai = AI_CAMERA;
	signing.r.ai_type = "digitalCapture";
	s->xmp->source_type = differ ? "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
				     : "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture";
}

static void signed_edited(struct scene *s, bool differ)
{
	signed_by(s);
	event(s, differ ? "saved" : "derived", "2024-05-02T10:00:00+02:00");
}

static void signed_edit_stated(struct scene *s, bool differ)
{
	signed_edited(s, true);
	signing.m->n_actions = differ ? 1 : 0; /* then the signer claims no capture */
}

static void signed_size(struct scene *s, bool differ)
{
	signed_by(s);
	scene_assertion(&signing, "stds.exif")->json =
		differ ? "{\"exif:PixelXDimension\":8000,\"exif:PixelYDimension\":\"6000\"}"
		       : "{\"exif:PixelXDimension\":\"3000\",\"exif:PixelYDimension\":4000}";
}

static void signed_time(struct scene *s, bool differ)
{
	signed_by(s);
	scene_stamp(&signing, "trusted", "2026-03-01T10:00:00Z");
	s->exif.date_time_original = differ ? "2026:03:03 02:00:00" : "2026:03:02 20:00:00"; /* zone unknown: up to 14 h */
}

static void signed_time_zone(struct scene *s, bool differ)
{
	signed_time(s, true);
	s->exif.offset_time_original = differ ? "+00:00" : "+14:00";
	if (!differ)
		s->exif.date_time_original = "2026:03:02 20:00:00";
}

static void signed_time_before(struct scene *s, bool differ)
{
	signed_time(s, true);
	s->exif.date_time_original = "2026:02:20 10:00:00";
	if (!differ)
		scene_parent(&signing); /* an editor may sign years later */
}

static const struct {
	const char *code;
	void (*make)(struct scene *s, bool differ);
} fixtures[] = {
	{ "contradiction.make", make },
	{ "contradiction.model", model },
	{ "contradiction.software", software },
	{ "contradiction.pixel_size", pixel_size },
	{ "contradiction.orientation", orientation },
	{ "contradiction.gps", gps },
	{ "contradiction.date.original", date_original },
	{ "contradiction.date.iptc", date_iptc },
	{ "contradiction.date.iptc_xmp", date_iptc_xmp },
	{ "contradiction.history.metadata", history_metadata },
	{ "contradiction.history.create", history_create },
	{ "contradiction.history.order", history_order },
	{ "contradiction.exif_blocks", blocks },
	{ "contradiction.xmp_packets", packets },
	{ "contradiction.caption_digest", digest },
	{ "contradiction.quality", quality },
	{ "contradiction.icc_maker", icc_maker_of },
	{ "contradiction.colour_space", colour_space },
	{ "contradiction.thumbnail.photoshop", photoshop_thumbnail },
	{ "contradiction.thumbnail.xmp", xmp_thumbnail },
	{ "contradiction.preview_aspect", preview },
	{ "contradiction.c2pa_stripped", c2pa },
	{ "contradiction.c2pa.camera", signed_camera },
	{ "contradiction.c2pa.camera", signed_model },
	{ "contradiction.c2pa.ai_exif", signed_ai_exif },
	{ "contradiction.c2pa.digital_source", signed_source },
	{ "contradiction.c2pa.edited", signed_edited },
	{ "contradiction.c2pa.size", signed_size },
	{ "contradiction.c2pa.time", signed_time },
	{ "contradiction.c2pa.time", signed_time_zone },
	{ "contradiction.c2pa.time", signed_time_before },
};

static const struct contradiction_rule *rule(const char *code)
{
	for (size_t i = 0; i < contradiction_n_rules; i++)
		if (strcmp(contradiction_rules[i].code, code) == 0)
			return &contradiction_rules[i];
	fail_msg("no rule '%s'", code);
	return NULL;
}

static enum contradiction_says ask(struct scene *s, const char *code, char *detail)
{
	detail[0] = '\0';
	return rule(code)->compare(&s->c, detail);
}

static void fires_and_keeps_still(void **state)
{
	static struct scene s;
	char detail[CONTRADICTION_DETAIL];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fixtures); i++) {
		init(&s);
		fixtures[i].make(&s, true);
		if (ask(&s, fixtures[i].code, detail) != SAYS_DIFFERS)
			fail_msg("%s does not fire", fixtures[i].code);
		assert_true(detail[0]);
		init(&s);
		fixtures[i].make(&s, false);
		if (ask(&s, fixtures[i].code, detail) != SAYS_AGREES)
			fail_msg("%s does not agree: %s", fixtures[i].code, detail);
	}
}

static void is_silent_about_one_layer(void **state)
{
	static struct scene s;
	char detail[CONTRADICTION_DETAIL];

	(void)state;
	for (size_t i = 0; i < contradiction_n_rules; i++) {
		init(&s);
		s.c.xmp = NULL;
		assert_int_equal(ask(&s, contradiction_rules[i].code, detail), SAYS_NOTHING);
		init(&s);
		assert_int_equal(ask(&s, contradiction_rules[i].code, detail), SAYS_NOTHING);
		s.c = (struct contradiction_case){ .in = &s.in, .p = contradiction_params };
		assert_int_equal(ask(&s, contradiction_rules[i].code, detail), SAYS_NOTHING);
	}
}

/* What a signature that does not hold says is nobody's statement; an empty statement contradicts nothing. */
static void only_signed_statements_count(void **state)
{
	static struct scene s;
	char detail[CONTRADICTION_DETAIL];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fixtures); i++) {
		if (strncmp(fixtures[i].code, "contradiction.c2pa.", 19) != 0)
			continue;
		init(&s);
		fixtures[i].make(&s, true);
		signing.m->signer.intact = false;
		assert_int_equal(ask(&s, fixtures[i].code, detail), SAYS_NOTHING);
	}
	init(&s);
	signed_camera(&s, true);
	signing.assertions[0].state = ASSERTION_MISMATCH;
	assert_int_equal(ask(&s, "contradiction.c2pa.camera", detail), SAYS_NOTHING);
	signing.assertions[0].state = ASSERTION_MATCH;
	signing.assertions[0].json = "{\"tiff:Make\":\"NIK\\u004fN\"}"; /* not read: silence, not a wrong word */
	assert_int_equal(ask(&s, "contradiction.c2pa.camera", detail), SAYS_NOTHING);
	init(&s);
	signed_edit_stated(&s, false);
	assert_int_equal(ask(&s, "contradiction.c2pa.edited", detail), SAYS_NOTHING);
	init(&s);
	signed_time(&s, true);
	signing.m->signer.stamp.state = "valid"; /* proves nothing */
	assert_int_equal(ask(&s, "contradiction.c2pa.time", detail), SAYS_NOTHING);
	scene_release(&signing);
	signing.m = NULL;
}

static void every_rule_has_a_fixture(void **state)
{
	(void)state;
	for (size_t i = 0; i < contradiction_n_rules; i++) {
		const struct contradiction_rule *r = &contradiction_rules[i];
		size_t k = 0;

		while (k < ARRAY_LEN(fixtures) && strcmp(fixtures[k].code, r->code) != 0)
			k++;
		if (k == ARRAY_LEN(fixtures))
			fail_msg("no fixture for %s", r->code);
		assert_non_null(r->summary);
		assert_non_null(r->alternatives[0]);
		assert_true(r->level <= LEVEL_WARNING);
	}
}

/* What XMP writers do with zones is no contradiction. */
static void zones_are_excused(void **state)
{
	static const struct {
		const char *exif, *offset, *xmp;
		enum contradiction_says says;
	} rows[] = {
		{ "2024:05:01 10:11:12", NULL, "2024-05-01T10:11:12", SAYS_AGREES },
		{ "2024:05:01 10:11:12", "+02:00", "2024-05-01T08:11:12Z", SAYS_AGREES },
		{ "2024:05:01 10:11:12", NULL, "2024-05-01T10:11:12+09:00", SAYS_AGREES },
		{ "2024:05:01 10:11:12", NULL, "2024-04-30T23:11:12Z", SAYS_AGREES },
		{ "2024:05:01 10:11:12", NULL, "2024-05-01", SAYS_AGREES },
		{ "2024:05:01 23:50:00", NULL, "2024-05-02T00:00:00", SAYS_AGREES },
		{ "2024:05:01 10:11:12", "+02:00", "2024-05-01T10:11:12Z", SAYS_AGREES }, /* a zone written wrongly */
		{ "2024:05:01 10:11:12", "+02:00", "2024-05-01T09:11:12Z", SAYS_DIFFERS },
		{ "2024:05:01 10:11:12", NULL, "2024-05-01T10:18:12", SAYS_DIFFERS },
		{ "2024:05:01 10:11:12", NULL, "2024-05-02T10:11:12", SAYS_DIFFERS },
		{ "2024:05:01 10:11:12", NULL, "2024-05-04", SAYS_DIFFERS },
		{ "0000:00:00 00:00:00", NULL, "2024-05-04", SAYS_NOTHING },
		{ "2024:05:01 10:11:12", NULL, "2024", SAYS_NOTHING },
	};
	static struct scene s;
	char detail[CONTRADICTION_DETAIL];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		init(&s);
		s.exif.date_time_original = rows[i].exif;
		s.exif.offset_time_original = rows[i].offset;
		xmp_date_read(rows[i].xmp, &s.xmp->original);
		if (ask(&s, "contradiction.date.original", detail) != rows[i].says)
			fail_msg("%s against %s: %s", rows[i].exif, rows[i].xmp, detail);
	}
}

/* What a program writes in one go agrees with itself: nothing but level none may come of it. */
static void an_export_is_quiet(void **state)
{
	static struct scene s;
	static struct arena a;
	struct context cx = { .name = "" };
	struct result r = { 0 };

	(void)state;
	init(&s);
	make(&s, false);
	s.in.has_exif = true;
	s.in.facts = s.exif;
	s.in.facts.software = "Adobe Photoshop Lightroom Classic 13.2 (Windows)";
	s.in.facts.date_time_original = "2024:05:01 10:11:12";
	s.in.xmp.state = LAYER_READ;
	s.xmp->creator_tool = "Adobe Photoshop Lightroom Classic 13.2 (Windows)";
	xmp_date_read("2024-05-01T10:11:12", &s.xmp->original);
	xmp_date_read("2024-05-01T10:11:12", &s.xmp->create);
	xmp_date_read("2024-05-03T20:00:00+02:00", &s.xmp->metadata);
	event(&s, "derived", "");
	event(&s, "saved", "2024-05-03T20:00:00+02:00");
	s.in.has_iptc = true;
	iptc_at(&s, "20240501", 19844LL * 86400 + 10 * 3600 + 11 * 60 + 12, true);
	arena_init(&a, (size_t)1 << 20);
	r.arena = &a;
	analyzer_run(&analyzer_contradiction, &s.in, &cx, NULL, NULL, &r);
	assert_int_equal(r.status, RESULT_DONE);
	if (r.n_findings)
		fail_msg("%s: %s", r.findings[0].code, r.findings[0].detail);
	assert_int_equal(value_get(r.details, "compared")->integer, 6);
	arena_release(&a);
}

static void says_when_there_is_nothing_to_compare(void **state)
{
	static struct scene s;
	static struct arena a;
	struct context cx = { .name = "" };
	struct result r = { 0 };

	(void)state;
	init(&s);
	s.in.xmp.n_read = 0;
	arena_init(&a, (size_t)1 << 20);
	r.arena = &a;
	analyzer_run(&analyzer_contradiction, &s.in, &cx, NULL, NULL, &r);
	assert_int_equal(r.status, RESULT_NOT_APPLICABLE);
	assert_non_null(r.reason);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fires_and_keeps_still),
		cmocka_unit_test(is_silent_about_one_layer),
		cmocka_unit_test(only_signed_statements_count),
		cmocka_unit_test(every_rule_has_a_fixture),
		cmocka_unit_test(zones_are_excused),
		cmocka_unit_test(an_export_is_quiet),
		cmocka_unit_test(says_when_there_is_nothing_to_compare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
