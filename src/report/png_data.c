/* SPDX-License-Identifier: GPL-3.0-or-later */
/* png_data.c: pictures inside the page. libpng's simplified interface writes no time and no text, so the
 * bytes depend on the pixels and the library only. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/base64.h"
#include "src/base/mem.h"

#include <png.h>

/* PNG bytes of w * h RGB pixels (mem_array), or NULL. */
static uint8_t *png_encode(const uint8_t *rgb, uint32_t w, uint32_t h, png_alloc_size_t *size)
{
	png_image image = { .version = PNG_IMAGE_VERSION, .width = w, .height = h, .format = PNG_FORMAT_RGB };
	uint8_t *png;
	bool ok;

	if (!rgb || w == 0 || h == 0)
		return NULL;
	*size = PNG_IMAGE_PNG_SIZE_MAX(image);
	png = mem_array(*size, 1);
	if (!png)
		return NULL;
	ok = png_image_write_to_memory(&image, png, size, 0, rgb, 0, NULL) != 0;
	png_image_free(&image);
	if (ok)
		return png;
	mem_free(png);
	return NULL;
}

bool png_data_uri(struct str *o, const uint8_t *rgb, uint32_t w, uint32_t h)
{
	png_alloc_size_t size;
	uint8_t *png = png_encode(rgb, w, h, &size);

	if (!png)
		return false;
	str_puts(o, "data:image/png;base64,");
	base64_add(o, png, size);
	mem_free(png);
	return true;
}

bool png_bytes(struct str *o, const uint8_t *rgb, uint32_t w, uint32_t h)
{
	png_alloc_size_t size;
	uint8_t *png = png_encode(rgb, w, h, &size);

	if (!png)
		return false;
	str_add(o, png, size);
	mem_free(png);
	return true;
}
