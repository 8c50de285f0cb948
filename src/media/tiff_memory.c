/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/tiff_memory.h"

#include <stdarg.h>

static tmsize_t on_read(thandle_t h, void *out, tmsize_t n)
{
	struct tiff_memory *m = h;
	size_t left = span_left(&m->s), take = n < 0 ? 0 : (size_t)n < left ? (size_t)n : left;

	return span_copy(&m->s, out, take) ? (tmsize_t)take : 0;
}

static tmsize_t on_write(thandle_t h, void *bytes, tmsize_t n)
{
	(void)h, (void)bytes, (void)n;
	return -1;
}

static toff_t on_seek(thandle_t h, toff_t offset, int whence)
{
	struct tiff_memory *m = h;
	uint64_t from = whence == SEEK_CUR ? m->s.pos : whence == SEEK_END ? m->s.len : 0;

	if (__builtin_add_overflow(from, offset, &from) || !span_seek(&m->s, from))
		return (toff_t)-1;
	return from;
}

static int on_close(thandle_t h)
{
	(void)h;
	return 0;
}

static toff_t on_size(thandle_t h)
{
	return ((struct tiff_memory *)h)->s.len;
}

static void PRINTF(2, 0) keep_first(struct tiff_memory *m, const char *fmt, va_list ap)
{
	char text[300];

	if (m->first.code != ST_OK)
		return;
	vsnprintf(text, sizeof text, fmt, ap);
	err_corrupt(&m->first, m->at, "%s", text);
}

/* Both answer 1: said, the global handlers are not asked. */
static int PRINTF(4, 0) on_error(TIFF *tif, void *user, const char *module, const char *fmt, va_list ap)
{
	struct tiff_memory *m = user;

	(void)tif, (void)module;
	m->errors++;
	keep_first(m, fmt, ap);
	return 1;
}

/* While the directories are read, libtiff warns of every tag it does not know. That a compression is old is no
 * damage. */
static int PRINTF(4, 0) on_warning(TIFF *tif, void *user, const char *module, const char *fmt, va_list ap)
{
	struct tiff_memory *m = user;

	(void)tif, (void)module;
	if (m->decoding && !strstr(fmt, "Old-style LZW") && !strstr(fmt, "old-style JPEG"))
		keep_first(m, fmt, ap);
	return 1;
}

enum status tiff_memory_open(struct tiff_memory *m, struct span bytes, uint64_t room, struct error *e)
{
	TIFFOpenOptions *o = TIFFOpenOptionsAlloc();
	tmsize_t most = room < INT32_MAX ? (tmsize_t)room : INT32_MAX;

	memset(m, 0, sizeof *m);
	m->s = bytes;
	m->at = bytes.origin;
	if (!o)
		return err_nomem(e);
	(void)TIFFSetErrorHandler(NULL); /* what is said without a handle goes nowhere */
	(void)TIFFSetWarningHandler(NULL);
	TIFFOpenOptionsSetMaxSingleMemAlloc(o, most > 0 ? most : 1);
	TIFFOpenOptionsSetErrorHandlerExtR(o, on_error, m);
	TIFFOpenOptionsSetWarningHandlerExtR(o, on_warning, m);
	/* m: no memory map, every read goes through the span */
	m->tif = TIFFClientOpenExt("picture", "rm", m, on_read, on_write, on_seek, on_close, on_size, NULL, NULL,
				   o);
	TIFFOpenOptionsFree(o);
	if (m->tif)
		return ST_OK;
	if (m->first.code == ST_OK)
		return err_corrupt(e, bytes.origin, "the first directory cannot be read");
	if (e)
		*e = m->first;
	return m->first.code;
}

void tiff_memory_close(struct tiff_memory *m)
{
	if (m->tif)
		TIFFClose(m->tif);
	m->tif = NULL;
}
