/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/contradiction_rules.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>

#define DEGREE (3.14159265358979323846 / 180)
#define EARTH_RADIUS 6371008.8 /* m, mean; IUGG 1980 */
enum { WORDS = 64 };

void contradiction_say(char *detail, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, CONTRADICTION_DETAIL, fmt, ap);
	va_end(ap);
}

/* The next EXIF block that can be read and says anything. */
static const struct exif_facts *another_exif(const struct subject *in, struct arena *a)
{
	struct exif_facts *f;
	bool first = true;

	for (uint32_t i = 0; i < in->container.n_blocks; i++) {
		const struct block *b = &in->container.blocks[i];
		struct exif x;

		if (b->kind != BLOCK_EXIF)
			continue;
		if (!first && exif_read(a, b->bytes, &x, NULL) == ST_OK) {
			f = arena_alloc(a, 1, sizeof *f);
			if (f)
				exif_facts(a, &x, f);
			return f;
		}
		first = false;
	}
	return NULL;
}

void contradiction_case_fill(struct contradiction_case *c, struct arena *a)
{
	struct subject *in = c->in;

	c->exif = in->has_exif ? &in->facts : NULL;
	c->second = in->has_exif ? another_exif(in, a) : NULL;
	c->xmp = in->xmp.state == LAYER_READ ? xmp_primary(&in->xmp) : NULL;
	c->iptc = in->has_iptc ? &in->iptc : NULL;
	c->photoshop = in->has_photoshop ? &in->photoshop : NULL;
	c->icc = in->icc.state == LAYER_READ ? &in->icc : NULL;
}

/* ---- names ---- */

/* Letters and digits in lower case; one blank between words. */
static void plain(char out[WORDS], const char *text)
{
	size_t n = 0;

	for (; *text && n + 2 < WORDS; text++) {
		if (isalnum((unsigned char)*text) || (*text & 0x80))
			out[n++] = (char)tolower((unsigned char)*text);
		else if (n && out[n - 1] != ' ')
			out[n++] = ' ';
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

static bool holds_word(const char *text, const char *word, size_t len)
{
	for (const char *p = text; (p = strstr(p, word)); p++)
		if ((p == text || p[-1] == ' ') && (p[len] == ' ' || !p[len]))
			return true;
	return false;
}

/* "NIKON CORPORATION" and "Nikon", "Eastman Kodak Company" and "KODAK": the first word of one stands in the other. */
bool contradiction_same_maker(const char *a, const char *b)
{
	char x[WORDS], y[WORDS], word[WORDS];
	size_t n;

	plain(x, a);
	plain(y, b);
	n = strcspn(x, " ");
	snprintf(word, sizeof word, "%.*s", (int)n, x);
	if (!n || holds_word(y, word, n))
		return true;
	n = strcspn(y, " ");
	snprintf(word, sizeof word, "%.*s", (int)n, y);
	return !n || holds_word(x, word, n);
}

/* "Canon EOS 400D DIGITAL" and "EOS 400D": one stands in the other. */
bool contradiction_same_model(const char *a, const char *b)
{
	char x[WORDS], y[WORDS];

	plain(x, a);
	plain(y, b);
	return strstr(x, y) || strstr(y, x);
}

static enum contradiction_says pair(char *detail, bool same, const char *a_name, const char *a, const char *b_name,
				    const char *b)
{
	if (same)
		return SAYS_AGREES;
	contradiction_say(detail, "%s '%.120s', %s '%.120s'", a_name, a, b_name, b);
	return SAYS_DIFFERS;
}

CONTRADICTION(contradiction_make)
{
	if (!c->exif || !c->xmp || !c->exif->make || !c->xmp->make)
		return SAYS_NOTHING;
	return pair(detail, contradiction_same_maker(c->exif->make, c->xmp->make), "EXIF", c->exif->make, "XMP", c->xmp->make);
}

/* Other makers are the rule above. */
CONTRADICTION(contradiction_model)
{
	if (!c->exif || !c->xmp || !c->exif->model || !c->xmp->model)
		return SAYS_NOTHING;
	if (c->exif->make && c->xmp->make && !contradiction_same_maker(c->exif->make, c->xmp->make))
		return SAYS_NOTHING;
	return pair(detail, contradiction_same_model(c->exif->model, c->xmp->model), "EXIF", c->exif->model, "XMP",
		    c->xmp->model);
}

CONTRADICTION(contradiction_software)
{
	const char *tool;

	if (!c->exif || !c->xmp || !c->exif->software)
		return SAYS_NOTHING;
	tool = c->xmp->creator_tool ? c->xmp->creator_tool : c->xmp->software;
	if (!tool)
		return SAYS_NOTHING;
	return pair(detail, contradiction_same_maker(c->exif->software, tool), "EXIF", c->exif->software, "XMP", tool);
}

/* ---- numbers ---- */

CONTRADICTION(contradiction_pixel_size)
{
	const struct exif_facts *x = c->exif;
	const struct xmp_facts *m = c->xmp;

	if (!x || !m || !x->has_pixel_size || !m->has_pixel_size)
		return SAYS_NOTHING;
	if ((x->pixel_x == m->pixel_x && x->pixel_y == m->pixel_y) ||
	    (x->pixel_x == m->pixel_y && x->pixel_y == m->pixel_x))
		return SAYS_AGREES;
	contradiction_say(detail, "EXIF %llu x %llu, XMP %llu x %llu, the picture %lu x %lu",
			  (unsigned long long)x->pixel_x, (unsigned long long)x->pixel_y,
			  (unsigned long long)m->pixel_x, (unsigned long long)m->pixel_y,
			  (unsigned long)c->in->container.width, (unsigned long)c->in->container.height);
	return SAYS_DIFFERS;
}

CONTRADICTION(contradiction_orientation)
{
	if (!c->exif || !c->xmp || !c->exif->has_orientation || !c->xmp->has_orientation)
		return SAYS_NOTHING;
	if (c->exif->orientation == c->xmp->orientation)
		return SAYS_AGREES;
	contradiction_say(detail, "EXIF %d, XMP %d", c->exif->orientation, c->xmp->orientation);
	return SAYS_DIFFERS;
}

/* Great-circle distance in metres (haversine; R. W. Sinnott, Sky and Telescope 68, 1984). */
static double metres(double lat1, double lon1, double lat2, double lon2)
{
	double a = sin((lat2 - lat1) * DEGREE / 2), b = sin((lon2 - lon1) * DEGREE / 2);
	double h = a * a + cos(lat1 * DEGREE) * cos(lat2 * DEGREE) * b * b;

	return 2 * EARTH_RADIUS * asin(fmin(1, sqrt(h)));
}

CONTRADICTION(contradiction_gps)
{
	const struct exif_facts *x = c->exif;
	const struct xmp_facts *m = c->xmp;
	double d;

	if (!x || !m || !x->has_gps || x->gps_ref_missing || !m->has_gps)
		return SAYS_NOTHING;
	d = metres(x->latitude, x->longitude, m->latitude, m->longitude);
	if (!(d > param_value(c->p, "gps_metres")))
		return SAYS_AGREES;
	contradiction_say(detail, "EXIF %.5f, %.5f, XMP %.5f, %.5f: %.1f km apart", x->latitude, x->longitude,
			  m->latitude, m->longitude, d / 1000);
	return SAYS_DIFFERS;
}

/* ---- layers that stand twice ---- */

static bool both_differ(const char *a, const char *b)
{
	return a && b && strcmp(a, b) != 0;
}

CONTRADICTION(contradiction_exif_blocks)
{
	const struct exif_facts *a = c->exif, *b = c->second;

	if (!a || !b)
		return SAYS_NOTHING;
	if (both_differ(a->make, b->make))
		return pair(detail, false, "make", a->make, "and", b->make);
	if (both_differ(a->model, b->model))
		return pair(detail, false, "model", a->model, "and", b->model);
	if (both_differ(a->date_time_original, b->date_time_original))
		return pair(detail, false, "date", a->date_time_original, "and", b->date_time_original);
	return SAYS_AGREES;
}

CONTRADICTION(contradiction_xmp_packets)
{
	const struct xmp *x = &c->in->xmp;
	enum contradiction_says says = SAYS_NOTHING;

	for (uint32_t i = 1; c->xmp && i < x->n_read; i++) {
		const struct xmp_facts *a = c->xmp, *b = &x->packets[i].facts;

		if (x->packets[i].state != LAYER_READ)
			continue;
		says = SAYS_AGREES;
		if (both_differ(a->document_id, b->document_id))
			return pair(detail, false, "document", a->document_id, "and", b->document_id);
		if (both_differ(a->creator_tool, b->creator_tool))
			return pair(detail, false, "program", a->creator_tool, "and", b->creator_tool);
		if (both_differ(a->original.text, b->original.text))
			return pair(detail, false, "date", a->original.text, "and", b->original.text);
	}
	return says;
}

/* ---- Photoshop, colour, provenance ---- */

CONTRADICTION(contradiction_caption_digest)
{
	if (!c->photoshop || (c->photoshop->digest_state != DIGEST_MATCH &&
			      c->photoshop->digest_state != DIGEST_DIFFERS))
		return SAYS_NOTHING;
	if (c->photoshop->digest_state == DIGEST_MATCH)
		return SAYS_AGREES;
	contradiction_say(detail, "the caption digest is not the MD5 of the %zu bytes of IPTC",
			  c->in->has_iptc ? c->in->iptc.block.len : (size_t)0);
	return SAYS_DIFFERS;
}

/* Makers of cameras and phones only: profiles of Adobe or HP are no sign of a device. */
CONTRADICTION(contradiction_icc_maker)
{
	static const char *const makers[] = { "Apple",	   "Nikon", "Canon",   "Sony",	"Olympus",
					      "Panasonic", "Casio", "Samsung", "Kodak", "Google" };
	const char *maker;

	if (!c->icc || !c->exif || !c->exif->make)
		return SAYS_NOTHING;
	maker = icc_maker(c->icc->manufacturer);
	maker = maker ? maker : icc_maker(c->icc->creator);
	for (size_t i = 0; maker && i < ARRAY_LEN(makers); i++)
		if (strcmp(maker, makers[i]) == 0)
			return pair(detail, contradiction_same_maker(maker, c->exif->make), "profile of", maker, "camera of",
				    c->exif->make);
	return SAYS_NOTHING;
}

/* Exif 2.32, 4.6.5: ColorSpace 1 is sRGB. */
CONTRADICTION(contradiction_colour_space)
{
	const struct exif_field *f;
	uint64_t v;

	if (!c->icc || !c->exif || !c->icc->description || strcmp(c->icc->space, "RGB") != 0)
		return SAYS_NOTHING;
	f = exif_find(&c->in->exif, EXIF_IFD_EXIF, 0xA001);
	if (!f || !exif_uint(&c->in->exif, f, 0, &v) || v != 1)
		return SAYS_NOTHING;
	return pair(detail, c->icc->is_srgb, "EXIF ColorSpace", "sRGB", "profile", c->icc->description);
}

CONTRADICTION(contradiction_c2pa_stripped)
{
	if (!c->in->n_jumbf || !c->in->jumbf_c2pa)
		return SAYS_NOTHING;
	if (c->exif)
		return SAYS_AGREES;
	contradiction_say(detail, "at byte %llu", (unsigned long long)c->in->jumbf_offset);
	return SAYS_DIFFERS;
}
