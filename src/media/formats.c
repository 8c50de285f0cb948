/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats that this build knows by name only. Each probe looks at content, never at a name of a file. */
#include "src/base/base.h"
#include "src/media/formats.h"

#include "src/media/raw_walk.h"
#include "src/media/tiff_decode.h"

enum { SVG_LOOK = 4096 };

static bool at(const struct span *s, size_t pos, const char *bytes, size_t n)
{
	struct span t = *s;

	return span_skip(&t, pos) && span_is(&t, bytes, n);
}

static bool is_isobmff(const struct span *s, const char *type)
{
	const char *t = isobmff_media_type(s);

	return t && strcmp(t, type) == 0;
}

static bool is_tiff(const struct span *s, const char *type)
{
	const char *t = tiff_media_type(s);

	return t && strcmp(t, type) == 0;
}

static bool jls(const struct span *s) { return span_is(s, "\xFF\xD8\xFF\xF7", 4); }
static bool avi(const struct span *s) { return span_is(s, "RIFF", 4) && at(s, 8, "AVI ", 4); }
static bool mov(const struct span *s)
{
	return is_isobmff(s, "video/quicktime") || at(s, 4, "moov", 4) || at(s, 4, "mdat", 4) ||
	       at(s, 4, "wide", 4);
}
static bool m4a(const struct span *s) { return is_isobmff(s, "audio/mp4"); }
static bool mp4(const struct span *s) { return is_isobmff(s, "video/mp4"); }
static bool dng(const struct span *s) { return is_tiff(s, "image/x-adobe-dng"); }
static bool nef(const struct span *s) { return is_tiff(s, "image/x-nikon-nef"); }
static bool cr2(const struct span *s) { return is_tiff(s, "image/x-canon-cr2"); }
static bool arw(const struct span *s) { return is_tiff(s, "image/x-sony-arw"); }
static bool iiq(const struct span *s) { return is_tiff(s, "image/x-phaseone-iiq"); }
static bool pef(const struct span *s) { return is_tiff(s, "image/x-pentax-pef"); }
static bool srw(const struct span *s) { return is_tiff(s, "image/x-samsung-srw"); }
static bool fff(const struct span *s) { return is_tiff(s, "image/x-hasselblad-3fr"); }
static bool epson(const struct span *s) { return is_tiff(s, "image/x-epson-erf"); }
static bool mef(const struct span *s) { return is_tiff(s, "image/x-mamiya-mef"); }
static bool dcr(const struct span *s) { return is_tiff(s, "image/x-kodak-dcr"); }
static bool mos(const struct span *s) { return is_tiff(s, "image/x-leaf-mos"); }
static bool other_raw(const struct span *s) { return is_tiff(s, "image/x-raw"); }
static bool crw(const struct span *s) { return at(s, 6, "HEAPCCDR", 8); }
static bool raf(const struct span *s) { return span_is(s, "FUJIFILMCCD-RAW", 15); }
static bool rw2(const struct span *s) { return span_is(s, "IIU\0", 4); }
static bool mrw(const struct span *s) { return span_is(s, "\0MRM", 4); }
static bool x3f(const struct span *s) { return span_is(s, "FOVb", 4); }
static bool orf(const struct span *s)
{
	return span_is(s, "IIRO", 4) || span_is(s, "IIRS", 4) || span_is(s, "MMOR", 4);
}
static bool psd(const struct span *s) { return span_is(s, "8BPS\0\1", 6) || span_is(s, "8BPS\0\2", 6); }
static bool jp2(const struct span *s)
{
	return span_is(s, "\0\0\0\x0CjP  \r\n\x87\n", 12) && !at(s, 20, "jpx ", 4) && !at(s, 20, "jpm ", 4);
}
static bool jpx(const struct span *s)
{
	return span_is(s, "\0\0\0\x0CjP  \r\n\x87\n", 12) && at(s, 20, "jpx ", 4);
}
static bool jpm(const struct span *s)
{
	return span_is(s, "\0\0\0\x0CjP  \r\n\x87\n", 12) && at(s, 20, "jpm ", 4);
}
static bool j2k(const struct span *s) { return span_is(s, "\xFF\x4F\xFF\x51", 4); }
static bool jxl(const struct span *s)
{
	return span_is(s, "\xFF\x0A", 2) || span_is(s, "\0\0\0\x0CJXL \r\n\x87\n", 12);
}
static bool exr(const struct span *s) { return span_is(s, "\x76\x2F\x31\x01", 4); }
static bool pdf(const struct span *s) { return span_is(s, "%PDF-", 5); }
static bool mkv(const struct span *s) { return span_is(s, "\x1A\x45\xDF\xA3", 4); }

/* Portable anymaps: "P1" to "P7", then a blank. */
static bool pnm(const struct span *in)
{
	struct span s = *in;
	uint8_t p, kind, blank;

	return span_u8(&s, &p) && span_u8(&s, &kind) && span_u8(&s, &blank) && p == 'P' && kind >= '1' &&
	       kind <= '7' && (blank == ' ' || blank == '\n' || blank == '\r' || blank == '\t');
}

/* XML text whose beginning names an svg element. */
static bool svg(const struct span *in)
{
	struct span s = *in;
	uint8_t c;

	if (span_is(&s, "\xEF\xBB\xBF", 3) && !span_skip(&s, 3))
		return false;
	while (span_left(&s) > 0 && strchr(" \t\r\n", s.data[s.pos]) && s.data[s.pos] != 0 && span_u8(&s, &c))
		;
	if (!span_is(&s, "<", 1))
		return false;
	for (size_t i = s.pos; i + 4 < s.len && i < SVG_LOOK; i++)
		if (memcmp(s.data + i, "<svg", 4) == 0)
			return true;
	return false;
}

#define BY_NAME(people, type, is) { .name = (people), .media_type = (type), .probe = (is) }
#define RAW(people, type, is, how) \
	{ .name = (people), .media_type = (type), .probe = (is), .walk = (how), .raw = true }

const struct codec format_codecs[] = {
	BY_NAME("JPEG-LS", "image/jls", jls),
	BY_NAME("Photoshop", "image/vnd.adobe.photoshop", psd),
	BY_NAME("JPEG 2000", "image/jp2", jp2),
	BY_NAME("JPEG 2000 part 2", "image/jpx", jpx),
	BY_NAME("JPEG 2000 compound", "image/jpm", jpm),
	BY_NAME("JPEG 2000 codestream", "image/j2c", j2k),
	BY_NAME("JPEG XL", "image/jxl", jxl),
	RAW("Adobe DNG", "image/x-adobe-dng", dng, tiff_walk),
	RAW("Nikon NEF", "image/x-nikon-nef", nef, tiff_walk),
	RAW("Canon CR2", "image/x-canon-cr2", cr2, tiff_walk),
	RAW("Canon CRW", "image/x-canon-crw", crw, crw_walk),
	RAW("Sony ARW", "image/x-sony-arw", arw, tiff_walk),
	RAW("Fujifilm RAF", "image/x-fuji-raf", raf, raf_walk),
	RAW("Olympus ORF", "image/x-olympus-orf", orf, tiff_walk),
	RAW("Panasonic RW2", "image/x-panasonic-rw2", rw2, tiff_walk),
	RAW("Minolta MRW", "image/x-minolta-mrw", mrw, mrw_walk),
	RAW("Sigma X3F", "image/x-sigma-x3f", x3f, x3f_walk),
	RAW("Pentax PEF", "image/x-pentax-pef", pef, tiff_walk),
	RAW("Samsung SRW", "image/x-samsung-srw", srw, tiff_walk),
	RAW("Hasselblad 3FR", "image/x-hasselblad-3fr", fff, tiff_walk),
	RAW("Epson ERF", "image/x-epson-erf", epson, tiff_walk),
	RAW("Mamiya MEF", "image/x-mamiya-mef", mef, tiff_walk),
	RAW("Kodak DCR", "image/x-kodak-dcr", dcr, tiff_walk),
	RAW("Leaf MOS", "image/x-leaf-mos", mos, tiff_walk),
	RAW("camera raw", "image/x-raw", other_raw, tiff_walk),
	RAW("Phase One IIQ", "image/x-phaseone-iiq", iiq, tiff_walk),
	BY_NAME("OpenEXR", "image/x-exr", exr),
	BY_NAME("portable anymap", "image/x-portable-anymap", pnm),
	BY_NAME("SVG", "image/svg+xml", svg),
	BY_NAME("PDF", "application/pdf", pdf),
	BY_NAME("M4A", "audio/mp4", m4a),
	BY_NAME("MP4", "video/mp4", mp4),
	BY_NAME("QuickTime", "video/quicktime", mov),
	BY_NAME("AVI", "video/x-msvideo", avi),
	BY_NAME("Matroska", "video/x-matroska", mkv),
	{ .name = NULL },
};
