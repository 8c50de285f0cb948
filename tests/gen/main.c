/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c: draw-pictures draws test and practice pictures whose truth is known. */
#include "common.h"
#include "draw.h"
#include "exif_out.h"
#include "jpeg_out.h"
#include "options.h"
#include "practice.h"
#include "ranges.h"

#include <limits.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
	"usage: draw-pictures KIND OUT [key=value ...]\n"
	"       draw-pictures --practice DIR [--answers FILE]\n"
	"       draw-pictures --answers FILE\n"
	"       draw-pictures --list | --list-exif | --ranges\n"
	"       draw-pictures --draw-capture FILE.jpg TEXT\n";

static int run_practice(int argc, char **argv)
{
	for (int i = 1; i < argc; i += 2) {
		if (i + 1 >= argc)
			die("'%s' wants a value", argv[i]);
		if (!strcmp(argv[i], "--practice"))
			practice_write(argv[i + 1]);
		else if (!strcmp(argv[i], "--answers"))
			practice_answers(argv[i + 1]);
		else
			die("unknown option '%s'", argv[i]);
	}
	return 0;
}

static int run_kind(int argc, char **argv)
{
	struct options o = { 0 };

	for (int i = 3; i < argc; i++)
		options_add(&o, argv[i]);
	draw_file(argv[1], argv[2], &o);
	options_release(&o);
	return 0;
}

/* The keys of one random capture of the picture. */
static int run_draw_capture(const char *path, const char *text)
{
	struct bytes file = { 0 };
	int w, h;

	bytes_read_file(&file, path);
	jpeg_size(&file, &w, &h);
	bytes_release(&file);
	ranges_draw(text, w, h);
	return 0;
}

int main(int argc, char **argv)
{
	/* large canvases come and go: keep their pages */
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(usage, stdout);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--list")) {
		draw_list();
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--list-exif")) {
		exif_list_keys();
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--ranges")) {
		ranges_list();
		return 0;
	}
	if (argc == 4 && !strcmp(argv[1], "--draw-capture"))
		return run_draw_capture(argv[2], argv[3]);
	if (argc >= 3 && !strncmp(argv[1], "--", 2))
		return run_practice(argc, argv);
	if (argc >= 3)
		return run_kind(argc, argv);
	fputs(usage, stderr);
	return 2;
}
