/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the notes of each maker begin. Source: ExifTool 12.57, lib/Image/ExifTool/MakerNotes.pm (conditions,
 * starts and bases of %Main, and the distances of GetMakerNoteOffset); the order of the rows matters. */
#include "src/base/base.h"
#include "src/media/makernote_kinds.h"

#include <strings.h>

#define MAGIC(s) .magic = s, .magic_len = sizeof(s) - 1
#define NOTE .base = MAKER_BASE_NOTE

static const struct maker_layout layouts[] = {
	{ MAKER_APPLE, "Apple", MAGIC("Apple iOS\0"), .dir = 14, NOTE, .gap = 4 },
	{ MAKER_NIKON, "Nikon, type 3", MAGIC("Nikon\0\x02"), .dir = 18, NOTE, .base_at = 10, .gap = 4 },
	{ MAKER_GOOGLE, "Google HDR+", MAGIC("HDRP"), .flags = NOTE_OPAQUE },
	{ MAKER_CANON, "Canon", .make = "Canon", .gap = 4 },
	{ MAKER_CASIO, "Casio, type 2", MAGIC("QVC\0"), .dir = 6, .gap = 4 },
	{ MAKER_CASIO, "Concord", MAGIC("DCI\0"), .dir = 6, .gap = 4 },
	{ MAKER_CASIO, "Casio, type 1", .make = "CASIO", .gap = 4 },
	{ MAKER_DJI, "DJI, text", MAGIC("[ae_dbg_info:"), .flags = NOTE_OPAQUE },
	{ MAKER_DJI, "DJI", .make = "DJI", .gap = 4 },
	{ MAKER_FLIR, "FLIR", .make = "FLIR Systems", .gap = 4 },
	{ MAKER_FUJIFILM, "Fujifilm", MAGIC("FUJIFILM"), .dir = 8, NOTE, .order = ORDER_LITTLE, .gap = 4,
	  .flags = NOTE_POINTER },
	{ MAKER_FUJIFILM, "Fujifilm, as General Imaging", MAGIC("GENERALE"), .dir = 8, NOTE,
	  .order = ORDER_LITTLE, .gap = 4, .flags = NOTE_POINTER },
	{ MAKER_GE, "General Imaging", MAGIC("GE\0\0"), .dir = 18, .flags = NOTE_EITHER },
	{ MAKER_GE, "General Imaging", MAGIC("GENIC\0"), .dir = 18, .flags = NOTE_EITHER },
	{ MAKER_GE, "General Imaging, type 2", MAGIC("GE\x0c\0\0\0\x16\0\0\0"), .dir = 12, NOTE, .base_at = 6,
	  .order = ORDER_LITTLE },
	{ MAKER_HASSELBLAD, "Hasselblad", .make = "Hasselblad", .flags = NOTE_OPAQUE },
	{ MAKER_HP, "Hewlett-Packard", MAGIC("Hewlett-Packard"), .flags = NOTE_OPAQUE },
	{ MAKER_HP, "Vivitar", MAGIC("Vivitar"), .flags = NOTE_OPAQUE },
	{ MAKER_HP, "Hewlett-Packard, record", MAGIC("IIII\x04\0"), .flags = NOTE_OPAQUE },
	{ MAKER_HP, "Hewlett-Packard, record", MAGIC("IIII\x06\0"), .flags = NOTE_OPAQUE },
	{ MAKER_HP, "Hewlett-Packard, record", .make = "H", MAGIC("610"), .flags = NOTE_OPAQUE },
	{ MAKER_SAMSUNG, "Samsung GX20", MAGIC("ISLMAKERNOTE000\0"), .dir = 24, NOTE, .base_at = 16,
	  .gap = 4 },
	{ MAKER_JVC, "JVC", MAGIC("JVC "), .dir = 4 },
	{ MAKER_JVC, "JVC, text", MAGIC("VER:"), .flags = NOTE_OPAQUE },
	{ MAKER_KODAK, "Kodak", MAGIC("KDK"), .flags = NOTE_OPAQUE },
	{ MAKER_PENTAX, "Pentax", MAGIC("AOC\0"), .dir = 6, .gap = 4, .flags = NOTE_EITHER },
	{ MAKER_KODAK, "Kodak", .make = "Kodak", .flags = NOTE_OPAQUE | NOTE_NO_CASE },
	{ MAKER_KODAK, "Kodak", .make = "Eastman Kodak", .flags = NOTE_OPAQUE | NOTE_NO_CASE },
	{ MAKER_KYOCERA, "Kyocera", MAGIC("KYOCERA"), .flags = NOTE_OPAQUE },
	{ MAKER_MINOLTA, "Minolta, as Olympus", MAGIC("MINOL\0"), .dir = 8, .gap = 4 },
	{ MAKER_MINOLTA, "Premier, as Olympus", MAGIC("CAMER\0"), .dir = 8, .gap = 4 },
	{ MAKER_MINOLTA, "Minolta, record", MAGIC("MLY0"), .flags = NOTE_OPAQUE },
	{ MAKER_MINOLTA, "Minolta, record", .make = "Minolta", MAGIC("KC"),
	  .flags = NOTE_OPAQUE | NOTE_NO_CASE },
	{ MAKER_MINOLTA, "Minolta, record", MAGIC("+M+M"), .flags = NOTE_OPAQUE },
	{ MAKER_MINOLTA, "Minolta, record", .make = "Minolta", MAGIC("\xd7"),
	  .flags = NOTE_OPAQUE | NOTE_NO_CASE },
	{ MAKER_MINOLTA, "Minolta", .make = "Minolta", .gap = 4, .flags = NOTE_NO_CASE },
	{ MAKER_MINOLTA, "Konica Minolta", .make = "Konica Minolta", .gap = 4, .flags = NOTE_NO_CASE },
	{ MAKER_MOTOROLA, "Motorola", MAGIC("MOT\0"), .dir = 8, NOTE, .gap = 4 },
	{ MAKER_NIKON, "Nikon, type 1", MAGIC("Nikon\0\x01"), .dir = 8, .order = ORDER_LITTLE, .gap = 4 },
	{ MAKER_NIKON, "Nikon, type 2", .make = "NIKON", .gap = 4, .flags = NOTE_NO_CASE },
	{ MAKER_NINTENDO, "Nintendo", .make = "Nintendo", .gap = 4 },
	{ MAKER_OLYMPUS, "Olympus, type 1", MAGIC("OLYMP\0"), .dir = 8, .gap = 4 },
	{ MAKER_OLYMPUS, "Epson, as Olympus", MAGIC("EPSON\0"), .dir = 8, .gap = 4 },
	{ MAKER_OLYMPUS, "Olympus, type 2", MAGIC("OLYMPUS\0"), .dir = 12, NOTE, .gap = 4 },
	{ MAKER_OLYMPUS, "OM System", MAGIC("OM SYSTEM\0"), .dir = 16, NOTE, .gap = 4 },
	{ MAKER_LEICA, "Leica M Monochrom", MAGIC("LEICA\0\x02\xff"), .dir = 8, .base = MAKER_BASE_FILE,
	  .gap = 4 },
	{ MAKER_PANASONIC, "Leica, as Panasonic", MAGIC("LEICA CAMERA AG\0"), .dir = 18 },
	{ MAKER_LEICA, "Leica M8", .make = "Leica Camera AG", MAGIC("LEICA\0\0\0"), .dir = 8, NOTE,
	  .base_at = 8,
	  .gap = 6, .flags = NOTE_EITHER },
	{ MAKER_LEICA, "Leica M9", MAGIC("LEICA0"), .dir = 8, NOTE, .gap = 4 },
	{ MAKER_PANASONIC, "Leica, as Panasonic", .make = "LEICA", MAGIC("LEICA\0\0\0"), .dir = 8 },
	{ MAKER_LEICA, "Leica Q", MAGIC("LEICA\0\x08"), .dir = 8, .gap = 4 },
	{ MAKER_LEICA, "Leica Q", MAGIC("LEICA\0\x09"), .dir = 8, .gap = 4 },
	{ MAKER_LEICA, "Leica M10", MAGIC("LEICA\0\x02\0"), .dir = 8, .gap = 4 },
	{ MAKER_LEICA, "Leica X", MAGIC("LEICA\0"), .dir = 8, NOTE, .gap = 4 },
	{ MAKER_LEICA, "Leica", .make = "Leica Camera AG", .gap = 6 },
	{ MAKER_PANASONIC, "Panasonic FT7", .model = "DC-FT7", MAGIC("Panasonic"), .dir = 12, .base_at = 12 },
	{ MAKER_PANASONIC, "Panasonic", MAGIC("Panasonic"), .dir = 12 },
	{ MAKER_PANASONIC, "Panasonic, record", MAGIC("MKE"), .flags = NOTE_OPAQUE },
	{ MAKER_PENTAX, "Pentax, type 5", MAGIC("PENTAX \0"), .dir = 10, NOTE, .gap = 4 },
	{ MAKER_PENTAX, "Pentax S1", MAGIC("S1\0\0\0\0\0\0\x0c\0\0\0"), .dir = 12, NOTE, .gap = 4 },
	{ MAKER_PENTAX, "Pentax, as Casio", .make = "Asahi", .gap = 4, .flags = NOTE_EITHER },
	{ MAKER_PHASE_ONE, "Phase One", MAGIC("IIIITwaR"), .flags = NOTE_OPAQUE },
	{ MAKER_PHASE_ONE, "Phase One", MAGIC("IIIICwaR"), .flags = NOTE_OPAQUE },
	{ MAKER_PHASE_ONE, "Phase One", MAGIC("MMMMRawT"), .flags = NOTE_OPAQUE },
	{ MAKER_RECONYX, "Reconyx", MAGIC("RECONYX"), .flags = NOTE_OPAQUE },
	{ MAKER_RECONYX, "Reconyx", MAGIC("\x01\xf1\x02\0"), .flags = NOTE_OPAQUE },
	{ MAKER_RECONYX, "Reconyx", MAGIC("\x01\xf1\x03\0"), .flags = NOTE_OPAQUE },
	{ MAKER_PENTAX, "Ricoh, as Pentax", MAGIC("RICOH\0II"), .dir = 8, NOTE, .gap = 4 },
	{ MAKER_PENTAX, "Ricoh, as Pentax", MAGIC("RICOH\0MM"), .dir = 8, NOTE, .gap = 4 },
	{ MAKER_RICOH, "Ricoh", MAGIC("Ricoh"), .dir = 8, .gap = 4 },
	{ MAKER_RICOH, "Ricoh", MAGIC("RICOH"), .dir = 8, .gap = 4 },
	{ MAKER_RICOH, "Ricoh, text", .make = "RICOH", .flags = NOTE_OPAQUE },
	{ MAKER_SAMSUNG, "Samsung, record", MAGIC("STMN"), .flags = NOTE_OPAQUE },
	{ MAKER_SAMSUNG, "Samsung", .make = "SAMSUNG", .gap = 4, .flags = NOTE_EITHER | NOTE_NO_CASE },
	{ MAKER_SANYO, "Sanyo", MAGIC("SANYO\0"), .dir = 8, .gap = 4 },
	{ MAKER_SIGMA, "Sigma", MAGIC("SIGMA\0\0\0"), .dir = 10, .gap = 4 },
	{ MAKER_SIGMA, "Foveon", MAGIC("FOVEON\0\0"), .dir = 10, .gap = 4 },
	{ MAKER_SONY, "Sony", MAGIC("SONY DSC"), .dir = 12 },
	{ MAKER_SONY, "Sony", MAGIC("SONY CAM"), .dir = 12 },
	{ MAKER_SONY, "Sony", MAGIC("SONY MOBILE"), .dir = 12 },
	{ MAKER_SONY, "Sony", MAGIC("\0\0SONY PIC\0"), .dir = 12 },
	{ MAKER_SONY, "Sony, as Hasselblad", MAGIC("VHAB     \0"), .dir = 12 },
	{ MAKER_SONY, "Sony, as Olympus", MAGIC("SONY PI\0"), .dir = 12, .gap = 4 },
	{ MAKER_SONY, "Sony, as Olympus", MAGIC("PREMI\0"), .dir = 8, .gap = 4 },
	{ MAKER_SONY, "Sony, record", MAGIC("SONY PIC\0"), .flags = NOTE_OPAQUE },
	{ MAKER_SONY, "Sony Ericsson", MAGIC("SEMC MS\0"), .dir = 20, NOTE, .base_at = 12, .gap = 4 },
	{ MAKER_SONY, "Sony, record", .make = "SONY", MAGIC("\x01\0"), .flags = NOTE_OPAQUE },
	{ MAKER_SONY, "Sony, without a header", .make = "SONY" },
	{ MAKER_HUAWEI, "Huawei", .make = "HUAWEI", .flags = NOTE_OPAQUE | NOTE_NO_CASE },
	{ MAKER_UNKNOWN, "unknown", .flags = NOTE_OPAQUE },
};

static bool begins(const char *s, const char *with, bool no_case)
{
	if (!with)
		return true;
	if (!s)
		return false;
	return (no_case ? strncasecmp(s, with, strlen(with)) : strncmp(s, with, strlen(with))) == 0;
}

static bool fits(const struct maker_layout *l, const struct span *note, const struct exif_facts *f)
{
	return begins(f->make, l->make, l->flags & NOTE_NO_CASE) &&
	       (!l->model || (f->model && strcmp(f->model, l->model) == 0)) &&
	       (!l->magic || span_is(note, l->magic, l->magic_len));
}

const struct maker_layout *maker_layout_find(const struct span *note, const struct exif_facts *f)
{
	size_t i = 0;

	while (i + 1 < ARRAY_LEN(layouts) && !fits(&layouts[i], note, f))
		i++;
	return &layouts[i];
}
