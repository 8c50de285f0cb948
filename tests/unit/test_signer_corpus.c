/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signer of the active manifest of every sample, under four trust settings, against what the reference verifier
 * answers: the failure codes that speak about signatures and credentials must be the same, but for the rows below. */
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

#include "src/base/mem.h"
#include "src/base/str.h"
#include "src/trust/asset.h"
#include "src/trust/cose.h"
#include "src/trust/jumbf.h"
#include "src/trust/signer.h"
#include "tests/unit/corpus.h"

#include <openssl/pem.h>
#include <stdio.h>

enum { COLUMNS = 9, SETTINGS = 4, FIRST_SETTING = 4, LINE_BYTES = 16384 };

static const int64_t now = 1795608000; /* 2026-11-25T12:00:00Z, when the answers were recorded */
static const char *const settings[SETTINGS] = { "none", "test", "official", "own" };

/* Where the specification, not the reference verifier, is followed. NULL: whatever setting. */
static const struct exception {
	const char *file, *setting, *codes, *why; /* the first that fits counts; a file that ends in '/' stands for its folder */
} exceptions[] = {
	{ "encypher/expired_signer.jpg", "none", "signingCredential.expired", "as it is named; no report there" },
	{ "encypher/tampered_signature.jpg", "none", "claimSignature.mismatch", "as it is named; no report there" },
	{ "encypher/wrong_eku_signer.jpg", "none", "signingCredential.invalid", "as it is named; no report there" },
	{ "encypher/", "none", "", "c2pa-kp-claimSigning is an accepted purpose (14.4.1) without configuration" },
	{ "gen/box/", "own", "signingCredential.untrusted", "their root is not among the samples" },
	{ "gen/resign/es256-p384key.jpg", NULL, "", "any of three curves goes with any ES algorithm (13.2.1)" },
	{ "gen/resign/x5chain-both-33.jpg", NULL, "claimSignature.mismatch", "two credentials (14.5)" },
	{ "gen/resign/ocsp-casigned-revoked.jpg", NULL, "signingCredential.ocsp.revoked", "issuer may answer itself" },
	{ "gen/resign/ocsp-unknown.jpg", NULL, "signingCredential.ocsp.unknown", "an answer that is no answer" },
	{ "gen/resign/tst2-ocsp-unknown.jpg", NULL, "signingCredential.ocsp.unknown", "the same with a stamp" },
	{ "gen/resign/tst2-ocsp-removefromcrl.jpg", NULL, "", "removeFromCRL is good (15.9.1)" },
	{ "gen/resign/untagged-sign1.jpg", NULL, "claimSignature.mismatch", "tag 18 is required; no report there" },
};

/* A file of the samples; its bytes are freed by the caller. */
static struct span load(const char *name)
{
	char folder[1024];
	struct file f;

	snprintf(folder, sizeof folder, "%s/c2pa", getenv("COTTINGLEY_CORPUS"));
	f = file_read(folder, name);
	return span_of(f.bytes, f.len, 0);
}

/* ---- the parts of a sample ---- */

static const struct jumbf_box *last_manifest(const struct jumbf_box *root)
{
	const struct jumbf_box *last = NULL;

	for (const struct jumbf_box *b = root->first; b; b = b->next)
		if (b->type == FOURCC('j', 'u', 'm', 'b'))
			last = b;
	return last;
}

static struct span cbor_of(const struct jumbf_box *b)
{
	const struct jumbf_box *c = b ? jumbf_content(b, FOURCC('c', 'b', 'o', 'r')) : NULL;

	return c ? c->payload : span_of(NULL, 0, 0);
}

/* A certificate status assertion of any manifest of the store. */
static const struct cnode *status_assertion(struct arena *a, const struct jumbf_box *root)
{
	struct cnode *n = NULL;
	struct error e;

	for (const struct jumbf_box *m = root->first; m; m = m->next) {
		const struct jumbf_box *s = jumbf_child(m, "c2pa.assertions");
		struct span bytes = cbor_of(s ? jumbf_child(s, "c2pa.certificate-status") : NULL);

		if (bytes.len && cbor_tree(a, bytes, &n, &e) != ST_OK)
			n = NULL;
	}
	return n;
}

static bool find_input(struct arena *a, struct span file, struct signer_input *in)
{
	const struct store_found *store, *why;
	const struct jumbf_box *manifest, *claim;
	struct jumbf_box *root, *inflated;
	struct error e = ERROR_INIT;
	static struct asset asset;

	if (asset_open(a, file, &asset, &e) || !(store = asset_store(&asset, &why)) ||
	    jumbf_parse(a, store->bytes, &root, &e) || !(manifest = last_manifest(root)))
		return false;
	if (jumbf_is_c2pa(manifest, FOURCC('c', '2', 'c', 'm'))) {
		if (jumbf_inflate(a, manifest, &inflated, &e))
			return false;
		manifest = inflated;
	}
	claim = jumbf_child(manifest, "c2pa.claim.v2");
	in->claim_v2 = claim != NULL;
	in->claim = cbor_of(claim ? claim : jumbf_child(manifest, "c2pa.claim"));
	in->signature_box = cbor_of(jumbf_child(manifest, "c2pa.signature"));
	in->more_revocation = status_assertion(a, root);
	return in->claim.len && in->signature_box.len;
}

/* ---- worlds as the reference verifier was set up ---- */

static const struct { unsigned setting; enum list_kind kind; const char *file; } lists[] = {
	{ 1, LIST_ANCHORS, "certs/certs/trust/test_cert_root_bundle.pem" },
	{ 1, LIST_EKU, "trust/valid_eku_oids.cfg" },
	{ 2, LIST_ANCHORS, "trust/official/C2PA-TRUST-LIST.pem" },
	{ 2, LIST_TSA, "trust/official/C2PA-TSA-TRUST-LIST.pem" },
	{ 2, LIST_EKU, "trust/valid_eku_oids.cfg" },
	{ 3, LIST_ANCHORS, "trust/gen-root.pem" },
	{ 3, LIST_TSA, "trust/gen-root.pem" },
	{ 3, LIST_EKU, "trust/valid_eku_oids.cfg" },
};

/* Most of gen/ was signed below a root that only one of its files carries. */
static struct span carried_root(void)
{
	struct signer_input in = { .url = "" };
	struct error e = ERROR_INIT;
	struct cose cose = { 0 };
	struct arena a;
	struct str pem;
	struct span file;
	X509 *x = NULL;
	BIO *bio = BIO_new(BIO_s_mem());
	char *text;
	long len;

	arena_init(&a, 64 << 20);
	str_init(&pem, 1 << 20);
	file = load("files/gen/resign/chain-with-root.jpg");
	assert_true(find_input(&a, file, &in));
	assert_int_equal(cose_parse(&a, in.signature_box, &cose, &e), ST_OK);
	assert_int_equal(cose.n_certs, 3);
	x = d2i_X509(NULL, &(const unsigned char *){ cose.certs[2].data }, (long)cose.certs[2].len);
	assert_true(x && bio && PEM_write_bio_X509(bio, x));
	len = BIO_get_mem_data(bio, &text);
	str_add(&pem, text, (size_t)len);
	free((void *)(uintptr_t)file.data);
	file = load("trust/gen-root.pem");
	str_add(&pem, file.data, file.len);
	free((void *)(uintptr_t)file.data);
	text = malloc(pem.len);
	assert_non_null(text);
	memcpy(text, pem.data, pem.len);
	file = span_of(text, pem.len, 0);
	X509_free(x);
	BIO_free(bio);
	str_release(&pem);
	arena_release(&a);
	return file;
}

static struct world *open_world(unsigned setting)
{
	struct pack_item items[ARRAY_LEN(lists)];
	struct error e = ERROR_INIT;
	struct world *w = NULL;
	struct str pack;
	size_t n = 0;

	for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
		struct span s;

		if (lists[i].setting != setting)
			continue;
		s = strcmp(lists[i].file, "trust/gen-root.pem") == 0 ?
			    carried_root() : load(lists[i].file);
		assert_true(s.len > 0);
		items[n++] = (struct pack_item){ .kind = lists[i].kind, .name = lists[i].file, .bytes = s.data,
						 .len = s.len };
	}
	str_init(&pack, 64 << 20);
	world_pack(items, n, n > 0, n ? NULL : "--no-trust was given", &pack);
	assert_int_equal(world_open(span_of(pack.data, pack.len, 0), &w, &e), ST_OK);
	str_release(&pack);
	while (n-- > 0)
		free((void *)items[n].bytes);
	return w;
}

/* ---- one sample ---- */

static bool about_signer(const char *code)
{
	return strncmp(code, "signingCredential.", 18) == 0 || strncmp(code, "claimSignature.", 15) == 0 ||
	       strcmp(code, "algorithm.unsupported") == 0;
}

/* "Invalid F=a,b I=c": the codes of F that are ours to give. */
static void expected_codes(char *column, char *out, size_t cap)
{
	struct code_set codes = { .n = 0 };
	char *f = strstr(column, "F="), *save = NULL;

	if (f) {
		f += 2;
		f[strcspn(f, " ")] = '\0';
		for (char *p = strtok_r(f, ",", &save); p; p = strtok_r(NULL, ",", &save))
			if (about_signer(p))
				code_add(&codes, p);
	}
	code_join(&codes, "", out, cap);
}

static void found_codes(const struct status_log *log, char *out, size_t cap)
{
	struct code_set codes = { .n = 0 };

	code_add_failures(&codes, log, NULL);
	code_join(&codes, "", out, cap);
}

static bool is_named(const char *row, const char *file)
{
	size_t len = strlen(row);

	return row[len - 1] == '/' ? strncmp(row, file, len) == 0 : strcmp(row, file) == 0;
}

static const char *exception_for(const char *file, const char *setting)
{
	for (size_t i = 0; i < ARRAY_LEN(exceptions); i++)
		if (is_named(exceptions[i].file, file) &&
		    (!exceptions[i].setting || strcmp(exceptions[i].setting, setting) == 0))
			return exceptions[i].codes;
	return NULL;
}

static void show(const char *file, const char *setting, const struct signer_report *r, const struct status_log *log)
{
	if (!getenv("SIGNER_SHOW"))
		return;
	printf("# %s %s: identity %d (%s) stamp %s (%s) revocation %s (%s)\n", file, setting, r->identity,
	       r->identity_note ? r->identity_note : "", r->stamp.state ? r->stamp.state : "-",
	       r->stamp.note ? r->stamp.note : "", r->revocation.state ? r->revocation.state : "-",
	       r->revocation.note ? r->revocation.note : "");
	for (const struct status_entry *n = log->first; n; n = n->next)
		printf("#    %s: %s\n", n->code, n->explanation);
	for (uint32_t i = 0; i < r->n_oddities; i++)
		printf("#    odd: %s\n", r->oddities[i]);
}

/* Differences counted, not thrown: all of them are to be seen at once. */
static unsigned check(const struct world *w, struct span file, const char *name, unsigned setting, char *column)
{
	char want[1024], got[1024];
	struct signer_input in = { .world = w, .now = now, .url = "self#jumbf=c2pa.signature" };
	struct signer_report r = { 0 };
	struct error e = ERROR_INIT;
	struct status_log log;
	unsigned bad = 0;
	struct arena a;

	expected_codes(column, want, sizeof want);
	if (exception_for(name, settings[setting]))
		snprintf(want, sizeof want, "%s", exception_for(name, settings[setting]));
	arena_init(&a, 256 << 20);
	status_log_init(&log, &a);
	if (find_input(&a, file, &in)) {
		assert_int_equal(signer_check(&a, &in, &log, &r, &e), ST_OK);
		found_codes(&log, got, sizeof got);
		bad = strcmp(want, got) != 0;
		if (bad)
			printf("# %s (%s): '%s' instead of '%s'\n", name, settings[setting], got, want);
		show(name, settings[setting], &r, &log);
		signer_release(&r);
	}
	arena_release(&a);
	return bad;
}

static size_t split(char *line, char *cell[COLUMNS])
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *p = line; p && n < COLUMNS; n++) {
		cell[n] = p;
		p = strchr(p, '\t');
		if (p)
			*p++ = '\0';
	}
	return n;
}

static void codes_equal_the_reference(void **state)
{
	struct world *worlds[SETTINGS];
	unsigned bad = 0, rows = 0;
	char path[4096], name[512];
	static char line[LINE_BYTES];
	char *cell[COLUMNS];
	FILE *f;

	(void)state;
	snprintf(path, sizeof path, "%s/c2pa/MANIFEST.tsv", getenv("COTTINGLEY_CORPUS"));
	f = fopen(path, "r");
	assert_non_null(f);
	for (unsigned i = 0; i < SETTINGS; i++)
		worlds[i] = open_world(i);
	while (fgets(line, sizeof line, f)) {
		struct span file;
		size_t n = split(line, cell);

		if (n < COLUMNS - 1 || strcmp(cell[0], "file") == 0)
			continue;
		if (getenv("SIGNER_ONLY") && !strstr(cell[0], getenv("SIGNER_ONLY")))
			continue;
		snprintf(name, sizeof name, "files/%s", cell[0]);
		file = load(name);
		for (unsigned i = 0; i < SETTINGS && file.len; i++) {
			char *column = cell[FIRST_SETTING + i];
			bool oracle = column[0] && column[0] != 'E' && column[0] != '"';

			if (!column[0] || (!oracle && !exception_for(cell[0], settings[i])))
				continue;
			rows++;
			bad += check(worlds[i], file, cell[0], i, column);
		}
		free((void *)file.data);
	}
	fclose(f);
	for (unsigned i = 0; i < SETTINGS; i++)
		world_close(worlds[i]);
	printf("# %u answers compared, %u differ\n", rows, bad);
	assert_true(rows > 100 || getenv("SIGNER_ONLY"));
	assert_int_equal(bad, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(codes_equal_the_reference) };

	if (corpus_is_missing("c2pa/MANIFEST.tsv"))
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
