/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Media types by content, and the rows of the codec table. */
#include "tests/unit/unit.h"

#include "src/media/codec.h"

#define CASE(bytes, type) { (bytes), sizeof(bytes) - 1, (type) }

static const struct {
	const char *bytes;
	size_t len;
	const char *type; /* NULL: unknown */
} cases[] = {
	CASE("\xFF\xD8\xFF\xE0\0\x10JFIF", "image/jpeg"),
	CASE("\xFF\xD8xxx\xFF\xDB", "image/jpeg"),
	CASE("\xFF\xD8\xFF\xF7", "image/jls"),
	CASE("\x89PNG\r\n\x1a\n", "image/png"),
	CASE("RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
	CASE("RIFF\x10\0\0\0WAVEfmt ", NULL),
	CASE("GIF89a", "image/gif"),
	CASE("BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0", "image/bmp"),
	CASE("BM a text that begins with BM", NULL),
	CASE("8BPS\0\1", "image/vnd.adobe.photoshop"),
	CASE("\0\0\0\x0CjP  \r\n\x87\n\0\0\0\x14"
	     "ftypjp2 ",
	     "image/jp2"),
	CASE("\xFF\x4F\xFF\x51", "image/j2c"),
	CASE("\xFF\x0A", "image/jxl"),
	CASE("\0\0\0\x0CJXL \r\n\x87\n", "image/jxl"),
	CASE("\0\0\0\x18"
	     "ftypheic\0\0\0\0mif1heic",
	     "image/heic"),
	CASE("\0\0\0\x18"
	     "ftypmif1\0\0\0\0mif1heic",
	     "image/heic"),
	CASE("\0\0\0\x1C"
	     "ftypmif1\0\0\0\0mif1miafavif",
	     "image/avif"),
	CASE("\0\0\0\x18"
	     "ftypmif1\0\0\0\0mif1miaf",
	     "image/heif"),
	CASE("\0\0\0\x14"
	     "ftypavif\0\0\0\0",
	     "image/avif"),
	CASE("\0\0\0\x14"
	     "ftypcrx \0\0\0\1",
	     "image/x-canon-cr3"),
	CASE("\0\0\0\x14"
	     "ftypqt  \0\0\0\0",
	     "video/quicktime"),
	CASE("\0\0\0\x14"
	     "ftypisom\0\0\0\0",
	     "video/mp4"),
	CASE("\0\0\0\x14"
	     "ftypM4A \0\0\0\0",
	     "audio/mp4"),
	CASE("II*\0\x08\0\0\0\0\0", "image/tiff"),
	CASE("MM\0*\0\0\0\x08\0\0", "image/tiff"),
	CASE("II+\0\x08\0\0\0", "image/tiff"),
	CASE("II*\0\xFF\xFF\xFF\xFF", "image/tiff"),
	CASE("II*\0\x08\0\0\0\1\0\x12\xC6\1\0\4\0\0\0\1\4\0\0", "image/x-adobe-dng"),
	CASE("II*\0\x10\0\0\0CR\2\0", "image/x-canon-cr2"),
	CASE("II*"
	     "\0\x08\0\0\0\3\0\x0F\1\2\0\6\0\0\0\x32\0\0\0\x4A\1\4\0\1\0\0\0\0\0\0\0\x16\x92\1\0\4\0\0\0\1\0"
	     "\0\0"
	     "\0\0\0\0NIKON\0",
	     "image/x-nikon-nef"),
	CASE("FUJIFILMCCD-RAW 0201", "image/x-fuji-raf"),
	CASE("IIRO\x08\0\0\0", "image/x-olympus-orf"),
	CASE("IIU\0\x08\0\0\0", "image/x-panasonic-rw2"),
	CASE("%PDF-1.7", "application/pdf"),
	CASE("<?xml version='1.0'?>\n<svg xmlns='http://www.w3.org/2000/svg'>", "image/svg+xml"),
	CASE("\xEF\xBB\xBF \n<svg>", "image/svg+xml"),
	CASE("<html><body>", NULL),
	CASE("P6\n1 1", "image/x-portable-anymap"),
	CASE("plain text", NULL),
	CASE("", NULL),
	CASE("\0", NULL),
};

static void names_a_format_by_its_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		uint8_t *own = malloc(cases[i].len ? cases[i].len
						   : 1); /* exact size: ASan sees every step too far */
		const struct codec *c;
		struct span s;

		if (cases[i].len)
			memcpy(own, cases[i].bytes, cases[i].len);
		s = span_of(own, cases[i].len, 0);
		c = codec_probe(&s);
		if (!cases[i].type != !c || (c && strcmp(c->media_type, cases[i].type) != 0))
			fail_msg("case %zu: %s instead of %s", i, c ? c->media_type : "unknown",
				 cases[i].type ? cases[i].type : "unknown");
		for (size_t len = 0; len < cases[i].len; len++) {
			s = span_of(own + cases[i].len - len, len, 0);
			(void)codec_probe(&s);
		}
		free(own);
	}
}

static void rows_are_whole(void **state)
{
	const struct codec *c;
	size_t i;

	(void)state;
	for (i = 0; (c = codec_at(i)); i++) {
		assert_non_null(c->name);
		assert_non_null(c->media_type);
		assert_non_null(c->probe);
		assert_true(c->walk || (!c->decode && !c->raw)); /* some are walked and not decoded */
		assert_false(c->raw && c->decode);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(c->media_type, codec_at(j)->media_type);
	}
	assert_true(i > 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_a_format_by_its_bytes),
		cmocka_unit_test(rows_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
