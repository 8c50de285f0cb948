/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/metadata/structure_rules.h"

#include <stdarg.h>

void structure_say(char *detail, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(detail, STRUCTURE_DETAIL, fmt, ap);
	va_end(ap);
}

static bool table_of(const struct jpeg_info *j, unsigned component, const uint16_t **table)
{
	unsigned t = component < j->n_components ? j->components[component].table : 4;

	*table = t < 4 && j->has_table[t] ? j->tables[t] : NULL;
	return *table != NULL;
}

void structure_case_fill(struct structure_case *c)
{
	const struct jpeg_info *j = &c->in->jpeg;
	const uint16_t *table;

	trailing_classify(c->in, &c->trailing);
	if (!c->in->is_jpeg || !table_of(j, 0, &table))
		return;
	c->has_tables = true;
	c->adobe_tables = structure_adobe_tables(j);
	c->quality_luma = jpeg_ijg_quality(table, false, &c->difference_luma);
	/* Three components: YCbCr nearly always; components of RGB and CMYK share the table of luma. */
	if (j->n_components == 3 && j->components[1].table != j->components[0].table && table_of(j, 1,
	  &table)) {
		c->has_chroma = true;
		c->quality_chroma = jpeg_ijg_quality(table, true, &c->difference_chroma);
	}
}

STRUCTURE_RULE(structure_damage)
{
	const struct error *e = &c->in->container.damage;

	if (e->code == ST_OK)
		return false;
	if (e->has_offset)
		structure_say(detail, "%.300s (at byte %llu)", e->message, (unsigned long long)e->offset);
	else
		structure_say(detail, "%.300s", e->message);
	return true;
}

STRUCTURE_RULE(structure_pictures)
{
	const struct container *k = &c->in->container;
	size_t used = 0;

	for (uint32_t i = 0; i < k->n_pictures && used < STRUCTURE_DETAIL - 100; i++) {
		const struct embedded *p = &k->pictures[i];

		snprintf(detail + used, STRUCTURE_DETAIL - used, "%s%s %ux%u at byte %llu", used ? ", " : "",
	  p->kind, p->width,
			 p->height, (unsigned long long)p->offset);
		used = strlen(detail);
	}
	return used > 0;
}

#define OBSERVED FINDING_OBSERVATION
#define MEANS FINDING_INTERPRETATION

const struct structure_rule structure_rules[] = {
	{ "structure.ducky", MEDIA_JPEG, LEVEL_WARNING, TRACE_SOFTWARE, MEANS, structure_ducky,
	  "the file was written by the 'Save for Web' export of an image editor",
	  { "an export for a web page without other changes" } },
	{ "structure.photoshop", MEDIA_JPEG, LEVEL_NOTICE, TRACE_SOFTWARE, MEANS, structure_photoshop,
	  "the file holds Photoshop resources",
	  { "a cataloguing program that keeps what an editor once wrote",
	    "export, resizing or colour conversion without other changes",
	    "development of a raw file" } },
	{ "structure.photoshop.captions", MEDIA_JPEG, LEVEL_NONE, TRACE_SOFTWARE, OBSERVED,
	  structure_captions,
	  "the file holds captions in the form that Photoshop introduced",
	  { "captions and keywords written by an agency or a cataloguing program",
	    "a social network's own mark in such a record" } },
	{ "structure.icc", MEDIA_ANY, LEVEL_NONE, TRACE_COLOUR, OBSERVED, structure_icc,
	  "there is a colour profile", { NULL } },
	{ "structure.comment", MEDIA_ANY, LEVEL_NOTICE, TRACE_SOFTWARE, MEANS, structure_comment,
	  "a comment names a program that wrote the file",
	  { "a web site that scales every picture it shows", "conversion without other changes" } },
	{ "structure.damage", MEDIA_ANY, LEVEL_NOTICE, TRACE_CONTAINER, OBSERVED, structure_damage,
	  "the file is damaged", { "a transfer that was cut off", "a failing memory card" } },
	{ "structure.trailing.foreign", MEDIA_ANY, LEVEL_NOTICE, TRACE_CONTAINER, MEANS,
	  structure_trailing_foreign,
	  "a file of another kind follows the picture",
	  { "a self-extracting or signed package that has a picture in front",
	    "a download of several files run together" } },
	{ "structure.trailing", MEDIA_ANY, LEVEL_NOTICE, TRACE_CONTAINER, MEANS, structure_trailing_unknown,
	  "data follows the picture",
	  { "a phone's own records (depth, burst, sound)",
	    "padding by a file system, a camera or a recovery tool" } },
	{ "structure.trailing.picture", MEDIA_ANY, LEVEL_NOTICE, TRACE_CONTAINER, MEANS,
	  structure_trailing_picture,
	  "another picture follows the picture, and nothing names it",
	  { "a preview of a camera whose notes were removed", "recovered data run together" } },
	{ "structure.trailing.known", MEDIA_ANY, LEVEL_NONE, TRACE_CONTAINER, OBSERVED,
	  structure_trailing_known,
	  "what follows the picture is what cameras, phones and cataloguing programs write there", { NULL } },
	{ "structure.pictures", MEDIA_ANY, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_pictures,
	  "there are more pictures in the file", { NULL } },
	{ "structure.quantisation", MEDIA_JPEG, LEVEL_NONE, TRACE_QUANTISATION, OBSERVED,
	  structure_quantisation,
	  "the quantisation tables are those of the IJG library", { NULL } },
	{ "structure.quantisation.custom", MEDIA_JPEG, LEVEL_NONE, TRACE_QUANTISATION, OBSERVED,
	  structure_quantisation_custom,
	  "the quantisation tables are not those of the IJG library", { NULL } },
	{ "structure.quantisation.adobe", MEDIA_JPEG, LEVEL_NOTICE, TRACE_SOFTWARE, MEANS,
	  structure_quantisation_adobe,
	  "the quantisation tables are those of an Adobe program",
	  { "development of a raw file", "an export or a resize without other changes" } },
	{ "structure.tables.count", MEDIA_JPEG, LEVEL_NONE, TRACE_QUANTISATION, OBSERVED,
	  structure_tables_count,
	  "the colours have another number of tables than two, which is what most writers use", { NULL } },
	{ "structure.camera.progressive", MEDIA_JPEG, LEVEL_NOTICE, TRACE_CONTAINER, MEANS,
	  structure_camera_progressive,
	  "the metadata is that of a camera, and the file is progressive, which cameras do not write",
	  { "a service or a program that makes files smaller without loss", "an export for the web" } },
	{ "structure.camera.sampling", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED,
	  structure_camera_sampling,
	  "the metadata is that of a phone, and the colours have full resolution, which few phones write",
	  { NULL } },
	{ "structure.camera.tables", MEDIA_JPEG, LEVEL_NONE, TRACE_QUANTISATION, OBSERVED,
	  structure_camera_tables,
	  "the metadata is that of a camera, and the tables are those that most programs use", { NULL } },
	{ "structure.arithmetic", MEDIA_JPEG, LEVEL_NOTICE, TRACE_CONTAINER, MEANS, structure_arithmetic,
	  "the file is coded arithmetically, which cameras do not write",
	  { "an archive that makes files smaller without loss" } },
	{ "structure.restart", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_restart,
	  "there are restart markers, which some cameras write and few programs", { NULL } },
	{ "structure.exif.twice", MEDIA_JPEG, LEVEL_NOTICE, TRACE_CONTAINER, MEANS, structure_exif_twice,
	  "there is more than one EXIF block",
	  { "a camera that splits long metadata", "a program that adds a block and leaves the old one" } },
	{ "structure.order.late", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_order_late,
	  "EXIF is not the first segment", { NULL } },
	{ "structure.jumbf", MEDIA_ANY, LEVEL_NONE, TRACE_PROVENANCE, OBSERVED, structure_jumbf,
	  "there are content credentials (C2PA) in the file; the check c2pa verifies them", { NULL } },
	{ "structure.progressive", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, MEANS, structure_progressive,
	  "the file is progressive, which cameras do not write",
	  { "social networks and web sites store every picture that way", "an export for the web" } },
	{ "structure.huffman", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_huffman,
	  "the Huffman tables are optimised", { NULL } },
	{ "structure.adobe", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_adobe,
	  "there is an Adobe segment, which cameras rarely write", { NULL } },
	{ "structure.order.jfif", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_order_jfif,
	  "JFIF stands before Exif", { NULL } },
	{ "structure.order.app0", MEDIA_JPEG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_order_app0,
	  "JFIF stands behind Exif", { NULL } },
	{ "structure.png.order", MEDIA_PNG, LEVEL_NOTICE, TRACE_CONTAINER, MEANS, structure_png_order,
	  "the chunks are not in the order that PNG asks for", { "a program with a faulty writer" } },
	{ "structure.png.writer", MEDIA_PNG, LEVEL_NOTICE, TRACE_SOFTWARE, MEANS, structure_png_writer,
	  "the file holds chunks that only an image editor writes",
	  { "a drawing or an export without other changes" } },
	{ "structure.png.private", MEDIA_PNG, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_png_private,
	  "there are private chunks", { NULL } },
	{ "structure.png.text", MEDIA_PNG, LEVEL_NONE, TRACE_METADATA, OBSERVED, structure_png_text,
	  "there is text in the file", { NULL } },
	{ "structure.webp.flags", MEDIA_WEBP, LEVEL_NONE, TRACE_CONTAINER, MEANS, structure_webp_flags,
	  "the header announces metadata that is not in the file: it was stripped, and the header was left",
	  { "a web site or messenger that strips every picture",
	    "a writer that sets flags it does not need" } },
	{ "structure.webp.order", MEDIA_WEBP, LEVEL_NOTICE, TRACE_CONTAINER, MEANS, structure_webp_order,
	  "the chunks are not in the order that WebP asks for", { "a program with a faulty writer" } },
	{ "structure.webp.unknown", MEDIA_WEBP, LEVEL_NONE, TRACE_CONTAINER, OBSERVED, structure_webp_unknown,
	  "there are chunks that WebP does not define", { NULL } },
	{ "structure.gif.extensions", MEDIA_GIF, LEVEL_NONE, TRACE_CONTAINER, OBSERVED,
	  structure_gif_extensions,
	  "programs left extensions or comments in the file", { NULL } },
	{ "structure.bmp.gap", MEDIA_BMP, LEVEL_NOTICE, TRACE_CONTAINER, MEANS, structure_bmp_gap,
	  "there is data between the parts of the file that no header names",
	  { "colours or masks of a writer that numbers them otherwise",
	    "memory that a writer did not clear" } },
};

const size_t structure_n_rules = ARRAY_LEN(structure_rules);
