/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates of several layers. A zone that one writer left out is no contradiction: XMP in local time without a zone, or in
 * UTC, is what programs write. */
#include "src/base/base.h"
#include "analyzers/provenance/contradiction_rules.h"

#include "src/base/timeutil.h"

enum { MINUTE = 60, QUARTER = 15 * MINUTE, HOUR = 3600, DAY = 86400 };

struct when {
	const char *text;
	bool valid, has_time, has_zone;
	int zone;
	int64_t seconds;
};

static struct when of_exif(const char *text, const char *offset)
{
	struct when w = { .text = text };
	struct civil c;

	w.valid = text && time_parse_exif(text, &c) && civil_valid(&c);
	if (!w.valid)
		return w;
	w.seconds = civil_seconds(&c);
	w.has_time = true;
	w.has_zone = offset && time_parse_offset(offset, &w.zone);
	return w;
}

static struct when of_xmp(const struct xmp_date *d)
{
	return (struct when){ d->text, d->valid, d->has_time, d->has_zone, d->zone, d->seconds };
}

static struct when of_iptc(const struct iptc *x)
{
	return (struct when){ x->date_created, x->has_date, x->has_time, x->has_zone, x->zone, x->seconds };
}

/* Midnight to the second is what writers put where they know the day alone. */
static struct when day_alone(struct when w)
{
	w.has_time = w.has_time && w.seconds % DAY != 0;
	return w;
}

static int64_t magnitude(int64_t v)
{
	return v < 0 ? -v : v;
}

static int64_t utc(const struct when *w)
{
	return w->seconds - (int64_t)w->zone * MINUTE;
}

static bool same_time(const struct contradiction_case *c, const struct when *a, const struct when *b)
{
	int64_t slack = (int64_t)param_value(c->p, "date_seconds"), gap = magnitude(a->seconds - b->seconds);
	int64_t rest = gap % QUARTER;

	if (gap <= slack)
		return true;
	if (!a->has_time || !b->has_time)
		return gap < 2 * DAY; /* the day before or after: zones again */
	if (a->has_zone && b->has_zone)
		return magnitude(utc(a) - utc(b)) <= slack;
	return gap <= (int64_t)(param_value(c->p, "zone_hours") * HOUR) + slack &&
	       (rest <= slack || QUARTER - rest <= slack);
}

static enum contradiction_says two(const struct contradiction_case *c, char *detail, const char *a_name,
				   struct when a, const char *b_name, struct when b)
{
	if (!a.valid || !b.valid)
		return SAYS_NOTHING;
	a = day_alone(a);
	b = day_alone(b);
	if (same_time(c, &a, &b))
		return SAYS_AGREES;
	contradiction_say(detail, "%s '%.40s', %s '%.40s'", a_name, a.text, b_name, b.text);
	return SAYS_DIFFERS;
}

static const struct xmp_date *xmp_taken(const struct xmp_facts *x)
{
	return x->original.valid ? &x->original : &x->date_created;
}

CONTRADICTION(contradiction_date_original)
{
	if (!c->exif || !c->xmp)
		return SAYS_NOTHING;
	return two(c, detail, "EXIF", of_exif(c->exif->date_time_original, c->exif->offset_time_original), "XMP",
		   of_xmp(xmp_taken(c->xmp)));
}

CONTRADICTION(contradiction_date_iptc)
{
	if (!c->exif || !c->iptc)
		return SAYS_NOTHING;
	return two(c, detail, "EXIF", of_exif(c->exif->date_time_original, c->exif->offset_time_original), "IPTC",
		   of_iptc(c->iptc));
}

CONTRADICTION(contradiction_date_iptc_xmp)
{
	if (!c->xmp || !c->iptc)
		return SAYS_NOTHING;
	return two(c, detail, "IPTC", of_iptc(c->iptc), "XMP", of_xmp(&c->xmp->date_created));
}

/* ---- history ---- */

/* How much later b is than a, at least, in seconds: without both zones a difference of them is taken off. */
static int64_t later(const struct contradiction_case *c, const struct xmp_date *a, const struct xmp_date *b)
{
	struct when x = of_xmp(a), y = of_xmp(b);

	if (!a->has_time || !b->has_time)
		return y.seconds - x.seconds - 2 * DAY;
	if (a->has_zone && b->has_zone)
		return utc(&y) - utc(&x);
	return y.seconds - x.seconds - (int64_t)(param_value(c->p, "zone_hours") * HOUR);
}

static const struct xmp_event *last_event(const struct xmp_facts *x)
{
	for (uint32_t i = x->n_events; i; i--)
		if (x->events[i - 1].when.valid)
			return &x->events[i - 1];
	return NULL;
}

static const char *action(const struct xmp_event *v)
{
	return v->action ? v->action : "event";
}

CONTRADICTION(contradiction_history_metadata)
{
	const struct xmp_event *last = c->xmp ? last_event(c->xmp) : NULL;

	if (!last || !c->xmp->metadata.valid)
		return SAYS_NOTHING;
	if (later(c, &c->xmp->metadata, &last->when) <= (int64_t)param_value(c->p, "date_seconds"))
		return SAYS_AGREES;
	contradiction_say(detail, "'%.40s' at '%.40s', metadata date '%.40s'", action(last), last->when.text,
			  c->xmp->metadata.text);
	return SAYS_DIFFERS;
}

/* A day more: documents of the same session. */
CONTRADICTION(contradiction_history_create)
{
	enum contradiction_says says = SAYS_NOTHING;

	for (uint32_t i = 0; c->xmp && c->xmp->create.valid && i < c->xmp->n_events; i++) {
		const struct xmp_event *v = &c->xmp->events[i];

		if (!v->when.valid)
			continue;
		says = SAYS_AGREES;
		if (later(c, &v->when, &c->xmp->create) > DAY) {
			contradiction_say(detail, "'%.40s' at '%.40s', created '%.40s'", action(v), v->when.text,
					  c->xmp->create.text);
			return SAYS_DIFFERS;
		}
	}
	return says;
}

CONTRADICTION(contradiction_history_order)
{
	const struct xmp_event *before = NULL;
	enum contradiction_says says = SAYS_NOTHING;

	for (uint32_t i = 0; c->xmp && i < c->xmp->n_events; i++) {
		const struct xmp_event *v = &c->xmp->events[i];

		if (!v->when.valid)
			continue;
		says = before ? SAYS_AGREES : says;
		if (before && later(c, &v->when, &before->when) > (int64_t)param_value(c->p, "date_seconds")) {
			contradiction_say(detail, "'%.40s' at '%.40s' stands before '%.40s' at '%.40s'",
					  action(before), before->when.text, action(v), v->when.text);
			return SAYS_DIFFERS;
		}
		before = v;
	}
	return says;
}
