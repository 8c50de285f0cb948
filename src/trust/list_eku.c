/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Extended key usages that a signer may have: dotted OIDs, one a line, as in the reference verifier's store.cfg. */
#include "src/base/base.h"

#include "src/trust/list_parse.h"

enum { OID_MAX = 128 };

/* X.660: at least two arcs, the first 0 to 2, the second below 40 under 0 and 1; no leading zeros. */
static bool is_oid(const char *s)
{
	unsigned arcs = 0;
	size_t n;

	if (strlen(s) > OID_MAX || s[0] < '0' || s[0] > '2' || s[1] != '.')
		return false;
	for (const char *p = s;; p += n + 1) {
		n = strspn(p, "0123456789");
		if (n == 0 || n > 39 || (n > 1 && *p == '0') || (p[n] && p[n] != '.'))
			return false;
		if (arcs++ == 1 && s[0] < '2' && (n > 2 || atoi(p) > 39))
			return false;
		if (!p[n])
			return arcs > 1;
	}
}

static bool is_there(const struct trust_list *l, const char *oid)
{
	for (uint32_t i = 0; i < l->n_ekus; i++)
		if (strcmp(l->ekus[i], oid) == 0)
			return true;
	return false;
}

enum status list_eku(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	struct lines l;
	enum status st;

	out->ekus = arena_alloc(a, LIST_EKUS_MAX, sizeof *out->ekus);
	if (!out->ekus)
		return err_nomem(e);
	lines_init(&l, bytes);
	while ((st = lines_entry(&l, true, e)) == ST_OK) {
		if (!is_oid(l.text))
			return err_set(e, ST_CORRUPT, "line %u: '%.60s' is no object identifier such as 1.3.6.1.5.5.7.3.4",
				       l.number, l.text);
		if (is_there(out, l.text))
			continue;
		if (out->n_ekus == LIST_EKUS_MAX)
			return err_set(e, ST_LIMIT, "more than %d key usages", LIST_EKUS_MAX);
		out->ekus[out->n_ekus] = arena_str(a, l.text);
		if (!out->ekus[out->n_ekus++])
			return err_nomem(e);
	}
	if (st != ST_NOTHING)
		return st;
	return out->n_ekus ? ST_OK : err_set(e, ST_CORRUPT, "there is no object identifier in it");
}
