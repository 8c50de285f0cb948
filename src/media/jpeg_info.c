/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg.h"

#include "src/media/jpeg_huffman.h"
#include "src/media/jpeg_marker.h"

static bool read_tables(struct span s, struct jpeg_info *out)
{
	uint16_t value;
	uint8_t pq, byte;

	while (span_left(&s) > 0) {
		if (!span_u8(&s, &pq) || (pq & 15) > 3 || pq >> 4 > 1)
			return false;
		for (unsigned i = 0; i < 64; i++) {
			if (pq >> 4 ? !span_u16be(&s, &value) : !span_u8(&s, &byte))
				return false;
			out->tables[pq & 15][jpeg_row_order[i]] = pq >> 4 ? value : byte;
		}
		out->has_table[pq & 15] = true;
	}
	return true;
}

static enum status read_frame(const struct jpeg_marker *m, struct jpeg_info *out, struct error *e)
{
	struct span s = m->body;
	uint16_t height, width;
	uint8_t n;

	if (!span_u8(&s, &out->precision) || !span_u16be(&s, &height) || !span_u16be(&s, &width) ||
	    !span_u8(&s, &n))
		return err_corrupt(e, m->offset, "the frame header is cut short");
	out->sof = m->code;
	out->width = width;
	out->height = height;
	out->n_components = n;
	if (n < 1 || n > JPEG_MAX_COMPONENTS)
		return err_at(e, n ? ST_UNSUPPORTED : ST_CORRUPT, m->offset,
			      "the frame header names %d components; 1 to %d are read", n,
			      JPEG_MAX_COMPONENTS);
	for (unsigned i = 0; i < n; i++) {
		struct jpeg_component *c = &out->components[i];
		uint8_t hv;

		if (!span_u8(&s, &c->id) || !span_u8(&s, &hv) || !span_u8(&s, &c->table))
			return err_corrupt(e, m->offset, "the frame header is cut short");
		c->h = hv >> 4;
		c->v = hv & 15;
	}
	return ST_OK;
}

static void read_app(const struct jpeg_marker *m, struct jpeg_info *out)
{
	struct span s = m->body;
	uint8_t transform;

	if (m->code == M_APP0 && span_is(&s, "JFIF", 5) && !out->has_jfif)
		out->has_jfif = span_skip(&s, 7) && span_u8(&s, &out->jfif_units) &&
				span_u16be(&s, &out->jfif_x_density) && span_u16be(&s, &out->jfif_y_density);
	if (m->code == M_APP0 + 14 && span_is(&s, "Adobe", 5) && span_skip(&s, 11) &&
	    span_u8(&s, &transform)) {
		out->has_adobe = true;
		out->adobe_transform = transform;
	}
}

struct seen {
	bool huffman, other_huffman;
};

static enum status take(const struct jpeg_marker *m, struct jpeg_info *out, struct seen *seen,
			struct error *e)
{
	struct span s = m->body;

	if (out->n_scans == 0 && out->n_order < ARRAY_LEN(out->order))
		out->order[out->n_order++] = m->code;
	if (m->code == M_DQT && out->n_scans == 0)
		(void)!read_tables(s, out); /* a broken table ends there; libjpeg will say so */
	if (m->code == M_DHT) {
		seen->huffman = true;
		seen->other_huffman = seen->other_huffman || !jpeg_huffman_standard(s);
	}
	if (m->code == M_DRI && out->n_scans == 0 && !span_u16be(&s, &out->restart_interval))
		return ST_OK;
	if (m->code == M_DNL && out->sof && out->height == 0) {
		uint16_t lines;

		if (span_u16be(&s, &lines))
			out->height = lines;
	}
	if (m->code >= M_APP0 && m->code <= M_APP15)
		read_app(m, out);
	if (jpeg_marker_frame(m->code) && !out->sof)
		return read_frame(m, out, e);
	if (m->code == M_SOS)
		out->n_scans++;
	return ST_OK;
}

enum status jpeg_read_info(struct span bytes, struct jpeg_info *out, struct error *e)
{
	struct jpeg_info info = { .sof = 0 };
	struct seen seen = { .huffman = false };
	struct jpeg_marker m;
	struct span s = bytes;
	enum jpeg_step step;
	uint32_t restarts;
	enum status st;

	if (!span_is(&s, "\xFF\xD8", 2))
		return err_corrupt(e, span_at(&s), "no start of image");
	while ((step = jpeg_marker_next(&s, &m)) == JPEG_STEP || step == JPEG_STEP_BAD) {
		if (m.code == M_EOI || !jpeg_marker_known(m.code))
			break;
		st = take(&m, &info, &seen, e);
		if (st)
			return st;
		if (m.code == M_SOS)
			jpeg_marker_entropy(&s, &restarts);
	}
	if (!info.sof)
		return err_corrupt(e, step == JPEG_STEP_END ? span_at(&s) : m.offset,
				   "no frame header before this place");
	info.standard_huffman = seen.huffman && !seen.other_huffman;
	*out = info;
	return ST_OK;
}

static const char *process(uint8_t sof)
{
	static const char *const names[16] = {
		"baseline",
		"extended",
		"progressive",
		"lossless",
		NULL,
		"differential",
		"differential progressive",
		"differential lossless",
		NULL,
		"extended, arithmetic",
		"progressive, arithmetic",
		"lossless, arithmetic",
		NULL,
		"differential, arithmetic",
		"differential progressive, arithmetic",
		"differential lossless, arithmetic",
	};

	if (sof == M_SOF55)
		return "JPEG-LS";
	return jpeg_marker_frame(sof) ? names[sof & 15] : "unknown process";
}

/* The usual names of J:a:b subsampling; all for full-resolution first component and 1x1 others. */
static const char *sampling(const struct jpeg_info *info)
{
	static const struct { uint8_t h, v; const char *name; } names[] = {
		{ 1, 1, "4:4:4" }, { 2, 1, "4:2:2" }, { 2, 2, "4:2:0" }, { 1, 2, "4:4:0" }, { 4, 1, "4:1:1" },
		{ 4, 2, "4:1:0" },
	};
	const struct jpeg_component *c = info->components;

	if (info->n_components == 1)
		return "gray";
	for (unsigned i = 1; i < info->n_components && i < 3; i++) /* K is as fine as the first */
		if (c[i].h != c[1].h || c[i].v != c[1].v || c[i].h == 0 || c[i].v == 0)
			return NULL;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (c[0].h == names[i].h * c[1].h && c[0].v == names[i].v * c[1].v)
			return names[i].name;
	return NULL;
}

const char *jpeg_describe(const struct jpeg_info *info, char *buf, size_t len)
{
	const char *names = sampling(info), *colours = info->n_components == 4 ? "4 colours, " : "";
	char own[64] = "";
	char bits[16] = "";

	for (unsigned i = 0; !names && i < info->n_components; i++) {
		size_t used = strlen(own);

		snprintf(own + used, sizeof own - used, "%s%dx%d", i ? " " : "", info->components[i].h,
			 info->components[i].v);
	}
	if (info->precision != 8)
		snprintf(bits, sizeof bits, "%d-bit, ", info->precision);
	snprintf(buf, len, "%s, %s%s%s", process(info->sof), bits, colours, names ? names : own);
	return buf;
}
