/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target without libFuzzer: each file named, and each file in each folder named, whole and cut at
 * a few places. Prints how many inputs it ran; a target that finds something aborts. */
#include "src/base/base.h"
#include "src/base/mem.h"

#include <dirent.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MAX_FILE = 4 * 1024 * 1024 };

static unsigned long inputs;

/* A block of its own size, so that a sanitizer sees one byte too far. */
static void run(const uint8_t *data, size_t len)
{
	uint8_t *own = mem_need(len, 1);

	if (len)
		memcpy(own, data, len);
	LLVMFuzzerTestOneInput(own, len);
	free(own);
	inputs++;
}

static void run_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data;
	size_t len;

	if (!f)
		return;
	data = mem_need(MAX_FILE, 1);
	len = fread(data, 1, MAX_FILE, f);
	fclose(f);
	run(data, len);
	for (unsigned eighths = 1; eighths < 8; eighths += 3)
		run(data, len * eighths / 8);
	if (len)
		run(data, len - 1);
	free(data);
}

static void run_path(const char *path)
{
	struct dirent *d;
	struct stat sb;
	DIR *dir;

	if (stat(path, &sb) < 0)
		return;
	if (S_ISREG(sb.st_mode))
		run_file(path);
	if (!S_ISDIR(sb.st_mode))
		return;
	dir = opendir(path);
	while (dir && (d = readdir(dir))) {
		size_t room = strlen(path) + strlen(d->d_name) + 2;
		char *inside;

		if (d->d_name[0] == '.')
			continue;
		inside = mem_need(room, 1);
		snprintf(inside, room, "%s/%s", path, d->d_name);
		run_path(inside);
		free(inside);
	}
	if (dir)
		closedir(dir);
}

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run_path(argv[i]);
	printf("%lu inputs\n", inputs);
	return inputs > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
