/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about exposure: the APEX numbers (Exif 2.32 annex C) and the plain ones must tell the same story. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <math.h>

enum { TAG_PROGRAM = 0x8822, TAG_BIAS = 0x9204, TAG_FLASH = 0x9209, TAG_MODE = 0xA402,
	APEX_MOST = 30 }; /* beyond it is no exposure but a mark for "unknown" */

/* Av = 2 log2 N, Tv = -log2 t. Zero is what cameras write for "unknown" (a lens without contacts). */
EXIF_RULE(exif_exposure_apex)
{
	const struct exif_facts *f = c->facts;
	double tolerance = param_value(c->p, "apex_ev"), av = 2 * log2(f->fnumber),
	       tv = -log2(f->exposure_time);

	if (f->has_aperture && f->has_fnumber && f->aperture > 0 && f->aperture < APEX_MOST &&
	    fabs(av - f->aperture) > tolerance)
		exif_say(detail, "FNumber %.2f is Av %.2f, ApertureValue says %.2f", f->fnumber, av,
			 f->aperture);
	else if (f->has_shutter && f->has_exposure && f->shutter != 0 && fabs(f->shutter) < APEX_MOST &&
		 fabs(tv - f->shutter) > tolerance)
		exif_say(detail, "ExposureTime %.6g s is Tv %.2f, ShutterSpeedValue says %.2f",
			 f->exposure_time, tv, f->shutter);
	return detail[0] != '\0';
}

static uint64_t whole(const struct exif_case *c, uint16_t tag)
{
	const struct exif_field *f = exif_find(&c->in->exif, EXIF_IFD_EXIF, tag);
	uint64_t v;

	return f && exif_uint(&c->in->exif, f, 0, &v) ? v : 0;
}

/* A flash, or a hand on the dials, and the meter's reading explains nothing. */
static bool metered(const struct exif_case *c)
{
	return whole(c, TAG_PROGRAM) != 1 && whole(c, TAG_MODE) != 1 && (whole(c, TAG_FLASH) & 1) == 0;
}

/* Av + Tv = Bv + Sv - bias, with Sv = log2(ISO / 3.125). 0 and -1 (FFFFFFFF) stand for "unknown". */
EXIF_RULE(exif_exposure_brightness)
{
	const struct exif_facts *f = c->facts;
	const struct exif_field *field = exif_find(&c->in->exif, EXIF_IFD_EXIF, TAG_BIAS);
	double bias = 0, expected;

	if (!f->has_fnumber || !f->has_exposure || !f->has_iso || !f->has_brightness || !metered(c) ||
	    fabs(f->brightness) > APEX_MOST || f->brightness == 0 || f->brightness == -1)
		return false;
	if (field && !exif_real(&c->in->exif, field, 0, &bias))
		bias = 0;
	expected = 2 * log2(f->fnumber) - log2(f->exposure_time) - log2(f->iso / 3.125) + bias;
	if (fabs(expected - f->brightness) <= param_value(c->p, "brightness_ev"))
		return false;
	exif_say(detail, "aperture, time and ISO meter a brightness of %.1f EV, BrightnessValue says %.1f",
		 expected, f->brightness);
	return true;
}

/* From digital medium format (0.64) to the smallest phone sensors with some digital zoom. */
EXIF_RULE(exif_exposure_crop_factor)
{
	double factor;

	if (!c->facts->has_focal || !c->facts->has_focal35)
		return false;
	factor = c->facts->focal35 / c->facts->focal;
	if (factor >= 0.5 && factor <= 60)
		return false;
	exif_say(detail, "%.2f mm is said to equal %.0f mm: a crop factor of %.2f", c->facts->focal,
		 c->facts->focal35, factor);
	return true;
}
