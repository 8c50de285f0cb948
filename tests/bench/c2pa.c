/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c2pa: what verifying the Content Credentials of a file costs, as a multiple of one SHA-256 pass over it: the least that
 * any verifier must do. Processor time, the least of several runs. Context only, never asserted.
 * usage: c2pa FILE ANCHORS.pem [RUNS] */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/trust/c2pa.h"

#include <openssl/evp.h>

enum { RUNS_MAX = 99, LIMIT = 2, NOW = 1793491200 /* 2026-11-01: the samples' certificates are valid */ };

struct file { uint8_t *bytes; size_t len; };

static bool slurp(const char *path, struct file *out)
{
	FILE *f = fopen(path, "rb");
	long size = -1;

	if (f && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0 && fseek(f, 0, SEEK_SET) == 0) {
		out->bytes = mem_need((size_t)size + 1, 1);
		out->len = fread(out->bytes, 1, (size_t)size, f);
	}
	if (f)
		fclose(f);
	return size >= 0 && out->len == (size_t)size;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static struct world *make_world(const struct file *anchors)
{
	const struct pack_item item = { .kind = LIST_ANCHORS, .name = "bench", .bytes = anchors->bytes, .len = anchors->len };
	struct error e = ERROR_INIT;
	struct world *w = NULL;
	struct str pack;

	str_init(&pack, 1 << 24);
	world_pack(&item, 1, true, NULL, &pack);
	if (pack.failed || world_open(span_of(pack.data, pack.len, 0), &w, &e))
		fprintf(stderr, "c2pa: %s\n", e.message);
	str_release(&pack);
	return w;
}

static double hash_once(const struct file *f)
{
	double since = now();
	uint8_t digest[EVP_MAX_MD_SIZE];

	if (EVP_Digest(f->bytes, f->len, digest, NULL, EVP_sha256(), NULL) != 1)
		return 0;
	return now() - since;
}

static double open_once(const struct file *f)
{
	double since = now();
	struct error e = ERROR_INIT;
	struct arena a;
	static struct asset x;

	arena_init(&a, (size_t)256 << 20);
	(void)!asset_open(&a, span_of(f->bytes, f->len, 0), &x, &e);
	arena_release(&a);
	return now() - since;
}

static double verify_once(const struct file *f, const struct world *w, enum c2pa_state *state)
{
	const struct c2pa_input in = { .file = span_of(f->bytes, f->len, 0), .world = w, .now = NOW };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;
	double since = now();

	if (c2pa_verify(&in, &r, &e)) {
		fprintf(stderr, "c2pa: %s\n", e.message);
		exit(1);
	}
	*state = r->state;
	c2pa_report_free(r);
	return now() - since;
}

static double less(double a, double b)
{
	return a < b ? a : b;
}

int main(int argc, char **argv)
{
	struct file f = { NULL, 0 }, anchors = { NULL, 0 };
	int runs = argc > 3 ? atoi(argv[3]) : 9;
	double hash = 1e9, open = 1e9, verify = 1e9;
	enum c2pa_state state = C2PA_NONE;
	struct world *w;

	if (argc < 3 || runs < 1 || runs > RUNS_MAX) {
		fputs("usage: c2pa FILE ANCHORS.pem [RUNS, 1 to 99]\n", stderr);
		return 2;
	}
	if (!slurp(argv[1], &f) || !slurp(argv[2], &anchors) || !(w = make_world(&anchors))) {
		fprintf(stderr, "c2pa: cannot read '%s' and '%s'\n", argv[1], argv[2]);
		return 1;
	}
	for (int i = 0; i < runs; i++) {
		hash = less(hash, hash_once(&f));
		open = less(open, open_once(&f));
		verify = less(verify, verify_once(&f, w, &state));
	}
	printf("  %-26s %7.2f ms  %5.2f x SHA-256, limit %d: %s\n", "verify", verify * 1e3, verify / hash, LIMIT,
	       c2pa_state_name(state));
	printf("  %-26s %7.2f ms  %5.2f x SHA-256\n", "of it: find the stores", open * 1e3, open / hash);
	printf("  %-26s %7.2f ms  %5.0f MB/s\n", "SHA-256 alone", hash * 1e3, (double)f.len / hash / 1e6);
	world_close(w);
	free(f.bytes);
	free(anchors.bytes);
	return 0;
}
