/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HEIC, AVIF and other HEIF through libheif. Stored geometry: turning, mirroring and cropping (irot, imir,
 * clap) are left out, the tiles of a grid are put together. The decoder's YCbCr becomes RGB by libheif,
 * with the matrix that the nclx colour box or the stream names; no profile is applied. Samples of more than
 * 8 bits fill 16 by repeating their bits (10 bits: 0..1023 to 0..65535). Without libheif the boxes are
 * walked all the same. */
#include "src/base/base.h"
#include "src/media/heif.h"

#include "src/base/mem.h"
#include "src/media/decode.h"
#include "src/media/formats.h"
#include "src/media/isobmff.h"

#ifdef WITH_HEIF
#include <libheif/heif.h>

/* SIDE_MAX: of any picture in the file. UNIT: the largest coding unit of HEVC. ROOM: bytes that libheif
 * holds at its worst, for each pixel and each byte of a sample: YCbCr 4:4:4, the same as planes of RGB, and
 * the frame of the decoder. */
enum { SIDE_MAX = 65535, UNIT = 64, ROOM = 8, ROWS_A_LOOK = 64 };

struct picture {
	struct heif_context *context;
	struct heif_image_handle *handle;
	struct heif_image *image;
	struct raster raster;
	struct error warning;
};

/* A file of tracks alone has no meta box at the top. */
static bool only_tracks(struct span s)
{
	bool moov = false;
	struct box b;

	while (box_next(&s, &b)) {
		if (box_is(&b, "meta"))
			return false;
		moov = moov || box_is(&b, "moov");
	}
	return moov;
}

static enum status no_decoder(struct span bytes, struct error *e)
{
	const char *type = isobmff_media_type(&bytes);
	const char *coding = type && strcmp(type, "image/avif") == 0 ? "AV1" : "HEVC";

	return err_set(e, ST_UNSUPPORTED, "libheif %s has no decoder for this picture (%s)",
		       heif_get_version(), coding);
}

static enum status say(struct heif_error why, struct span bytes, struct error *e)
{
	if (why.subcode == heif_suberror_Unsupported_codec)
		return no_decoder(bytes, e);
	if (only_tracks(bytes))
		return err_set(e, ST_UNSUPPORTED,
			       "an image sequence without a still picture has no reader here");
	if (why.subcode == heif_suberror_Security_limit_exceeded)
		return err_set(e, ST_LIMIT, "libheif: %s", why.message);
	if (why.code == heif_error_Memory_allocation_error)
		return err_nomem(e);
	if (why.code == heif_error_Unsupported_feature || why.code == heif_error_Unsupported_filetype)
		return err_set(e, ST_UNSUPPORTED, "libheif: %s", why.message);
	return err_set(e, ST_CORRUPT, "libheif: %s", why.message);
}

static enum status open_picture(struct picture *p, struct span bytes, const struct limits *lim,
				struct error *e)
{
	int side = lim->pixels < SIDE_MAX ? (int)lim->pixels : SIDE_MAX;
	struct heif_error why;

	p->context = heif_context_alloc();
	if (!p->context)
		return err_nomem(e);
	heif_context_set_maximum_image_size_limit(p->context, side);
#if LIBHEIF_NUMERIC_VERSION >= 0x010d0000 /* 1.13 */
	heif_context_set_max_decoding_threads(p->context, 0);
#endif
	why = heif_context_read_from_memory_without_copy(p->context, bytes.data, bytes.len, NULL);
	if (why.code == heif_error_Ok)
		why = heif_context_get_primary_image_handle(p->context, &p->handle);
	return why.code == heif_error_Ok ? ST_OK : say(why, bytes, e);
}

/* Before anything is decoded: is there room for it? Its own size counts, not the one after turning and
 * cropping. */
static enum status check_size(const struct picture *p, const struct limits *lim, struct error *e)
{
	int width = heif_image_handle_get_ispe_width(p->handle);
	int height = heif_image_handle_get_ispe_height(p->handle);
	bool deep = heif_image_handle_get_luma_bits_per_pixel(p->handle) > 8;
	enum status st;

	if (width < 0 || height < 0)
		return err_set(e, ST_CORRUPT, "the picture has no size");
	st = decode_pixels((uint32_t)width, (uint32_t)height, lim, e);
	if (!st && (uint64_t)width * (uint64_t)height > decode_room(lim) / (deep ? 2 * ROOM : ROOM))
		st = err_nomem(e);
	return st;
}

/* Gray stays gray, all else becomes RGB. Up to 1.16 that is what "as it is stored" gives; later versions
 * tell. */
static void choose(const struct picture *p, enum heif_colorspace *space, enum heif_chroma *chroma)
{
	*space = heif_colorspace_undefined;
	*chroma = heif_chroma_undefined;
#if LIBHEIF_NUMERIC_VERSION >= 0x01110000 /* 1.17 */
	struct heif_error why = heif_image_handle_get_preferred_decoding_colorspace(p->handle, space, chroma);

	if (why.code == heif_error_Ok && *space != heif_colorspace_monochrome) {
		*space = heif_colorspace_RGB;
		*chroma = heif_chroma_444;
	}
#else
	(void)p;
#endif
}

static enum status decode_image(struct picture *p, struct span bytes, struct error *e)
{
	struct heif_decoding_options *how = heif_decoding_options_alloc();
	enum heif_colorspace space;
	enum heif_chroma chroma;
	struct heif_error why;

	if (!how)
		return err_nomem(e);
	how->ignore_transformations = 1;
	how->convert_hdr_to_8bit = 0;
	choose(p, &space, &chroma);
	why = heif_decode_image(p->handle, &p->image, space, chroma, how);
	heif_decoding_options_free(how);
	if (why.code != heif_error_Ok)
		return say(why, bytes, e);
#if LIBHEIF_NUMERIC_VERSION >= 0x010d0000
	if (heif_image_get_decoding_warnings(p->image, 0, &why, 1) > 0 && why.code != heif_error_Ok)
		err_set(&p->warning, ST_CORRUPT, "libheif: %s", why.message);
#endif
	return ST_OK;
}

/* ---- planes to interleaved samples ---- */

struct source {
	const uint8_t *data;
	size_t stride;
	unsigned bits;  /* that a sample uses */
	bool wide;      /* two bytes, native order */
};

static bool source(const struct picture *p, enum heif_channel channel, struct source *out)
{
	int stride = 0, bits, stored;

	if (!heif_image_has_channel(p->image, channel)) /* without it the others stop the program */
		return false;
	bits = heif_image_get_bits_per_pixel_range(p->image, channel);
	stored = heif_image_get_bits_per_pixel(p->image, channel);
	if (bits < 8 || bits > 16 || stored < bits || stored > 16 ||
	    heif_image_get_width(p->image, channel) < (int)p->raster.width ||
	    heif_image_get_height(p->image, channel) < (int)p->raster.height)
		return false;
	out->data = heif_image_get_plane_readonly(p->image, channel, &stride);
	out->bits = (unsigned)bits;
	out->wide = stored > 8;
	out->stride = (size_t)stride;
	return out->data && stride > 0;
}

static inline unsigned sample(const struct source *s, const uint8_t *row, uint32_t x)
{
	uint16_t v;

	if (!s->wide)
		return row[x];
	memcpy(&v, row + 2 * (size_t)x, sizeof v);
	return v;
}

static void fill_row(const struct raster *r, const struct source *s, unsigned c, uint32_t y)
{
	size_t at = (size_t)y * r->width * r->channels + c;
	const uint8_t *row = s->data + s->stride * y;
	uint8_t *out8 = r->data;
	uint16_t *out16 = r->data;
	unsigned max = (1u << s->bits) - 1;

	for (uint32_t x = 0; x < r->width; x++, at += r->channels) {
		unsigned v = sample(s, row, x);

		v = v > max ? max : v;
		if (r->depth == 8)
			out8[at] = (uint8_t)v;
		else /* at least 8 bits: repeated once they fill 16 */
			out16[at] = (uint16_t)(v << (16 - s->bits) | v >> (2 * s->bits - 16));
	}
}

static enum status fill(struct picture *p, const struct source *s, struct job_control *ctl, struct error *e)
{
	const struct raster *r = &p->raster;

	for (uint32_t y = 0; y < r->height; y++) {
		if (y % ROWS_A_LOOK == 0) {
			if (job_cancelled(ctl))
				return err_set(e, ST_CANCELLED, "stopped while decoding");
			job_progress(ctl, 900 + (unsigned)((uint64_t)y * 100 / r->height), "decoding");
		}
		for (unsigned c = 0; c < r->channels; c++)
			fill_row(r, &s[c], c, y);
	}
	return ST_OK;
}

/* The size is what the file says (ispe). Writers that pad to whole coding units say less than is coded:
 * what lies to the right and below is no part of the picture. Less than it says is damage. */
static enum status size_of(struct picture *p, enum heif_channel channel, struct error *e)
{
	int width = heif_image_get_width(p->image, channel);
	int height = heif_image_get_height(p->image, channel);
	int said = heif_image_handle_get_ispe_width(p->handle);
	int high = heif_image_handle_get_ispe_height(p->handle);

	if (width <= 0 || height <= 0)
		return err_set(e, ST_CORRUPT, "libheif gave no picture");
	if ((width < said || height < high || width - said > UNIT || height - high > UNIT) &&
	    p->warning.code == ST_OK)
		err_set(&p->warning, ST_CORRUPT, "the picture is coded as %d x %d, the file says %d x %d",
			width, height, said, high);
	p->raster.width = (uint32_t)(width < said ? width : said);
	p->raster.height = (uint32_t)(height < high ? height : high);
	return ST_OK;
}

static enum status interleave(struct picture *p, const struct limits *lim, struct job_control *ctl,
			      struct error *e)
{
	static const enum heif_channel rgb[] = { heif_channel_R, heif_channel_G, heif_channel_B };
	bool gray = heif_image_get_colorspace(p->image) == heif_colorspace_monochrome;
	struct raster *r = &p->raster;
	struct source s[4];
	enum status st = size_of(p, gray ? heif_channel_Y : heif_channel_R, e);

	if (st)
		return st;
	r->depth = 8;
	for (r->channels = 0; r->channels < (gray ? 1 : 3); r->channels++)
		if (!source(p, gray ? heif_channel_Y : rgb[r->channels], &s[r->channels]))
			return err_set(e, ST_UNSUPPORTED, "samples of a kind that has no reader here");
	if (source(p, heif_channel_Alpha, &s[r->channels]))
		r->channels++;
	else if (heif_image_has_channel(p->image, heif_channel_Alpha) && p->warning.code == ST_OK)
		err_set(&p->warning, ST_CORRUPT, "the alpha picture has another size and is left out");
	for (unsigned c = 0; c < r->channels; c++)
		r->depth = s[c].bits > 8 ? 16 : r->depth;
	st = decode_allocate(r, 0, lim, e);
	return st ? st : fill(p, s, ctl, e);
}

static enum status work(struct picture *p, struct span bytes, const struct limits *lim,
			struct job_control *ctl, struct error *e)
{
	enum status st = open_picture(p, bytes, lim, e);

	if (!st)
		st = check_size(p, lim, e);
	if (!st && job_cancelled(ctl))
		st = err_set(e, ST_CANCELLED, "stopped while decoding");
	job_progress(ctl, 0, "decoding");
	if (!st)
		st = decode_image(p, bytes, e);
	return st ? st : interleave(p, lim, ctl, e);
}

static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct picture p = { .warning = ERROR_INIT };
	enum status st = work(&p, bytes, lim, ctl, e);

	if (p.image)
		heif_image_release(p.image);
	if (p.handle)
		heif_image_handle_release(p.handle);
	if (p.context)
		heif_context_free(p.context);
	if (warning)
		*warning = p.warning;
	if (st)
		raster_release(&p.raster);
	else
		*out = p.raster;
	return st;
}

void heif_warm_up(void)
{
#if LIBHEIF_NUMERIC_VERSION >= 0x010d0000
	heif_init(NULL);
#endif
	(void)heif_have_decoder_for_format(heif_compression_HEVC);
	(void)heif_have_decoder_for_format(heif_compression_AV1);
}

#else

static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	(void)bytes;
	(void)lim;
	(void)ctl;
	(void)out;
	(void)warning;
	return err_set(e, ST_UNSUPPORTED, "not decoded: this program was built without libheif");
}

void heif_warm_up(void)
{
}

#endif

static bool is(const struct span *s, const char *type)
{
	const char *t = isobmff_media_type(s);

	return t && strcmp(t, type) == 0;
}

static bool heic(const struct span *s) { return is(s, "image/heic"); }
static bool avif(const struct span *s) { return is(s, "image/avif"); }
static bool heif(const struct span *s) { return is(s, "image/heif"); }
static bool cr3(const struct span *s) { return is(s, "image/x-canon-cr3"); }

const struct codec heic_codec = {
	.name = "HEIC", .media_type = "image/heic", .probe = heic, .walk = isobmff_walk, .decode = decode,
};
const struct codec avif_codec = {
	.name = "AVIF", .media_type = "image/avif", .probe = avif, .walk = isobmff_walk, .decode = decode,
};
const struct codec heif_codec = {
	.name = "HEIF", .media_type = "image/heif", .probe = heif, .walk = isobmff_walk, .decode = decode,
};
/* Raw data: walked for its metadata and previews, not developed. */
const struct codec cr3_codec = {
	.name = "Canon CR3", .media_type = "image/x-canon-cr3", .probe = cr3, .walk = isobmff_walk,
	.raw = true,
};
