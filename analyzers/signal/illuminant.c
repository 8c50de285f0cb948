/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/illuminant.h"

#include "src/base/mem.h"

#include <math.h>

const char *const estimator_name[ESTIMATORS] = { "grey_world", "shades_of_grey", "grey_edge", "iic" };

enum { VOTES_NEEDED = 8 };

static const double vote_box = .08; /* votes further from their median than this are of other surfaces */

static const double degree = 57.295779513082321;

/* ---- sums of a surface ---- */

struct totals {
	double sum[EST_IIC][3], votes[2];
	uint64_t n, n_edge, n_votes;
};

static void add_votes(const struct surface *s, const struct light_block *b, const double centre[2],
		      struct totals *t)
{
	for (uint32_t i = 0; i < b->n_votes; i++) {
		const float *v = s->blocks->votes[b->first_vote + i].rg;

		if (fabs((double)v[0] - centre[0]) > vote_box || fabs((double)v[1] - centre[1]) > vote_box)
			continue;
		t->votes[0] += (double)v[0];
		t->votes[1] += (double)v[1];
		t->n_votes++;
	}
}

static void add_block(const struct surface *s, uint32_t i, const double centre[2], struct totals *t)
{
	const struct light_block *b = &s->blocks->at[s->list[i]];

	for (unsigned k = 0; k < EST_IIC; k++)
		for (unsigned c = 0; c < 3; c++)
			t->sum[k][c] += b->sum[k][c];
	t->n += b->n;
	t->n_edge += b->n_edge;
	add_votes(s, b, centre, t);
}

/* ---- the centre of the votes ---- */

enum { BINS = 100 };

/* Median of one component, by a histogram of 1/100: fine enough for a box of .08. */
static double vote_median(const struct surface *s, unsigned c, uint32_t total)
{
	uint32_t count[BINS] = { 0 }, seen = 0, bin = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct light_block *b = &s->blocks->at[s->list[i]];

		for (uint32_t k = 0; k < b->n_votes; k++)
			count[(unsigned)((double)s->blocks->votes[b->first_vote + k].rg[c] * (BINS - 1))]++;
	}
	while (bin < BINS && 2 * (seen += count[bin]) < total)
		bin++;
	return (bin + .5) / (BINS - 1);
}

static bool vote_centre(const struct surface *s, double centre[2])
{
	uint32_t total = 0;

	for (uint32_t i = 0; i < s->n; i++)
		total += s->blocks->at[s->list[i]].n_votes;
	centre[0] = centre[1] = -1; /* no vote lies near */
	if (total < VOTES_NEEDED)
		return false;
	centre[0] = vote_median(s, 0, total);
	centre[1] = vote_median(s, 1, total);
	return true;
}

/* ---- from sums to colours ---- */

static double median_of(double *v, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		for (unsigned k = i; k > 0 && v[k] < v[k - 1]; k--) {
			double t = v[k];

			v[k] = v[k - 1];
			v[k - 1] = t;
		}
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void combine(struct illuminant *o, unsigned needed)
{
	double v[ESTIMATORS];

	for (unsigned c = 0; c < 2; c++) {
		o->n = 0;
		for (unsigned k = 0; k < ESTIMATORS; k++)
			if (o->spoke[k])
				v[o->n++] = o->by[k][c];
		o->rg[c] = o->n >= needed ? median_of(v, o->n) : (double)NAN;
	}
}

static void sixth_root(double v[3])
{
	for (unsigned c = 0; c < 3; c++)
		v[c] = cbrt(sqrt(v[c]));
}

static struct illuminant from_totals(const struct totals *t, bool votes, unsigned needed)
{
	struct illuminant o = { .n = 0 };

	for (unsigned k = 0; k < EST_IIC; k++) {
		double v[3] = { t->sum[k][0], t->sum[k][1], t->sum[k][2] }, all;

		if (k == EST_SHADES)
			sixth_root(v);
		all = v[0] + v[1] + v[2];
		o.spoke[k] = all > 0 && (k != EST_EDGE || t->n_edge > 0);
		for (unsigned c = 0; c < 2 && o.spoke[k]; c++)
			o.by[k][c] = v[c] / all;
	}
	o.spoke[EST_IIC] = votes && t->n_votes >= VOTES_NEEDED;
	for (unsigned c = 0; c < 2 && o.spoke[EST_IIC]; c++)
		o.by[EST_IIC][c] = t->votes[c] / (double)t->n_votes;
	combine(&o, needed);
	return o;
}

struct illuminant illuminant_of(const struct surface *s)
{
	struct totals t = { .n = 0 };
	double centre[2];
	bool votes = vote_centre(s, centre);

	for (uint32_t i = 0; i < s->n; i++)
		add_block(s, i, centre, &t);
	return from_totals(&t, votes, 3);
}

/* ---- resampling ---- */

uint64_t resample_draw(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;

	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return z ^ z >> 31;
}

void resampled_covariance(struct resampled *r)
{
	double m[2] = { 0, 0 };

	memset(r->cov, 0, sizeof r->cov);
	for (uint32_t i = 0; i < r->n; i++)
		for (unsigned c = 0; c < 2; c++)
			m[c] += r->rg[i][c] / r->n;
	for (uint32_t i = 0; i < r->n; i++) {
		double x = r->rg[i][0] - m[0], y = r->rg[i][1] - m[1];

		r->cov[0] += x * x / (r->n - 1);
		r->cov[1] += x * y / (r->n - 1);
		r->cov[2] += y * y / (r->n - 1);
	}
}

enum status illuminant_resample(const struct surface *s, uint32_t n, uint32_t stream, struct resampled *out,
				struct error *e)
{
	uint64_t state = ((uint64_t)stream + 1) << 32;
	double centre[2];
	bool votes = vote_centre(s, centre);

	*out = (struct resampled){ .n = n, .rg = mem_array(n, sizeof *out->rg) };
	if (!out->rg)
		return err_nomem(e);
	for (uint32_t i = 0; i < n; i++) {
		struct totals t = { .n = 0 };
		struct illuminant l;

		for (uint32_t k = 0; k < s->n; k++)
			add_block(s, (uint32_t)((resample_draw(&state) >> 32) * s->n >> 32), centre, &t);
		l = from_totals(&t, votes, 1);
		memcpy(out->rg[i], l.rg, sizeof l.rg);
	}
	resampled_covariance(out);
	return ST_OK;
}

void chroma_logs(const double rg[2], double ab[2])
{
	double g = fmax(.001, rg[1]);

	ab[0] = log(fmax(.001, rg[0]) / g);
	ab[1] = log(fmax(.001, 1 - rg[0] - rg[1]) / g);
}

void chroma_of_logs(const double ab[2], double rg[2])
{
	double red = exp(ab[0]), blue = exp(ab[1]);

	rg[0] = red / (red + 1 + blue);
	rg[1] = 1 / (red + 1 + blue);
}

/* Two normal numbers, by Box and Muller. */
static void normals(uint64_t *state, double out[2])
{
	double u = (double)((resample_draw(state) >> 11) + 1) / 9007199254740993.0;
	double turn = 6.283185307179586 * (double)(resample_draw(state) >> 11) / 9007199254740992.0;

	out[0] = sqrt(-2 * log(u)) * cos(turn);
	out[1] = sqrt(-2 * log(u)) * sin(turn);
}

void resampled_doubt(struct resampled *r, const double rg[2], const struct doubt *d, uint32_t stream)
{
	uint64_t state = ((uint64_t)stream + 1) << 40;
	double centre[2], sigma[2], from_white;

	chroma_logs(rg, centre);
	from_white = hypot(centre[0], centre[1]);
	for (unsigned c = 0; c < 2; c++)
		sigma[c] = d->base[c] + d->slope[c] * from_white;
	for (uint32_t i = 0; i < r->n; i++) {
		double ab[2], by[2];

		normals(&state, by);
		chroma_logs(r->rg[i], ab);
		for (unsigned c = 0; c < 2; c++)
			ab[c] = centre[c] + d->factor * (ab[c] - centre[c]) + sigma[c] * by[c];
		chroma_of_logs(ab, r->rg[i]);
	}
	resampled_covariance(r);
}

void resampled_release(struct resampled *r)
{
	mem_free(r->rg);
	memset(r, 0, sizeof *r);
}

/* ---- angles ---- */

double chroma_angle(const double a[2], const double b[2])
{
	double x[3] = { a[0], a[1], 1 - a[0] - a[1] }, y[3] = { b[0], b[1], 1 - b[0] - b[1] };
	double cross[3] = { x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0] };
	double dot = x[0] * y[0] + x[1] * y[1] + x[2] * y[2];

	return degree * atan2(sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2]), dot);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double percentile(const double *sorted, uint32_t n, double p)
{
	double at = p * (n - 1);
	uint32_t i = (uint32_t)at;

	return i + 1 < n ? sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]) : sorted[n - 1];
}

/* Of a 95 % region in two dimensions against that of one: the line is not known beforehand, it is the
 * one on which the two were found. sqrt(5.991) / 1.960. */
static const double both_axes = 1.2489;

struct angle angle_between(const double a[2], const struct resampled *ra, const double b[2],
			   const struct resampled *rb)
{
	uint32_t n = ra->n < rb->n ? ra->n : rb->n;
	struct angle o = { .degrees = chroma_angle(a, b), .high = (double)NAN };
	double d[2] = { b[0] - a[0], b[1] - a[1] }, along[RESAMPLES_MAX], mean = 0, sum = 0;
	double length = hypot(d[0], d[1]);

	for (uint32_t i = 0; i < n; i++) {
		double x = rb->rg[i][0] - ra->rg[i][0], y = rb->rg[i][1] - ra->rg[i][1];

		along[i] = length > 0 ? (x * d[0] + y * d[1]) / (length * length) * o.degrees : 0;
		mean += along[i] / n;
	}
	for (uint32_t i = 0; i < n; i++)
		sum += (along[i] - mean) * (along[i] - mean);
	qsort(along, n, sizeof along[0], by_value);
	o.sigma = n > 1 ? sqrt(sum / (n - 1)) : (double)NAN;
	o.low = fmax(0, o.degrees - both_axes * (o.degrees - percentile(along, n, .025)));
	o.high = o.degrees + both_axes * (percentile(along, n, .975) - o.degrees);
	return o;
}

unsigned estimators_apart(const struct illuminant *a, const struct illuminant *b, double over, double *third)
{
	double angle[ESTIMATORS], d[2] = { b->rg[0] - a->rg[0], b->rg[1] - a->rg[1] };
	unsigned n = 0, apart = 0;

	*third = 0;
	for (unsigned k = 0; k < ESTIMATORS; k++) {
		double x = b->by[k][0] - a->by[k][0], y = b->by[k][1] - a->by[k][1];

		if (!a->spoke[k] || !b->spoke[k])
			continue;
		/* Within 45 degrees of the common direction: else they name different lights. */
		angle[n] = x * d[0] + y * d[1] > .7 * hypot(x, y) * hypot(d[0], d[1])
				 ? chroma_angle(a->by[k], b->by[k])
				 : 0;
		apart += angle[n++] > over;
	}
	if (n < 3)
		return 0;
	qsort(angle, n, sizeof angle[0], by_value);
	*third = angle[n - 3];
	return apart;
}

/* ---- variety ---- */

struct variety variety_of(const struct surface *s)
{
	struct variety v = { .n = 0 };
	double sum[3] = { 0, 0, 0 }, sq[4] = { 0, 0, 0, 0 }, half, root, y;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct light_block *b = &s->blocks->at[s->list[i]];

		v.n += b->n_log;
		for (unsigned k = 0; k < 3; k++)
			sum[k] += b->log_sum[k];
		for (unsigned k = 0; k < 4; k++)
			sq[k] += b->log_sq[k];
	}
	if (v.n < 2)
		return v;
	v.a = sum[0] / v.n;
	v.b = sum[1] / v.n;
	y = sum[2] / v.n;
	v.cov[0] = fmax(0, sq[0] / v.n - v.a * v.a);
	v.cov[1] = sq[1] / v.n - v.a * v.b;
	v.cov[2] = fmax(0, sq[2] / v.n - v.b * v.b);
	v.lightness = sqrt(fmax(0, sq[3] / v.n - y * y));
	half = (v.cov[0] + v.cov[2]) / 2;
	root = hypot((v.cov[0] - v.cov[2]) / 2, v.cov[1]);
	v.wide = sqrt(half + root);
	v.narrow = sqrt(fmax(0, half - root));
	return v;
}
