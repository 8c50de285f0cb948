/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lens.h"
#include "common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The kernel is first drawn this many times finer than the samples. */
enum { FINE = 16, FINE_HALF = LENS_TAPS_MAX / 2 * FINE, FINE_ALL = 2 * FINE_HALF + 1 };

static void convolve(double *line, const double *with, int half)
{
	double *out = xnew(FINE_ALL, sizeof *out);

	for (int i = 0; i < FINE_ALL; i++) {
		if (line[i] == 0)
			continue;
		for (int k = -half; k <= half; k++)
			if (i + k >= 0 && i + k < FINE_ALL)
				out[i + k] += line[i] * with[half + k];
	}
	memcpy(line, out, FINE_ALL * sizeof *out);
	free(out);
}

/* wide: in fine steps. The last step on either side is lit in part. */
static void convolve_box(double *line, double wide)
{
	double *box = xnew(FINE_ALL, sizeof *box);
	int half = (int)ceil(wide / 2 - 0.5);

	half = half > FINE_HALF ? FINE_HALF : half;
	for (int k = -half; k <= half; k++)
		box[half + k] = 1 / wide;
	if (half > 0)
		box[0] = box[2 * half] = (wide / 2 - half + 0.5) / wide;
	if (half > 0)
		convolve(line, box, half);
	free(box);
}

static void convolve_gauss(double *line, double sigma)
{
	double *bell = xnew(FINE_ALL, sizeof *bell), sum = 0;
	int half = (int)ceil(3.2 * sigma);

	half = half > FINE_HALF ? FINE_HALF : half;
	for (int k = -half; k <= half; k++)
		sum += bell[half + k] = exp(-k * k / (2 * sigma * sigma));
	for (int k = 0; k <= 2 * half; k++)
		bell[k] /= sum;
	convolve(line, bell, half);
	free(bell);
}

/* Each tap takes the fine steps nearest to it. */
static void gather(const double *line, struct lens *l)
{
	double taps[LENS_TAPS_MAX] = { 0 }, sum = 0;
	int middle = LENS_TAPS_MAX / 2;
	/* an even number of samples has none in the middle of the pixel */
	double off = l->dense & 1 ? 0 : -0.5;

	for (int i = 0; i < FINE_ALL; i++) {
		double at = (i - FINE_HALF) / (double)FINE - off, low = floor(at);
		int k = middle + (int)low;

		if (k < 0 || k + 1 >= LENS_TAPS_MAX)
			continue;
		taps[k] += line[i] * (1 - (at - low));
		taps[k + 1] += line[i] * (at - low);
	}
	l->reach = middle;
	while (l->reach > 1 && taps[middle - l->reach] < 1e-4 && taps[middle + l->reach] < 1e-4)
		l->reach--;
	for (int k = -l->reach; k <= l->reach; k++)
		sum += taps[middle + k];
	for (int k = -l->reach; k <= l->reach; k++)
		l->weight[l->reach + k] = (float)(taps[middle + k] / sum);
}

struct lens lens_make(int dense, double sigma, const double *box, int n)
{
	double *line = xnew(FINE_ALL, sizeof *line);
	struct lens l = { .dense = dense };

	line[FINE_HALF] = 1;
	for (int i = 0; i < n; i++)
		if (box[i] > 0)
			convolve_box(line, box[i] * dense * FINE);
	if (sigma > 0)
		convolve_gauss(line, sigma * dense * FINE);
	gather(line, &l);
	free(line);
	return l;
}
