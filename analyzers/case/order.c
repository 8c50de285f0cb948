/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/case/order.h"

#include <math.h>

/* Votes: what shows less of the scene cannot be the source of what shows more; that weighs most. A difference
 * of one vote is within what saving once more does, so two are asked for. */
enum { VOTE_SCENE = 3, VOTE_BARS = 2, VOTE_PIXELS = 2, VOTE_CAMERA = 2, VOTE_WEAK = 1, VOTES_LIKELY = 2 };

static const double area_least = 0.97; /* the box is fitted to about half a hundredth of a side */
static const double pixels_least = 0.95;
static const double scale_least = 0.02;
enum { QUALITY_LEAST = 4 }; /* of IJG */

/* One pair seen from one side: how `other` lies on `one`. */
struct look {
	const struct case_picture *one, *other;
	struct placement place;
};

static struct look look_from(const struct case_view *v, const struct kin *k, uint32_t one)
{
	bool first = k->a == one;
	struct look l = { &v->pictures[one], &v->pictures[first ? k->b : k->a], k->place };

	if (!first)
		l.place = placement_turn(&k->place);
	return l;
}

static bool is_part(const struct look *l) /* the other shows only a part of this one */
{
	return l->place.share < area_least && l->place.share_other >= area_least;
}

/* Uniform borders that this one does not have. */
static bool has_bars(const struct case_picture *one, const struct case_picture *other)
{
	return other->identity && other->identity->trimmed && one->identity && !one->identity->trimmed;
}

static double pixels(const struct case_picture *p)
{
	return (double)p->width * p->height;
}

/* ---- votes ---- */

static void say(struct str *reasons, const char *text)
{
	if (reasons)
		str_printf(reasons, "%s%s", reasons->len ? ", " : "", text);
}

/* Votes for `one` being earlier than `other`; each is one-sided, and asked of both sides. */
static int vote_scene(const struct case_picture *one, const struct case_picture *other, const struct look *l,
		      struct str *why)
{
	char text[96];

	if (has_bars(one, other)) {
		say(why, "bars were added around it");
		return VOTE_BARS;
	}
	if (!is_part(l) || has_bars(other, one))
		return 0;
	snprintf(text, sizeof text, "it shows %.0f %% of the other's area", l->place.share * 100);
	say(why, text);
	return VOTE_SCENE;
}

static int vote_pixels(const struct case_picture *one, const struct case_picture *other, struct str *why)
{
	char text[96];

	if (pixels(other) >= pixels_least * pixels(one))
		return 0;
	snprintf(text, sizeof text, "fewer pixels (%ux%u, not %ux%u)", other->width, other->height,
		 one->width, one->height);
	say(why, text);
	return VOTE_PIXELS;
}

static int vote_camera(const struct case_picture *one, const struct case_picture *other, struct str *why)
{
	if (!one->make[0] || !one->date[0] || other->make[0] || other->date[0])
		return 0;
	say(why, "no camera data");
	return VOTE_CAMERA;
}

static int vote_dates(const struct case_picture *one, const struct case_picture *other, struct str *why)
{
	if (one->date[0] && other->date[0] && strcmp(one->date, other->date) < 0) {
		say(why, "a later date of taking");
		return VOTE_WEAK;
	}
	if (strcmp(one->date, other->date) == 0 && one->changed[0] && other->changed[0] &&
	    strcmp(one->changed, other->changed) < 0) {
		say(why, "changed later, by its own metadata");
		return VOTE_WEAK;
	}
	return 0;
}

static int vote_quality(const struct case_picture *one, const struct case_picture *other, struct str *why)
{
	char text[96];

	if (!one->quality || !other->quality || other->quality > one->quality - QUALITY_LEAST)
		return 0;
	snprintf(text, sizeof text, "stronger compression (JPEG quality about %d, not %d)", other->quality,
		 one->quality);
	say(why, text);
	return VOTE_WEAK;
}

static int votes(const struct look *l, struct str *why)
{
	return vote_scene(l->one, l->other, l, why) + vote_pixels(l->one, l->other, why) +
	       vote_camera(l->one, l->other, why) + vote_dates(l->one, l->other, why) +
	       vote_quality(l->one, l->other, why);
}

int order_of(const struct case_view *v, const struct kin *k, uint32_t from, struct str *reasons)
{
	uint32_t to = k->a == from ? k->b : k->a;
	struct look there = look_from(v, k, from), back = look_from(v, k, to);
	int net;

	if (k->identical)
		return 0;
	net = votes(&there, NULL) - votes(&back, NULL);
	if (net > -VOTES_LIKELY && net < VOTES_LIKELY)
		return 0;
	if (reasons)
		votes(net > 0 ? &there : &back, reasons);
	return net > 0 ? 1 : -1;
}

bool order_words(const struct case_view *v, const struct kin *k, uint32_t parent, char *out, size_t len)
{
	struct str why;
	int earlier;

	str_init(&why, 1024);
	earlier = order_of(v, k, parent, &why);
	if (k->identical)
		snprintf(out, len, "the same file");
	else if (earlier > 0)
		snprintf(out, len, "likely later: %s", why.data);
	else if (earlier < 0)
		snprintf(out, len, "likely earlier than the one above, which is later: %s", why.data);
	else
		snprintf(out, len, "which came first cannot be told from the files");
	str_release(&why);
	return earlier != 0;
}

/* ---- what was done ---- */

static void add(struct str *o, const char *text)
{
	if (text[0])
		str_printf(o, "%s%s", o->len ? ", " : "", text);
}

static void add_extent(struct str *o, const struct look *l)
{
	bool bars = has_bars(l->one, l->other), fewer = has_bars(l->other, l->one);

	if (bars)
		add(o, "bars added");
	if (fewer)
		add(o, "bars cut away");
	if (l->place.share < area_least)
		str_printf(o, "%scropped to %.0f %% of the area", o->len ? ", " : "", l->place.share * 100);
	if (l->place.share_other < area_least && !bars)
		str_printf(o, "%s%.0f %% of it is not in the other: a banner, or a wider view",
			   o->len ? ", " : "", (1 - l->place.share_other) * 100);
}

/* Pixels of the other for one pixel of this one, each way. */
static void add_scale(struct str *o, const struct look *l)
{
	bool turned = (l->place.lay & DIHEDRAL_TURN) != 0;
	double w = turned ? l->other->height : l->other->width,
	       h = turned ? l->other->width : l->other->height;
	double sx = w / ((l->place.box.x1 - l->place.box.x0) * l->one->width);
	double sy = h / ((l->place.box.y1 - l->place.box.y0) * l->one->height);

	if (fabs(log(sx / sy)) > 3 * scale_least)
		str_printf(o, "%sstretched to %.0f x %.0f %%", o->len ? ", " : "", sx * 100, sy * 100);
	else if (fabs(log(sqrt(sx * sy))) > scale_least)
		str_printf(o, "%sresized to %.0f %%", o->len ? ", " : "", sqrt(sx * sy) * 100);
}

static void add_coding(struct str *o, const struct look *l)
{
	if (strcmp(l->one->media_type, l->other->media_type) != 0)
		str_printf(o, "%ssaved as %s, not %s", o->len ? ", " : "", l->other->media_type,
			   l->one->media_type);
	else if (l->one->quality && l->other->quality && l->one->quality != l->other->quality)
		str_printf(o, "%srecompressed (JPEG quality about %d, then %d)", o->len ? ", " : "",
			   l->one->quality, l->other->quality);
}

const char *transform_words(const struct case_view *v, const struct kin *k, uint32_t parent, char *out,
			    size_t len)
{
	struct look l = look_from(v, k, parent);
	struct str o;

	if (k->identical) {
		snprintf(out, len, "the same bytes");
		return out;
	}
	str_init(&o, 1024);
	/* place.lay lays the other on this one; what was done to this one is the reverse. */
	add(&o, dihedral_words(dihedral_back(l.place.lay)));
	add_extent(&o, &l);
	add_scale(&o, &l);
	add_coding(&o, &l);
	if (!o.len)
		add(&o, "saved again");
	snprintf(out, len, "%s", o.data);
	str_release(&o);
	return out;
}
