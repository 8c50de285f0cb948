/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row of the C2PA samples' MANIFEST.tsv, under every trust setting that it fills: state and failure codes are those of the
 * reference verifier, but for the rows of tests/data/c2pa-differences.tsv, where ours are asserted with the reason. cawg.* codes are left out:
 * they are shown, not verified. Skips, loudly, without the samples. */
#include "src/base/base.h"

#include "src/base/base64.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/trust/c2pa.h"
#include "tests/unit/corpus.h"
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

#include <fnmatch.h>
#include <stdlib.h>

enum { FIELDS = 9 };

static const char *const settings[] = { "none", "test", "official", "own" };
/* one more world: the box samples chain to another root of the same name */
enum { N_SETTINGS = 4, BOX = N_SETTINGS, N_WORLDS };

struct answer {
	char state[16];                  /* "None", "Invalid", "Valid", "Trusted" */
	char failures[1024], deltas[1024]; /* sorted, each code once, commas between */
};

static char *root;
static struct world *worlds[N_WORLDS];
static char *exceptions;

/* ---- the four worlds ---- */

static void add(struct pack_item *items, size_t *n, enum list_kind kind, const char *path)
{
	struct file f = file_read(root, path);

	items[(*n)++] = (struct pack_item){ .kind = kind, .name = path, .bytes = f.bytes, .len = f.len };
}

static struct c2pa_report *verify_file(const char *file, int setting, uint8_t **bytes);

/* The re-signed samples chain to roots of their own, which stand in no list: the last certificate that a sample carries, as PEM. */
static void add_last_of(const char *file, struct pack_item *items, size_t *n, enum list_kind kind)
{
	uint8_t *bytes;
	struct c2pa_report *r = verify_file(file, 0, &bytes);
	const struct certificates *chain = &r->active->signer.chain;
	struct str pem;

	str_init(&pem, 1 << 16);
	assert_in_range(chain->n, 2, 3);
	str_puts(&pem, "-----BEGIN CERTIFICATE-----\n");
	base64_add(&pem, chain->list[chain->n - 1].der.data, chain->list[chain->n - 1].der.len);
	str_puts(&pem, "\n-----END CERTIFICATE-----\n");
	items[(*n)++] = (struct pack_item){ .kind = kind, .name = file, .len = pem.len,
					    .bytes = memcpy(mem_need(pem.len, 1), pem.data, pem.len) };
	str_release(&pem);
	c2pa_report_free(r);
	free(bytes);
}

static struct world *make_world(int setting)
{
	struct pack_item items[8];
	struct str pack;
	struct world *w = NULL;
	struct error e = ERROR_INIT;
	size_t n = 0;

	str_init(&pack, 1 << 24);
	if (setting == 1)
		add(items, &n, LIST_ANCHORS, "certs/certs/trust/test_cert_root_bundle.pem");
	if (setting == 2) {
		add(items, &n, LIST_ANCHORS, "trust/official/C2PA-TRUST-LIST.pem");
		add(items, &n, LIST_TSA, "trust/official/C2PA-TSA-TRUST-LIST.pem");
	}
	if (setting == 3) {
		add(items, &n, LIST_ANCHORS, "trust/gen-root.pem");
		add(items, &n, LIST_TSA, "trust/gen-root.pem");
		add_last_of("gen/resign/chain-with-root.jpg", items, &n, LIST_ANCHORS);
		add_last_of("gen/resign/chain-with-root.jpg", items, &n, LIST_TSA);
	}
	if (setting == BOX) {
		add_last_of("gen/box/box-ok.jpg", items, &n, LIST_ANCHORS);
	}
	add(items, &n, LIST_EKU, "trust/valid_eku_oids.cfg");
	world_pack(items, n, setting != 0, "--no-trust was given", &pack);
	assert_false(pack.failed);
	if (world_open(span_of(pack.data, pack.len, 0), &w, &e))
		fail_msg("world %d: %s", setting, e.message);
	for (size_t i = 0; i < n; i++)
		free((void *)(uintptr_t)items[i].bytes);
	str_release(&pack);
	return w;
}

/* ---- what we answer ---- */

static void summarise(const struct c2pa_report *r, struct answer *out)
{
	static const char *const states[] = { "None", "Invalid", "Valid", "Trusted" };
	struct code_set failures = { .n = 0 }, news = { .n = 0 };

	snprintf(out->state, sizeof out->state, "%s", states[r->state]);
	code_add_report(r, "cawg.", &failures, &news);
	code_join(&failures, "", out->failures, sizeof out->failures);
	code_join(&news, "", out->deltas, sizeof out->deltas);
}

/* The report borrows the file's bytes; the caller frees both. */
static struct c2pa_report *verify_file(const char *name, int setting, uint8_t **bytes)
{
	struct c2pa_input in = { .world = worlds[setting] };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;
	char path[1024];
	struct file f;

	snprintf(path, sizeof path, "files/%s", name);
	f = file_read(root, path);
	*bytes = f.bytes;
	in.file = span_of(f.bytes, f.len, 0);
	assert_true(time_parse_utc("2026-11-25T12:00:00Z", &in.now));
	if (c2pa_verify(&in, &r, &e))
		fail_msg("%s: %s", name, e.message);
	return r;
}

static void ours(const char *file, int setting, struct answer *out)
{
	uint8_t *bytes;
	struct c2pa_report *r = verify_file(file, setting, &bytes);

	summarise(r, out);
	c2pa_report_free(r);
	free(bytes);
}

/* ---- what the reference answered: "Valid F=a,b ING=c I=d", or "ERR C2pa(...)" ---- */

static void list_after(const char *cell, const char *key, char *out, size_t room)
{
	struct code_set codes = { .n = 0 };
	char copy[4096], *at, *save = NULL, *found;

	snprintf(copy, sizeof copy, " %s", cell);
	found = strstr(copy, key);
	out[0] = '\0';
	if (!found)
		return;
	at = found + strlen(key);
	at[strcspn(at, " ")] = '\0';
	for (char *c = strtok_r(at, ",", &save); c; c = strtok_r(NULL, ",", &save))
		if (strncmp(c, "cawg.", 5) != 0)
			code_add(&codes, c);
	code_join(&codes, "", out, room);
}

static bool only_untrusted(const char *codes)
{
	return !*codes || strcmp(codes, "signingCredential.untrusted") == 0;
}

/* Without cawg.* the reference's state is what is left. */
static void without_cawg(const char *cell, int setting, struct answer *out)
{
	if (!strstr(cell, "cawg."))
		return;
	if (!only_untrusted(out->failures) || !only_untrusted(out->deltas))
		return;
	snprintf(out->state, sizeof out->state, "%s",
		 setting && !*out->failures && !*out->deltas ? "Trusted" : "Valid");
}

static void theirs(const char *cell, int setting, struct answer *out)
{
	memset(out, 0, sizeof *out);
	if (strncmp(cell, "ERR", 3) == 0 || strncmp(cell, "\"ERR", 4) == 0) {
		snprintf(out->state, sizeof out->state, "None");
		return;
	}
	snprintf(out->state, sizeof out->state, "%.*s", (int)strcspn(cell, " "), cell);
	list_after(cell, " F=", out->failures, sizeof out->failures);
	list_after(cell, " ING=", out->deltas, sizeof out->deltas);
	without_cawg(cell, setting, out);
}

/* ---- where we differ on purpose: file pattern, setting pattern, state, failures, deltas, reason; "=": as theirs ---- */

static void take(const char *field, char *out, size_t room)
{
	if (strcmp(field, "=") != 0)
		snprintf(out, room, "%s", strcmp(field, "-") == 0 ? "" : field);
}

static bool except_line(char *line, const char *file, const char *setting, struct answer *out)
{
	char *f[6], *save = NULL;
	size_t n = 0;

	for (char *c = strtok_r(line, "\t", &save); c && n < 6; c = strtok_r(NULL, "\t", &save))
		f[n++] = c;
	if (n < 6 || fnmatch(f[0], file, 0) || fnmatch(f[1], setting, 0))
		return false;
	take(f[2], out->state, sizeof out->state);
	take(f[3], out->failures, sizeof out->failures);
	take(f[4], out->deltas, sizeof out->deltas);
	return true;
}

static void except(const char *file, const char *setting, struct answer *out)
{
	char *copy = mem_need_str(exceptions), *save = NULL;

	for (char *line = strtok_r(copy, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		if (line[0] != '#' && except_line(line, file, setting, out))
			break;
	free(copy);
}

/* ---- rows ---- */

static bool same(const struct answer *a, const struct answer *b)
{
	return !strcmp(a->state, b->state) && !strcmp(a->failures, b->failures) && !strcmp(a->deltas, b->deltas);
}

static unsigned check_cell(const char *file, int setting, const char *cell)
{
	struct answer want, got;

	theirs(cell, setting, &want);
	except(file, settings[setting], &want);
	ours(file, setting == 3 && strncmp(file, "gen/box/", 8) == 0 ? BOX : setting, &got);
	if (same(&want, &got))
		return 0;
	print_message("%s under %s:\n  want %s F=%s ING=%s\n  got  %s F=%s ING=%s\n", file, settings[setting], want.state,
		      want.failures, want.deltas, got.state, got.failures, got.deltas);
	return 1;
}

static void split(char *line, char *f[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		char *tab = line ? strchr(line, '\t') : NULL;

		f[i] = line ? line : (char *)"";
		if (tab)
			*tab = '\0';
		line = tab ? tab + 1 : NULL;
	}
}

static void every_row_is_answered_as_it_should_be(void **state)
{
	char *text, *save = NULL;
	unsigned rows = 0, cells = 0, wrong = 0;

	(void)state;
	text = (char *)file_read(root, "MANIFEST.tsv").bytes;
	(void)strtok_r(text, "\n", &save);
	for (char *line = strtok_r(NULL, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		char *f[FIELDS];

		split(line, f);
		rows++;
		for (int i = 0; i < N_SETTINGS; i++)
			if (*f[4 + i]) {
				cells++;
				wrong += check_cell(f[0], i, f[4 + i]);
			}
	}
	print_message("%u rows, %u answers, %u differ\n", rows, cells, wrong);
	assert_true(rows > 100);
	assert_int_equal(wrong, 0);
	free(text);
}

static int setup(void **state)
{
	const char *corpus = getenv("COTTINGLEY_CORPUS"), *srcdir = getenv("srcdir");
	char path[1024];

	(void)state;
	snprintf(path, sizeof path, "%s/c2pa", corpus ? corpus : "");
	root = mem_need_str(path);
	for (int i = 0; i < N_WORLDS; i++)
		worlds[i] = make_world(i);
	exceptions = (char *)file_read(srcdir ? srcdir : ".", "tests/data/c2pa-differences.tsv").bytes;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	for (int i = 0; i < N_WORLDS; i++)
		world_close(worlds[i]);
	free(root);
	free(exceptions);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_row_is_answered_as_it_should_be) };

	if (corpus_is_missing("c2pa/MANIFEST.tsv"))
		return 0;
	return cmocka_run_group_tests(tests, setup, teardown);
}
