/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "capture.h"
#include "camera.h"
#include "common.h"
#include "jpeg_out.h"
#include "scene.h"
#include "screen.h"

#include <math.h>

/* A file is always scaled down a little, so that no sample of it survives as it was. */
static const double most_of_file = 0.97;

static void read_given(struct options *o, struct bytes *file)
{
	bytes_read_file(file, options_text(o, "from", NULL));
}

/* The size of the capture; with a file given the same for both kinds. */
static void capture_size(struct options *o, const struct bytes *file, int *w, int *h)
{
	int side;
	double scale;

	if (!file->len) {
		*w = (int)options_int(o, "width", 1600);
		*h = (int)options_int(o, "height", 1200);
		return;
	}
	jpeg_size(file, w, h);
	side = *w > *h ? *w : *h;
	scale = (double)options_int(o, "long", 2400) / side;
	scale = scale > most_of_file ? most_of_file : scale;
	*w = (int)(*w * scale / 2) * 2;
	*h = (int)(*h * scale / 2) * 2;
	if (*w < 2 || *h < 2)
		die("'from' is too small a picture");
}

/* Fills w x h with the picture and cuts off what does not fit. */
static void cover(const struct canvas *in, struct canvas *out, int w, int h)
{
	double scale = fmax((double)w / in->w, (double)h / in->h);
	int sw = (int)ceil(in->w * scale - 1e-6), sh = (int)ceil(in->h * scale - 1e-6);
	struct canvas scaled;

	canvas_resize(in, &scaled, sw, sh);
	canvas_crop(&scaled, out, (struct rect){ (sw - w) / 2, (sh - h) / 2, w, h });
	canvas_release(&scaled);
}

static void show_file(struct options *o, const struct bytes *file, int w, int h,
		      struct canvas *shown)
{
	struct canvas c;

	jpeg_read_small(file, &c, w, h);
	if (options_is(o, "fit", "letterbox"))
		canvas_letterbox(&c, shown, w, h);
	else
		cover(&c, shown, w, h);
	canvas_release(&c);
}

static void show_scene(struct options *o, const struct camera *camera, int w, int h,
		       struct canvas *shown)
{
	struct camera first = *camera;

	canvas_init(shown, w, h);
	scene_draw(shown, options_text(o, "scene", "harbour"), (uint64_t)options_int(o, "seed", 1));
	first.sensor++;
	first.shot++;
	camera_shoot(&first, shown);
}

/* The lens is in the capture already, and the hand in the angle. */
static struct camera sensor_alone(struct options *o)
{
	struct camera camera = camera_from_options(o);

	camera.blur = camera.tilt = camera.barrel = camera.rough = 0;
	return camera;
}

void capture_screen(struct options *o, struct canvas *c)
{
	struct camera first = camera_from_options(o), camera = sensor_alone(o);
	struct screen screen = screen_from_options(o);
	struct bytes file = { 0 };
	struct canvas shown;
	int w, h, display_w, display_h;

	options_text(o, "fit", NULL);
	if (options_has(o, "from"))
		read_given(o, &file);
	capture_size(o, &file, &w, &h);
	screen_size(&screen, w, h, &display_w, &display_h);
	if (file.len)
		show_file(o, &file, display_w, display_h, &shown);
	else
		show_scene(o, &first, display_w, display_h, &shown);
	bytes_release(&file);
	canvas_init(c, w, h);
	screen_capture(&screen, &shown, c);
	canvas_release(&shown);
	camera_shoot(&camera, c);
}

void capture_rephoto(struct options *o, struct canvas *c)
{
	struct camera camera = sensor_alone(o);
	struct bytes file = { 0 };
	struct canvas given;
	int w, h;

	screen_from_options(o); /* marks its keys as known */
	options_text(o, "fit", NULL);
	if (!options_has(o, "from"))
		die("'rephoto' wants from=FILE");
	read_given(o, &file);
	capture_size(o, &file, &w, &h);
	jpeg_read_small(&file, &given, w, h);
	bytes_release(&file);
	cover(&given, c, w, h);
	canvas_release(&given);
	canvas_decode(c);
	camera_shoot(&camera, c);
}
