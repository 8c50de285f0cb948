/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_main.c: sign-pictures makes signed pictures whose truth is known. */
#include "src/base/base.h"

#include "tests/gen/common.h"
#include "tests/gen/sign_practice.h"
#include "tests/gen/sign_say.h"
#include "tests/gen/sign_seed.h"
#include "tests/gen/sign_set.h"

#include <errno.h>
#include <sys/stat.h>

static const char usage[] =
	"usage: sign-pictures OUT        the whole set with its MANIFEST.tsv and the public roots\n"
	"       sign-pictures --list     what is in it\n"
	"       sign-pictures --sign DIR NAME   a JPEG of yours, in place, by the signer of es256.jpg\n"
	"       sign-pictures --practice DIR\n"
	"       sign-pictures --practice-root FILE\n";

static const struct sample *const sets[] = { plain_samples, harmed_samples, chain_samples };

/* The store beside "sidecar.jpg" is "sidecar.c2pa". */
static void write_sidecar(const char *folder, const struct sample *s, const struct job *j)
{
	char name[256];
	const char *dot = strrchr(s->file, '.');

	snprintf(name, sizeof name, "%.*s.c2pa", (int)(dot - s->file), s->file);
	sign_write(folder, name, &j->store);
}

static void put_row(const struct sample *s, bool has_sidecar, const char *trust, const char *state,
		    const char *failures, const char *reason, struct str *o)
{
	const char *dot = strrchr(s->file, '.');

	str_printf(o, "%s\t", s->file);
	if (has_sidecar)
		str_printf(o, "%.*s.c2pa", (int)(dot - s->file), s->file);
	else
		str_puts(o, "-");
	str_printf(o, "\t%s\t%s\t%s\t%s\t%s\t%s\n", trust, state, failures, s->deltas, s->what, reason);
}

/* Some once more without any list. */
static void put_unjudged(const struct sample *s, bool has_sidecar, struct str *o)
{
	static const struct { const char *file, *state, *failures, *reason; } rows[] = {
		{ "es256.jpg", "valid", "-", "without a list nobody is judged" },
		{ "unlisted.jpg", "valid", "-", "without a list nobody is judged" },
		{ "changed.jpg", "invalid", "assertion.dataHash.mismatch", "bytes are judged all the same" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (!strcmp(rows[i].file, s->file))
			put_row(s, has_sidecar, "none", rows[i].state, rows[i].failures, rows[i].reason, o);
}

static void make(const char *folder, const struct sample *s, struct str *table)
{
	struct job j;

	memset(&j, 0, sizeof j);
	seed_random(SAMPLE_SEED, s->file);
	s->make(&j);
	if (!j.out.data) {
		fprintf(stderr, "sign-pictures: %s is left out: this build cannot make such a picture\n", s->file);
	} else {
		sign_write(folder, s->file, &j.out);
		if (j.plan.sidecar)
			write_sidecar(folder, s, &j);
		put_row(s, j.plan.sidecar, "sample", s->state, s->failures, s->reason, table);
		put_unjudged(s, j.plan.sidecar, table);
	}
	job_release(&j);
}

static void write_roots(const char *folder)
{
	static const struct { enum who who; const char *file; } roots[] = {
		{ WHO_ROOT, "sample-root.pem" }, { WHO_TSA_ROOT, "sample-time-root.pem" },
	};
	struct str s = sign_str();

	for (size_t i = 0; i < ARRAY_LEN(roots); i++) {
		str_clear(&s);
		pki_pem(pki_get(roots[i].who), &s);
		sign_write(folder, roots[i].file, &s);
	}
	str_release(&s);
}

static void make_all(const char *folder)
{
	struct str table = sign_str();

	if (mkdir(folder, 0777) && errno != EEXIST)
		die("cannot make the folder '%s'", folder);
	pki_seed(SAMPLE_SEED);
	for (int w = 0; w < WHO_PRACTICE_ROOT; w++)
		pki_get((enum who)w); /* now: making them starts the random numbers anew */
	str_puts(&table, "file\tsidecar\ttrust\tstate\tfailures\tdeltas\twhat\treason\n");
	for (size_t i = 0; i < ARRAY_LEN(sets); i++)
		for (const struct sample *s = sets[i]; s->file; s++)
			make(folder, s, &table);
	sign_write(folder, "MANIFEST.tsv", &table);
	write_roots(folder);
	str_release(&table);
}

static void list(void)
{
	for (size_t i = 0; i < ARRAY_LEN(sets); i++)
		for (const struct sample *s = sets[i]; s->file; s++)
			printf("%-24s %s\n", s->file, s->what);
}

/* By the same keys as the set, so that its sample-root.pem vouches for it. */
static void sign_one(const char *folder, const char *name)
{
	static const struct action captured = { .action = "c2pa.created", .type = SOURCE_TYPE "digitalCapture" };
	struct job j;

	memset(&j, 0, sizeof j);
	pki_seed(SAMPLE_SEED);
	for (int w = 0; w < WHO_PRACTICE_ROOT; w++)
		pki_get((enum who)w);
	seed_random(SAMPLE_SEED, name);
	j.container = IN_JPEG;
	j.base = sign_read(folder, name);
	plan_begin(&j.plan, 2, WHO_ES256, name, "image/jpeg");
	say_actions(&j.plan, &captured, 1, true);
	job_sign(&j);
	sign_write(folder, name, &j.out);
	job_release(&j);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--help")) {
		fputs(usage, stdout);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[1], "--list")) {
		list();
		return 0;
	}
	if (argc == 4 && !strcmp(argv[1], "--sign")) {
		sign_one(argv[2], argv[3]);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "--practice")) {
		practice_sign(argv[2]);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "--practice-root")) {
		practice_root(argv[2]);
		return 0;
	}
	if (argc == 2 && argv[1][0] != '-') {
		make_all(argv[1]);
		return 0;
	}
	fputs(usage, stderr);
	return 2;
}
