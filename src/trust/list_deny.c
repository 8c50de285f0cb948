/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signers that are denied, one a line, words parted by blanks or tabs; the whole grammar stands in cottingley-trust(1):
 *
 *   cert-sha256   SHA256                    [since DATE] [source WORD] [REASON]
 *   spki-sha256   SHA256                    ...
 *   issuer-spki   SHA256                    ...
 *   issuer-serial SHA256-OF-ISSUER SERIAL   ...
 *   issued DATE, next-update DATE           about the list itself */
#include "src/base/base.h"

#include "src/trust/list_parse.h"

enum { SERIAL_MAX = 40 }; /* hex digits: RFC 5280 allows 20 octets */

static const struct { const char *word; enum deny_by by; } kinds[] = {
	{ "cert-sha256", DENY_CERT_SHA256 },
	{ "spki-sha256", DENY_SPKI_SHA256 },
	{ "issuer-serial", DENY_ISSUER_SERIAL },
	{ "issuer-spki", DENY_ISSUER_SPKI },
};

static bool kind_of(const char *word, enum deny_by *out)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].word, word) == 0) {
			*out = kinds[i].by;
			return true;
		}
	return false;
}

/* Lower-case hex without colons and leading zeros. NULL: no serial number, or no memory. */
static const char *read_serial(struct arena *a, const char *word)
{
	char out[SERIAL_MAX + 1];
	size_t n = 0;

	for (; *word; word++) {
		char c = *word >= 'A' && *word <= 'F' ? (char)(*word + 'a' - 'A') : *word;

		if (c == ':' || (c == '0' && n == 0))
			continue;
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) || n == SERIAL_MAX)
			return NULL;
		out[n++] = c;
	}
	return n ? arena_strn(a, out, n) : NULL;
}

/* "since DATE" and "source WORD", in this order; then the reason. */
static enum status read_rest(struct arena *a, struct lines *l, char *p, struct deny_entry *out, struct error *e)
{
	if (strncmp(p, "since ", 6) == 0 || strncmp(p, "since\t", 6) == 0) {
		line_word(&p);
		if (!line_date(l, line_word(&p), &out->from, e))
			return e->code;
	}
	if (strncmp(p, "source ", 7) == 0 || strncmp(p, "source\t", 7) == 0) {
		const char *word;

		line_word(&p);
		word = line_word(&p);
		out->source = list_text(a, word, strlen(word));
		if (!out->source)
			return err_nomem(e);
	}
	out->reason = *p ? list_text(a, p, strlen(p)) : "no reason is given";
	return out->reason ? ST_OK : err_nomem(e);
}

static enum status read_entry(struct arena *a, struct lines *l, struct deny_entry *out, struct error *e)
{
	char *p = l->text;
	const char *word = line_word(&p), *hex;

	*out = (struct deny_entry){ .from = INT64_MIN };
	if (!kind_of(word, &out->by))
		return err_set(e, ST_CORRUPT,
			       "line %u begins with '%.40s'; it must be cert-sha256, spki-sha256, issuer-serial or issuer-spki",
			       l->number, word);
	hex = line_word(&p);
	if (strlen(hex) != 2 * SHA256_LEN || !hex_decode(out->digest, SHA256_LEN, hex))
		return err_set(e, ST_CORRUPT, "line %u: '%.70s' is no SHA-256 (64 hex digits)", l->number, hex);
	if (out->by == DENY_ISSUER_SERIAL) {
		word = line_word(&p);
		out->serial = read_serial(a, word);
		if (!out->serial)
			return err_set(e, ST_CORRUPT, "line %u: '%.50s' is no serial number in hex", l->number, word);
	}
	return read_rest(a, l, p, out, e);
}

/* Is the line about the list itself? */
static bool is_head(struct lines *l, struct trust_list *out, enum status *st, struct error *e)
{
	char *p = l->text;
	bool issued = strncmp(p, "issued", 6) == 0 && strchr(" \t", p[6]);
	bool next = strncmp(p, "next-update", 11) == 0 && strchr(" \t", p[11]);

	if (!issued && !next)
		return false;
	line_word(&p);
	*st = line_date(l, p, issued ? &out->issued : &out->next_update, e) ? ST_OK : e->code;
	return true;
}

enum status list_deny(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	size_t n = lines_count(bytes), room = n < LIST_MAX_ENTRIES ? n : LIST_MAX_ENTRIES;
	struct lines l;
	enum status st;

	out->denied = arena_alloc(a, room, sizeof *out->denied);
	if (!out->denied)
		return err_nomem(e);
	lines_init(&l, bytes);
	while ((st = lines_entry(&l, false, e)) == ST_OK) {
		if (is_head(&l, out, &st, e)) {
			if (st)
				return st;
			continue;
		}
		if (out->n_denied == room)
			return err_set(e, ST_LIMIT, "more than %d entries", LIST_MAX_ENTRIES);
		st = read_entry(a, &l, &out->denied[out->n_denied], e);
		if (st)
			return st;
		out->n_denied++;
	}
	if (st != ST_NOTHING)
		return st;
	return out->n_denied ? ST_OK : err_set(e, ST_CORRUPT, "there is no entry in it");
}
