/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan --maps DIR: every map as SHA256.CHECK.MAP.npy, .json and .png. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/hash.h"
#include "src/report/map_file.h"
#include "src/session/session.h"

#include <errno.h>
#include <sys/stat.h>

static enum status write_one(const char *dir, const char *stem, const char *extension, const struct map *m,
			     void (*make)(const struct map *m, struct str *o), struct error *e)
{
	char path[4500];
	enum status st;
	struct str o;

	snprintf(path, sizeof path, "%s/%s.%s", dir, stem, extension);
	str_init(&o, 64u << 20);
	make(m, &o);
	st = o.failed ? err_nomem(e) : session_write_file(path, o.data, o.len, e);
	str_release(&o);
	return st;
}

static enum status write_map(const char *dir, const struct examination *x, const struct result *r, const struct map *m,
			     struct error *e)
{
	char stem[300], hex[2 * SHA256_LEN + 1];
	enum status st;

	snprintf(stem, sizeof stem, "%s.%.60s.%.60s", hex_encode(hex, x->digests.sha256, SHA256_LEN), r->check, m->name);
	for (char *p = stem; *p; p++)
		if (*p == '/')
			*p = '_'; /* names come from a worker */
	st = write_one(dir, stem, "npy", m, map_npy, e);
	if (st == ST_OK)
		st = write_one(dir, stem, "json", m, map_json, e);
	return st == ST_OK ? write_one(dir, stem, "png", m, map_png, e) : st;
}

enum status maps_folder(const char *dir, struct error *e)
{
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return err_errno(e, ST_DISK, errno, "cannot make folder '%s'", dir);
	return ST_OK;
}

enum status maps_write(const char *dir, const struct examination *x, struct error *e)
{
	enum status st = ST_OK;

	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t k = 0; st == ST_OK && k < x->results[i].n_maps; k++)
			st = write_map(dir, x, &x->results[i], &x->results[i].maps[k], e);
	return st;
}
