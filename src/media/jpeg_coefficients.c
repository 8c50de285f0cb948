/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg.h"

#include "src/base/mem.h"
#include "src/media/decode.h"
#include "src/media/jpeg_reader.h"

struct copier {
	struct jpeg_reader r;
	struct jpeg_coefficients out;
};

_Static_assert(sizeof(JCOEF) == sizeof(int16_t), "libjpeg's coefficients are 16 bits");

void jpeg_coefficients_release(struct jpeg_coefficients *c)
{
	if (!c)
		return;
	for (unsigned i = 0; i < JPEG_MAX_COMPONENTS; i++)
		mem_free(c->components[i].data);
	memset(c, 0, sizeof *c);
}

static void copy_table(struct copier *k, int i)
{
	const jpeg_component_info *info = &k->r.cinfo.comp_info[i];
	const JQUANT_TBL *table = info->quant_table;

	/* A component that no scan named has not got its table yet. */
	if (!table && info->quant_tbl_no >= 0 && info->quant_tbl_no < NUM_QUANT_TBLS)
		table = k->r.cinfo.quant_tbl_ptrs[info->quant_tbl_no];
	for (unsigned n = 0; table && n < DCTSIZE2; n++)
		k->out.components[i].table[n] = table->quantval[n];
}

static void copy_component(struct copier *k, int i, jvirt_barray_ptr from)
{
	j_decompress_ptr cinfo = &k->r.cinfo;
	const jpeg_component_info *info = &cinfo->comp_info[i];
	size_t row = (size_t)info->width_in_blocks * DCTSIZE2;
	int16_t *to;

	k->out.components[i].blocks_w = info->width_in_blocks;
	k->out.components[i].blocks_h = info->height_in_blocks;
	to = k->out.components[i].data = mem_array(row, sizeof(int16_t) * info->height_in_blocks);
	if (!to)
		jpeg_reader_stop(&k->r, err_nomem(&k->r.e));
	for (JDIMENSION y = 0; y < info->height_in_blocks; y++, to += row) {
		JBLOCKARRAY rows = cinfo->mem->access_virt_barray((j_common_ptr)cinfo, from, y, 1, FALSE);

		memcpy(to, rows[0], row * sizeof(int16_t));
	}
	copy_table(k, i);
}

static bool guarded(struct copier *k)
{
	jvirt_barray_ptr *arrays;

	if (setjmp(k->r.jump))
		return false;
	jpeg_reader_create(&k->r);
	jpeg_read_header(&k->r.cinfo, TRUE);
	if (2 * jpeg_reader_coefficient_bytes(&k->r) > decode_room(k->r.lim))
		jpeg_reader_stop(&k->r, err_nomem(&k->r.e));
	arrays = jpeg_read_coefficients(&k->r.cinfo);
	k->out.n_components = (uint8_t)k->r.cinfo.num_components;
	for (int i = 0; i < k->r.cinfo.num_components; i++)
		copy_component(k, i, arrays[i]);
	jpeg_finish_decompress(&k->r.cinfo);
	return true;
}

enum status jpeg_coefficients_read(struct span bytes, const struct limits *lim, struct job_control *ctl,
				   struct jpeg_coefficients *out, struct error *e)
{
	struct copier k = { .r = { .bytes = bytes, .lim = lim, .ctl = ctl } };
	enum status st = jpeg_reader_check(bytes, lim, e);
	bool done;

	if (st)
		return st;
	done = guarded(&k);
	jpeg_destroy_decompress(&k.r.cinfo);
	if (done) {
		*out = k.out;
		return ST_OK;
	}
	jpeg_coefficients_release(&k.out);
	if (e)
		*e = k.r.e;
	return k.r.st;
}
