/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What libraries open, load or ask on their first use, done before the sandbox closes. */
#include "src/base/base.h"

#include "src/base/error.h"
#include "src/engine/worker_state.h"
#include "src/media/exif_lib.h"
#include "src/media/heif.h"
#include "src/media/xmp.h"
#include "src/trust/warm.h"

#include <fftw3.h>
#include <jansson.h>

/* Gray, 8 x 8, quality 50, baseline: every part of the decoder is run once. */
static const uint8_t tiny_jpeg[] = {
	0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, 0x4A, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00, 0x01,
	0x00, 0x01, 0x00, 0x00, 0xFF, 0xDB, 0x00, 0x43, 0x00, 0x10, 0x0B, 0x0C, 0x0E, 0x0C, 0x0A, 0x10,
	0x0E, 0x0D, 0x0E, 0x12, 0x11, 0x10, 0x13, 0x18, 0x28, 0x1A, 0x18, 0x16, 0x16, 0x18, 0x31, 0x23,
	0x25, 0x1D, 0x28, 0x3A, 0x33, 0x3D, 0x3C, 0x39, 0x33, 0x38, 0x37, 0x40, 0x48, 0x5C, 0x4E, 0x40,
	0x44, 0x57, 0x45, 0x37, 0x38, 0x50, 0x6D, 0x51, 0x57, 0x5F, 0x62, 0x67, 0x68, 0x67, 0x3E, 0x4D,
	0x71, 0x79, 0x70, 0x64, 0x78, 0x5C, 0x65, 0x67, 0x63, 0xFF, 0xC0, 0x00, 0x0B, 0x08, 0x00, 0x08,
	0x00, 0x08, 0x01, 0x01, 0x11, 0x00, 0xFF, 0xC4, 0x00, 0x14, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0xFF, 0xC4, 0x00, 0x18,
	0x10, 0x00, 0x02, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x04, 0x05, 0x22, 0x31, 0xFF, 0xDA, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3F, 0x00,
	0x02, 0x50, 0x39, 0x43, 0xFF, 0xD9,
};

static void warm_exif(void)
{
	static const uint8_t one[8] = { 72, 0, 0, 0, 1, 0, 0, 0 };
	struct exif_lib *l = exif_lib_new(true);
	char text[64];

	/* 282 is XResolution, 5 a rational: the name and the printed form are what is loaded late. */
	if (l &&
	    !(exif_lib_name(0, 282) && exif_lib_value(l, 0, 282, 5, 1, one, sizeof one, text, sizeof text)))
		text[0] = '\0';
	exif_lib_free(l);
}

static void warm_fftw(void)
{
	float *in = fftwf_alloc_real(64);
	fftwf_complex *out = fftwf_alloc_complex(64);
	fftwf_plan p = in && out ? fftwf_plan_dft_r2c_2d(8, 8, in, out, FFTW_ESTIMATE) : NULL;

	if (p) {
		memset(in, 0, 64 * sizeof *in);
		fftwf_execute(p);
		fftwf_destroy_plan(p);
	}
	fftwf_free(in);
	fftwf_free(out);
}

static int compare_bytes(const void *a, const void *b)
{
	return *(const unsigned char *)a - *(const unsigned char *)b;
}

/* No setlocale(): the texts of libraries stay English, and numbers keep their point.
 * qsort() asks for the size of memory at its first large array, and sorts stably or not by the answer. */
static void warm_libc(void)
{
	unsigned char many[2048];
	char text[64];

	tzset();
	for (size_t i = 0; i < sizeof many; i++)
		many[i] = (unsigned char)(i * 37);
	qsort(many, sizeof many, 1, compare_bytes);
	snprintf(text, sizeof text, "%.17g %s", 0.1, strerror(2));
}

static void warm_decoder(const struct limits *lim)
{
	struct examination *x = exam_new();
	struct subject s;
	struct error e;

	/* A failure shows in the first picture as well; here it would only hide where. */
	if (subject_open(&s, span_of(tiny_jpeg, sizeof tiny_jpeg, 0), lim, &e) == ST_OK &&
	    subject_describe(&s, NULL, x, &e) != ST_OK)
		x->status = e.code;
	subject_release(&s);
	exam_free(x);
}

/* jansson asks the system for the seed of its tables. */
static void warm_lists(void)
{
	json_object_seed(0);
	trust_warm();
}

void worker_warm_up(const struct limits *lim)
{
	/* First: nothing before it may make OpenSSL read its configuration. A failure shows in the first signature. */
	(void)trust_warm();
	warm_libc();
	warm_exif();
	warm_fftw();
	heif_warm_up();
	xmp_warm_up();
	warm_lists();
	warm_decoder(lim);
}
