/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signers that are trusted by themselves: PEM certificates, or SHA-256 digests of their DER one a line, as base64 (the
 * interim list's allowed.sha256.txt) or hex. Both may stand in one file. Never for time stamps (C2PA 2.2 section 14.4). */
#include "src/base/base.h"

#include "src/base/base64.h"
#include "src/trust/list_parse.h"

enum { BASE64_LEN = 44, HEX_LEN = 2 * SHA256_LEN };

static bool read_digest(const char *text, uint8_t out[SHA256_LEN])
{
	uint8_t bytes[BASE64_LEN / 4 * 3 + 3];
	size_t len;

	if (strlen(text) == HEX_LEN)
		return hex_decode(out, SHA256_LEN, text);
	if (strlen(text) != BASE64_LEN || text[BASE64_LEN - 1] != '=' || !base64_decode(text, bytes, &len) ||
	    len != SHA256_LEN)
		return false;
	memcpy(out, bytes, SHA256_LEN);
	return true;
}

static bool is_there(const struct trust_list *l, const uint8_t *sha256)
{
	for (uint32_t i = 0; i < l->n_entries; i++)
		if (memcmp(l->entries[i].sha256, sha256, SHA256_LEN) == 0)
			return true;
	return false;
}

/* The lines outside the PEM blocks, which list_pem() passed over. */
static enum status take_digests(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	size_t room = LIST_MAX_CERTIFICATES - out->n_entries, n = lines_count(bytes);
	struct lines l;
	enum status st = list_reserve(a, out, n < room ? n : room, e);
	bool inside = false;

	room += out->n_entries;
	lines_init(&l, bytes);
	while (!st && (st = lines_entry(&l, true, e)) == ST_OK) {
		uint8_t digest[SHA256_LEN];

		if (strncmp(l.text, "-----", 5) == 0)
			inside = strncmp(l.text, "-----BEGIN", 10) == 0;
		else if (inside || strncmp(l.text, "Subject", 7) == 0)
			continue;
		else if (!read_digest(l.text, digest))
			st = err_set(e, ST_CORRUPT, "line %u: '%.60s' is neither a certificate nor the SHA-256 of one", l.number,
				     l.text);
		else if (!is_there(out, digest)) {
			if (out->n_entries == room)
				return err_set(e, ST_LIMIT, "more than %d signers", LIST_MAX_CERTIFICATES);
			out->entries[out->n_entries] = (struct list_entry){ .from = INT64_MIN, .until = INT64_MAX };
			memcpy(out->entries[out->n_entries++].sha256, digest, SHA256_LEN);
		}
	}
	return st == ST_NOTHING ? ST_OK : st;
}

static bool has_certificates(struct span bytes)
{
	for (size_t i = 0; i + 10 <= bytes.len; i++)
		if (bytes.data[i] == '-' && memcmp(bytes.data + i, "-----BEGIN", 10) == 0)
			return true;
	return bytes.len > 0 && bytes.data[0] == 0x30 && memchr(bytes.data, 0, bytes.len);
}

enum status list_allowed(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	bool certificates = has_certificates(bytes), der = certificates && bytes.data[0] == 0x30;
	enum status st = certificates ? list_pem(a, bytes, out, e) : ST_OK;

	st = st || der ? st : take_digests(a, bytes, out, e);
	if (!st && out->n_entries == 0)
		return err_set(e, ST_CORRUPT, "there is neither a certificate nor the SHA-256 of one in it");
	return st;
}
