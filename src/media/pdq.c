/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/pdq.h"

#include "src/base/mem.h"

#include <math.h>

enum { PASSES = 2, QUALITY_SCALE = 90, QUALITY_TOP = 100 };

static const double pi = 3.14159265358979323846;

const char *dihedral_words(enum dihedral d)
{
	static const char *const words[DIHEDRALS] = { "",
						      "mirrored",
						      "upside down and mirrored",
						      "turned by half",
						      "turned and mirrored",
						      "turned to the left",
						      "turned to the right",
						      "turned and mirrored" };

	return d < DIHEDRALS ? words[d] : "";
}

/* ---- luma ---- */

static float sample(const struct raster *r, size_t at, unsigned c)
{
	const uint8_t *p8 = r->data;
	const uint16_t *p16 = r->data;

	return r->depth == 16 ? (float)(p16[at + c] >> 8) : (float)p8[at + c];
}

static float luma_at(const struct raster *r, uint32_t x, uint32_t y)
{
	size_t at = ((size_t)y * r->width + x) * r->channels;

	if (r->channels < 3)
		return sample(r, at, 0);
	return 0.299f * sample(r, at, 0) + 0.587f * sample(r, at, 1) + 0.114f * sample(r, at, 2);
}

bool pdq_luma(const struct raster *r, struct pdq_luma *out)
{
	bool shrink = r->width > PDQ_MAX_SIDE || r->height > PDQ_MAX_SIDE;
	uint32_t w = shrink ? PDQ_MAX_SIDE : r->width, h = shrink ? PDQ_MAX_SIDE : r->height;
	float *p = mem_array((size_t)w * h, sizeof *p);

	*out = (struct pdq_luma){ .width = w, .height = h, .data = p };
	if (!p)
		return false;
	for (uint32_t j = 0; j < h; j++)
		for (uint32_t i = 0; i < w; i++)
			*p++ = luma_at(r, (uint32_t)((uint64_t)i * r->width / w),
				       (uint32_t)((uint64_t)j * r->height / h));
	return true;
}

void pdq_luma_release(struct pdq_luma *l)
{
	mem_free(l->data);
	memset(l, 0, sizeof *l);
}

/* ---- box filters ---- */

/* The window grows at the start and shrinks at the end, as in the reference: first so many are only added,
 * then added and written, then also dropped, then only dropped. */
struct phases {
	size_t ahead, growing, full;
};

static struct phases phases_of(size_t n, size_t window)
{
	size_t half = (window + 2) / 2;

	return (struct phases){ .ahead = half - 1, .growing = window - half + 1, .full = n - window };
}

static void box_row(const float *in, float *out, size_t n, size_t window)
{
	struct phases ph = phases_of(n, window);
	const float *add = in, *drop = in;
	float sum = 0;
	int count = 0;

	for (size_t i = 0; i < ph.ahead; i++, count++)
		sum += *add++;
	for (size_t i = 0; i < ph.growing; i++) {
		sum += *add++;
		*out++ = sum / (float)++count;
	}
	for (size_t i = 0; i < ph.full; i++) {
		sum += *add++;
		sum -= *drop++;
		*out++ = sum / (float)count;
	}
	for (size_t i = 0; i < ph.ahead; i++) {
		sum -= *drop++;
		*out++ = sum / (float)--count;
	}
}

static void add_row(float *restrict sum, const float *restrict in, size_t w)
{
	for (size_t i = 0; i < w; i++)
		sum[i] += in[i];
}

static void drop_row(float *restrict sum, const float *restrict in, size_t w)
{
	for (size_t i = 0; i < w; i++)
		sum[i] -= in[i];
}

static void put_row(float *restrict out, const float *restrict sum, size_t w, int count)
{
	for (size_t i = 0; i < w; i++)
		out[i] = sum[i] / (float)count;
}

/* All columns at once, in the same order of sums as one at a time. */
static void box_columns(const float *in, float *out, size_t w, size_t h, size_t window, float *sum)
{
	struct phases ph = phases_of(h, window);
	const float *add = in, *drop = in;
	int count = 0;

	memset(sum, 0, w * sizeof *sum);
	for (size_t i = 0; i < ph.ahead; i++, count++, add += w)
		add_row(sum, add, w);
	for (size_t i = 0; i < ph.growing; i++, add += w, out += w) {
		add_row(sum, add, w);
		put_row(out, sum, w, ++count);
	}
	for (size_t i = 0; i < ph.full; i++, add += w, drop += w, out += w) {
		add_row(sum, add, w);
		drop_row(sum, drop, w);
		put_row(out, sum, w, count);
	}
	for (size_t i = 0; i < ph.ahead; i++, drop += w, out += w) {
		drop_row(sum, drop, w);
		put_row(out, sum, w, --count);
	}
}

static size_t window_of(size_t side)
{
	return (side + 2 * PDQ_SIDE - 1) / (2 * PDQ_SIDE);
}

static void blur(float *a, float *b, float *sum, size_t w, size_t h)
{
	for (int pass = 0; pass < PASSES; pass++) {
		for (size_t y = 0; y < h; y++)
			box_row(a + y * w, b + y * w, w, window_of(w));
		box_columns(b, a, w, h, window_of(h), sum);
	}
}

static void decimate(const float *in, size_t w, size_t h, float out[PDQ_SIDE][PDQ_SIDE])
{
	for (int i = 0; i < PDQ_SIDE; i++)
		for (int j = 0; j < PDQ_SIDE; j++) {
			size_t y = (size_t)((i + 0.5) * (double)h / PDQ_SIDE),
			       x = (size_t)((j + 0.5) * (double)w / PDQ_SIDE);

			out[i][j] = in[y * w + x];
		}
}

/* ---- quality, DCT ---- */

static int step(float u, float v)
{
	int d = (int)((u - v) * 100 / 255);

	return d < 0 ? -d : d;
}

static int quality_of(float c[PDQ_SIDE][PDQ_SIDE])
{
	int sum = 0;

	for (int i = 0; i < PDQ_SIDE; i++)
		for (int j = 0; j < PDQ_SIDE; j++) {
			if (i + 1 < PDQ_SIDE)
				sum += step(c[i][j], c[i + 1][j]);
			if (j + 1 < PDQ_SIDE)
				sum += step(c[i][j], c[i][j + 1]);
		}
	return sum / QUALITY_SCALE < QUALITY_TOP ? sum / QUALITY_SCALE : QUALITY_TOP;
}

static void fill_matrix(float d[PDQ_DCT][PDQ_SIDE])
{
	const float scale = (float)sqrt(2.0 / PDQ_SIDE);

	for (int i = 0; i < PDQ_DCT; i++)
		for (int j = 0; j < PDQ_SIDE; j++)
			d[i][j] = (float)((double)scale * cos(pi / 2.0 / PDQ_SIDE * (i + 1) * (2 * j + 1)));
}

/* D A D', by hand: in this order of sums the bits are those of the reference. */
static void transform(float a[PDQ_SIDE][PDQ_SIDE], float out[PDQ_DCT][PDQ_DCT])
{
	float d[PDQ_DCT][PDQ_SIDE], t[PDQ_DCT][PDQ_SIDE];

	fill_matrix(d);
	memset(t, 0, sizeof t);
	for (int i = 0; i < PDQ_DCT; i++)
		for (int k = 0; k < PDQ_SIDE; k++)
			for (int j = 0; j < PDQ_SIDE; j++)
				t[i][j] += d[i][k] * a[k][j];
	for (int i = 0; i < PDQ_DCT; i++)
		for (int j = 0; j < PDQ_DCT; j++) {
			float sum = 0;

			for (int k = 0; k < PDQ_SIDE; k++)
				sum += t[i][k] * d[j][k];
			out[i][j] = sum;
		}
}

void pdq_from_cells(struct pdq *p)
{
	p->quality = quality_of(p->cells);
	transform(p->cells, p->dct);
}

bool pdq_compute(const struct pdq_luma *l, struct pdq *out)
{
	size_t w = l->width, h = l->height, n = w * h;
	float *a, *b, *sum;
	bool ok;

	memset(out, 0, sizeof *out);
	if (w < PDQ_MIN_SIDE || h < PDQ_MIN_SIDE)
		return true;
	a = mem_array(n, sizeof *a);
	b = mem_array(n, sizeof *b);
	sum = mem_array(w, sizeof *sum);
	ok = a && b && sum;
	if (ok) {
		memcpy(a, l->data, n * sizeof *a);
		if (w != PDQ_SIDE || h != PDQ_SIDE) /* the reference takes a picture of that size as it is */
			blur(a, b, sum, w, h);
		decimate(a, w, h, out->cells);
		pdq_from_cells(out);
	}
	mem_free(a);
	mem_free(b);
	mem_free(sum);
	return ok;
}

/* ---- bits ---- */

/* Median without sorting, by Torben Mogensen: halve the range of values until both sides hold at most half.
 */
static float median_of(const float *v, int n)
{
	float low = v[0], high = v[0];

	for (int i = 1; i < n; i++) {
		low = v[i] < low ? v[i] : low;
		high = v[i] > high ? v[i] : high;
	}
	for (;;) {
		float guess = (low + high) / 2, under = low, over = high;
		int less = 0, more = 0, equal = 0;

		for (int i = 0; i < n; i++) {
			if (v[i] < guess) {
				less++;
				under = v[i] > under ? v[i] : under;
			} else if (v[i] > guess) {
				more++;
				over = v[i] < over ? v[i] : over;
			} else {
				equal++;
			}
		}
		if (less <= (n + 1) / 2 && more <= (n + 1) / 2) {
			if (less >= (n + 1) / 2)
				return under;
			return less + equal >= (n + 1) / 2 ? guess : over;
		}
		if (less > more)
			high = under;
		else
			low = over;
	}
}

/* Mirroring turns the sign of the waves that are odd about the middle: rows and columns of even index. */
static void lay(const struct pdq *p, enum dihedral d, float out[PDQ_DCT][PDQ_DCT])
{
	for (int i = 0; i < PDQ_DCT; i++)
		for (int j = 0; j < PDQ_DCT; j++) {
			bool minus =
				((d & DIHEDRAL_MIRROR) && j % 2 == 0) != ((d & DIHEDRAL_FLIP) && i % 2 == 0);
			float v = minus ? -p->dct[i][j] : p->dct[i][j];

			if (d & DIHEDRAL_TURN)
				out[j][i] = v;
			else
				out[i][j] = v;
		}
}

struct bits256 pdq_hash(const struct pdq *p, enum dihedral d)
{
	float c[PDQ_DCT][PDQ_DCT], median;
	struct bits256 h = { { 0 } };

	lay(p, d, c);
	median = median_of(&c[0][0], PDQ_DCT * PDQ_DCT);
	for (unsigned k = 0; k < PDQ_DCT * PDQ_DCT; k++)
		if (c[k / PDQ_DCT][k % PDQ_DCT] > median)
			h.w[k / 64] |= (uint64_t)1 << (k % 64);
	return h;
}
