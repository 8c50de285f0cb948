/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about sizes, the thumbnail, and the block of metadata itself. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <math.h>

enum { TAG_X_RESOLUTION = 0x011A, TAG_RESOLUTION_UNIT = 0x0128 };

EXIF_RULE(exif_dimensions_mismatch)
{
	const struct exif_facts *f = c->facts;
	uint64_t w = c->in->container.width, h = c->in->container.height;

	if (!f->has_pixel_size || !f->pixel_x || !f->pixel_y || !w || !h || c->in->derived)
		return false; /* a raw file's EXIF speaks of the sensor, its preview is as small as the maker likes */
	if ((f->pixel_x == w && f->pixel_y == h) || (f->pixel_x == h && f->pixel_y == w))
		return false;
	exif_say(detail, "EXIF says %llu x %llu, the picture has %llu x %llu", (unsigned long long)f->pixel_x,
		 (unsigned long long)f->pixel_y, (unsigned long long)w, (unsigned long long)h);
	return true;
}

/* Sensors lie on their side: a camera stores a turned picture wide and says how to turn it. Stored high,
 * with a size or a thumbnail that are wide, it was turned already. */
EXIF_RULE(exif_dimensions_orientation)
{
	const struct exif_facts *f = c->facts;
	uint32_t w = c->in->container.width, h = c->in->container.height;
	bool size = f->has_pixel_size && f->pixel_x == h && f->pixel_y == w;
	bool thumbnail = c->thumbnail.width > c->thumbnail.height;

	if (!f->has_orientation || f->orientation < 5 || f->orientation > 8 || h <= w ||
	    (!size && !thumbnail))
		return false;
	exif_say(detail, "orientation %u would turn %u x %u on its side; the %s is wide", f->orientation, w,
		 h, size ? "size in EXIF" : "thumbnail");
	return true;
}

/* JFIF (T.871, 10.1) and EXIF both say how many pixels an inch has. Writers that know nothing say 1, 72
 * or 96. */
static bool says_nothing(double dpi)
{
	return dpi <= 1 || dpi == 72 || dpi == 96;
}

EXIF_RULE(exif_dimensions_density)
{
	const struct exif *x = &c->in->exif;
	const struct exif_field *fx = exif_find(x, EXIF_IFD0, TAG_X_RESOLUTION),
				*unit = exif_find(x, EXIF_IFD0, TAG_RESOLUTION_UNIT);
	const struct jpeg_info *j = &c->in->jpeg;
	uint64_t u = 2;
	double dpi, jfif;

	if (!c->in->is_jpeg || !j->has_jfif || j->jfif_units == 0 || j->jfif_units > 2 || !fx ||
	    !exif_real(x, fx, 0, &dpi) || (unit && !exif_uint(x, unit, 0, &u)))
		return false;
	dpi = u == 3 ? dpi * 2.54 : dpi;
	jfif = j->jfif_units == 2 ? j->jfif_x_density * 2.54 : j->jfif_x_density;
	if (says_nothing(dpi) || says_nothing(jfif) || fabs(dpi - jfif) <= 1)
		return false;
	exif_say(detail, "EXIF says %.0f pixels an inch, JFIF %.0f", dpi, jfif);
	return true;
}

/* ---- thumbnail ---- */

/* Of wide to high, one side being the longer one: turning does not matter. */
static double aspect(double w, double h)
{
	return w > h ? w / h : h / w;
}

/* 160 x 120 is what Exif 2.32 wants of every thumbnail: bars fill what is left, and they are no
 * contradiction. */
EXIF_RULE(exif_thumbnail_aspect)
{
	const struct thumbnail_match *t = &c->thumbnail;
	double picture, thumbnail;
	uint32_t w = c->in->container.width, h = c->in->container.height,
		 small = t->width < t->height ? t->width : t->height;

	if (!t->width || !t->height || !w || !h || c->in->derived || aspect(t->width, t->height) == 160.0 / 120)
		return false;
	picture = aspect(w, h);
	thumbnail = aspect(t->width, t->height);
	if (fabs(picture / thumbnail - 1) <= 0.03 + 1.5 / small ||
	    (t->state == THUMBNAIL_COMPARED && t->whole >= 0.97))
		return false;
	exif_say(detail, "thumbnail %u x %u, picture %u x %u", t->width, t->height, w, h);
	return true;
}

static bool is_crop(const struct exif_case *c)
{
	return c->thumbnail.part >= param_value(c->p, "part_ncc") && c->thumbnail.part > c->thumbnail.whole;
}

static bool is_part(const struct exif_case *c)
{
	return c->thumbnail.inside >= param_value(c->p, "part_ncc");
}

/* Half a picture is no other scene: what damage left cannot be compared. */
static bool damaged(const struct exif_case *c)
{
	return c->in->container.damage.code != ST_OK;
}

/* Cameras and the programs that write both encode them with one library: tables of the IJG library in one of the
 * two only are the mark of two writers. Which of them is the camera's, no table tells. */
EXIF_RULE(exif_thumbnail_tables)
{
	const struct jpeg_info *j = &c->in->jpeg;
	double of_picture, of_thumbnail;
	unsigned t = j->n_components ? j->components[0].table : 4;
	int picture, thumbnail;

	if (!c->in->is_jpeg || !c->has_thumbnail_table || t >= 4 || !j->has_table[t])
		return false;
	picture = jpeg_ijg_quality(j->tables[t], false, &of_picture);
	thumbnail = jpeg_ijg_quality(c->thumbnail_table, false, &of_thumbnail);
	if ((of_picture <= 0) == (of_thumbnail <= 0))
		return false;
	exif_say(detail, "the %s has the tables of the IJG library at quality %d, the %s has others",
		 of_picture <= 0 ? "picture" : "thumbnail", of_picture <= 0 ? picture : thumbnail,
		 of_picture <= 0 ? "thumbnail" : "picture");
	return true;
}

EXIF_RULE(exif_thumbnail_content)
{
	const struct thumbnail_match *t = &c->thumbnail;

	if (t->state != THUMBNAIL_COMPARED || t->whole >= param_value(c->p, "scene_ncc") || is_crop(c) ||
	    is_part(c) || damaged(c))
		return false;
	exif_say(detail, "correlation %.2f of the whole pictures, at best %.2f as a part", t->whole,
		 fmax(t->part, t->inside));
	return true;
}

EXIF_RULE(exif_thumbnail_differs)
{
	const struct thumbnail_match *t = &c->thumbnail;

	if (t->state != THUMBNAIL_COMPARED || t->whole < param_value(c->p, "scene_ncc") ||
	    t->whole >= param_value(c->p, "same_ncc") || is_crop(c) || is_part(c) || damaged(c))
		return false;
	exif_say(detail, "correlation %.2f", t->whole);
	return true;
}

EXIF_RULE(exif_thumbnail_crop)
{
	const struct thumbnail_match *t = &c->thumbnail;

	if (t->state != THUMBNAIL_COMPARED || t->whole >= param_value(c->p, "same_ncc") || !is_crop(c))
		return false;
	exif_say(detail, "the picture is found in %.0f %% of the thumbnail's width, correlation %.2f",
		 100 * t->part_share, t->part);
	return true;
}

/* ---- the block ---- */

/* Makers whose cameras always write a MakerNote; spelled as their cameras spell them. */
static const char *const makers[] = {
	"Canon", "NIKON", "SONY", "FUJIFILM", "OLYMPUS", "Panasonic", "PENTAX", "RICOH", "Apple",
	"LEICA", "Leica",
};

/* A named editor explains the loss: then it is no further sign of anything. */
EXIF_RULE(exif_makernote_missing)
{
	const char *make = c->facts->make;
	char editor[EXIF_DETAIL] = "";

	if (!make || c->facts->has_maker_note ||
	    c->facts->n_exif_fields < (uint32_t)param_value(c->p, "rich_fields") || !c->original.valid ||
	    c->original.civil.year < (int)param_value(c->p, "makernote_year") ||
	    exif_software_editor(c, editor))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(makers); i++)
		if (strncmp(make, makers[i], strlen(makers[i])) == 0) {
			exif_say(detail, "make '%.60s', %u Exif entries, no MakerNote", make,
				 c->facts->n_exif_fields);
			return true;
		}
	return false;
}

EXIF_RULE(exif_structure_broken)
{
	const struct exif *x = &c->in->exif;

	if (!c->in->has_exif || !x->n_problems)
		return false;
	exif_say(detail, "%u problem%s; the first at byte %llu: %.200s", x->n_problems,
		 x->n_problems == 1 ? "" : "s", (unsigned long long)x->problems[0].offset,
		 x->problems[0].what);
	return true;
}

EXIF_RULE(exif_duplicate_tag)
{
	const struct exif *x = &c->in->exif;
	uint8_t seen[65536 / 8];

	for (int ifd = EXIF_IFD0; c->in->has_exif && ifd < EXIF_IFD_OTHER; ifd++) {
		memset(seen, 0, sizeof seen);
		for (uint32_t i = 0; i < x->n_fields; i++) {
			uint16_t tag = x->fields[i].tag;

			if (x->fields[i].ifd != (enum exif_ifd)ifd)
				continue;
			if (seen[tag / 8] & 1 << tag % 8) {
				exif_say(detail, "0x%04x stands twice in %s", tag,
					 exif_ifd_name(x->fields[i].ifd));
				return true;
			}
			seen[tag / 8] |= (uint8_t)(1 << tag % 8);
		}
	}
	return false;
}
