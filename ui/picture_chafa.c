/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells through libchafa: symbols of blocks and borders, chosen so that two colours a cell fit
 * the pixels best. In 256 colours the choice is made in full colour and the two colours rounded
 * afterwards: that costs a fifth of chafa's own search of the palette. */
#include "src/base/base.h"
#include "ui/picture.h"

#ifdef WITH_CHAFA

#include <chafa.h>

static ChafaCanvas *canvas_new(int w, int h, enum depth depth)
{
	ChafaSymbolMap *symbols = chafa_symbol_map_new();
	ChafaCanvasConfig *config = chafa_canvas_config_new();
	ChafaCanvas *canvas;

	chafa_set_n_threads(1);
	chafa_symbol_map_add_by_tags(symbols, CHAFA_SYMBOL_TAG_SPACE | CHAFA_SYMBOL_TAG_BLOCK |
						      CHAFA_SYMBOL_TAG_BORDER);
	chafa_canvas_config_set_symbol_map(config, symbols);
	chafa_canvas_config_set_geometry(config, w, h);
	chafa_canvas_config_set_canvas_mode(config, depth == DEPTH_MONO ? CHAFA_CANVAS_MODE_FGBG
						    : depth == DEPTH_16 ? CHAFA_CANVAS_MODE_INDEXED_16
									: CHAFA_CANVAS_MODE_TRUECOLOR);
	if (depth <= DEPTH_16)
		chafa_canvas_config_set_dither_mode(config, CHAFA_DITHER_MODE_ORDERED);
	chafa_canvas_config_set_work_factor(config, 0.3f);
	canvas = chafa_canvas_new(config);
	chafa_canvas_config_unref(config);
	chafa_symbol_map_unref(symbols);
	return canvas;
}

/* -1 is the terminal's own colour. */
static uint32_t cell_colour(int raw, enum depth depth)
{
	unsigned r = (unsigned)raw >> 16 & 0xFF, g = (unsigned)raw >> 8 & 0xFF, b = (unsigned)raw & 0xFF;

	if (raw < 0 || depth == DEPTH_MONO)
		return COLOUR_DEFAULT;
	if (depth == DEPTH_16)
		return COLOUR_INDEX((unsigned)raw & 15);
	return depth == DEPTH_256 ? COLOUR_INDEX(colour_256(r, g, b)) : COLOUR_RGB(r, g, b);
}

bool picture_chafa(const struct pixels *p, int w, int h, enum depth depth, struct cell *out)
{
	ChafaCanvas *canvas = canvas_new(w, h, depth);

	chafa_canvas_draw_all_pixels(canvas, CHAFA_PIXEL_RGB8, p->rgb, (int)p->width, (int)p->height,
				     (int)p->width * 3);
	for (int i = 0; i < w * h; i++) {
		int fg = -1, bg = -1;
		gunichar c = chafa_canvas_get_char_at(canvas, i % w, i / w);

		chafa_canvas_get_raw_colors_at(canvas, i % w, i / w, &fg, &bg);
		out[i] = (struct cell){ .ch = c ? (uint32_t)c : ' ',
					.fg = cell_colour(fg, depth),
					.bg = cell_colour(bg, depth) };
	}
	chafa_canvas_unref(canvas);
	return true;
}

#else

bool picture_chafa(const struct pixels *p, int w, int h, enum depth depth, struct cell *out)
{
	(void)p;
	(void)w;
	(void)h;
	(void)depth;
	(void)out;
	return false;
}

#endif
