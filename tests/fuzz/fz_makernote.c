/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and shows the notes of a camera maker: of an EXIF block as it stands, or, without one, of a block
 * made around the bytes, whose first byte chooses the make. */
#include "src/base/base.h"

#include "src/base/value.h"
#include "src/media/makernote.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOTE_AT = 44, NOTE_MAX = 65536 };

static const char *const makes[] = { "Canon",		"NIKON",   "SONY",    "CASIO",
				     "Leica Camera AG", "SAMSUNG", "Asahi",   "DJI",
				     "Konica Minolta",	"PENTAX",  "OLYMPUS", "FUJIFILM",
				     "Panasonic",	"RICOH",   "Apple",   "x" };

static void put(uint8_t *p, unsigned n, uint32_t v)
{
	for (unsigned i = 0; i < n; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* IFD0 with the pointer, the Exif directory with the one entry, the note behind it. */
static size_t wrap(uint8_t *out, const uint8_t *note, size_t size)
{
	static const uint8_t head[NOTE_AT] = { 'I',  'I', '*', 0, 8, 0, 0,    0,    1, 0, 0x69,
					       0x87, 4,	  0,   1, 0, 0, 0,    26,   0, 0, 0,
					       0,    0,	  0,   0, 1, 0, 0x7C, 0x92, 7 };

	memcpy(out, head, NOTE_AT);
	put(out + 32, 4, (uint32_t)size);
	put(out + 36, 4, NOTE_AT);
	memcpy(out + NOTE_AT, note, size);
	return NOTE_AT + size;
}

static void read_note(struct span block, const char *make)
{
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	struct exif_facts facts;
	struct maker_note m;
	struct exif exif;

	if (exif_read(&x->arena, block, &exif, &e) == ST_OK) {
		exif_facts(&x->arena, &exif, &facts);
		facts.make = make ? make : facts.make;
		if (maker_note_read(&x->arena, &exif, &facts, &m, &e) == ST_OK &&
		    maker_note_entries(&m, x, &e) == ST_OK) {
			for (uint32_t i = 0; i < x->n_entries; i++)
				if (!x->entries[i].name || !x->entries[i].value)
					abort();
			maker_note_facts(&x->arena, value_new(&x->arena, VALUE_MAP), &m);
			for (int i = 0; i < MAKER_VALUES; i++)
				if (m.values[i])
					(void)maker_placeholder(m.values[i]);
		}
	}
	exam_free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t block[NOTE_AT + NOTE_MAX];
	size_t n;

	if (size >= 8 && (memcmp(data, "II*", 4) == 0 || memcmp(data, "MM\0*", 4) == 0)) {
		read_note(span_of(data, size, 0), NULL);
	} else if (size > 1) {
		n = wrap(block, data + 1, size - 1 < NOTE_MAX ? size - 1 : NOTE_MAX);
		read_note(span_of(block, n, 0), makes[data[0] % ARRAY_LEN(makes)]);
	}
	return 0;
}
