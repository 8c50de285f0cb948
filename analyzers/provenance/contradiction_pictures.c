/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture itself against what layers keep of it. */
#include "src/base/base.h"
#include "analyzers/provenance/contradiction_rules.h"

#include <math.h>

/* Photoshop has quantisation tables of its own for its thirteen qualities, none of which is a scaled table of annex K
 * (J. Kornblum, "Using JPEG quantization tables to identify imagery processed by software", DFRWS 2008). */
CONTRADICTION(contradiction_quality)
{
	const struct jpeg_info *j = &c->in->jpeg;
	double difference;
	int quality;

	if (!c->photoshop || !c->photoshop->has_quality || !c->in->has_jpeg || !j->n_components ||
	    !j->has_table[j->components[0].table & 3])
		return SAYS_NOTHING;
	quality = jpeg_ijg_quality(j->tables[j->components[0].table & 3], false, &difference);
	if (difference > 0)
		return SAYS_AGREES;
	contradiction_say(detail, "Photoshop's quality %d of 12, the tables of libjpeg's quality %d",
			  c->photoshop->quality, quality);
	return SAYS_DIFFERS;
}

/* The same thresholds as the rules about the EXIF thumbnail. Half a picture is no other scene. */
static enum contradiction_says scene(const struct contradiction_case *c, const struct thumbnail_match *t, char *detail)
{
	double part = param_value(c->p, "part_ncc");

	if (t->state != THUMBNAIL_COMPARED || c->in->container.damage.code != ST_OK)
		return SAYS_NOTHING;
	if (t->whole >= param_value(c->p, "scene_ncc") || t->part >= part || t->inside >= part)
		return SAYS_AGREES;
	contradiction_say(detail, "correlation %.2f of the whole pictures, at best %.2f as a part", t->whole,
			  fmax(t->part, t->inside));
	return SAYS_DIFFERS;
}

CONTRADICTION(contradiction_photoshop_thumbnail)
{
	return scene(c, &c->photoshop_thumbnail, detail);
}

CONTRADICTION(contradiction_xmp_thumbnail)
{
	return scene(c, &c->xmp_thumbnail, detail);
}

static bool is_preview(const struct embedded *p)
{
	return strncmp(p->kind, "preview", 7) == 0 || strcmp(p->kind, "mpf") == 0;
}

/* Either way up: previews are turned more often than pictures. A small one is rounded by half a pixel and more. */
static bool same_shape(double a, double b, double tolerance)
{
	return fabs(a / b - 1) <= tolerance || fabs(a * b - 1) <= tolerance;
}

CONTRADICTION(contradiction_preview_aspect)
{
	const struct container *k = &c->in->container;
	enum contradiction_says says = SAYS_NOTHING;

	for (uint32_t i = 0; k->width && k->height && i < k->n_pictures; i++) {
		const struct embedded *p = &k->pictures[i];

		if (!is_preview(p) || !p->width || !p->height)
			continue;
		says = SAYS_AGREES;
		if (!same_shape((double)k->width / k->height, (double)p->width / p->height,
				param_value(c->p, "aspect") + 1.0 / (p->width < p->height ? p->width : p->height))) {
			contradiction_say(detail, "%s %lu x %lu, picture %lu x %lu", p->kind,
					  (unsigned long)p->width, (unsigned long)p->height, (unsigned long)k->width,
					  (unsigned long)k->height);
			return SAYS_DIFFERS;
		}
	}
	return says;
}
