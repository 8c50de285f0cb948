/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Could one camera be where its pictures say it was? Great-circle distance (haversine on a sphere of 6,371
 * km) over the time between consecutive pictures of one body. Airliners do about 900 km/h over ground. */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"

#include "analyzers/case/groups.h"
#include "src/base/mem.h"

#include <math.h>

static const double earth_km = 6371, speed_most = 1000,
		    km_least = 30; /* a receiver may be off by some kilometres */
static const double radians = 3.14159265358979323846 / 180;

struct stop {
	uint32_t picture;
	int64_t at;
};

struct pass {
	const struct case_view *v;
	struct case_report *out;
	struct stop *stops; /* room for all pictures */
	bool utc;
	bool body; /* the camera is one body; else only one model */
};

static double distance_km(const struct case_picture *a, const struct case_picture *b)
{
	double lat = (b->latitude - a->latitude) * radians, lon = (b->longitude - a->longitude) * radians;
	double s = sin(lat / 2), t = sin(lon / 2);
	double h = s * s + cos(a->latitude * radians) * cos(b->latitude * radians) * t * t;

	return 2 * earth_km * asin(sqrt(h < 1 ? h : 1));
}

static int by_time(const void *x, const void *y)
{
	const struct stop *a = x, *b = y;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->picture > b->picture) - (a->picture < b->picture);
}

static const char *const others_body[] = {
	"a clock that was set in between, or another time zone",
	"a place that was typed, or kept from an earlier fix of the receiver",
	"a flight, when it is only a little over an airliner's speed", NULL
};
static const char *const others_model[] = {
	"two cameras of one model", "a clock that was set in between, or another time zone",
	"a place that was typed, or kept from an earlier fix of the receiver", NULL
};

static void say(const struct pass *pass, const struct stop *a, const struct stop *b, double km)
{
	const struct case_picture *p = &pass->v->pictures[a->picture], *q = &pass->v->pictures[b->picture];
	double hours = (double)(b->at - a->at) / 3600;
	char one[96], other[96], summary[320], detail[320], speed[40];
	const uint32_t both[2] = { a->picture, b->picture };

	snprintf(speed, sizeof speed, hours > 0 ? "%.0f km/h" : "no time at all",
		 km / (hours > 0 ? hours : 1));
	snprintf(summary, sizeof summary, "%s and %s of one %s are %.0f km and %.1f hours apart",
		 case_picture_words(p, one, sizeof one), case_picture_words(q, other, sizeof other),
		 pass->body ? "camera" : "model", km, hours);
	snprintf(detail, sizeof detail, "%s; %s %s%s%s; times %s", speed, p->make, p->model,
		 pass->body ? ", serial " : "", pass->body ? p->serial : "",
		 pass->utc ? "in UTC" : "of the camera's clock, whose zone is not stated");
	case_report_add(pass->out,
			&(struct case_finding_spec){ .check = "travel",
						     .code = "case.travel.speed",
						     .kind = FINDING_INTERPRETATION,
						     .level = pass->body ? LEVEL_NOTICE : LEVEL_NONE,
						     .summary = summary,
						     .detail = detail,
						     .alternatives = pass->body ? others_body : others_model,
						     .exhibits = both,
						     .n_exhibits = 2 });
}

/* Times in UTC are compared with times in UTC, clocks with clocks. */
static void each_camera(void *arg, const uint32_t *members, size_t n)
{
	const struct pass *pass = arg;
	const struct case_picture *p = pass->v->pictures;
	size_t n_stops = 0;

	for (size_t i = 0; i < n; i++) {
		const struct case_picture *x = &p[members[i]];

		if (x->has_place && (pass->utc ? x->has_utc : x->has_clock && !x->has_utc))
			pass->stops[n_stops++] = (struct stop){ members[i], pass->utc ? x->utc : x->clock };
	}
	if (n_stops)
		qsort(pass->stops, n_stops, sizeof *pass->stops, by_time);
	for (size_t i = 1; i < n_stops; i++) {
		const struct stop *a = &pass->stops[i - 1], *b = &pass->stops[i];
		double km = distance_km(&p[a->picture], &p[b->picture]);

		if (km >= km_least && km > speed_most * (double)(b->at - a->at) / 3600)
			say(pass, a, b, km);
	}
}

/* Without a serial number, pictures of one model by one program are at least worth a line. */
static bool model_key(const struct case_picture *p, char *out, size_t len)
{
	char body[GROUP_KEY];

	if (body_key(p, body, sizeof body) || !p->make[0] || !p->model[0])
		return false;
	snprintf(out, len, "%s|%s|%s", p->make, p->model, p->software);
	return true;
}

static enum status run(const struct case_view *v, struct case_report *out, struct error *e)
{
	struct pass pass = { .v = v, .out = out, .stops = mem_array(v->n, sizeof *pass.stops) };
	bool ok = pass.stops != NULL;

	for (int turn = 0; ok && turn < 4; turn++) {
		pass.body = turn < 2;
		pass.utc = turn % 2 == 0;
		ok = groups_by_key(v, pass.body ? body_key : model_key, each_camera, &pass);
	}
	mem_free(pass.stops);
	return ok ? ST_OK : err_nomem(e);
}

const struct case_check case_check_travel = {
	.id = "travel",
	.title = "Impossible travel",
	.question = "Could one camera have been where its pictures say?",
	.version = 1,
	.run = run,
};
