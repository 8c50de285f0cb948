/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/report/map_file.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/report/html.h"

#include <math.h>

enum { NPY_ALIGN = 64, NPY_PREFIX = 10 };

void map_npy(const struct map *m, struct str *o)
{
	char header[128];
	size_t len, padded;

	snprintf(header, sizeof header, "{'descr': '<f4', 'fortran_order': False, 'shape': (%u, %u), }", m->rows, m->cols);
	len = strlen(header) + 1; /* with its newline */
	padded = (NPY_PREFIX + len + NPY_ALIGN - 1) / NPY_ALIGN * NPY_ALIGN - NPY_PREFIX;
	str_add(o, "\x93NUMPY\x01\x00", 8);
	str_putc(o, (char)(padded & 0xFF));
	str_putc(o, (char)(padded >> 8));
	str_puts(o, header);
	for (; len < padded; len++)
		str_putc(o, ' ');
	str_putc(o, '\n');
	for (size_t i = 0; i < (size_t)m->rows * m->cols; i++) {
		uint32_t bits;

		memcpy(&bits, &m->data[i], sizeof bits);
		for (unsigned k = 0; k < 4; k++)
			str_putc(o, (char)(bits >> 8 * k));
	}
}

void map_json(const struct map *m, struct str *o)
{
	json_t *j = json_pack("{s:o,s:o,s:o,s:I,s:I,s:[oo],s:[oo],s:o,s:o}", "name", json_text(m->name), "title",
			      json_text(m->title), "unit", json_text(m->unit), "cols", (json_int_t)m->cols, "rows",
			      (json_int_t)m->rows, "origin", json_number(m->origin_x), json_number(m->origin_y), "step",
			      json_number(m->step_x), json_number(m->step_y), "low", json_number(json_round4(m->low)), "high",
			      json_number(json_round4(m->high)));
	char *line = json_line(j);

	str_printf(o, "%s\n", line ? line : "{}");
	free(line);
	json_decref(j);
}

void map_png(const struct map *m, struct str *o)
{
	size_t cells = (size_t)m->rows * m->cols;
	uint8_t *rgb = mem_array(cells, 3);

	for (size_t i = 0; rgb && i < cells; i++)
		raster_colour(m->high > m->low ? ((double)m->data[i] - m->low) / (m->high - m->low) : (double)NAN, rgb + 3 * i);
	if (!rgb || !png_bytes(o, rgb, m->cols, m->rows))
		o->failed = true;
	mem_free(rgb);
}
