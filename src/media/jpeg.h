/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg.h: what the JPEG header says, and the quantised DCT coefficients. ITU-T T.81 (JPEG), T.84 for marker
 * names. Codec row: jpeg_codec in media/jpeg.c. 12-bit and lossless processes are refused by name; at most
 * 500 scans (a progressive file of a few kB can ask for hours of work). Arithmetic coding is read. */
#ifndef COTTINGLEY_JPEG_H
#define COTTINGLEY_JPEG_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"

enum { JPEG_MAX_COMPONENTS = 4, JPEG_MAX_SCANS = 500 };

struct jpeg_component {
	uint8_t id, h, v, table; /* sampling factors, quantisation table index 0..3 */
};

struct jpeg_info {
	uint8_t sof;        /* 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC9 arithmetic, ... */
	uint8_t precision;  /* bits */
	uint32_t width, height;
	uint8_t n_components;
	struct jpeg_component components[JPEG_MAX_COMPONENTS];
	uint16_t tables[4][64]; /* quantisation, in natural (row) order, as they stand at the first scan */
	bool has_table[4];
	uint32_t n_scans;
	uint16_t restart_interval;
	bool has_jfif, has_adobe;
	uint16_t jfif_x_density, jfif_y_density;
	uint8_t jfif_units, adobe_transform;
	bool standard_huffman;   /* there are Huffman tables, and every one equals T.81 annex K */
	uint8_t order[64]; /* marker codes in file order, SOI to the first SOS included, for the structure
			      check */
	uint8_t n_order;
};

/* Reads markers up to the last scan (entropy data is passed over). ST_CORRUPT with offset when there is no
 * frame header. */
MUST_USE enum status jpeg_read_info(struct span bytes, struct jpeg_info *out, struct error *e);

/* "baseline, 4:2:0"; "progressive, gray"; returns buf. */
const char *jpeg_describe(const struct jpeg_info *info, char *buf, size_t len);

/* Quantised coefficients of one component: blocks_w x blocks_h blocks of 64 in natural order. */
struct jpeg_coefficients {
	uint8_t n_components;
	struct {
		uint32_t blocks_w, blocks_h;
		int16_t *data; /* mem_array: blocks_w * blocks_h * 64 */
		uint16_t table[64];
	} components[JPEG_MAX_COMPONENTS];
};
/* Named apart from libjpeg's own jpeg_read_coefficients(). Same limits as decoding. */
MUST_USE enum status jpeg_coefficients_read(struct span bytes, const struct limits *lim,
					    struct job_control *ctl, struct jpeg_coefficients *out,
					    struct error *e);
void jpeg_coefficients_release(struct jpeg_coefficients *c);

/* The IJG quality (1..100) whose annex-K scaled tables come nearest, and the mean absolute difference per
 * entry (0: these are exactly the IJG tables of that quality). table: natural order; chroma: use the
 * chrominance table of annex K. Source: libjpeg jpeg_set_quality, jcparam.c. */
int jpeg_ijg_quality(const uint16_t table[64], bool chroma, double *difference);

#endif
