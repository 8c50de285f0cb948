/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about lens, flash and the limits of what a camera can do. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <ctype.h>
#include <math.h>

enum { TAG_FLASH = 0x9209, TAG_LENS = 0xA432, FLASH_FIRED = 1, FLASH_MODE = 3 << 3, FLASH_OFF = 2 << 3,
       FLASH_NONE = 1 << 5 };

static bool flash(const struct exif_case *c, uint64_t *v)
{
	const struct exif_field *f = exif_find(&c->in->exif, EXIF_IFD_EXIF, TAG_FLASH);

	return f && exif_uint(&c->in->exif, f, 0, v);
}

bool exif_flash_fired(const struct exif_case *c)
{
	uint64_t v;

	return flash(c, &v) && (v & FLASH_FIRED);
}

/* Exif 2.32, 4.6.5: bit 0 fired, bits 3 and 4 mode (2: suppressed), bit 5 no flash function. */
EXIF_RULE(exif_exposure_flash)
{
	uint64_t v;

	if (!flash(c, &v) || v > 0xFF || !(v & FLASH_FIRED))
		return false;
	if (v & FLASH_NONE)
		exif_say(detail, "Flash is 0x%02x: fired, on a camera without flash", (unsigned)v);
	else if ((v & FLASH_MODE) == FLASH_OFF)
		exif_say(detail, "Flash is 0x%02x: fired, and switched off", (unsigned)v);
	return detail[0] != '\0';
}

struct lens {
	double shortest, longest; /* mm */
	double widest;            /* f-number; 0: unknown */
	const char *from;
};

static bool lens_specification(const struct exif_case *c, struct lens *l)
{
	const struct exif *x = &c->in->exif;
	const struct exif_field *f = exif_find(x, EXIF_IFD_EXIF, TAG_LENS);
	double a, b;

	if (!f || !exif_real(x, f, 0, &l->shortest) || !exif_real(x, f, 1, &l->longest) || l->shortest <= 0 ||
	    l->longest < l->shortest)
		return false;
	l->widest = exif_real(x, f, 2, &a) && a > 0 ? a : 0;
	if (exif_real(x, f, 3, &b) && b > 0 && (b < l->widest || l->widest == 0))
		l->widest = b;
	l->from = "LensSpecification";
	return true;
}

/* "EF24-105mm f/4L": a zoom range in the name, which a fixed lens's name does not have (there the number may
 * be the 35 mm equivalent). */
static bool lens_name(const struct exif_case *c, struct lens *l)
{
	const char *s = c->facts->lens_model;
	char *end;

	for (; s && *s; s++) {
		if (!isdigit((unsigned char)*s))
			continue;
		l->shortest = strtod(s, &end);
		if (*end == '-' && isdigit((unsigned char)end[1])) {
			l->longest = strtod(end + 1, &end);
			l->widest = 0;
			l->from = "LensModel";
			return strncmp(end, "mm", 2) == 0 && l->shortest > 0 && l->longest > l->shortest;
		}
		s = end - 1;
	}
	return false;
}

static bool lens(const struct exif_case *c, struct lens *l)
{
	return c->in->has_exif && (lens_specification(c, l) || lens_name(c, l));
}

EXIF_RULE(exif_exposure_lens_range)
{
	double slack = 1 + param_value(c->p, "lens_share");
	struct lens l;

	if (!c->facts->has_focal || !lens(c, &l) ||
	    (c->facts->focal >= l.shortest / slack && c->facts->focal <= l.longest * slack))
		return false;
	exif_say(detail, "FocalLength is %.2f mm, %s says %.2f to %.2f mm", c->facts->focal, l.from,
		 l.shortest, l.longest);
	return true;
}

EXIF_RULE(exif_exposure_lens_aperture)
{
	struct lens l;

	if (!c->facts->has_fnumber || !lens(c, &l) || l.widest <= 0 ||
	    2 * log2(l.widest / c->facts->fnumber) <= param_value(c->p, "apex_ev"))
		return false;
	exif_say(detail, "FNumber is %.2f, the lens opens to %.2f at the most", c->facts->fnumber, l.widest);
	return true;
}

/* Wider than what any camera on the market offers: f/0.5 and f/128, 4.56 million ISO (Canon ME20F-SH),
 * 1/80,000 s (Sony ILCE-9M3), with a factor of ten for what comes. Limits of one model need a table of
 * models. */
EXIF_RULE(exif_exposure_limits)
{
	const struct exif_facts *f = c->facts;

	if (f->has_fnumber && (f->fnumber < 0.5 || f->fnumber > 1280))
		exif_say(detail, "FNumber is %.3g", f->fnumber);
	else if (f->has_exposure && (f->exposure_time < 1e-6 || f->exposure_time > 864000))
		exif_say(detail, "ExposureTime is %.3g s", f->exposure_time);
	else if (f->has_iso && f->iso > 45600000)
		exif_say(detail, "the sensitivity is ISO %.0f", f->iso);
	else if (f->has_focal && f->focal > 20000)
		exif_say(detail, "FocalLength is %.0f mm", f->focal);
	return detail[0] != '\0';
}
