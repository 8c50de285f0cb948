/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "xmp" object of the metadata. */
#include "src/base/base.h"
#include "src/media/xmp.h"

#include "src/base/value.h"

enum { SHOWN_EVENTS = 64, SHOWN_ITEMS = 64 };

static const char *const extended_words[] = {
	[XMP_EXT_NONE] = NULL,
	[XMP_EXT_READ] = "read",
	[XMP_EXT_MISSING] = "named, but missing",
	[XMP_EXT_INCOMPLETE] = "incomplete",
	[XMP_EXT_BAD_DIGEST] = "not the one that is named",
	[XMP_EXT_UNREAD] = "not readable",
	[XMP_EXT_ORPHAN] = "present, but not named",
};

static void put(struct arena *a, struct value *v, const char *key, const char *text)
{
	if (text)
		value_add_text(a, v, key, text);
}

static void put_list(struct arena *a, struct value *v, const char *key, const struct xmp_text_list *l)
{
	struct value *list;

	if (!l->n)
		return;
	list = value_add(a, v, key, VALUE_ARRAY);
	for (uint32_t i = 0; i < l->n && i < SHOWN_ITEMS; i++)
		value_add_text(a, list, NULL, l->items[i]);
}

static void put_events(struct arena *a, struct value *v, const struct xmp_facts *f)
{
	struct value *list;

	if (!f->n_events)
		return;
	list = value_add(a, v, "history", VALUE_ARRAY);
	for (uint32_t i = 0; i < f->n_events && i < SHOWN_EVENTS; i++) {
		struct value *e = value_add(a, list, NULL, VALUE_MAP);

		put(a, e, "action", f->events[i].action);
		put(a, e, "when", f->events[i].when.text);
		put(a, e, "software_agent", f->events[i].agent);
		put(a, e, "changed", f->events[i].changed);
		put(a, e, "instance_id", f->events[i].instance_id);
	}
	value_add_int(a, v, "history_events", f->total_events);
}

static void put_documents(struct arena *a, struct value *v, const struct xmp_facts *f)
{
	put(a, v, "document_id", f->document_id);
	put(a, v, "instance_id", f->instance_id);
	put(a, v, "original_document_id", f->original_document_id);
	put(a, v, "derived_from_document_id", f->derived_document_id);
	put(a, v, "derived_from_instance_id", f->derived_instance_id);
	put_list(a, v, "document_ancestors", &f->ancestors);
	if (f->ancestors.total)
		value_add_int(a, v, "document_ancestors_count", f->ancestors.total);
	put_list(a, v, "ingredients", &f->ingredients);
	put_events(a, v, f);
}

static void put_words(struct arena *a, struct value *v, const struct xmp_facts *f)
{
	put(a, v, "title", f->title);
	put_list(a, v, "creators", &f->creators);
	put(a, v, "description", f->description);
	put(a, v, "rights", f->rights);
	put(a, v, "credit", f->credit);
	put(a, v, "source", f->source);
	put(a, v, "headline", f->headline);
	put(a, v, "city", f->city);
	put(a, v, "state", f->state);
	put(a, v, "country", f->country);
	put(a, v, "digital_source_type", f->source_type);
	put(a, v, "provenance", f->provenance);
}

static void put_camera(struct arena *a, struct value *v, const struct xmp_facts *f)
{
	put(a, v, "make", f->make);
	put(a, v, "model", f->model);
	put(a, v, "lens_model", f->lens);
	put(a, v, "body_serial_number", f->serial);
	put(a, v, "date_time_original", f->original.text);
	if (f->has_orientation)
		value_add_int(a, v, "orientation", f->orientation);
	if (f->has_pixel_size) {
		value_add_int(a, v, "pixel_x_dimension", (int64_t)f->pixel_x);
		value_add_int(a, v, "pixel_y_dimension", (int64_t)f->pixel_y);
	}
	if (f->has_gps) {
		value_add_real(a, v, "latitude", f->latitude);
		value_add_real(a, v, "longitude", f->longitude);
	}
	if (f->has_crs) {
		value_add_int(a, v, "camera_raw_settings", f->n_crs);
		put(a, v, "camera_raw_version", f->crs_version);
	}
}

static void put_marks(struct arena *a, struct value *v, const struct xmp_facts *f)
{
	const struct {
		const char *key;
		bool is;
	} marks[] = {
		{ "camera_raw_crop", f->crs_crop },   { "motion_photo", f->motion_photo },
		{ "depth", f->depth },		      { "gain_map", f->gain_map },
		{ "panorama", f->panorama },	      { "portrait_blur", f->portrait_blur },
		{ "thumbnail", f->has_thumbnail },
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (marks[i].is)
			value_add_bool(a, v, marks[i].key, true);
}

void xmp_facts_value(struct arena *a, const struct xmp *x, struct value *metadata)
{
	const struct xmp_facts *f = xmp_primary(x);
	struct value *v;

	if (x->state == LAYER_ABSENT && x->extended == XMP_EXT_NONE)
		return;
	v = value_add(a, metadata, "xmp", VALUE_MAP);
	value_add_int(a, v, "packets", x->n_packets);
	put(a, v, "not_read", x->state == LAYER_UNREAD ? x->why : NULL);
	put(a, v, "extended", extended_words[x->extended]);
	if (x->state != LAYER_READ)
		return;
	value_add_int(a, v, "properties", x->total_properties);
	put(a, v, "toolkit", f->toolkit);
	put(a, v, "creator_tool", f->creator_tool);
	put(a, v, "create_date", f->create.text);
	put(a, v, "modify_date", f->modify.text);
	put(a, v, "metadata_date", f->metadata.text);
	put(a, v, "date_created", f->date_created.text);
	put_camera(a, v, f);
	put_words(a, v, f);
	put_documents(a, v, f);
	put_marks(a, v, f);
}
