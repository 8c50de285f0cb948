/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/views/regions.h"

static const char *const check = "whitebalance";
enum { SIGNAL_TAB = 6 };

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static uint32_t gap(uint32_t a, uint32_t b)
{
	return (a > b ? a - b : b - a) + 1;
}

struct region regions_open(const struct look *l)
{
	return (struct region){ least(l->corner_x, l->cursor_x), least(l->corner_y, l->cursor_y),
				gap(l->corner_x, l->cursor_x), gap(l->corner_y, l->cursor_y), REGION_PLAIN };
}

void regions_mark(struct ui *u)
{
	struct look *l = &u->look;

	if (!l->marking && l->n_regions == REGIONS_MAX) {
		ui_say(u, LEVEL_NONE,
		       "there are %d regions, no more can be marked; u takes the last one away", REGIONS_MAX);
		return;
	}
	if (!l->marking) {
		l->marking = true;
		l->corner_x = l->cursor_x;
		l->corner_y = l->cursor_y;
		ui_say(u, LEVEL_NONE, "one corner at %u, %u; move the cursor and press m again", l->corner_x,
		       l->corner_y);
		return;
	}
	l->regions[l->n_regions++] = regions_open(l);
	l->marking = false;
	ui_say(u, LEVEL_NONE, "region %u: %u x %u at %u, %u%s", l->n_regions,
	       l->regions[l->n_regions - 1].width, l->regions[l->n_regions - 1].height,
	       l->regions[l->n_regions - 1].x, l->regions[l->n_regions - 1].y,
	       l->n_regions > 1 ? "; w measures the light on them" : "");
}

void regions_unmark(struct ui *u)
{
	struct look *l = &u->look;

	if (!l->marking && !l->n_regions)
		ui_say(u, LEVEL_NONE, "no region is marked");
	else if (!l->marking)
		l->n_regions--;
	l->marking = false;
}

void regions_unmark_all(struct ui *u)
{
	u->look.n_regions = 0;
	u->look.marking = false;
}

void regions_kind(struct ui *u)
{
	struct look *l = &u->look;
	struct region *r = l->n_regions ? &l->regions[l->n_regions - 1] : NULL;

	if (!r) {
		ui_say(u, LEVEL_NONE, "no region is marked");
		return;
	}
	r->kind = (enum region_kind)((r->kind + 1) % REGION_KINDS);
	ui_say(u, LEVEL_NONE, "region %u: %s", l->n_regions,
	       r->kind == REGION_PLAIN	     ? "any surfaces"
	       : r->kind == REGION_NEUTRAL   ? "neutral: its paint is white or grey"
	       : r->kind == REGION_HIGHLIGHT ? "highlight: shiny, with the reflection of the light"
	       : r->kind == REGION_SKIN	     ? "skin: compared with other skin"
					     : region_kind_name(r->kind));
}

void regions_measure(struct ui *u)
{
	const struct look *l = &u->look;
	const struct row *r = ui_row(u);

	if (!r || !l->n_regions) {
		ui_say(u, LEVEL_NONE, "mark a region first: m sets one corner, m again the other");
		return;
	}
	u->backend.ops->examine(u->backend.self, r->id, l->regions, l->n_regions);
	u->plot_of = check;
	ui_set_tab(u, SIGNAL_TAB);
}

/* What stands in a result is text of a worker: only what is a rectangle is taken. */
static bool read_region(const struct value *v, struct region *out)
{
	uint32_t *const to[4] = { &out->x, &out->y, &out->width, &out->height };
	unsigned n = 0;

	*out = (struct region){ .kind = REGION_PLAIN };
	for (const struct value *i = v->kind == VALUE_ARRAY ? v->first : NULL; i && n < 5; i = i->next) {
		if (n == 4 && i->kind == VALUE_TEXT) {
			out->kind = region_kind_from(i->text);
			break;
		}
		if (n == 4 || i->kind != VALUE_INT || i->integer < 0 || i->integer > REGION_SIDE_MAX)
			return false;
		*to[n++] = (uint32_t)i->integer;
	}
	return n == 4 && region_valid(out);
}

void regions_from_exam(struct look *l, const struct examination *x)
{
	const struct result *r = exam_result(x, check);
	const struct value *list = r ? value_get(r->params, "regions") : NULL;

	l->n_regions = 0;
	for (const struct value *v = list && list->kind == VALUE_ARRAY ? list->first : NULL; v; v = v->next)
		if (l->n_regions < REGIONS_MAX && read_region(v, &l->regions[l->n_regions]))
			l->n_regions++;
}

void regions_words(const struct look *l, char *out, size_t len)
{
	size_t used = 0;

	out[0] = '\0';
	for (unsigned i = 0; i < l->n_regions && used < len; i++) {
		const struct region *r = &l->regions[i];

		used += (size_t)snprintf(out + used, len - used, "%s%u: %u,%u %ux%u%s%s", i ? "  " : "regions  ",
					 i + 1, r->x, r->y, r->width, r->height, r->kind ? " " : "",
					 region_kind_name(r->kind));
	}
	if (l->marking && used < len) {
		struct region r = regions_open(l);

		snprintf(out + used, len - used, "%sto here: %ux%u", used ? "  " : "", r.width, r.height);
	}
}
