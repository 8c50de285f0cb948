/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates as PEM (RFC 7468), with any text between the blocks, as the official list is published; or one as
 * DER. */
#include "src/base/base.h"

#include "src/base/base64.h"
#include "src/trust/list_parse.h"

enum { BLOCK_MAX = CERTIFICATE_MAX_DER / 3 * 4 + 4 };

/* ---- blocks ---- */

static const char *const labels[] = { "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CRL" };

/* Is the line "-----WORD LABEL-----"? label: static, "PRIVATE KEY" for all kinds of them, "" for others. */
static bool is_border(const char *line, const char *word, const char **label)
{
	size_t n = strlen(word), len = strlen(line);

	if (len < n + 11 || strncmp(line, "-----", 5) != 0 || strncmp(line + 5, word, n) != 0 || line[5 + n] != ' ' ||
	    strcmp(line + len - 5, "-----") != 0)
		return false;
	line += 6 + n;
	len -= 11 + n;
	*label = "";
	for (size_t i = 0; i < ARRAY_LEN(labels); i++)
		if (strlen(labels[i]) == len && strncmp(line, labels[i], len) == 0)
			*label = labels[i];
	if (len >= 11 && strncmp(line + len - 11, "PRIVATE KEY", 11) == 0)
		*label = "PRIVATE KEY";
	return true;
}

static enum status decode(struct arena *a, const char *base64, struct pem_block *out, struct error *e)
{
	uint8_t *der = arena_alloc(a, strlen(base64) / 4 * 3 + 3, 1);
	size_t len = 0;

	if (!der)
		return err_nomem(e);
	if (!base64_decode(base64, der, &len) || len == 0)
		return err_set(e, ST_CORRUPT, "the block that begins at line %u is not base64", out->line);
	out->der = span_of(der, len, 0);
	return ST_OK;
}

/* Gathers the lines up to END. */
static enum status read_block(struct arena *a, struct lines *l, size_t max, struct pem_block *out, struct error *e)
{
	struct str text;
	const char *label = "";
	enum status st = ST_CORRUPT;

	err_set(e, ST_CORRUPT, "the block that begins at line %u has no end", out->line);
	str_init(&text, max);
	while (lines_next(l)) {
		if (is_border(l->text, "END", &label)) {
			st = ST_OK;
			break;
		}
		if (strncmp(l->text, "-----", 5) == 0 || l->is_long || l->has_nul)
			break;
		str_puts(&text, l->text);
	}
	if (!st && label != out->label)
		st = err_set(e, ST_CORRUPT, "the block that begins at line %u ends as something else", out->line);
	if (!st && text.failed)
		st = err_set(e, ST_LIMIT, "the block that begins at line %u is longer than %zu bytes", out->line, max);
	st = st ? st : decode(a, text.data, out, e);
	str_release(&text);
	return st;
}

enum status pem_next(struct arena *a, struct lines *l, struct pem_block *out, struct error *e)
{
	while (lines_next(l)) {
		if (!is_border(l->text, "BEGIN", &out->label))
			continue;
		out->line = l->number;
		if (strcmp(out->label, "PRIVATE KEY") == 0)
			return err_set(e, ST_CORRUPT, "line %u begins a private key: a list of certificates holds none",
				       l->number);
		if (!*out->label)
			return err_set(e, ST_CORRUPT, "line %u begins something else than a certificate", l->number);
		return read_block(a, l, strcmp(out->label, "X509 CRL") == 0 ? LIST_MAX_BYTES : BLOCK_MAX, out, e);
	}
	return ST_NOTHING;
}

/* ---- entries ---- */

enum status list_reserve(struct arena *a, struct trust_list *out, size_t n, struct error *e)
{
	struct list_entry *grown;

	if (n > LIST_MAX_CERTIFICATES - out->n_entries)
		return err_set(e, ST_LIMIT, "more than %d certificates", LIST_MAX_CERTIFICATES);
	grown = arena_alloc(a, out->n_entries + n, sizeof *grown);
	if (!grown)
		return err_nomem(e);
	if (out->n_entries)
		memcpy(grown, out->entries, out->n_entries * sizeof *grown);
	out->entries = grown;
	return ST_OK;
}

static bool is_there(const struct trust_list *l, const struct list_entry *x)
{
	for (uint32_t i = 0; i < l->n_entries; i++)
		if (memcmp(l->entries[i].sha256, x->sha256, SHA256_LEN) == 0 && l->entries[i].cert.x509)
			return true;
	return false;
}

static const char *entity_of(const struct certificate *c)
{
	return c->organization ? c->organization : c->common_name ? c->common_name : c->subject;
}

enum status list_take(struct arena *a, struct trust_list *out, struct span der, const char *entity, unsigned *bad,
		      struct error *e)
{
	struct list_entry *x = &out->entries[out->n_entries];
	struct certificates one = { .list = &x->cert, .n = 1 };
	enum status st;

	*x = (struct list_entry){ .from = INT64_MIN, .until = INT64_MAX };
	st = certificate_read(a, der, &x->cert, e);
	if (st == ST_MEMORY)
		return st;
	if (st) {
		*x = (struct list_entry){ .from = 0 };
		err_clear(e);
		++*bad;
		return ST_OK;
	}
	memcpy(x->sha256, x->cert.sha256, SHA256_LEN);
	x->entity = entity ? entity : entity_of(&x->cert);
	if (is_there(out, x))
		certificates_release(&one);
	else
		out->n_entries++;
	return ST_OK;
}

static enum status take_der(struct arena *a, struct span bytes, struct trust_list *out, unsigned *bad,
			    struct error *e)
{
	uint8_t *copy = arena_copy(a, bytes.data, bytes.len);
	enum status st = list_reserve(a, out, 1, e);

	if (!copy)
		return err_nomem(e);
	return st ? st : list_take(a, out, span_of(copy, bytes.len, 0), NULL, bad, e);
}

static size_t count_blocks(struct span bytes)
{
	size_t n = 0;

	for (size_t i = 0; i + 10 <= bytes.len; i++)
		n += bytes.data[i] == '-' && memcmp(bytes.data + i, "-----BEGIN", 10) == 0;
	return n;
}

static enum status take_blocks(struct arena *a, struct span bytes, struct trust_list *out, unsigned *bad,
			       struct error *e)
{
	struct pem_block b;
	struct lines l;
	enum status st = list_reserve(a, out, count_blocks(bytes), e);

	lines_init(&l, bytes);
	while (!st && (st = pem_next(a, &l, &b, e)) == ST_OK) {
		if (strcmp(b.label, "X509 CRL") == 0)
			return err_set(e, ST_CORRUPT, "line %u begins a revocation list; add it as 'crl'", b.line);
		st = list_take(a, out, b.der, NULL, bad, e);
	}
	return st == ST_NOTHING ? ST_OK : st;
}

enum status list_pem(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	bool der = bytes.len > 4 && bytes.len <= CERTIFICATE_MAX_DER && bytes.data[0] == 0x30;
	unsigned bad = 0;
	enum status st = der ? take_der(a, bytes, out, &bad, e) : take_blocks(a, bytes, out, &bad, e);

	if (st)
		return st;
	if (out->n_entries == 0)
		return err_set(e, ST_CORRUPT, bad ? "no certificate in it can be read" : "there is no certificate in it");
	if (bad)
		list_note(a, out, "%u certificate%s could not be read", bad, bad == 1 ? "" : "s");
	return ST_OK;
}
