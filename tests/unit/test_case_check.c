/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Case checks over drawn scenes and typed facts: copies join and are described, others do not; metadata that
 * contradicts itself between pictures is found, and its innocent neighbours are not. */
#include "tests/unit/unit.h"

#include "analyzers/case/case_check.h"
#include "analyzers/case/kinship.h"
#include "src/base/mem.h"
#include "tests/unit/kin_scene.h"

enum { MAX = 48 };

struct bench {
	struct case_picture p[MAX];
	size_t n;
	struct case_report r;
};

static struct case_picture *add(struct bench *b, const char *name, const struct raster *r)
{
	struct case_picture *p = &b->p[b->n++];

	memset(p, 0, sizeof *p);
	snprintf(p->label, sizeof p->label, "Q%zu", b->n);
	snprintf(p->name, sizeof p->name, "%s", name);
	snprintf(p->media_type, sizeof p->media_type, "image/jpeg");
	p->examined = p->has_hash = true;
	p->sha256[0] = (uint8_t)b->n;
	p->sha256[1] = 1;
	if (!r)
		return p;
	p->width = r->width;
	p->height = r->height;
	p->identity = mem_array(1, sizeof *p->identity);
	assert_non_null(p->identity);
	assert_true(identity_measure(r, p->identity));
	return p;
}

/* Takes r. */
static struct case_picture *add_made(struct bench *b, const char *name, struct raster r)
{
	struct case_picture *p = add(b, name, &r);

	raster_release(&r);
	return p;
}

static void run(struct bench *b)
{
	struct error e = ERROR_INIT;

	case_report_init(&b->r);
	assert_int_equal(case_check_run(b->p, b->n, NULL, &b->r, &e), ST_OK);
}

static void drop(struct bench *b)
{
	case_report_release(&b->r);
	for (size_t i = 0; i < b->n; i++)
		case_picture_release(&b->p[i]);
	memset(b, 0, sizeof *b);
}

static const struct case_node *node_of(const struct bench *b, const char *name)
{
	for (size_t i = 0; i < b->r.n_nodes; i++)
		if (strcmp(b->p[b->r.nodes[i].exhibit].name, name) == 0)
			return &b->r.nodes[i];
	return NULL;
}

static const struct case_finding *finding_of(const struct bench *b, const char *code)
{
	for (size_t i = 0; i < b->r.n_findings; i++)
		if (strcmp(b->r.findings[i].code, code) == 0)
			return &b->r.findings[i];
	return NULL;
}

/* ---- copies ---- */

static void is_child(const struct bench *b, const char *name, const char *parent, const char *says)
{
	const struct case_node *n = node_of(b, name);

	if (!n)
		fail_msg("%s belongs to no tree", name);
	if (n->depth == 0 || strcmp(b->p[n->parent].name, parent) != 0)
		fail_msg("%s stands under %s, depth %u, not under %s", name, b->p[n->parent].name, n->depth,
			 parent);
	if (!strstr(n->transform, says))
		fail_msg("%s: '%s' does not say '%s'", name, n->transform, says);
}

static void copies_join_and_are_described(void **state)
{
	static struct bench b;
	struct raster a = scene_new(11, 800, 600), framed, banner;

	(void)state;
	add(&b, "original", &a);
	add_made(&b, "small", scene_part(&a, 0, 0, 1, 1, 400, 300));
	add_made(&b, "crop5", scene_part(&a, 0.025, 0.025, 0.975, 0.975, 760, 570));
	add_made(&b, "crop10", scene_part(&a, 0.05, 0.05, 0.95, 0.95, 720, 540));
	add_made(&b, "crop20", scene_part(&a, 0.1, 0.1, 0.9, 0.9, 640, 480));
	add_made(&b, "corner20", scene_part(&a, 0.2, 0.2, 1, 1, 640, 480));
	add_made(&b, "mirror", scene_lay(&a, DIHEDRAL_MIRROR));
	add_made(&b, "left", scene_lay(&a, DIHEDRAL_LEFT));
	add_made(&b, "half", scene_lay(&a, DIHEDRAL_HALF));
	framed = scene_frame(&a, 0, 70, 0, 70, 0);
	add(&b, "letterbox", &framed);
	banner = scene_part(&a, 0, 0, 1, 1, 800, 600);
	scene_banner(&banner, 0.1);
	add(&b, "banner", &banner);
	run(&b);
	assert_true(b.r.exhaustive);
	assert_int_equal(b.r.n_trees, 1);
	assert_int_equal(b.r.n_nodes, 11);
	assert_string_equal(b.p[b.r.nodes[0].exhibit].name, "original");
	is_child(&b, "small", "original", "resized to 50 %");
	is_child(&b, "crop10", "original", "cropped to 8");
	is_child(&b, "corner20", "original", "cropped to 6");
	is_child(&b, "mirror", "original", "mirrored");
	is_child(&b, "left", "original", "turned to the left");
	is_child(&b, "half", "original", "turned by half");
	is_child(&b, "letterbox", "original", "bars added");
	assert_non_null(node_of(&b, "crop5"));
	assert_non_null(node_of(&b, "banner"));
	assert_true(node_of(&b, "crop20")->likely);
	assert_non_null(strstr(node_of(&b, "crop20")->order, "likely later"));
	raster_release(&framed);
	raster_release(&banner);
	raster_release(&a);
	drop(&b);
}

static void the_box_of_a_crop_is_found(void **state)
{
	struct raster a = scene_new(4, 800, 600), c = scene_part(&a, 0.12, 0.05, 0.92, 0.85, 640, 480);
	struct identity_record *ra = mem_array(2, sizeof *ra), *rc = ra + 1;
	struct placement p, back;

	(void)state;
	assert_non_null(ra);
	assert_true(identity_measure(&a, ra) && identity_measure(&c, rc));
	placement_find(ra, rc, DIHEDRAL_SAME, (struct box4){ 0.1, 0.1, 0.9, 0.9 }, &p);
	assert_true(p.correlation > 0.97);
	assert_true(p.box.x0 > 0.10 && p.box.x0 < 0.14 && p.box.y0 > 0.03 && p.box.y0 < 0.07);
	assert_true(p.box.x1 > 0.90 && p.box.x1 < 0.94 && p.box.y1 > 0.83 && p.box.y1 < 0.87);
	back = placement_turn(&p);
	p = placement_turn(&back);
	assert_true(p.box.x0 > 0.10 && p.box.x0 < 0.14 && p.share < p.share_other);
	mem_free(ra);
	raster_release(&a);
	raster_release(&c);
}

static void unrelated_pictures_do_not_join(void **state)
{
	static struct bench b;
	char name[16];

	(void)state;
	for (unsigned i = 0; i < 40; i++) {
		snprintf(name, sizeof name, "scene%u", i);
		add_made(&b, name, scene_new(100 + 10 * i, 400 + i * 7 % 100, 300 + i * 13 % 90));
	}
	add_made(&b, "flat1", scene_new(1, 200, 200));
	add_made(&b, "flat2", scene_new(2, 200, 200));
	b.p[40].identity->matchable = b.p[41].identity->matchable = false;
	run(&b);
	assert_int_equal(b.r.n_trees, 0);
	assert_int_equal(b.r.n_findings, 0);
	assert_int_equal(b.r.n_matchable, 40);
	drop(&b);
}

static void copies_of_copies_hang_under_their_source(void **state)
{
	static struct bench b;
	struct raster a = scene_new(21, 800, 600), crop = scene_part(&a, 0.1, 0.1, 0.9, 0.9, 640, 480);

	(void)state;
	add_made(&b, "small-crop", scene_part(&crop, 0, 0, 1, 1, 320, 240));
	add(&b, "crop", &crop);
	add(&b, "original", &a);
	run(&b);
	assert_int_equal(b.r.n_nodes, 3);
	assert_string_equal(b.p[b.r.nodes[0].exhibit].name, "original");
	is_child(&b, "crop", "original", "cropped");
	is_child(&b, "small-crop", "crop", "resized to 50 %");
	assert_int_equal(node_of(&b, "small-crop")->depth, 2);
	raster_release(&a);
	raster_release(&crop);
	drop(&b);
}

static void the_same_bytes_need_no_pixels(void **state)
{
	static struct bench b;

	(void)state;
	add(&b, "one", NULL);
	add(&b, "two", NULL);
	add(&b, "other", NULL);
	memcpy(b.p[1].sha256, b.p[0].sha256, SHA256_LEN);
	run(&b);
	assert_int_equal(b.r.n_nodes, 2);
	assert_true(b.r.nodes[1].identical);
	assert_int_equal(finding_of(&b, "case.duplicates.bytes")->level, LEVEL_NONE);
	drop(&b);
}

static void the_order_of_the_case_changes_no_tree(void **state)
{
	static struct bench b;
	struct raster a = scene_new(31, 640, 480);
	char first[400];

	(void)state;
	add(&b, "a", &a);
	add_made(&b, "b", scene_part(&a, 0, 0, 1, 1, 320, 240));
	run(&b);
	snprintf(first, sizeof first, "%s|%s", node_of(&b, "b")->transform, node_of(&b, "b")->order);
	drop(&b);
	add_made(&b, "b", scene_part(&a, 0, 0, 1, 1, 320, 240));
	add(&b, "a", &a);
	run(&b);
	assert_string_equal(b.p[b.r.nodes[0].exhibit].name, "a");
	assert_non_null(strstr(first, node_of(&b, "b")->order));
	raster_release(&a);
	drop(&b);
}

/* ---- metadata ---- */

static void set(char *field, size_t len, const char *text)
{
	snprintf(field, len, "%s", text);
}
#define SET(field, text) set((field), sizeof(field), (text))

static void two_scenes(struct bench *b)
{
	add_made(b, "one", scene_new(500, 320, 240));
	add_made(b, "two", scene_new(900, 320, 240));
	for (int i = 0; i < 2; i++) {
		SET(b->p[i].make, "Northlight");
		SET(b->p[i].model, "NL-7");
		SET(b->p[i].serial, "NL7004417");
	}
}

static void one_identifier_in_two_pictures(void **state)
{
	static struct bench b;

	(void)state;
	for (int turn = 0; turn < 3; turn++) {
		static const char *const ids[3] = { "0123456789abcdef0123456789ABCDEF",
						    "A16QLIE00VM A16QLJ800SB",
						    "00000000000000000000000000000000" };

		two_scenes(&b);
		SET(b.p[0].unique_id, ids[turn]);
		SET(b.p[1].unique_id, ids[turn]);
		run(&b);
		if (turn == 0) {
			const struct case_finding *f = finding_of(&b, "case.copied.unique_id");

			assert_non_null(f);
			assert_int_equal(f->level, LEVEL_WARNING);
			assert_int_equal(f->n_exhibits, 2);
			assert_true(f->n_alternatives > 0);
		} else {
			assert_null(finding_of(&b, "case.copied.unique_id"));
		}
		drop(&b);
	}
}

static void a_copy_may_carry_the_identifier(void **state)
{
	static struct bench b;
	struct raster a = scene_new(77, 320, 240);

	(void)state;
	add(&b, "one", &a);
	add_made(&b, "two", scene_part(&a, 0, 0, 1, 1, 160, 120));
	SET(b.p[0].unique_id, "0123456789abcdef0123456789abcdef");
	SET(b.p[1].unique_id, "0123456789abcdef0123456789abcdef");
	run(&b);
	assert_null(finding_of(&b, "case.copied.unique_id"));
	raster_release(&a);
	drop(&b);
}

static void one_moment_in_two_pictures(void **state)
{
	static struct bench b;

	(void)state;
	for (int turn = 0; turn < 3; turn++) {
		const struct case_finding *f;

		two_scenes(&b);
		for (int i = 0; i < 2; i++) {
			SET(b.p[i].date, "2024:06:14 20:40:12");
			SET(b.p[i].subsec, "37");
			b.p[i].has_clock = true;
			b.p[i].exposure = 0.01;
			if (turn == 1)
				SET(b.p[i].image_count, "4711");
		}
		if (turn == 2) /* a burst */
			SET(b.p[1].subsec, "47");
		run(&b);
		f = finding_of(&b, "case.copied.moment");
		if (turn == 2)
			assert_null(f);
		else
			assert_int_equal(f->level, turn == 1 ? LEVEL_WARNING : LEVEL_NOTICE);
		drop(&b);
	}
}

static void one_serial_and_two_models(void **state)
{
	static struct bench b;

	(void)state;
	two_scenes(&b);
	SET(b.p[1].model, "NL-9");
	run(&b);
	assert_int_equal(finding_of(&b, "case.serial.models")->level, LEVEL_NOTICE);
	drop(&b);
	two_scenes(&b);
	run(&b);
	assert_null(finding_of(&b, "case.serial.models"));
	drop(&b);
	two_scenes(&b); /* a filler */
	SET(b.p[0].serial, "0000000");
	SET(b.p[1].serial, "0000000");
	SET(b.p[1].model, "NL-9");
	run(&b);
	assert_null(finding_of(&b, "case.serial.models"));
	drop(&b);
}

static void place(struct case_picture *p, double lat, double lon, int64_t utc)
{
	p->has_place = p->has_utc = true;
	p->latitude = lat;
	p->longitude = lon;
	p->utc = utc;
}

static void one_camera_in_two_places(void **state)
{
	static const struct {
		double hours;
		bool found;
	} trips[] = { { 0.0, true }, { 5.0, true }, { 7.0, false } }; /* London to New York, 5,570 km */
	static struct bench b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(trips); i++) {
		two_scenes(&b);
		place(&b.p[0], 51.5, -0.12, 1000000);
		place(&b.p[1], 40.7, -74.0, 1000000 + (int64_t)(trips[i].hours * 3600));
		run(&b);
		assert_int_equal(finding_of(&b, "case.travel.speed") != NULL, trips[i].found);
		if (trips[i].found)
			assert_non_null(strstr(finding_of(&b, "case.travel.speed")->summary, "55"));
		drop(&b);
	}
	two_scenes(&b); /* a receiver a street away, at once */
	place(&b.p[0], 51.5, -0.12, 1000000);
	place(&b.p[1], 51.51, -0.12, 1000000);
	run(&b);
	assert_null(finding_of(&b, "case.travel.speed"));
	drop(&b);
	two_scenes(&b); /* a clock without a zone is not compared with UTC */
	place(&b.p[0], 51.5, -0.12, 1000000);
	place(&b.p[1], 40.7, -74.0, 1000000);
	b.p[1].has_utc = false;
	b.p[1].has_clock = true;
	b.p[1].clock = 1000000;
	run(&b);
	assert_null(finding_of(&b, "case.travel.speed"));
	drop(&b);
}

static void two_cameras_of_one_model_are_a_line(void **state)
{
	static struct bench b;

	(void)state;
	two_scenes(&b);
	b.p[0].serial[0] = b.p[1].serial[0] = '\0';
	place(&b.p[0], 51.5, -0.12, 1000000);
	place(&b.p[1], 40.7, -74.0, 1000000);
	run(&b);
	assert_int_equal(finding_of(&b, "case.travel.speed")->level, LEVEL_NONE);
	drop(&b);
}

/* ---- extraction ---- */

static void facts_are_read_from_an_examination(void **state)
{
	struct examination *x = exam_new();
	struct case_picture p;
	struct value *gps, *notes;
	char words[96];

	(void)state;
	x->facts = value_new(&x->arena, VALUE_MAP);
	x->path = "folder/a.jpg";
	value_add_text(&x->arena, x->facts, "make", "Northlight");
	value_add_text(&x->arena, x->facts, "body_serial_number", "of the body");
	value_add_text(&x->arena, x->facts, "date_time_original", "2024:05:01 10:11:12");
	value_add_text(&x->arena, x->facts, "offset_time_original", "+02:00");
	gps = value_add(&x->arena, x->facts, "gps", VALUE_MAP);
	value_add_real(&x->arena, gps, "latitude", 48.1);
	value_add_real(&x->arena, gps, "longitude", 11.5);
	assert_true(case_picture_fill(&p, x, "Q7"));
	assert_string_equal(case_picture_words(&p, words, sizeof words), "Q7 a.jpg");
	assert_string_equal(p.serial, "of the body");
	assert_true(p.has_place && p.has_clock && p.has_utc);
	assert_int_equal(p.clock - p.utc, 7200);
	assert_null(p.identity);
	case_picture_release(&p);
	notes = value_add(&x->arena, x->facts, "maker_note", VALUE_MAP);
	value_add_int(&x->arena, notes, "serial_number", 4417);
	value_add_text(&x->arena, gps, "date", "2024:05:01");
	value_add_text(&x->arena, gps, "time", "08:30:00");
	assert_true(case_picture_fill(&p, x, "Q7"));
	assert_string_equal(p.serial, "4417");
	assert_int_equal(p.clock - p.utc, 7200 - 18 * 60 - 48); /* the receiver's time goes first */
	case_picture_release(&p);
	exam_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_join_and_are_described),
		cmocka_unit_test(the_box_of_a_crop_is_found),
		cmocka_unit_test(unrelated_pictures_do_not_join),
		cmocka_unit_test(copies_of_copies_hang_under_their_source),
		cmocka_unit_test(the_same_bytes_need_no_pixels),
		cmocka_unit_test(the_order_of_the_case_changes_no_tree),
		cmocka_unit_test(one_identifier_in_two_pictures),
		cmocka_unit_test(a_copy_may_carry_the_identifier),
		cmocka_unit_test(one_moment_in_two_pictures),
		cmocka_unit_test(one_serial_and_two_models),
		cmocka_unit_test(one_camera_in_two_places),
		cmocka_unit_test(two_cameras_of_one_model_are_a_line),
		cmocka_unit_test(facts_are_read_from_an_examination),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
