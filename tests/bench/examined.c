/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/examined.h"

#include "analyzers/stratum.h"
#include "src/base/cbor.h"
#include "src/base/mem.h"
#include "src/media/evidence.h"
#include "src/media/subject.h"
#include "tests/bench/pixels.h"
#include "tests/bench/trials.h"

#include <dirent.h>
#include <errno.h>

/* ---- one picture, opened here ---- */

struct opened {
	struct evidence evidence;
	struct span bytes;
	struct subject subject;
};

static enum status open_picture(const char *path, struct opened *o, struct error *e)
{
	static const struct limits limits = LIMITS_DEFAULT;
	enum status st;

	memset(o, 0, sizeof *o);
	if ((st = evidence_open(path, NULL, &o->evidence, e)) != ST_OK)
		return st;
	if ((st = evidence_map(o->evidence.fd, &o->bytes, e)) != ST_OK) {
		evidence_release(&o->evidence);
		return st;
	}
	st = subject_open(&o->subject, o->bytes, &limits, e);
	return st == ST_UNSUPPORTED ? ST_OK : st;
}

static void close_picture(struct opened *o)
{
	subject_release(&o->subject);
	evidence_unmap(&o->bytes);
	evidence_release(&o->evidence);
}

/* ---- masks ---- */

/* "dataset__x__0010_mask.png" -> "0010". */
static void core_name(const char *name, char *out, size_t room)
{
	const char *at;
	size_t len;

	while ((at = strstr(name, "__")) != NULL)
		name = at + 2;
	at = strrchr(name, '.');
	len = at ? (size_t)(at - name) : strlen(name);
	if (len > 5 && strncmp(name + len - 5, "_mask", 5) == 0)
		len -= 5;
	else if (len > 3 && strncmp(name + len - 3, "_gt", 3) == 0)
		len -= 3;
	snprintf(out, room, "%.*s", (int)len, name);
}

static bool find_mask(const char *dir, const struct picture *p, char *out, size_t room)
{
	char folder[2048], want[512], have[512];
	bool found = false;
	DIR *d;

	snprintf(folder, sizeof folder, "%s/%s/mask/%s", dir, p->set, p->source);
	if (!(d = opendir(folder)))
		return false;
	core_name(strrchr(p->file, '/') + 1, want, sizeof want);
	for (const struct dirent *x; !found && (x = readdir(d)) != NULL;) {
		core_name(x->d_name, have, sizeof have);
		found = x->d_name[0] != '.' && strcmp(have, want) == 0;
		if (found)
			snprintf(out, room, "%s/%s", folder, x->d_name);
	}
	closedir(d);
	return found;
}

static void judge_map(struct score_row *row, const struct examination *x, const struct result *r,
		      const char *mask, struct error *e)
{
	const struct judged_map *judged = judged_map_of(r->check);
	const struct plane *plane = NULL;
	struct opened o;
	bool opened = false;

	if (!judged)
		return;
	if (mask) {
		opened = open_picture(mask, &o, e) == ST_OK;
		if (!opened || subject_luma(&o.subject, NULL, &plane, e) != ST_OK)
			fprintf(stderr, "rates: %s: %s\n", mask, e->message);
	}
	for (uint32_t i = 0; i < r->n_maps; i++) {
		const struct map *m = &r->maps[i];

		if (strcmp(m->name, judged->map) != 0 || (mask && !plane))
			continue;
		row->has_map = true;
		row->has_mask = plane != NULL;
		row->cells =
			map_against_mask(m, plane, x->width, x->height,
					 param_value(row->check->params, judged->param), &row->pixel_auc);
	}
	if (opened)
		close_picture(&o);
}

/* ---- rows ---- */

static const char *relative(const char *path, const char *const *dirs, const char **dir)
{
	for (; *dirs; dirs++) {
		size_t len = strlen(*dirs);

		while (len && (*dirs)[len - 1] == '/')
			len--;
		if (strncmp(path, *dirs, len) == 0 && path[len] == '/') {
			*dir = *dirs;
			return path + len + strspn(path + len, "/");
		}
	}
	return NULL;
}

static enum row_status row_status_of(const struct result *r)
{
	return r->status == RESULT_DONE		    ? ROW_DONE
	       : r->status == RESULT_NOT_APPLICABLE ? ROW_NOT_APPLICABLE
						    : ROW_FAILED;
}

static void add_row(struct bench *b, size_t picture, const struct examination *x, const struct result *r,
		    const char *mask)
{
	const struct analyzer *check = analyzer_find(r->check);
	struct error e = ERROR_INIT;
	struct score_row *row;

	if (!check || check->describes || check->version != r->version)
		return;
	row = bench_row(b);
	row->picture = picture;
	row->check = check;
	row->status = row_status_of(r);
	row->level = row->status == ROW_DONE ? (int)r->level : LEVEL_NONE;
	if (r->has_score && r->status == RESULT_DONE)
		row->score = r->score;
	judge_map(row, x, r, mask, &e);
}

/* A picture that could not be opened at all was examined by no check: it counts as one that all were silent
 * about. */
static void add_failed(struct bench *b, size_t picture)
{
	for (size_t i = 0; analyzers[i]; i++) {
		struct score_row *row;

		if (analyzers[i]->describes)
			continue;
		row = bench_row(b);
		row->picture = picture;
		row->check = analyzers[i];
		row->status = ROW_FAILED;
		row->level = LEVEL_NONE;
	}
}

static void name_of(const struct examination *x, char *out, size_t room)
{
	if (x->path_bytes)
		snprintf(out, room, "%.*s", (int)x->path_len, (const char *)x->path_bytes);
	else
		snprintf(out, room, "%s", x->path ? x->path : "");
}

static enum status add_examination(struct bench *b, const struct examination *x, const char *const *dirs,
				   struct error *e)
{
	char path[4096], mask[4096];
	const char *dir = NULL, *file;
	struct opened o;
	size_t at;
	enum status st;

	name_of(x, path, sizeof path);
	file = relative(path, dirs, &dir);
	if (!file)
		return err_set(e, ST_USAGE, "in no layout: '%s'", path);
	if ((st = bench_picture(b, file, &at, e)) != ST_OK || (st = open_picture(path, &o, e)) != ST_OK)
		return st;
	b->pictures[at].stratum = stratum_of(&o.subject);
	close_picture(&o);
	b->pictures[at].level = (int)x->level;
	hex_encode(b->pictures[at].sha256, x->digests.sha256, SHA256_LEN);
	if (x->status != ST_OK || x->n_results == 0)
		add_failed(b, at);
	else
		for (uint32_t i = 0; i < x->n_results; i++)
			add_row(b, at, x, &x->results[i],
				!label_is_genuine(&b->pictures[at]) &&
						find_mask(dir, &b->pictures[at], mask, sizeof mask)
					? mask
					: NULL);
	return ST_OK;
}

/* ---- the sequence ---- */

enum { CHUNK = 4 << 20 };

static enum status one_item(struct bench *b, struct str *buffer, const char *const *dirs, bool *whole,
			    struct error *e)
{
	struct span at = { .data = (const uint8_t *)buffer->data, .len = buffer->len };
	struct examination *x = NULL;
	enum status st;

	*whole = buffer->len && cbor_skip(&at);
	if (!*whole)
		return ST_OK;
	at.len = at.pos;
	at.pos = 0;
	if ((st = exam_decode(at, &x, e)) == ST_OK) {
		level_decide(x);
		st = add_examination(b, x, dirs, e);
		exam_free(x);
	}
	buffer->len -= at.len;
	memmove(buffer->data, buffer->data + at.len, buffer->len);
	return st;
}

enum status bench_examined(struct bench *b, FILE *in, const char *const *dirs, struct error *e)
{
	char *chunk = mem_need(CHUNK, 1);
	struct str buffer;
	enum status st = ST_OK;
	bool whole;

	str_init(&buffer, 1u << 30);
	for (size_t n = 1; n && !st;) {
		n = fread(chunk, 1, CHUNK, in);
		str_add(&buffer, chunk, n);
		if (buffer.failed)
			st = err_nomem(e);
		do {
			if (!st)
				st = one_item(b, &buffer, dirs, &whole, e);
		} while (!st && whole);
	}
	if (!st && buffer.len)
		st = err_set(e, ST_CORRUPT, "the sequence ends within an examination");
	str_release(&buffer);
	free(chunk);
	return st;
}
