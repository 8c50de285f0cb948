/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/heif_pictures.h"

#include "src/base/mem.h"

#ifdef SANITIZED
/* The encoder keeps what it allocated at its first use; that is its own affair. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libx265\n";
}
#endif

static void demand(struct heif_error e)
{
	if (e.code == heif_error_Ok)
		return;
	fprintf(stderr, "libheif: %s\n", e.message);
	abort();
}

bool heif_picture_can(bool av1)
{
	return heif_have_encoder_for_format(av1 ? heif_compression_AV1 : heif_compression_HEVC);
}

unsigned heif_picture_sample(int x, int y, int c)
{
	return (unsigned)((c == 0 ? 2 * x + y : c == 1 ? 200 - x - y : c == 2 ? 60 + y : 255 - 2 * x) & 255);
}

static void plane(struct heif_image *image, enum heif_channel channel, int width, int height, int bits, int c)
{
	int stride;
	uint8_t *p;

	demand(heif_image_add_plane(image, channel, width, height, bits));
	p = heif_image_get_plane(image, channel, &stride);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			unsigned v = heif_picture_sample(x, y, c);
			uint16_t wide = (uint16_t)(v << (bits - 8) | v >> (16 - bits));

			if (bits == 8)
				p[y * stride + x] = (uint8_t)v;
			else
				memcpy(p + y * stride + 2 * x, &wide, 2);
		}
}

static struct heif_image *draw(const struct heif_picture_wish *w, int width, int height, int bits)
{
	static const enum heif_channel rgb[] = { heif_channel_R, heif_channel_G, heif_channel_B };
	struct heif_image *image;

	demand(heif_image_create(width, height, w->gray ? heif_colorspace_monochrome : heif_colorspace_RGB,
				 w->gray ? heif_chroma_monochrome : heif_chroma_444, &image));
	if (w->gray)
		plane(image, heif_channel_Y, width, height, bits, 0);
	for (int c = 0; c < 3 && !w->gray; c++)
		plane(image, rgb[c], width, height, bits, c);
	if (w->alpha)
		plane(image, heif_channel_Alpha, width, height, bits, 3);
	if (w->icc)
		demand(heif_image_set_raw_color_profile(image, "prof", w->icc, w->icc_len));
	return image;
}

static void annotate(struct heif_context *c, struct heif_image_handle *h, const struct heif_picture_wish *w)
{
	if (w->exif)
		demand(heif_context_add_exif_metadata(c, h, w->exif, (int)w->exif_len));
	if (w->xmp)
		demand(heif_context_add_XMP_metadata(c, h, w->xmp, (int)w->xmp_len));
}

static struct heif_error keep(struct heif_context *c, const void *data, size_t len, void *out)
{
	(void)c;
	*(struct bytes *)out = bytes_copy(data, len);
	return (struct heif_error){ heif_error_Ok, heif_suberror_Unspecified, "" };
}

struct bytes picture_heif(const struct heif_picture_wish *w)
{
	struct heif_writer writer = { .writer_api_version = 1, .write = keep };
	int width = w->width ? w->width : 64, height = w->height ? w->height : 64;
	struct heif_encoding_options *how = heif_encoding_options_alloc();
	struct heif_image *image = draw(w, width, height, w->bits ? w->bits : 8);
	struct heif_context *c = heif_context_alloc();
	struct heif_image_handle *h, *small = NULL;
	struct heif_encoder *encoder;
	struct bytes out = { .data = NULL };

	demand(heif_context_get_encoder_for_format(c, w->av1 ? heif_compression_AV1 : heif_compression_HEVC,
						   &encoder));
	demand(heif_encoder_set_lossy_quality(encoder, 90));
	if (w->full_chroma)
		demand(heif_encoder_set_parameter_string(encoder, "chroma", "444"));
	how->macOS_compatibility_workaround = !w->clap;
	if (w->turned)
		how->image_orientation = w->turned;
	demand(heif_context_encode_image(c, image, encoder, how, &h));
	if (w->thumbnail)
		demand(heif_context_encode_thumbnail(c, image, h, encoder, NULL, w->thumbnail, &small));
	annotate(c, h, w);
	demand(heif_context_write(c, &writer, &out));
	heif_image_handle_release(small);
	heif_image_handle_release(h);
	heif_encoder_release(encoder);
	heif_image_release(image);
	heif_encoding_options_free(how);
	heif_context_free(c);
	return out;
}
