/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tampering with any single byte of a signed file is found. 10,000 flips at random (fixed seed) over ten
 * samples, one of every container, every binding and every way to lay the store: each changes the verifier's
 * answer (its state or its failure codes), or lies in bytes that the report on the untouched file names as
 * unbound, or is named as an oddity. None passes in silence. */
#include "tests/unit/unit.h"

#include "src/base/timeutil.h"
#include "src/trust/c2pa.h"
#include "tests/unit/verified.h"

#ifdef SANITIZED
enum { FLIPS = 100 }; /* of each file */
#else
enum { FLIPS = 1000 };
#endif
enum { PRINT = 8192 };

static const char *const files[] = {
	"es256.jpg", "es384.png", "es512.webp", "es256.avif", "eddsa.heic",
	"ps256.tif", "ps384.gif", "ps512.svg", "boxes.jpg", "left-out-metadata.jpg",
};

/* What a reader of the report is told. */
struct answer {
	enum c2pa_state state;
	char failures[PRINT]; /* codes of class failure, in the order logged */
	char said[PRINT];     /* everything else that a flip may change: other codes, oddities, strays, notes */
};

enum outcome { FOUND, NAMED_UNBOUND, NAMED_ODDITY, FREE, SILENT, OUTCOMES };

static struct world *world;

static int setup(void **state)
{
	(void)state;
	world = sample_world(true);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	world_close(world);
	return 0;
}

/* ---- the answer ---- */

static void add(char *text, const char *one)
{
	size_t at = strlen(text);

	if (one && at + 1 < PRINT)
		snprintf(text + at, PRINT - at, "%s\n", one);
}

static void add_log(struct answer *a, const struct status_log *l)
{
	for (const struct status_entry *s = l->first; s; s = s->next)
		add(s->class == CODE_FAILURE ? a->failures : a->said, s->code);
}

static void add_manifest(struct answer *a, const struct c2pa_manifest *m)
{
	add_log(a, &m->log);
	for (uint32_t i = 0; i < m->n_ingredients; i++)
		add_log(a, &m->ingredients[i].fresh);
	for (uint32_t i = 0; i < m->signer.n_oddities; i++)
		add(a->said, m->signer.oddities[i]);
	add(a->said, m->binding.note);
	add(a->said, m->signer.identity_note);
	add(a->said, m->signer.stamp.state);
	for (uint32_t i = 0; i < m->binding.n_unbound; i++)
		add(a->said, m->binding.unbound[i].what);
}

static void summarise(const struct c2pa_report *r, struct answer *a)
{
	*a = (struct answer){ .state = r->state };
	add_log(a, &r->store_log);
	for (uint32_t i = 0; i < r->n_manifests; i++)
		add_manifest(a, &r->manifests[i]);
	for (uint32_t i = 0; i < r->asset.n_strays; i++)
		add(a->said, r->asset.strays[i].text);
}

static struct c2pa_report *verify(struct file f)
{
	struct c2pa_input in = { .file = span_of(f.bytes, f.len, 0), .world = world };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;

	assert_true(time_parse_utc("2026-11-01T00:00:00Z", &in.now));
	if (c2pa_verify(&in, &r, &e))
		fail_msg("%s", e.message);
	return r;
}

/* ---- one flip ---- */

static uint64_t seed = 0xC0771461E1ULL;

static uint32_t pick(uint32_t n)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)((seed >> 33) % n);
}

/* Unbound beside the store: the store is signed in its own way, so a flip there is judged like any other. */
static bool is_named(const struct c2pa_report *whole, uint64_t at)
{
	const struct binding_report *b = &whole->active->binding;

	for (uint32_t i = 0; i < b->n_unbound; i++)
		if (b->unbound[i].kind != UNBOUND_STORE && at >= b->unbound[i].at.start &&
		    at - b->unbound[i].at.start < b->unbound[i].at.length)
			return true;
	return false;
}

/* The only bytes of a signed file in which a change is neither found nor named: En, the number that the
 * pieces of one JPEG XT box share (ISO/IEC 18477-3, B.3). Of a store in one piece any number serves, and
 * nothing says which one it was. */
static bool is_free(const struct c2pa_report *whole, uint64_t at)
{
	const struct store_found *s = whole->store;

	return whole->asset.kind == ASSET_JPEG && s->n_pieces == 1 && at - s->places[0].start - 6 < 2;
}

static enum outcome judge(const struct c2pa_report *whole, const struct answer *before, struct file f, uint64_t at)
{
	struct c2pa_report *r = verify(f);
	struct answer after;

	summarise(r, &after);
	c2pa_report_free(r);
	if (after.state != before->state || strcmp(after.failures, before->failures) != 0)
		return FOUND;
	if (is_named(whole, at))
		return NAMED_UNBOUND;
	if (strcmp(after.said, before->said) != 0)
		return NAMED_ODDITY;
	return is_free(whole, at) ? FREE : SILENT;
}

static unsigned flip_file(const char *name, unsigned counts[OUTCOMES])
{
	struct file f = file_read(sample_folder(), name);
	struct c2pa_report *whole = verify(f);
	bool every = getenv("COTTINGLEY_SLOW"); /* each byte once */
	struct answer before;
	unsigned silent = 0;

	summarise(whole, &before);
	assert_int_equal(whole->state, C2PA_TRUSTED);
	for (unsigned i = 0; i < (every ? f.len : FLIPS); i++) {
		uint32_t at = every ? i : pick((uint32_t)f.len);
		uint8_t by = (uint8_t)(1 + pick(255)), was = f.bytes[at];
		enum outcome o;

		f.bytes[at] ^= by;
		o = judge(whole, &before, f, at);
		f.bytes[at] = was;
		counts[o]++;
		if (o != SILENT)
			continue;
		print_message("# %s: byte %u, %02x to %02x: nothing is said\n", name, at, was, was ^ by);
		silent++;
	}
	c2pa_report_free(whole);
	free(f.bytes);
	return silent;
}

static void no_flip_passes_in_silence(void **state)
{
	unsigned all[OUTCOMES] = { 0 }, silent = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		unsigned counts[OUTCOMES] = { 0 };

		silent += flip_file(files[i], counts);
		print_message("# %s: %u found, %u in bytes named as unbound, %u named as odd, %u box numbers, %u silent\n",
			      files[i], counts[FOUND], counts[NAMED_UNBOUND], counts[NAMED_ODDITY], counts[FREE],
			      counts[SILENT]);
		for (int k = 0; k < OUTCOMES; k++)
			all[k] += counts[k];
	}
	print_message("# all: %u found, %u in bytes named as unbound, %u named as odd, %u box numbers, %u silent\n",
		      all[FOUND], all[NAMED_UNBOUND], all[NAMED_ODDITY], all[FREE], all[SILENT]);
	assert_int_equal(silent, 0);
	assert_true(all[FOUND] > all[NAMED_UNBOUND] + all[NAMED_ODDITY]);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_flip_passes_in_silence) };

	return cmocka_run_group_tests(tests, setup, teardown);
}
