/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/icc.h"

#include "src/base/mem.h"
#include "src/base/value.h"
#include "src/media/icc_lib.h"
#include "src/media/inflate.h"

enum { HEADER = 128, MAX_PARTS = 255 };

/* ---- putting it together ---- */

static bool is_profile(struct span s)
{
	return s.len >= HEADER && memcmp(s.data + 36, "acsp", 4) == 0;
}

/* PNG (11.3.2.3): a name, a NUL, a method, a zlib stream. */
static enum status inflated(struct container *c, struct span chunk, struct icc *out, struct error *e)
{
	const uint8_t *nul = chunk.len ? memchr(chunk.data, 0, chunk.len < 80 ? chunk.len : 80) : NULL;
	struct span z;
	uint8_t *bytes;
	size_t len;
	bool whole;

	if (!nul || !span_slice(&chunk, (uint64_t)(nul - chunk.data) + 2, chunk.len - (size_t)(nul - chunk.data) - 2, &z) ||
	    !inflate_bounded(z, ICC_MAX_PROFILE, &bytes, &len, &whole))
		return err_corrupt(e, chunk.origin, "the profile cannot be inflated");
	out->profile = span_of(arena_copy(c->arena, bytes, len), len, chunk.origin);
	mem_free(bytes);
	if (!whole)
		out->gap = "the compressed profile is cut short or larger than what is read";
	return out->profile.data ? ST_OK : err_nomem(e);
}

/* Part `want` of the numbered ones; *doubled when there are two. */
static const struct block *find_part(const struct container *c, unsigned want, bool *doubled)
{
	const struct block *found = NULL;

	for (uint32_t i = 0; i < c->n_blocks; i++) {
		const struct block *b = &c->blocks[i];

		if (b->kind != BLOCK_ICC || b->part != want)
			continue;
		*doubled = *doubled || found;
		found = found ? found : b;
	}
	return found;
}

static bool in_order(const struct container *c)
{
	unsigned last = 0;

	for (uint32_t i = 0; i < c->n_blocks; i++)
		if (c->blocks[i].kind == BLOCK_ICC) {
			if (c->blocks[i].part < last)
				return false;
			last = c->blocks[i].part;
		}
	return true;
}

/* Annex B.4: parts are numbered from 1 on, and their order in the file is not to be relied upon. */
static enum status joined(struct container *c, const struct block *first, struct icc *out, struct error *e)
{
	unsigned parts = first->parts, missing = 0;
	const struct block *list[MAX_PARTS + 1] = { NULL };
	bool doubled = false;
	uint8_t *bytes;
	size_t len = 0;

	for (unsigned i = 1; i <= parts; i++) {
		list[i] = find_part(c, i, &doubled);
		missing += !list[i];
		len += list[i] ? list[i]->bytes.len : 0;
	}
	if (missing)
		out->gap = arena_fmt(c->arena, "%u of %u parts are missing", missing, parts);
	else if (doubled)
		out->gap = "a part stands twice";
	else if (!in_order(c))
		out->gap = "the parts are not in order";
	if (len > ICC_MAX_PROFILE)
		return err_at(e, ST_LIMIT, first->bytes.origin, "the profile is larger than %d MB",
			      ICC_MAX_PROFILE / 1024 / 1024);
	bytes = arena_alloc(c->arena, len, 1);
	if (!bytes)
		return err_nomem(e);
	out->profile = span_of(bytes, len, first->bytes.origin);
	for (unsigned i = 1; i <= parts; i++)
		if (list[i] && list[i]->bytes.len) {
			memcpy(bytes, list[i]->bytes.data, list[i]->bytes.len);
			bytes += list[i]->bytes.len;
		}
	return ST_OK;
}

static enum status assemble(struct container *c, const struct block *b, struct icc *out, struct error *e)
{
	if (b->parts > 1)
		return joined(c, b, out, e);
	if (!is_profile(b->bytes) && !b->parts && !b->decoded && b->bytes.len)
		return inflated(c, b->bytes, out, e);
	if (b->bytes.len > ICC_MAX_PROFILE)
		return err_at(e, ST_LIMIT, b->bytes.origin, "the profile is larger than %d MB",
			      ICC_MAX_PROFILE / 1024 / 1024);
	out->profile = b->bytes;
	out->in_file = !b->decoded;
	return ST_OK;
}

/* ---- the header (7.2) ---- */

/* Four printable characters; blanks at the end are padding. */
static void signature(const struct span *p, size_t at, char out[5])
{
	int n = 4;

	for (int i = 0; i < 4; i++) {
		uint8_t c = p->data[at + (size_t)i];

		out[i] = (char)(c >= 0x20 && c < 0x7F ? c : c ? '?' : ' ');
	}
	out[4] = '\0';
	while (n && out[n - 1] == ' ')
		out[--n] = '\0';
}

static unsigned u16(const struct span *p, size_t at)
{
	return (unsigned)p->data[at] << 8 | p->data[at + 1];
}

static uint32_t u32(const struct span *p, size_t at)
{
	return (uint32_t)u16(p, at) << 16 | u16(p, at + 2);
}

static void header(const struct span *p, struct icc *out)
{
	struct civil *c = &out->created;

	out->header_size = u32(p, 0);
	signature(p, 4, out->preferred_cmm);
	snprintf(out->version, sizeof out->version, "%d.%d.%d", p->data[8], p->data[9] >> 4, p->data[9] & 15);
	signature(p, 12, out->klass);
	signature(p, 16, out->space);
	signature(p, 20, out->pcs);
	*c = (struct civil){ (int)u16(p, 24), (int)u16(p, 26), (int)u16(p, 28),
			     (int)u16(p, 30), (int)u16(p, 32), (int)u16(p, 34) };
	out->has_created = civil_valid(c) && c->year > 0;
	snprintf(out->created_text, sizeof out->created_text, "%04d-%02d-%02d %02d:%02d:%02d", c->year, c->month,
		 c->day, c->hour, c->minute, c->second);
	signature(p, 40, out->platform);
	signature(p, 48, out->manufacturer);
	signature(p, 52, out->model);
	out->intent = u32(p, 64);
	signature(p, 80, out->creator);
}

static bool tags(struct arena *a, const struct span *p, struct icc *out)
{
	uint32_t n = p->len >= HEADER + 4 ? u32(p, HEADER) : 0;

	n = n < ICC_MAX_TAGS ? n : ICC_MAX_TAGS;
	if (n > (p->len - HEADER) / 12)
		n = (uint32_t)((p->len - HEADER) / 12);
	out->tags = arena_alloc(a, n, sizeof *out->tags);
	for (uint32_t i = 0; out->tags && i < n; i++) {
		size_t at = HEADER + 4 + (size_t)i * 12;

		if (at + 12 > p->len)
			break;
		signature(p, at, out->tags[i].signature);
		out->tags[i].offset = u32(p, at + 4);
		out->tags[i].length = u32(p, at + 8);
		out->n_tags = i + 1;
	}
	return out->tags != NULL;
}

enum status icc_parse(struct arena *a, struct span profile, struct icc *out, struct error *e)
{
	if (!is_profile(profile))
		return err_corrupt(e, profile.origin, "not an ICC profile: no header with 'acsp'");
	header(&profile, out);
	if (!tags(a, &profile, out) || !icc_lib_texts(a, profile, out))
		return err_nomem(e);
	out->is_srgb = (out->description && strstr(out->description, "sRGB")) ||
		       (out->model_text && strstr(out->model_text, "sRGB"));
	out->state = LAYER_READ;
	return ST_OK;
}

enum status icc_read(struct container *c, struct icc *out, struct error *e)
{
	const struct block *b = container_find(c, BLOCK_ICC);
	struct error why = ERROR_INIT;
	enum status st;

	memset(out, 0, sizeof *out);
	if (!b)
		return ST_OK;
	for (uint32_t i = 0; i < c->n_blocks; i++)
		out->n_profiles += c->blocks[i].kind == BLOCK_ICC && c->blocks[i].part <= 1;
	out->offset = b->bytes.origin;
	st = assemble(c, b, out, &why);
	if (!st)
		st = icc_parse(c->arena, out->profile, out, &why);
	if (st == ST_OK)
		return ST_OK;
	out->state = LAYER_UNREAD;
	out->why = arena_str(c->arena, why.message);
	return st == ST_MEMORY || !out->why ? err_nomem(e) : ST_OK;
}

/* Signatures of the ICC registry (registry.color.org/signatures) that picture files meet. */
static const struct {
	const char *signature, *maker;
} makers[] = {
	{ "APPL", "Apple" },	 { "appl", "Apple" },	{ "ADBE", "Adobe" },   { "MSFT", "Microsoft" },
	{ "GOOG", "Google" },	 { "HP", "Hewlett-Packard" }, { "IEC", "Hewlett-Packard" }, { "lcms", "Little CMS" },
	{ "SGI", "SGI" },	 { "KODA", "Kodak" },	{ "NKON", "Nikon" },   { "CANO", "Canon" },
	{ "SONY", "Sony" },	 { "OLYM", "Olympus" }, { "PANA", "Panasonic" }, { "SAMS", "Samsung" },
	{ "SEC", "Samsung" },	 { "EPSO", "Epson" },	{ "AGFA", "Agfa" },    { "LINO", "Linotronic" },
	{ "MINO", "Minolta" },	 { "MNLT", "Minolta" }, { "CASI", "Casio" },   { "HDM", "Heidelberger" },
};

const char *icc_maker(const char s[5])
{
	for (size_t i = 0; i < ARRAY_LEN(makers); i++)
		if (strcmp(makers[i].signature, s) == 0)
			return makers[i].maker;
	return NULL;
}

static void put(struct arena *a, struct value *v, const char *key, const char *text)
{
	if (text && *text)
		value_add_text(a, v, key, text);
}

void icc_facts_value(struct arena *a, const struct icc *x, struct value *metadata)
{
	struct value *v;

	if (x->state == LAYER_ABSENT)
		return;
	v = value_add(a, metadata, "icc", VALUE_MAP);
	put(a, v, x->state == LAYER_READ ? "remark" : "not_read", x->why);
	put(a, v, "gap", x->gap);
	if (x->state != LAYER_READ)
		return;
	put(a, v, "description", x->description);
	put(a, v, "copyright", x->copyright);
	put(a, v, "manufacturer", x->manufacturer_text);
	put(a, v, "model", x->model_text);
	put(a, v, "device_manufacturer", x->manufacturer);
	put(a, v, "device_model", x->model);
	put(a, v, "creator", x->creator);
	put(a, v, "preferred_cmm", x->preferred_cmm);
	put(a, v, "platform", x->platform);
	put(a, v, "version", x->version);
	put(a, v, "class", x->klass);
	put(a, v, "colour_space", x->space);
	put(a, v, "pcs", x->pcs);
	put(a, v, "created", x->created_text);
	value_add_int(a, v, "size", (int64_t)x->profile.len);
	value_add_int(a, v, "header_size", (int64_t)x->header_size);
}
