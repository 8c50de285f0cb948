/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/identity_record.h"

enum { PARTS = 4, PART = IDENTITY_CELLS / PARTS };

static const char alphabet[IDENTITY_LEVELS + 1] = /* RFC 4648, section 4: one letter a sample */
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* ---- writing ---- */

static void put_hashes(struct value *v, struct arena *a, const char *key, const struct bits256 *h, size_t n)
{
	char text[IDENTITY_WINDOWS * BITS256_HEX + 1];

	for (size_t i = 0; i < n; i++)
		bits256_hex(text + i * BITS256_HEX, &h[i]);
	value_add_text(a, v, key, text);
}

static void put_cells(struct value *v, struct arena *a, const uint8_t *cells)
{
	struct value *list = value_add(a, v, "samples", VALUE_ARRAY);
	char text[PART + 1];

	for (int part = 0; part < PARTS; part++) {
		for (int i = 0; i < PART; i++)
			text[i] = alphabet[cells[part * PART + i] % IDENTITY_LEVELS];
		text[PART] = '\0';
		value_add_text(a, list, NULL, text);
	}
}

static void put_trim(struct value *v, struct arena *a, const struct identity_record *rec)
{
	struct value *box = value_add(a, v, "trim", VALUE_ARRAY);
	const double sides[4] = { rec->trim.x0, rec->trim.y0, rec->trim.x1, rec->trim.y1 };

	for (int i = 0; i < 4; i++)
		value_add_real(a, box, NULL, sides[i]);
	put_hashes(v, a, "trimmed", rec->inner, DIHEDRALS);
}

void identity_write(const struct identity_record *rec, struct value *v, struct arena *a)
{
	put_hashes(v, a, "pdq", rec->whole, 1);
	value_add_int(a, v, "pdq_quality", rec->quality);
	value_add_bool(a, v, "matchable", rec->matchable);
	if (!rec->matchable)
		return;
	put_hashes(v, a, "dihedral", rec->whole, DIHEDRALS);
	if (rec->trimmed)
		put_trim(v, a, rec);
	put_hashes(v, a, "windows", rec->windows, IDENTITY_WINDOWS);
	put_cells(v, a, rec->cells);
}

/* ---- reading ---- */

static bool get_hashes(const struct value *v, const char *key, struct bits256 *h, size_t n)
{
	const char *text = value_get_text(v, key);

	if (!text || strlen(text) != n * BITS256_HEX)
		return false;
	for (size_t i = 0; i < n; i++)
		if (!bits256_parse(&h[i], text + i * BITS256_HEX))
			return false;
	return true;
}

static bool get_part(const char *text, uint8_t *cells)
{
	if (!text || strlen(text) != PART)
		return false;
	for (int i = 0; i < PART; i++) {
		const char *at = strchr(alphabet, text[i]);

		if (!at)
			return false;
		cells[i] = (uint8_t)(at - alphabet);
	}
	return true;
}

static bool get_cells(const struct value *v, uint8_t *cells)
{
	const struct value *list = value_get(v, "samples"), *part = list ? list->first : NULL;

	if (!list || list->kind != VALUE_ARRAY)
		return false;
	for (int i = 0; i < PARTS; i++, part = part->next)
		if (!part || part->kind != VALUE_TEXT || !get_part(part->text, cells + (size_t)i * PART))
			return false;
	return true;
}

static bool is_box(const struct box4 *b)
{
	return b->x0 >= 0 && b->y0 >= 0 && b->x1 <= 1 && b->y1 <= 1 && b->x1 - b->x0 >= 0.25 &&
	       b->y1 - b->y0 >= 0.25;
}

static bool get_trim(const struct value *v, struct identity_record *out)
{
	const struct value *list = value_get(v, "trim"), *side = list ? list->first : NULL;
	double sides[4];

	if (!list)
		return true;
	for (int i = 0; i < 4; i++, side = side->next) {
		if (!side || side->kind != VALUE_REAL)
			return false;
		sides[i] = side->real;
	}
	out->trim = (struct box4){ sides[0], sides[1], sides[2], sides[3] };
	out->trimmed = true;
	return is_box(&out->trim) && get_hashes(v, "trimmed", out->inner, DIHEDRALS);
}

bool identity_read(const struct value *v, struct identity_record *out)
{
	const struct value *quality = value_get(v, "pdq_quality"), *matchable = value_get(v, "matchable");

	memset(out, 0, sizeof *out);
	if (!quality || quality->kind != VALUE_INT || quality->integer < 0 || quality->integer > 100 ||
	    !matchable || matchable->kind != VALUE_BOOL || !get_hashes(v, "pdq", out->whole, 1))
		return false;
	out->quality = (int)quality->integer;
	out->matchable = matchable->boolean;
	if (!out->matchable)
		return true;
	return get_hashes(v, "dihedral", out->whole, DIHEDRALS) && get_trim(v, out) &&
	       get_hashes(v, "windows", out->windows, IDENTITY_WINDOWS) && get_cells(v, out->cells);
}
