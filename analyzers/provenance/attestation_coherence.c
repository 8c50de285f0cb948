/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does the rest of the file look like what the signer says it took? Only what this program knows already: what it cannot know,
 * such as the tables of one model, is unknown and not passed. */
#include "src/base/base.h"
#include "analyzers/provenance/attestation.h"

#include "analyzers/metadata/structure_rules.h"

#include <strings.h>

/* The first word of a make is enough: "NIKON CORPORATION", "Nikon". */
static bool is_maker(const struct c2pa_manifest *m, const char *make)
{
	char pattern[64];
	size_t n = strcspn(make, " ,");

	snprintf(pattern, sizeof pattern, "*%.*s*", (int)(n < 40 ? n : 40), make);
	return n > 1 && credentials_names(m, pattern);
}

static bool is_model(const struct c2pa_manifest *m, const char *model)
{
	char pattern[80];

	snprintf(pattern, sizeof pattern, "*%.60s*", model);
	return !strpbrk(model, "*?[") && credentials_names(m, pattern);
}

static void make_model(struct attestation_case *c)
{
	const struct exif_facts *x = c->exif;

	if (!x || !x->make) {
		attestation_step(c, STEP_MAKE_MODEL, STEP_NOT_PRESENT, "EXIF names no make");
		return;
	}
	if (!is_maker(c->m, x->make))
		attestation_step(c, STEP_MAKE_MODEL, STEP_FAIL, "EXIF says '%.60s', the certificate '%.60s'", x->make,
				 credentials_signer(c->m));
	else if (x->model && is_model(c->m, x->model))
		attestation_step(c, STEP_MAKE_MODEL, STEP_PASS, "make and model '%.60s' are those of the signer", x->model);
	else
		attestation_step(c, STEP_MAKE_MODEL, STEP_PASS,
				 "the make '%.60s' is the signer's; its certificate names no model", x->make);
}

static void maker_note(struct attestation_case *c)
{
	const struct maker_note *n = &c->in->maker;
	const char *name = maker_kind_name(n->kind);

	if (n->kind == MAKER_NONE || n->kind == MAKER_UNKNOWN)
		attestation_step(c, STEP_MAKER_NOTE, n->kind == MAKER_NONE ? STEP_NOT_PRESENT : STEP_UNKNOWN, "%s",
				 n->kind == MAKER_NONE ? "there are no maker notes" : "the maker notes are of an unknown kind");
	else if (is_maker(c->m, name))
		attestation_step(c, STEP_MAKER_NOTE, STEP_PASS, "the maker notes are those of %.40s", name);
	else
		attestation_step(c, STEP_MAKER_NOTE, STEP_FAIL, "the maker notes are those of %.40s, the certificate is of '%.60s'",
				 name, credentials_signer(c->m));
}

static void size(struct attestation_case *c)
{
	const struct exif_facts *x = c->exif;
	uint32_t w = c->in->container.width, h = c->in->container.height;

	if (!x || !x->has_pixel_size || !w || !h) {
		attestation_step(c, STEP_SIZE, STEP_NOT_PRESENT, "EXIF names no size");
		return;
	}
	if ((x->pixel_x == w && x->pixel_y == h) || (x->pixel_x == h && x->pixel_y == w))
		attestation_step(c, STEP_SIZE, STEP_PASS, "the size is the one that EXIF names");
	else
		attestation_step(c, STEP_SIZE, STEP_FAIL, "EXIF says %llu x %llu, the picture is %lu x %lu",
				 (unsigned long long)x->pixel_x, (unsigned long long)x->pixel_y, (unsigned long)w,
				 (unsigned long)h);
}

/* Tables of an Adobe program are no camera's. Those of the IJG library are written by phones and by programs alike. */
static void tables(struct attestation_case *c)
{
	struct structure_case s = { .in = c->in };

	if (!c->in->is_jpeg) {
		attestation_step(c, STEP_TABLES, STEP_NOT_PRESENT, "not a JPEG");
		return;
	}
	structure_case_fill(&s);
	if (s.adobe_tables)
		attestation_step(c, STEP_TABLES, STEP_FAIL, "the quantisation tables are those of an Adobe program (%.60s)",
				 s.adobe_tables);
	else
		attestation_step(c, STEP_TABLES, STEP_UNKNOWN, s.has_tables && !(s.difference_luma > 0)
				 ? "the quantisation tables are those that phones and programs use alike"
				 : "which tables this model writes is not known here");
}

static void thumbnail(struct attestation_case *c)
{
	const struct thumbnail_match *t = &c->thumbnail;

	if (t->state == THUMBNAIL_NONE)
		attestation_step(c, STEP_THUMBNAIL, STEP_NOT_PRESENT, "the claim has no thumbnail");
	else if (t->state == THUMBNAIL_SILENT)
		attestation_step(c, STEP_THUMBNAIL, STEP_UNKNOWN, "%.120s", t->why ? t->why : "not compared");
	else if (thumbnail_is_other(t, param_value(c->p, "scene_ncc"), param_value(c->p, "part_ncc")))
		attestation_step(c, STEP_THUMBNAIL, STEP_FAIL, "the signed thumbnail shows another scene (correlation %.2f)",
				 t->whole);
	else
		attestation_step(c, STEP_THUMBNAIL, STEP_PASS,
				 "the signed thumbnail shows the picture (correlation %.2f)", t->whole);
}

/* Exif 2.32, 4.6.6: CompositeImage (0xA460): 1 no composite, 2 a composite, 3 one made while taking. */
static bool composite_image(const struct subject *in, uint64_t *v)
{
	const struct exif_field *f = in->has_exif ? exif_find(&in->exif, EXIF_IFD_EXIF, 0xA460) : NULL;

	return f && exif_uint(&in->exif, f, 0, v) && *v;
}

/* Nikon's record MultiExposure (0x00B0; ExifTool, Nikon.pm): four characters of version, then a number of 32 bits: 0 off,
 * 1 multiple exposure, 2 overlay, 3 HDR. */
static bool nikon_exposure(const struct subject *in, uint32_t *mode)
{
	const struct exif_field *f = in->maker.kind == MAKER_NIKON && in->maker.directory
		? exif_find(&in->maker.dir, EXIF_IFD0, 0x00B0) : NULL;
	struct span s;

	if (!f || f->broken)
		return false;
	s = f->bytes;
	if (!span_skip(&s, 4))
		return false;
	return in->maker.dir.little_endian ? span_u32le(&s, mode) : span_u32be(&s, mode);
}

static void exposure(struct attestation_case *c)
{
	uint32_t mode = 0;
	uint64_t composite = 0;
	bool nikon = nikon_exposure(c->in, &mode), exif = composite_image(c->in, &composite);

	if (nikon && (mode == 1 || mode == 2))
		attestation_step(c, STEP_EXPOSURE, STEP_FAIL, "the maker notes say: %s",
				 mode == 1 ? "multiple exposure" : "pictures laid over one another");
	else if (exif && composite > 1)
		attestation_step(c, STEP_EXPOSURE, STEP_FAIL, "EXIF says that the picture is a composite");
	else if (nikon || exif)
		attestation_step(c, STEP_EXPOSURE, STEP_PASS, "no multiple exposure, as the camera says");
	else
		attestation_step(c, STEP_EXPOSURE, STEP_NOT_PRESENT, "the camera does not say whether it exposed more than once");
}

void attestation_coherence(struct attestation_case *c)
{
	make_model(c);
	maker_note(c);
	size(c);
	tables(c);
	thumbnail(c);
	exposure(c);
}
