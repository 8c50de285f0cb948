/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels of TIFF: every layout that is read, sample by sample, against what libtiff's encoder was given. */
#include "tests/unit/unit.h"

#ifdef WITH_TIFF

#include "src/base/mem.h"
#include "src/media/codec.h"
#include "tests/unit/tiff_builder.h"

#include <tiffio.h>
#include <unistd.h>

static const struct limits roomy = LIMITS_DEFAULT;

struct wish {
	uint16_t compression, photometric, bits, samples;
	bool separate, tiled;
	uint16_t extra;       /* kind of the last sample; 0: none */
	uint16_t orientation; /* 0: not written */
	uint32_t rows;        /* a strip; 0: 7 */
	bool big_endian, bigtiff;
};

enum { W = 37, H = 29, TILE = 16 };

static unsigned sample(const struct wish *k, uint32_t x, uint32_t y, unsigned c)
{
	unsigned v = picture_noise(x, y, c);

	return k->bits == 16 ? v << 8 | picture_noise(y, x, c + 7) : v >> (8 - k->bits);
}

/* n samples of a row from x on; plane -1: all interleaved. Beyond the picture: zero. */
static void pack(const struct wish *k, uint8_t *row, uint32_t x, uint32_t y, uint32_t w, int plane)
{
	unsigned per = plane < 0 ? k->samples : 1, at = 0;

	for (uint32_t i = 0; i < w; i++)
		for (unsigned c = 0; c < per; c++, at++) {
			unsigned v = x + i < W && y < H ? sample(k, x + i, y, plane < 0 ? c : (unsigned)plane) : 0;

			if (k->bits == 16)
				memcpy(row + 2 * at, &(uint16_t){ (uint16_t)v }, 2);
			else
				row[at * k->bits / 8] |= (uint8_t)(v << (8 - k->bits - at * k->bits % 8));
		}
}

static void write_tiles(TIFF *tif, const struct wish *k, int plane)
{
	size_t stride = (size_t)TIFFTileRowSize(tif);
	uint8_t *tile = mem_need(stride, TILE);

	for (uint32_t y = 0; y < H; y += TILE)
		for (uint32_t x = 0; x < W; x += TILE) {
			memset(tile, 0, stride * TILE);
			for (uint32_t i = 0; i < TILE; i++)
				pack(k, tile + i * stride, x, y + i, TILE, plane);
			assert_true(TIFFWriteTile(tif, tile, x, y, 0, (uint16_t)(plane < 0 ? 0 : plane)) >= 0);
		}
	free(tile);
}

static void write_rows(TIFF *tif, const struct wish *k, int plane)
{
	size_t stride = (size_t)TIFFScanlineSize(tif);
	uint8_t *row = mem_need(stride, 1);

	for (uint32_t y = 0; y < H; y++) {
		memset(row, 0, stride);
		pack(k, row, 0, y, W, plane);
		assert_true(TIFFWriteScanline(tif, row, y, (uint16_t)(plane < 0 ? 0 : plane)) >= 0);
	}
	free(row);
}

static void write_fields(TIFF *tif, const struct wish *k)
{
	uint16_t map[3][256];

	TIFFSetField(tif, TIFFTAG_IMAGEWIDTH, W);
	TIFFSetField(tif, TIFFTAG_IMAGELENGTH, H);
	TIFFSetField(tif, TIFFTAG_BITSPERSAMPLE, k->bits);
	TIFFSetField(tif, TIFFTAG_SAMPLESPERPIXEL, k->samples);
	TIFFSetField(tif, TIFFTAG_PHOTOMETRIC, k->photometric);
	TIFFSetField(tif, TIFFTAG_COMPRESSION, k->compression);
	TIFFSetField(tif, TIFFTAG_PLANARCONFIG, k->separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
	if (k->extra)
		TIFFSetField(tif, TIFFTAG_EXTRASAMPLES, 1, &k->extra);
	if (k->orientation)
		TIFFSetField(tif, TIFFTAG_ORIENTATION, k->orientation);
	if (k->tiled) {
		TIFFSetField(tif, TIFFTAG_TILEWIDTH, TILE);
		TIFFSetField(tif, TIFFTAG_TILELENGTH, TILE);
	} else {
		TIFFSetField(tif, TIFFTAG_ROWSPERSTRIP, k->rows ? k->rows : 7);
	}
	for (unsigned i = 0; i < 256; i++)
		for (unsigned c = 0; c < 3; c++)
			map[c][i] = (uint16_t)(picture_noise(i, c, 3) * 257);
	if (k->photometric == PHOTOMETRIC_PALETTE)
		TIFFSetField(tif, TIFFTAG_COLORMAP, map[0], map[1], map[2]);
}

static struct bytes slurp(FILE *f)
{
	struct bytes b;
	long len;

	fseek(f, 0, SEEK_END);
	len = ftell(f);
	rewind(f);
	b = (struct bytes){ .data = mem_need((size_t)len, 1), .len = (size_t)len };
	assert_int_equal(fread(b.data, 1, b.len, f), len);
	fclose(f);
	return b;
}

static TIFF *begin(const struct wish *k, FILE **f)
{
	char mode[5] = "w";

	*f = tmpfile();
	assert_non_null(*f);
	strncat(mode, k->big_endian ? "b" : "l", 2);
	if (k->bigtiff)
		strncat(mode, "8", 2);
	return TIFFFdOpen(dup(fileno(*f)), "made", mode);
}

static struct bytes make(const struct wish *k)
{
	FILE *f;
	TIFF *tif = begin(k, &f);

	write_fields(tif, k);
	for (int p = k->separate ? 0 : -1; p < (k->separate ? k->samples : 0); p++)
		(k->tiled ? write_tiles : write_rows)(tif, k, p);
	TIFFClose(tif);
	return slurp(f);
}

static enum status decode(const struct bytes *b, struct raster *r, struct error *warning, struct error *e)
{
	struct span s = bytes_span(b);
	const struct codec *c = codec_probe(&s);

	assert_non_null(c);
	assert_string_equal(c->media_type, "image/tiff");
	return c->decode(s, &roomy, NULL, r, warning, e);
}

static unsigned got(const struct raster *r, uint32_t x, uint32_t y, unsigned c)
{
	size_t at = ((size_t)y * r->width + x) * r->channels + c;

	return r->depth == 16 ? ((uint16_t *)r->data)[at] : ((uint8_t *)r->data)[at];
}

static unsigned expected(const struct wish *k, uint32_t x, uint32_t y, unsigned c)
{
	unsigned top = (1U << k->bits) - 1, v;

	if (k->photometric == PHOTOMETRIC_PALETTE)
		return picture_noise(sample(k, x, y, 0), c, 3);
	v = sample(k, x, y, c);
	if (k->photometric == PHOTOMETRIC_MINISWHITE && c == 0)
		v = top - v;
	return k->bits < 8 ? v * 255 / top : v;
}

static void expect(const struct wish *k, size_t which)
{
	unsigned colours = k->photometric == PHOTOMETRIC_RGB || k->photometric == PHOTOMETRIC_PALETTE ? 3 : 1;
	unsigned channels = colours + (k->extra == EXTRASAMPLE_ASSOCALPHA || k->extra == EXTRASAMPLE_UNASSALPHA);
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	struct bytes b = make(k);
	struct raster r;

	if (decode(&b, &r, &warning, &e) != ST_OK)
		fail_msg("case %zu: %s", which, e.message);
	assert_int_equal(warning.code, ST_OK);
	assert_int_equal(r.width, W);
	assert_int_equal(r.height, H);
	assert_int_equal(r.channels, channels);
	assert_int_equal(r.depth, k->bits == 16 ? 16 : 8);
	for (uint32_t y = 0; y < H; y++)
		for (uint32_t x = 0; x < W; x++)
			for (unsigned c = 0; c < channels; c++)
				if (got(&r, x, y, c) != expected(k, x, y, c))
					fail_msg("case %zu: %u instead of %u at %u,%u,%u", which, got(&r, x, y, c),
						 expected(k, x, y, c), x, y, c);
	raster_release(&r);
	bytes_release(&b);
}

static void decodes_every_layout(void **state)
{
	static const uint16_t compressions[] = { COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE,
						 COMPRESSION_PACKBITS };
	static const struct wish layouts[] = {
		{ .photometric = PHOTOMETRIC_MINISBLACK, .bits = 1, .samples = 1 },
		{ .photometric = PHOTOMETRIC_MINISWHITE, .bits = 1, .samples = 1 },
		{ .photometric = PHOTOMETRIC_MINISBLACK, .bits = 2, .samples = 1 },
		{ .photometric = PHOTOMETRIC_MINISWHITE, .bits = 4, .samples = 1 },
		{ .photometric = PHOTOMETRIC_MINISBLACK, .bits = 8, .samples = 1 },
		{ .photometric = PHOTOMETRIC_MINISWHITE, .bits = 16, .samples = 1 },
		{ .photometric = PHOTOMETRIC_MINISBLACK, .bits = 8, .samples = 2, .extra = EXTRASAMPLE_UNASSALPHA },
		{ .photometric = PHOTOMETRIC_PALETTE, .bits = 1, .samples = 1 },
		{ .photometric = PHOTOMETRIC_PALETTE, .bits = 4, .samples = 1 },
		{ .photometric = PHOTOMETRIC_PALETTE, .bits = 8, .samples = 1 },
		{ .photometric = PHOTOMETRIC_RGB, .bits = 8, .samples = 3 },
		{ .photometric = PHOTOMETRIC_RGB, .bits = 16, .samples = 3 },
		{ .photometric = PHOTOMETRIC_RGB, .bits = 8, .samples = 4, .extra = EXTRASAMPLE_ASSOCALPHA },
		{ .photometric = PHOTOMETRIC_RGB, .bits = 16, .samples = 4, .extra = EXTRASAMPLE_UNASSALPHA },
		{ .photometric = PHOTOMETRIC_RGB, .bits = 8, .samples = 4 }, /* an extra sample nobody names */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(layouts); i++)
		for (unsigned how = 0; how < 32; how++) {
			struct wish k = layouts[i];

			k.compression = compressions[how & 3];
			k.separate = how & 4;
			k.tiled = how & 8;
			k.big_endian = how & 16;
			k.bigtiff = how & 1;
			expect(&k, i * 100 + how);
		}
}

static void decodes_fax(void **state)
{
	static const uint16_t compressions[] = { COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,
						 COMPRESSION_CCITTFAX4 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(compressions); i++) {
		struct wish k = { .compression = compressions[i], .photometric = PHOTOMETRIC_MINISWHITE, .bits = 1,
				  .samples = 1 };

		expect(&k, i);
	}
}

/* Rows as stored, whatever the orientation says. */
static void turns_nothing(void **state)
{
	(void)state;
	for (uint16_t o = 1; o <= 8; o++) {
		struct wish k = { .compression = COMPRESSION_NONE, .photometric = PHOTOMETRIC_RGB, .bits = 8,
				  .samples = 3, .orientation = o };

		expect(&k, o);
	}
}

static void near(unsigned a, unsigned b, unsigned most)
{
	assert_in_range(a, b > most ? b - most : 0, b + most);
}

/* One colour: Y 150, Cb 100, Cr 180 is R 223, G 122, B 100 (Rec. 601, full range). */
static struct bytes make_ycbcr(uint16_t compression, uint16_t h, uint16_t v, uint16_t orientation)
{
	struct wish k = { .compression = compression, .photometric = PHOTOMETRIC_YCBCR, .bits = 8, .samples = 3,
			  .rows = 8, .orientation = orientation };
	float reference[] = { 0, 255, 128, 255, 128, 255 };
	uint8_t strip[4 * 64 * 16];
	FILE *f;
	TIFF *tif = begin(&k, &f);
	size_t unit = (size_t)h * v + 2, n;

	write_fields(tif, &k);
	TIFFSetField(tif, TIFFTAG_YCBCRSUBSAMPLING, h, v);
	TIFFSetField(tif, TIFFTAG_REFERENCEBLACKWHITE, reference);
	for (uint32_t y = 0; y < H; y += 8) {
		n = (size_t)((W + h - 1) / h) * ((8 + v - 1) / v) * unit;
		assert_true(n <= sizeof strip);
		for (size_t i = 0; i < n; i++)
			strip[i] = i % unit < unit - 2 ? 150 : i % unit == unit - 2 ? 100 : 180;
		assert_true(TIFFWriteRawStrip(tif, y / 8, strip, (tmsize_t)n) >= 0);
	}
	TIFFClose(tif);
	return slurp(f);
}

static void makes_rgb_of_ycbcr(void **state)
{
	static const uint16_t ways[][2] = { { 1, 1 }, { 2, 1 }, { 2, 2 }, { 4, 1 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		struct bytes b = make_ycbcr(COMPRESSION_NONE, ways[i][0], ways[i][1], (uint16_t)(1 + i * 2));
		struct error e = ERROR_INIT;
		struct raster r;

		if (decode(&b, &r, NULL, &e) != ST_OK)
			fail_msg("%s", e.message);
		for (size_t n = 0; n < (size_t)W * H; n++) {
			near(((uint8_t *)r.data)[3 * n], 223, 1);
			near(((uint8_t *)r.data)[3 * n + 1], 122, 1);
			near(((uint8_t *)r.data)[3 * n + 2], 100, 1);
		}
		raster_release(&r);
		bytes_release(&b);
	}
}

/* RGB given to libtiff's JPEG encoder, which stores YCbCr. */
static void decodes_jpeg_inside(void **state)
{
	(void)state;
	for (unsigned tiled = 0; tiled < 2; tiled++) {
		struct wish k = { .compression = COMPRESSION_JPEG, .photometric = PHOTOMETRIC_YCBCR, .bits = 8,
				  .samples = 3, .rows = 16, .tiled = tiled };
		struct error e = ERROR_INIT, warning = ERROR_INIT;
		uint8_t piece[W * 16 * 3];
		struct bytes b;
		struct raster r;
		FILE *f;
		TIFF *tif = begin(&k, &f);

		write_fields(tif, &k);
		TIFFSetField(tif, TIFFTAG_JPEGQUALITY, 100);
		TIFFSetField(tif, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
		for (size_t i = 0; i < sizeof piece; i++)
			piece[i] = (uint8_t[]){ 223, 122, 100 }[i % 3];
		for (uint32_t y = 0; y < H; y += 16)
			for (uint32_t x = 0; x < (tiled ? W : 1); x += 16)
				assert_true((tiled ? TIFFWriteTile(tif, piece, x, y, 0, 0)
						   : TIFFWriteEncodedStrip(tif, y / 16, piece, W * 3 * (H - y < 16 ? (int)(H - y) : 16))) >= 0);
		TIFFClose(tif);
		b = slurp(f);
		if (decode(&b, &r, &warning, &e) != ST_OK)
			fail_msg("%s", e.message);
		assert_int_equal(warning.code, ST_OK);
		assert_int_equal(r.channels, 3);
		for (size_t n = 0; n < (size_t)W * H * 3; n++)
			near(((uint8_t *)r.data)[n], (unsigned[]){ 223, 122, 100 }[n % 3], 2);
		raster_release(&r);
		bytes_release(&b);
	}
}

static void refuses_by_name(void **state)
{
	static const struct { uint16_t tag, value; const char *word; } changes[] = {
		{ 0x0106, 5, "CMYK" }, { 0x0106, 8, "CIELab" }, { 0x0106, 32844, "LogL" }, { 0x0103, 34925, "LZMA" },
		{ 0x0103, 50001, "WebP" }, { 0x0103, 4711, "4711" }, { 0x0102, 12, "12 bits" }, { 0x0102, 32, "32 bits" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
		struct error e = ERROR_INIT;
		struct tiff_builder t;
		struct raster r;

		tiff_begin(&t, "II*\0");
		tiff_gray(&t, 8, 8);
		for (unsigned n = 0; n < t.n; n++)
			if (t.entries[n].tag == changes[i].tag)
				t.entries[n].value = changes[i].value;
		tiff_directory(&t, true);
		assert_int_equal(decode(&t.b, &r, NULL, &e), ST_UNSUPPORTED);
		if (!strstr(e.message, changes[i].word))
			fail_msg("'%s' does not say '%s'", e.message, changes[i].word);
		bytes_release(&t.b);
	}
}

static void refuses_floats(void **state)
{
	struct error e = ERROR_INIT;
	struct tiff_builder t;
	struct raster r;

	(void)state;
	tiff_begin(&t, "II*\0");
	tiff_gray(&t, 8, 8);
	tiff_short(&t, 0x0153, 3);
	tiff_directory(&t, true);
	assert_int_equal(decode(&t.b, &r, NULL, &e), ST_UNSUPPORTED);
	assert_non_null(strstr(e.message, "floating point"));
	bytes_release(&t.b);
}

/* The strips before and behind a damaged one stay, and the damage is said with its place. */
static void goes_on_behind_a_damaged_strip(void **state)
{
	struct wish k = { .compression = COMPRESSION_ADOBE_DEFLATE, .photometric = PHOTOMETRIC_MINISBLACK, .bits = 8,
			  .samples = 1 };
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	struct bytes b = make(&k);
	size_t second;
	struct raster r;

	(void)state;
	second = bytes_find(&b, "\x78", 1, 30);
	for (size_t i = 0; i < 40; i++)
		b.data[second + 60 + i] = 0xFF;
	assert_int_equal(decode(&b, &r, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_CORRUPT);
	assert_true(warning.has_offset);
	assert_int_equal(got(&r, 3, H - 1, 0), expected(&k, 3, H - 1, 0));
	raster_release(&r);
	bytes_release(&b);
}

static void keeps_its_limits(void **state)
{
	struct limits few = LIMITS_DEFAULT, poor = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	struct tiff_builder t;
	struct raster r;
	struct span s;

	(void)state;
	few.pixels = 99;
	poor.memory = 50;
	tiff_begin(&t, "II*\0");
	tiff_gray(&t, 10, 10);
	tiff_directory(&t, true);
	s = bytes_span(&t.b);
	assert_int_equal(codec_probe(&s)->decode(s, &few, NULL, &r, NULL, &e), ST_LIMIT);
	assert_int_not_equal(codec_probe(&s)->decode(s, &poor, NULL, &r, NULL, &e), ST_OK);
	bytes_release(&t.b);
}

static bool at_once(void *owner)
{
	(void)owner;
	return true;
}

static void stops_when_asked(void **state)
{
	struct job_control ctl = { .cancelled = at_once };

	(void)state;
	for (unsigned how = 0; how < 2; how++) {
		struct wish k = { .compression = COMPRESSION_NONE, .photometric = PHOTOMETRIC_RGB, .bits = 8, .samples = 3,
				  .tiled = how };
		struct bytes b = make(&k);
		struct span s = bytes_span(&b);
		struct error e = ERROR_INIT;
		struct raster r;

		assert_int_equal(codec_probe(&s)->decode(s, &roomy, &ctl, &r, NULL, &e), ST_CANCELLED);
		bytes_release(&b);
	}
}

/* No value of a count or an offset, and no length, may do more than fail. */
static void survives_lies(void **state)
{
	static const uint32_t lies[] = { 0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF };
	struct wish k = { .compression = COMPRESSION_LZW, .photometric = PHOTOMETRIC_RGB, .bits = 8, .samples = 3,
			  .tiled = true };
	struct bytes b = make(&k);
	uint32_t directory = b.data[4] | (uint32_t)b.data[5] << 8 | (uint32_t)b.data[6] << 16;
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	for (size_t len = 8; len < b.len; len += 13) {
		struct bytes part = bytes_copy(b.data, len);

		if (decode(&part, &r, NULL, &e) == ST_OK)
			raster_release(&r);
		bytes_release(&part);
	}
	for (unsigned entry = 0; entry < b.data[directory]; entry++)
		for (size_t i = 0; i < ARRAY_LEN(lies); i++)
			for (unsigned field = 4; field <= 8; field += 4) {
				struct bytes one = bytes_copy(b.data, b.len);

				tiff_pokes(&one, directory + 2 + 12 * entry + field, lies[i]);
				if (decode(&one, &r, NULL, &e) == ST_OK)
					raster_release(&r);
				bytes_release(&one);
			}
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_every_layout),
		cmocka_unit_test(decodes_fax),
		cmocka_unit_test(turns_nothing),
		cmocka_unit_test(makes_rgb_of_ycbcr),
		cmocka_unit_test(decodes_jpeg_inside),
		cmocka_unit_test(refuses_by_name),
		cmocka_unit_test(refuses_floats),
		cmocka_unit_test(goes_on_behind_a_damaged_strip),
		cmocka_unit_test(keeps_its_limits),
		cmocka_unit_test(stops_when_asked),
		cmocka_unit_test(survives_lies),
	};

	TIFFSetWarningHandler(NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

static void needs_libtiff(void **state)
{
	(void)state;
	print_message("built without libtiff: no pixels of TIFF were compared\n");
	skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(needs_libtiff) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#endif
