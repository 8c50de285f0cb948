/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pnm_dump FILE: the samples that our reader decodes, as a portable graymap or pixmap without alpha, for the
 * comparison with other programs in tests/cli/tiff.sh. Exit 1 with the reason when there are none; exit 2 when
 * only a part could be decoded (what there is, is written). */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/media/subject.h"

static void put_sample(const struct raster *r, size_t i)
{
	if (r->depth == 16) {
		putchar(((const uint16_t *)r->data)[i] >> 8);
		putchar(((const uint16_t *)r->data)[i] & 255);
	} else {
		putchar(((const uint8_t *)r->data)[i]);
	}
}

static void put_raster(const struct raster *r)
{
	unsigned colours = r->channels < 3 ? 1 : 3;

	printf("P%d\n%u %u\n%d\n", colours == 1 ? 5 : 6, r->width, r->height, r->depth == 16 ? 65535 : 255);
	for (size_t i = 0; i < (size_t)r->width * r->height; i++)
		for (unsigned c = 0; c < colours; c++)
			put_sample(r, i * r->channels + c);
}

static int dump(struct span bytes)
{
	const struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	const struct codec *codec = codec_probe(&bytes);
	struct raster r;
	char text[500];

	if (!codec || !codec->decode || codec->decode(bytes, &lim, NULL, &r, &warning, &e) != ST_OK) {
		fprintf(stderr, "%s\n", codec ? err_text(&e, text, sizeof text) : "unknown format");
		return 1;
	}
	put_raster(&r);
	raster_release(&r);
	if (!warning.code)
		return 0;
	fprintf(stderr, "%s\n", err_text(&warning, text, sizeof text));
	return 2;
}

int main(int argc, char **argv)
{
	enum { MAX = 64 << 20 };
	uint8_t *bytes = mem_array(MAX, 1);
	FILE *f = argc == 2 && bytes ? fopen(argv[1], "rb") : NULL;
	int code = 1;

	if (f) {
		code = dump(span_of(bytes, fread(bytes, 1, MAX, f), 0));
		fclose(f);
	}
	mem_free(bytes);
	return code;
}
