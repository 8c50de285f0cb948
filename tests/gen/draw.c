/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draw.h"
#include "broken.h"
#include "bytes.h"
#include "camera.h"
#include "canvas.h"
#include "capture.h"
#include "common.h"
#include "exif_out.h"
#include "jpeg_out.h"
#include "png_out.h"
#include "scene.h"
#include "splice.h"
#include "texture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THUMB_W = 160, THUMB_H = 120 };

/* Each kind fills an uninitialised canvas with sRGB code values. */
struct kind {
	const char *name;
	const char *help;
	void (*draw)(struct options *o, struct canvas *c);
};

static void start_canvas(struct options *o, struct canvas *c)
{
	canvas_init(c, (int)options_int(o, "width", 1600), (int)options_int(o, "height", 1200));
}

static const char *scene_name(struct options *o)
{
	return options_text(o, "scene", "harbour");
}

static uint64_t seed_of(struct options *o)
{
	return (uint64_t)options_int(o, "seed", 1);
}

static void draw_scene(struct options *o, struct canvas *c)
{
	struct camera camera = camera_from_options(o);

	start_canvas(o, c);
	scene_draw(c, scene_name(o), seed_of(o));
	camera_shoot(&camera, c);
}

static struct rect rect_of(struct options *o, const char *key, struct rect otherwise)
{
	double v[4];

	if (!options_has(o, key))
		return otherwise;
	if (!options_numbers(o, key, v, 4))
		die("'%s' wants x,y,width,height in pixels", key);
	return (struct rect){ (int)v[0], (int)v[1], (int)v[2], (int)v[3] };
}

/* Draws what is pasted, in linear light, and the mask that says where. */
static void draw_pasted(struct options *o, struct canvas *over, struct canvas *mask)
{
	const char *paste = options_text(o, "paste", "patch");
	double x = options_number(o, "x", 0.55), y = options_number(o, "y", 0.3);
	double size = options_number(o, "size", 0.4);
	uint64_t seed = (uint64_t)options_int(o, "paste_seed", options_int(o, "seed", 1));
	struct rect middle = { over->w / 3, over->h / 3, over->w / 3, over->h / 3 };

	if (!strcmp(paste, "patch")) {
		scene_draw(over, scene_name(o), seed);
		splice_ellipse(mask, rect_of(o, "region", middle));
		return;
	}
	/* over the scene itself, so that the object's edges mix with the right colours */
	scene_draw(over, scene_name(o), seed_of(o));
	canvas_add_alpha(over);
	if (!strcmp(paste, "flag"))
		scene_flag(over, x, y, size, seed);
	else if (!strcmp(paste, "person"))
		scene_person(over, x, y, size, seed);
	else
		die("'paste' wants patch, flag or person, not '%s'", paste);
	splice_alpha(mask, over);
}

/* A picture through JPEG once, on a grid moved by (dx, dy). */
static void through_jpeg(struct canvas *c, int quality, const char *sampling, int dx, int dy)
{
	struct jpeg_settings s = { .quality = quality, .sampling = sampling,
				   .colours = "ycc", .jfif = true };
	struct bytes file = { 0 };
	struct canvas moved, back;

	canvas_crop(c, &moved, (struct rect){ -dx, -dy, c->w + dx, c->h + dy });
	jpeg_write(&moved, &s, NULL, &file);
	canvas_release(&moved);
	jpeg_read(&file, &back);
	bytes_release(&file);
	if (dx || dy) {
		moved = back;
		canvas_crop(&moved, &back, (struct rect){ dx, dy, c->w, c->h });
		canvas_release(&moved);
	}
	free(c->px); /* the alpha, if any, stays */
	c->px = back.px;
}

static void save_mask(struct options *o, const struct canvas *mask)
{
	const char *path = options_text(o, "mask", NULL);
	struct options plain = { 0 };
	struct bytes file = { 0 }, none = { 0 };

	if (!path)
		return;
	options_set(&plain, "type", "gray");
	png_write(mask, &plain, &none, &file);
	bytes_write_file(&file, path);
	bytes_release(&file);
	options_release(&plain);
}

static void draw_splice(struct options *o, struct canvas *c)
{
	struct camera camera = camera_from_options(o);
	double gains[3] = { 1.45, 1, 0.55 };
	int quality = (int)options_int(o, "paste_quality", 0);
	struct canvas over, mask;
	struct rect r;

	if (options_has(o, "gains") && !options_numbers(o, "gains", gains, 3))
		die("'gains' wants three numbers, such as 1.45,1,0.55");
	draw_scene(o, c);
	canvas_init(&over, c->w, c->h);
	canvas_init(&mask, c->w, c->h);
	draw_pasted(o, &over, &mask);
	if (over.alpha) /* a patch's region is in pixels of the final picture */
		camera_warp(&camera, &mask);
	splice_relight(&over, gains);
	camera.shot += 2;
	camera_shoot(&camera, &over);
	if (quality)
		through_jpeg(&over, quality, "420", 3, 5);
	splice_paste(c, &over, &mask);
	save_mask(o, &mask);
	r = splice_bounds(&mask);
	if (options_int(o, "tell", 0))
		printf("region %d,%d,%d,%d\n", r.x, r.y, r.w, r.h);
	canvas_release(&over);
	canvas_release(&mask);
}

static void draw_clone(struct options *o, struct canvas *c)
{
	double to[2];
	struct rect r;

	draw_scene(o, c);
	to[0] = c->w * 0.55;
	to[1] = c->h * 0.6;
	r = rect_of(o, "region", (struct rect){ c->w / 8, c->h / 4, c->w / 5, c->h / 5 });
	if (options_has(o, "to") && !options_numbers(o, "to", to, 2))
		die("'to' wants x,y in pixels");
	splice_clone(c, r, (int)to[0], (int)to[1]);
}

static void draw_resave(struct options *o, struct canvas *c)
{
	const char *from = options_text(o, "from", NULL);
	struct bytes file = { 0 };

	if (!from)
		die("'resave' wants from=FILE");
	bytes_read_file(&file, from);
	jpeg_read(&file, c);
	bytes_release(&file);
}

static const struct kind kinds[] = {
	{ "picture", "a scene through the camera; scene names are kinds of their own too",
	  draw_scene },
	{ "screen", "a scene or a JPEG file shown on a display and photographed: moire",
	  capture_screen },
	{ "rephoto", "a JPEG file (from=FILE) through the camera of screen, without a display",
	  capture_rephoto },
	{ "texture", "a surface that is regular by nature (texture=NAME)", texture_photograph },
	{ "splice", "a part lit by another lamp pasted into a scene", draw_splice },
	{ "clone", "a part of the scene copied to another place", draw_clone },
	{ "resave", "a JPEG file (from=FILE) decoded and saved again", draw_resave },
	{ "broken", "a picture with one fault (fault=NAME)", draw_scene },
};

enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct kind *find_kind(const char *name, struct options *o)
{
	for (size_t i = 0; i < KINDS; i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	if (!scene_find(name))
		die("unknown kind '%s'", name);
	options_set(o, "scene", name);
	return &kinds[0];
}

static void replace(struct canvas *c, struct canvas *take)
{
	canvas_release(c);
	*c = *take;
}

/* What happened to the picture between the camera and the file. */
static void age(struct options *o, struct canvas *c)
{
	long quality = options_int(o, "first_quality", 0), wide = options_int(o, "resize", 0);
	long side = options_int(o, "resize_long", 0);
	const char *sampling = options_text(o, "first_sampling", "420");
	double shift[2] = { 0, 0 };
	struct canvas next;

	if (options_has(o, "first_shift") && !options_numbers(o, "first_shift", shift, 2))
		die("'first_shift' wants dx,dy from 0 to 7");
	if (quality)
		through_jpeg(c, (int)quality, sampling, (int)shift[0] & 7, (int)shift[1] & 7);
	if (options_has(o, "crop")) {
		canvas_crop(c, &next, rect_of(o, "crop", (struct rect){ 0, 0, c->w, c->h }));
		replace(c, &next);
	}
	if (wide > 0) {
		canvas_resize(c, &next, (int)wide, (int)(wide * c->h / c->w));
		replace(c, &next);
	}
	if (side > 0 && side < (c->w > c->h ? c->w : c->h)) {
		double scale = (double)side / (c->w > c->h ? c->w : c->h);

		canvas_resize(c, &next, (int)(c->w * scale + 0.5), (int)(c->h * scale + 0.5));
		replace(c, &next);
	}
}

static void draw_other_scene(const char *name, int w, int h, struct canvas *c)
{
	struct camera camera;
	struct options none = { 0 };

	camera = camera_from_options(&none);
	canvas_init(c, w, h);
	scene_draw(c, name, 5);
	camera_shoot(&camera, c);
	options_release(&none);
}

/* thumb=same, none, or the name of another scene. */
static void make_thumbnail(struct options *o, const struct canvas *c, struct bytes *out)
{
	const char *name = options_text(o, "thumb",
					options_is(o, "exif", "camera") ? "same" : "none");
	struct jpeg_settings s = { .quality = 80, .sampling = "422", .colours = "ycc" };
	struct canvas other, small;

	if (!strcmp(name, "none"))
		return;
	if (!strcmp(name, "same")) {
		canvas_letterbox(c, &small, THUMB_W, THUMB_H);
	} else {
		draw_other_scene(name, 640, 480, &other);
		canvas_letterbox(&other, &small, THUMB_W, THUMB_H);
		canvas_release(&other);
	}
	jpeg_write(&small, &s, NULL, out);
	canvas_release(&small);
}

static void make_exif(struct options *o, const struct canvas *c, struct bytes *tiff)
{
	struct bytes thumbnail = { 0 };

	options_text(o, "order", NULL);
	exif_camera_defaults(o, c->w, c->h);
	if (exif_wanted(o)) {
		make_thumbnail(o, c, &thumbnail);
		exif_build(o, &thumbnail, tiff);
	}
	options_text(o, "thumb", NULL);
	bytes_release(&thumbnail);
}

static void append(struct options *o, struct bytes *file)
{
	const char *scene = options_text(o, "append", NULL);
	const char *text = options_text(o, "append_text", "");
	struct jpeg_settings s = { .quality = 85, .sampling = "420", .colours = "ycc",
				   .jfif = true };
	struct canvas other;

	if (scene) {
		draw_other_scene(scene, 640, 480, &other);
		jpeg_write(&other, &s, NULL, file);
		canvas_release(&other);
	}
	value_bytes(text, file);
}

static void encode_jpeg(struct options *o, const struct canvas *c, struct bytes *file)
{
	struct bytes tiff = { 0 }, segments = { 0 }, exif = { 0 };
	struct jpeg_settings s;

	if (options_is(o, "exif", "camera"))
		options_default(o, "jfif", "0");
	s = jpeg_from_options(o);
	make_exif(o, c, &tiff);
	if (tiff.len) {
		bytes_add(&exif, "Exif\0", 6);
		bytes_add(&exif, tiff.data, tiff.len);
		jpeg_add_segment(&segments, 0xe1, exif.data, exif.len);
	}
	jpeg_add_asked(&segments, o);
	jpeg_write(c, &s, &segments, file);
	append(o, file);
	bytes_release(&tiff);
	bytes_release(&exif);
	bytes_release(&segments);
}

static void encode_png(struct options *o, const struct canvas *c, struct bytes *file)
{
	struct bytes tiff = { 0 };

	make_exif(o, c, &tiff);
	png_write(c, o, &tiff, file);
	append(o, file);
	bytes_release(&tiff);
}

static bool ends_in(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static const struct fault *prepare_fault(const char *kind, struct options *o)
{
	const struct fault *fault;

	if (strcmp(kind, "broken"))
		return NULL;
	fault = fault_find(options_text(o, "fault", "truncated"));
	if (fault->prepare)
		fault->prepare(o);
	options_default(o, "width", "640");
	options_default(o, "height", "480");
	if (!fault->png)
		options_default(o, "exif", "camera");
	return fault;
}

void draw_file(const char *kind, const char *path, struct options *o)
{
	const struct fault *fault = prepare_fault(kind, o);
	struct bytes file = { 0 };
	struct canvas c;

	find_kind(kind, o)->draw(o, &c);
	age(o, &c);
	options_text(o, "exif", NULL);
	if (fault ? fault->png : ends_in(path, ".png"))
		encode_png(o, &c, &file);
	else
		encode_jpeg(o, &c, &file);
	canvas_release(&c);
	options_check(o);
	if (fault && fault->apply)
		fault->apply(&file);
	bytes_write_file(&file, path);
	bytes_release(&file);
}

void draw_list(void)
{
	for (size_t i = 0; i < KINDS; i++)
		printf("%-18s %s\n", kinds[i].name, kinds[i].help);
	for (size_t i = 0; scene_at(i); i++)
		printf("%-18s scene: %s\n", scene_at(i)->name, scene_at(i)->help);
	for (size_t i = 0; texture_at(i); i++)
		printf("texture=%-10s %s\n", texture_at(i)->name, texture_at(i)->help);
	for (size_t i = 0; fault_at(i); i++)
		printf("fault=%-18s %s: %s\n", fault_at(i)->name,
		       fault_at(i)->png ? "PNG" : "JPEG", fault_at(i)->help);
}
