/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

struct file file_read(const char *folder, const char *name)
{
	struct file out = { NULL, 0 };
	char path[2048];
	struct stat s;
	FILE *f;

	if (!name || strcmp(name, "-") == 0)
		return out;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "rb");
	if (!f || fstat(fileno(f), &s))
		fail_msg("cannot read %s: %s", path, strerror(errno));
	out.bytes = mem_need((size_t)s.st_size + 1, 1);
	out.len = fread(out.bytes, 1, (size_t)s.st_size, f);
	fclose(f);
	return out;
}

const char *sample_folder(void)
{
	static char folder[1024];
	const char *srcdir = getenv("srcdir");

	snprintf(folder, sizeof folder, "%s/tests/data/c2pa", srcdir ? srcdir : ".");
	return folder;
}

struct world *sample_world(bool judges)
{
	struct file signer = file_read(sample_folder(), "sample-root.pem");
	struct file tsa = file_read(sample_folder(), "sample-time-root.pem");
	const struct pack_item items[] = {
		{ .kind = LIST_ANCHORS, .name = "samples", .bytes = signer.bytes, .len = signer.len },
		{ .kind = LIST_TSA, .name = "samples", .bytes = tsa.bytes, .len = tsa.len },
	};
	struct error e = ERROR_INIT;
	struct world *w = NULL;
	struct str pack;

	str_init(&pack, 1 << 20);
	world_pack(items, judges ? ARRAY_LEN(items) : 0, judges, judges ? NULL : "--no-trust was given", &pack);
	assert_false(pack.failed);
	if (world_open(span_of(pack.data, pack.len, 0), &w, &e))
		fail_msg("%s", e.message);
	str_release(&pack);
	free(signer.bytes);
	free(tsa.bytes);
	return w;
}

void code_add(struct code_set *s, const char *code)
{
	if (s->n == CODE_SET_MAX)
		fail_msg("over %d codes", CODE_SET_MAX);
	s->list[s->n++] = strcmp(code, "claimSignature.outsideValidity") == 0 ? "signingCredential.expired" : code;
}

void code_add_failures(struct code_set *s, const struct status_log *l, const char *but)
{
	for (const struct status_entry *e = l->first; e; e = e->next)
		if (e->class == CODE_FAILURE && !(but && strncmp(e->code, but, strlen(but)) == 0))
			code_add(s, e->code);
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void code_join(struct code_set *s, const char *none, char *out, size_t room)
{
	size_t at = 0;

	snprintf(out, room, "%s", none);
	qsort(s->list, s->n, sizeof *s->list, compare);
	for (size_t i = 0; i < s->n; i++)
		if ((i == 0 || strcmp(s->list[i], s->list[i - 1]) != 0) && at < room)
			at += (size_t)snprintf(out + at, room - at, "%s%s", at ? "," : "", s->list[i]);
	assert_true(at < room);
}

void code_add_report(const struct c2pa_report *r, const char *but, struct code_set *failures, struct code_set *news)
{
	code_add_failures(failures, &r->store_log, but);
	if (r->active)
		code_add_failures(failures, &r->active->log, but);
	for (uint32_t i = 0; i < r->n_manifests; i++)
		for (uint32_t k = 0; k < r->manifests[i].n_ingredients; k++)
			code_add_failures(news, &r->manifests[i].ingredients[k].fresh, but);
}

void answered_file(const char *folder, const char *answer, char *out, size_t cap)
{
	size_t n = (size_t)snprintf(out, cap, "%s/", folder);

	for (; *answer && strcmp(answer, ".json") != 0 && n + 1 < cap; n++) {
		bool deeper = strncmp(answer, "__", 2) == 0;

		out[n] = deeper ? '/' : *answer;
		answer += deeper ? 2 : 1;
	}
	out[n] = '\0';
}
