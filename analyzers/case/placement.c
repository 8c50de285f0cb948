/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/case/placement.h"

#include <math.h>

enum { GRID = 20, MOVES = 7, ROUNDS = 24 };

static const double share_least = 0.15; /* of either picture: less in common is too little to compare */
static const double contrast_least = 2; /* levels of 64, standard deviation */

static double lesser(double a, double b)
{
	return a < b ? a : b;
}

static double greater(double a, double b)
{
	return a > b ? a : b;
}

/* ---- the eight ways ---- */

enum dihedral dihedral_back(enum dihedral d)
{
	return d == DIHEDRAL_LEFT ? DIHEDRAL_RIGHT : d == DIHEDRAL_RIGHT ? DIHEDRAL_LEFT : d;
}

struct box4 box_lay(struct box4 p, enum dihedral d)
{
	if (d & DIHEDRAL_MIRROR)
		p = (struct box4){ 1 - p.x1, p.y0, 1 - p.x0, p.y1 };
	if (d & DIHEDRAL_FLIP)
		p = (struct box4){ p.x0, 1 - p.y1, p.x1, 1 - p.y0 };
	if (d & DIHEDRAL_TURN)
		p = (struct box4){ p.y0, p.x0, p.y1, p.x1 };
	return p;
}

static void lay_cells(const uint8_t *in, enum dihedral d, uint8_t *out)
{
	for (int y = 0; y < PDQ_SIDE; y++)
		for (int x = 0; x < PDQ_SIDE; x++) {
			int u = d & DIHEDRAL_TURN ? y : x, v = d & DIHEDRAL_TURN ? x : y;

			u = d & DIHEDRAL_MIRROR ? PDQ_SIDE - 1 - u : u;
			v = d & DIHEDRAL_FLIP ? PDQ_SIDE - 1 - v : v;
			out[y * PDQ_SIDE + x] = in[v * PDQ_SIDE + u];
		}
}

struct box4 placement_whole(struct box4 window, struct box4 part)
{
	double sx = (window.x1 - window.x0) / (part.x1 - part.x0),
	       sy = (window.y1 - window.y0) / (part.y1 - part.y0);
	double x = window.x0 - part.x0 * sx, y = window.y0 - part.y0 * sy;

	return (struct box4){ x, y, x + sx, y + sy };
}

struct placement placement_turn(const struct placement *p)
{
	double w = p->box.x1 - p->box.x0, h = p->box.y1 - p->box.y0;
	struct box4 back = { (0 - p->box.x0) / w, (0 - p->box.y0) / h, (1 - p->box.x0) / w,
			     (1 - p->box.y0) / h };
	enum dihedral undo = dihedral_back(p->lay);

	return (struct placement){ .lay = undo,
				   .box = box_lay(back, undo),
				   .correlation = p->correlation,
				   .share = p->share_other,
				   .share_other = p->share };
}

/* ---- correlation ---- */

/* At a share of the sides, between the centres of samples. */
static double sample(const uint8_t *c, double x, double y)
{
	double u = greater(0, lesser(x * PDQ_SIDE - 0.5, PDQ_SIDE - 1)),
	       v = greater(0, lesser(y * PDQ_SIDE - 0.5, PDQ_SIDE - 1));
	int i = (int)u, j = (int)v, right = i + 1 < PDQ_SIDE, down = j + 1 < PDQ_SIDE ? PDQ_SIDE : 0;
	double fx = u - i, fy = v - j;
	const uint8_t *p = c + j * PDQ_SIDE + i;

	return (p[0] * (1 - fx) + p[right] * fx) * (1 - fy) +
	       (p[down] * (1 - fx) + p[down + right] * fx) * fy;
}

struct pair {
	const uint8_t *a;
	uint8_t b[IDENTITY_CELLS];
};

static struct box4 common(struct box4 box)
{
	return (struct box4){ greater(box.x0, 0), greater(box.y0, 0), lesser(box.x1, 1), lesser(box.y1, 1) };
}

static double area(struct box4 b)
{
	return greater(0, b.x1 - b.x0) * greater(0, b.y1 - b.y0);
}

static double correlate(const struct pair *p, struct box4 box)
{
	struct box4 both = common(box);
	double w = box.x1 - box.x0, h = box.y1 - box.y0, n = GRID * GRID;
	double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, va, vb;

	if (w <= 0 || h <= 0 || area(both) < share_least || area(both) < share_least * w * h)
		return -1;
	for (int j = 0; j < GRID; j++)
		for (int i = 0; i < GRID; i++) {
			double x = both.x0 + (both.x1 - both.x0) * (i + 0.5) / GRID;
			double y = both.y0 + (both.y1 - both.y0) * (j + 0.5) / GRID;
			double a = sample(p->a, x, y), b = sample(p->b, (x - box.x0) / w, (y - box.y0) / h);

			sa += a;
			sb += b;
			saa += a * a;
			sbb += b * b;
			sab += a * b;
		}
	va = saa / n - sa / n * (sa / n);
	vb = sbb / n - sb / n * (sb / n);
	if (va < contrast_least * contrast_least || vb < contrast_least * contrast_least)
		return -1;
	return (sab / n - sa / n * (sb / n)) / sqrt(va * vb);
}

/* ---- search ---- */

static struct box4 moved(struct box4 b, int move, double by)
{
	switch (move) {
	case 0: b.x0 += by; break;
	case 1: b.y0 += by; break;
	case 2: b.x1 += by; break;
	case 3: b.y1 += by; break;
	case 4:
		b.x0 += by;
		b.x1 += by;
		break;
	case 5:
		b.y0 += by;
		b.y1 += by;
		break;
	default:
		b.x0 -= by;
		b.y0 -= by;
		b.x1 += by;
		b.y1 += by;
		break;
	}
	return b;
}

/* One step in the best direction; false when every one is worse. */
static bool climb(const struct pair *p, struct box4 *box, double *best, double by)
{
	struct box4 from = *box;
	bool better = false;

	for (int move = 0; move < 2 * MOVES; move++) {
		struct box4 b = moved(from, move / 2, move % 2 ? -by : by);
		double c = correlate(p, b);

		if (c > *best + 1e-9) {
			*best = c;
			*box = b;
			better = true;
		}
	}
	return better;
}

void placement_find(const struct identity_record *a, const struct identity_record *b, enum dihedral lay,
		    struct box4 start, struct placement *out)
{
	static const double steps[] = { 0.04, 0.02, 0.01, 0.005, 0.0025 };
	struct pair p = { .a = a->cells };
	struct box4 box = start;
	double best;

	lay_cells(b->cells, lay, p.b);
	best = correlate(&p, box);
	for (size_t s = 0; s < ARRAY_LEN(steps); s++)
		for (int round = 0; round < ROUNDS && climb(&p, &box, &best, steps[s]); round++)
			;
	*out = (struct placement){ .lay = lay, .box = box, .correlation = best, .share = area(common(box)) };
	out->share_other = out->share / greater(area(box), 1e-9);
}
