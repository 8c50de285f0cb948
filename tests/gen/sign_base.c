/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small pictures of every container, as the unit tests draw them. */
#include "src/base/base.h"

#include "tests/gen/sign_set.h"
#include "tests/unit/pictures.h"
#include "tests/unit/pictures_more.h"
#include "tests/unit/tiff_builder.h"
#ifdef WITH_HEIF
#include "tests/unit/heif_pictures.h"
#endif

static const char svg[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"48\" height=\"48\">"
	"<rect width=\"48\" height=\"48\" fill=\"#246\"/><circle cx=\"24\" cy=\"20\" r=\"12\" fill=\"#fd8\"/></svg>\n";

static struct bytes small_tiff(void)
{
	struct tiff_builder t;
	struct bytes b;

	tiff_begin(&t, "II*");
	tiff_gray(&t, 48, 32);
	tiff_directory(&t, true);
	b = t.b;
	return b;
}

static struct bytes small_bmff(bool av1)
{
#ifdef WITH_HEIF
	struct heif_picture_wish w = { .av1 = av1, .width = 64, .height = 64 };

	if (heif_picture_can(av1))
		return picture_heif(&w);
#endif
	(void)av1;
	return (struct bytes){ NULL, 0 };
}

static struct bytes draw(enum container c, const char *kind)
{
	uint8_t *pixels = NULL;
	struct bytes b = { NULL, 0 };

	switch (c) {
	case IN_JPEG: b = picture_jpeg(&(struct jpeg_wish){ .width = 64, .height = 48 }); break;
	case IN_PNG: b = picture_png(&(struct png_wish){ .width = 32, .height = 32, .depth = 8, .colour = 2 }, &pixels);
		break;
	case IN_WEBP: b = picture_webp(&(struct webp_wish){ .width = 48, .height = 32, .lossless = true,
							    .alpha = true }, &pixels); break;
	case IN_BMFF: b = small_bmff(kind && !strcmp(kind, "avif")); break;
	case IN_TIFF: b = small_tiff(); break;
	case IN_GIF: b = picture_gif(&(struct gif_wish){ 0 }, &pixels); break;
	case IN_SVG: b = bytes_copy(svg, sizeof svg - 1); break;
	}
	free(pixels);
	return b;
}

bool base_picture(struct job *j, enum container c, const char *kind)
{
	struct bytes b = draw(c, kind);

	j->container = c;
	j->base = sign_str();
	if (!b.len)
		return false;
	str_add(&j->base, b.data, b.len);
	bytes_release(&b);
	return true;
}
