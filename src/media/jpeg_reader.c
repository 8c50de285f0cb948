/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg_reader.h"

#include "src/media/decode.h"
#include "src/media/jpeg.h"
#include "src/media/jpeg_marker.h"

#include <jerror.h>

static struct jpeg_reader *of(j_common_ptr cinfo)
{
	return cinfo->client_data;
}

/* Where libjpeg reads; it looks a few bytes ahead, so this is near the damage, not before it. */
static uint64_t place(const struct jpeg_reader *r)
{
	return r->bytes.origin + (r->at_end ? r->bytes.len : r->bytes.len - r->source.bytes_in_buffer);
}

void jpeg_reader_stop(struct jpeg_reader *r, enum status st)
{
	r->st = st;
	longjmp(r->jump, 1);
}

static void on_error(j_common_ptr cinfo)
{
	struct jpeg_reader *r = of(cinfo);
	char text[JMSG_LENGTH_MAX];
	int code = cinfo->err->msg_code;

	cinfo->err->format_message(cinfo, text);
	if (code == JERR_OUT_OF_MEMORY || code == JERR_NO_BACKING_STORE || code == JERR_TFILE_CREATE)
		jpeg_reader_stop(r, err_nomem(&r->e));
	if (code == JERR_CONVERSION_NOTIMPL || code == JERR_FRACT_SAMPLE_NOTIMPL ||
	    code == JERR_CCIR601_NOTIMPL || code == JERR_NOT_COMPILED)
		jpeg_reader_stop(r, err_set(&r->e, ST_UNSUPPORTED, "libjpeg: %s", text));
	jpeg_reader_stop(r, err_corrupt(&r->e, place(r), "%s", text));
}

/* Level -1 is a warning; the others are talk. */
static void on_message(j_common_ptr cinfo, int level)
{
	struct jpeg_reader *r = of(cinfo);
	char text[JMSG_LENGTH_MAX];

	if (level >= 0)
		return;
	cinfo->err->num_warnings++;
	if (r->warning.code != ST_OK)
		return;
	cinfo->err->format_message(cinfo, text);
	err_corrupt(&r->warning, place(r), "%s", text);
}

static void no_output(j_common_ptr cinfo)
{
	(void)cinfo;
}

static void on_progress(j_common_ptr common)
{
	j_decompress_ptr cinfo = (j_decompress_ptr)common;
	struct jpeg_reader *r = of(common);
	long all = r->progress.pass_limit > 0 ? r->progress.pass_limit : 1;

	if (cinfo->input_scan_number > JPEG_MAX_SCANS)
		jpeg_reader_stop(r, err_at(&r->e, ST_LIMIT, place(r), "more than %d scans", JPEG_MAX_SCANS));
	if (job_cancelled(r->ctl))
		jpeg_reader_stop(r, err_set(&r->e, ST_CANCELLED, "stopped while decoding"));
	if (r->progress.total_passes > 0)
		job_progress(r->ctl,
			     (unsigned)((r->progress.completed_passes * 1000L +
					 r->progress.pass_counter * 1000L / all) /
					r->progress.total_passes),
			     "decoding");
}

static void source_nothing(j_decompress_ptr cinfo)
{
	(void)cinfo;
}

/* The file is at its end: like libjpeg's own sources, warn and hand out an end of image. */
static boolean source_fill(j_decompress_ptr cinfo)
{
	static const JOCTET end[2] = { 0xFF, JPEG_EOI };
	struct jpeg_reader *r = of((j_common_ptr)cinfo);

	r->at_end = true;
	WARNMS(cinfo, JWRN_JPEG_EOF);
	cinfo->src->next_input_byte = end;
	cinfo->src->bytes_in_buffer = 2;
	return TRUE;
}

static void source_skip(j_decompress_ptr cinfo, long n)
{
	struct jpeg_source_mgr *src = cinfo->src;

	if (n <= 0)
		return;
	if ((unsigned long)n > src->bytes_in_buffer) {
		source_fill(cinfo);
		return;
	}
	src->next_input_byte += n;
	src->bytes_in_buffer -= (size_t)n;
}

void jpeg_reader_create(struct jpeg_reader *r)
{
	r->cinfo.err = jpeg_std_error(&r->errors);
	r->errors.error_exit = on_error;
	r->errors.emit_message = on_message;
	r->errors.output_message = no_output;
	r->cinfo.client_data = r;
	jpeg_create_decompress(&r->cinfo); /* keeps err and client_data */
	r->cinfo.mem->max_memory_to_use = (long)decode_room(r->lim);
	if (r->cinfo.mem->max_memory_to_use == 0)
		r->cinfo.mem->max_memory_to_use = 1; /* 0 would mean no limit */
	r->source = (struct jpeg_source_mgr) {
		.next_input_byte = r->bytes.data + r->bytes.pos,
		.bytes_in_buffer = span_left(&r->bytes),
		.init_source = source_nothing,
		.fill_input_buffer = source_fill,
		.skip_input_data = source_skip,
		.resync_to_restart = jpeg_resync_to_restart,
		.term_source = source_nothing,
	};
	r->cinfo.src = &r->source;
	r->progress.progress_monitor = on_progress;
	r->cinfo.progress = &r->progress;
}

uint64_t jpeg_reader_coefficient_bytes(struct jpeg_reader *r)
{
	uint64_t blocks = 0;

	for (int i = 0; i < r->cinfo.num_components; i++) {
		const jpeg_component_info *c = &r->cinfo.comp_info[i];

		/* A little over: arrays are padded to whole MCUs. */
		blocks += ((uint64_t)c->width_in_blocks + (unsigned)c->h_samp_factor) *
			  ((uint64_t)c->height_in_blocks + (unsigned)c->v_samp_factor);
	}
	return blocks * DCTSIZE2 * sizeof(JCOEF);
}

/* Offset of the first frame header, for the messages; 0 when there is none. */
static uint64_t frame_offset(struct span s)
{
	struct jpeg_marker m;
	enum jpeg_step step;

	while ((step = jpeg_marker_next(&s, &m)) == JPEG_STEP || step == JPEG_STEP_BAD)
		if (jpeg_marker_frame(m.code))
			return m.offset + m.fill;
	return 0;
}

enum status jpeg_reader_check(struct span bytes, const struct limits *lim, struct error *e)
{
	struct jpeg_info info;
	char text[96];
	uint64_t at;
	enum status st = jpeg_read_info(bytes, &info, e);

	if (st)
		return st;
	at = frame_offset(bytes);
	if (info.sof != M_SOF0 && info.sof != 0xC1 && info.sof != M_SOF2 && info.sof != 0xC9 &&
	    info.sof != 0xCA)
		return err_at(e, ST_UNSUPPORTED, at, "no reader here for this process: %s (marker 0x%02x)",
			      jpeg_describe(&info, text, sizeof text), info.sof);
	if (info.precision != 8)
		return err_at(e, ST_UNSUPPORTED, at, "%d-bit JPEG has no reader here", info.precision);
	if (info.n_components == 2)
		return err_at(e, ST_UNSUPPORTED, at, "JPEG with 2 components has no reader here");
	if (info.height == 0 || info.width == 0)
		return err_corrupt(e, at, "an empty picture of %lu x %lu pixels", (unsigned long)info.width,
				   (unsigned long)info.height);
	return decode_pixels(info.width, info.height, lim, e);
}
