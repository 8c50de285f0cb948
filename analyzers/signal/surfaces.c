/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/surfaces.h"

#include "src/base/mem.h"

#include <math.h>

enum { BLOCK = 8, BLOCKS_A_SURFACE = 24, ROUNDS = 6, LIST_NEEDED = 8 };

/* What counts as far in colour against one spacing of the seeds in place. A change of light by 10
 * degrees is about .4 in ln B/G, so that it parts surfaces; lightness says less, because shading
 * changes it. */
static const double colour_scale = .25, lightness_weight = .25;

struct seed {
	double f[3], x, y;
	uint32_t n;
};

struct slic {
	const struct light_blocks *b;
	double (*f)[3]; /* of each block: ln R/G, ln B/G, ln Y */
	double *best;	/* distance to the seed that has it */
	uint8_t *label;
	struct seed seed[SURFACES_MAX];
	uint32_t n;
	double gap;
};

static bool useful(const struct light_block *b, uint32_t size)
{
	return 4 * b->n >= size * size && b->n_log > 0;
}

static void block_colours(struct slic *s)
{
	for (uint32_t i = 0; i < s->b->cols * s->b->rows; i++) {
		const struct light_block *b = &s->b->at[i];

		s->label[i] = SURFACE_NONE;
		for (unsigned k = 0; k < 3 && useful(b, s->b->size); k++)
			s->f[i][k] = b->log_sum[k] / b->n_log;
	}
}

/* On a grid of equal cells, at least one. */
static void place_seeds(struct slic *s)
{
	double area = (double)s->b->cols * s->b->rows;
	double want = fmin(SURFACES_MAX, fmax(1, floor(area / BLOCKS_A_SURFACE)));
	uint32_t across = (uint32_t)fmin(SURFACES_MAX, fmax(1, floor(sqrt(want * s->b->cols / s->b->rows))));
	uint32_t down = (uint32_t)fmax(1, floor(want / across));

	s->gap = sqrt(area / (across * down));
	for (uint32_t r = 0; r < down; r++)
		for (uint32_t c = 0; c < across; c++) {
			struct seed *k = &s->seed[s->n++];
			uint32_t x = (2 * c + 1) * s->b->cols / (2 * across),
				 y = (2 * r + 1) * s->b->rows / (2 * down);

			*k = (struct seed){ .x = x, .y = y };
			memcpy(k->f, s->f[(size_t)y * s->b->cols + x], sizeof k->f);
		}
}

static double far_off(const struct slic *s, const struct seed *k, uint32_t x, uint32_t y)
{
	const double *f = s->f[(size_t)y * s->b->cols + x];
	double a = f[0] - k->f[0], b = f[1] - k->f[1], l = (f[2] - k->f[2]) * lightness_weight;
	double dx = x - k->x, dy = y - k->y;

	return (a * a + b * b + l * l) / (colour_scale * colour_scale) +
	       (dx * dx + dy * dy) / (s->gap * s->gap);
}

static void claim(struct slic *s, uint32_t label)
{
	const struct seed *k = &s->seed[label];
	uint32_t reach = (uint32_t)ceil(s->gap) + 1;
	uint32_t x0 = k->x > reach ? (uint32_t)k->x - reach : 0,
		 y0 = k->y > reach ? (uint32_t)k->y - reach : 0;

	for (uint32_t y = y0; y < s->b->rows && y <= k->y + reach; y++)
		for (uint32_t x = x0; x < s->b->cols && x <= k->x + reach; x++) {
			size_t at = (size_t)y * s->b->cols + x;
			double d = far_off(s, k, x, y);

			if (d < s->best[at] && useful(&s->b->at[at], s->b->size)) {
				s->best[at] = d;
				s->label[at] = (uint8_t)label;
			}
		}
}

static void move_seeds(struct slic *s)
{
	struct seed sum[SURFACES_MAX] = { 0 };

	for (uint32_t i = 0; i < s->b->cols * s->b->rows; i++) {
		struct seed *k = s->label[i] == SURFACE_NONE ? NULL : &sum[s->label[i]];

		if (!k)
			continue;
		for (unsigned c = 0; c < 3; c++)
			k->f[c] += s->f[i][c];
		k->x += i % s->b->cols;
		k->y += i / s->b->cols;
		k->n++;
	}
	for (uint32_t j = 0; j < s->n; j++) {
		if (!sum[j].n)
			continue;
		for (unsigned c = 0; c < 3; c++)
			s->seed[j].f[c] = sum[j].f[c] / sum[j].n;
		s->seed[j].x = sum[j].x / sum[j].n;
		s->seed[j].y = sum[j].y / sum[j].n;
	}
}

static void cluster(struct slic *s)
{
	block_colours(s);
	place_seeds(s);
	for (unsigned round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < (size_t)s->b->cols * s->b->rows; i++)
			s->best[i] = HUGE_VAL;
		for (uint32_t j = 0; j < s->n; j++)
			claim(s, j);
		move_seeds(s);
	}
}

/* ---- what each surface is ---- */

static void gather(struct surfaces *o)
{
	uint32_t at = 0, cols = o->blocks.cols, n = cols * o->blocks.rows;

	for (uint32_t j = 0; j < o->n; j++) {
		struct patch *p = &o->at[j];

		p->surface = (struct surface){ &o->blocks, o->list + at, 0 };
		p->c0 = p->r0 = UINT32_MAX;
		for (uint32_t i = 0; i < n; i++) {
			uint32_t c = i % cols, r = i / cols;

			if (o->label[i] != j)
				continue;
			o->list[at++] = i;
			p->surface.n++;
			p->c0 = c < p->c0 ? c : p->c0;
			p->r0 = r < p->r0 ? r : p->r0;
			p->c1 = c + 1 > p->c1 ? c + 1 : p->c1;
			p->r1 = r + 1 > p->r1 ? r + 1 : p->r1;
		}
	}
}

static void measure(struct surfaces *o, const struct light *l, const struct surface_limits *limits)
{
	for (uint32_t j = 0; j < o->n; j++) {
		struct patch *p = &o->at[j];
		uint64_t cells = 0;

		for (uint32_t i = 0; i < p->surface.n; i++)
			cells += o->blocks.at[p->surface.list[i]].n;
		p->pixels = (uint32_t)(cells * l->step * l->step);
		if (p->surface.n < LIST_NEEDED || p->pixels < limits->min_pixels ||
		    (double)cells < limits->min_share * ((double)l->cols * l->rows))
			continue;
		p->light = illuminant_of(&p->surface);
		p->variety = variety_of(&p->surface);
		p->speaks = p->light.n >= 3;
		o->speaking += p->speaks;
	}
}

static void median_light(struct surfaces *o)
{
	for (unsigned c = 0; c < 2; c++) {
		double v[SURFACES_MAX];
		uint32_t n = 0;

		for (uint32_t j = 0; j < o->n; j++) {
			if (!o->at[j].speaks)
				continue;
			v[n] = o->at[j].light.rg[c];
			for (uint32_t i = n++; i > 0 && v[i] < v[i - 1]; i--) {
				double t = v[i];

				v[i] = v[i - 1];
				v[i - 1] = t;
			}
		}
		o->median[c] = n ? (v[(n - 1) / 2] + v[n / 2]) / 2 : (double)NAN;
	}
}

static struct variety of_all(struct surfaces *o)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < o->blocks.cols * o->blocks.rows; i++)
		o->list[n++] = i;
	return variety_of(&(struct surface){ &o->blocks, o->list, n });
}

static bool divide(struct surfaces *o)
{
	size_t n = (size_t)o->blocks.cols * o->blocks.rows;
	struct slic s = { .b = &o->blocks };
	bool ok;

	o->label = mem_array(n, sizeof *o->label);
	o->list = mem_array(n, sizeof *o->list);
	s.f = mem_array(n, sizeof *s.f);
	s.best = mem_array(n, sizeof *s.best);
	s.label = o->label;
	ok = o->label && o->list && s.f && s.best;
	if (ok)
		cluster(&s);
	o->n = s.n;
	mem_free(s.f);
	mem_free(s.best);
	return ok;
}

enum status surfaces_make(const struct light *l, const struct surface_limits *limits, struct surfaces *out,
			  struct error *e)
{
	enum status st;

	memset(out, 0, sizeof *out);
	st = blocks_make(l, BLOCK, &out->blocks, e);
	if (st == ST_OK && !divide(out))
		st = err_nomem(e);
	if (st != ST_OK) {
		surfaces_release(out);
		return st;
	}
	out->step = l->step * BLOCK;
	out->whole = of_all(out);
	gather(out);
	measure(out, l, limits);
	median_light(out);
	return ST_OK;
}

void surfaces_release(struct surfaces *s)
{
	blocks_release(&s->blocks);
	mem_free(s->label);
	mem_free(s->list);
	memset(s, 0, sizeof *s);
}
