/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/options.h"

#include "analyzers/analyzer.h"
#include "src/base/suggest.h"
#include "src/base/timeutil.h"
#include "src/trust/world.h"

#include <errno.h>
#include <inttypes.h>

struct option_row {
	const char *name; /* without the dashes */
	char letter;      /* 0: none */
	unsigned commands;
	const char *arg;  /* NULL: takes none */
	const char *help;
	enum status (*set)(struct cli_args *a, const char *value, struct error *e);
};

/* ---- values ---- */

static enum status bad(const char *option, const char *value, const char *want, struct error *e)
{
	return err_set(e, ST_USAGE, "--%s cannot be '%s'; it wants %s", option, value, want);
}

static bool number(const char *s, uint64_t max, uint64_t *v)
{
	char *end;

	errno = 0;
	*v = strtoull(s, &end, 0);
	return s[0] >= '0' && s[0] <= '9' && !*end && errno == 0 && *v <= max;
}

/* 1073741824, 512M, 2G */
static bool bytes(const char *s, uint64_t *v)
{
	char digits[32];
	size_t len = strlen(s);
	unsigned shift = 0;

	if (len == 0 || len >= sizeof digits)
		return false;
	memcpy(digits, s, len + 1);
	switch (digits[len - 1]) {
	case 'k': case 'K': shift = 10; break;
	case 'm': case 'M': shift = 20; break;
	case 'g': case 'G': shift = 30; break;
	default: break;
	}
	if (shift)
		digits[len - 1] = '\0';
	if (!number(digits, UINT64_MAX >> 31, v))
		return false;
	*v <<= shift;
	return true;
}

#define SET(name) static enum status set_##name(struct cli_args *a, const char *v, struct error *e)
#define FLAG(name) SET(name) { (void)v; (void)e; a->name = true; return ST_OK; }
#define TEXT(name) SET(name) { (void)e; a->name = v; return ST_OK; }

FLAG(timing)
FLAG(public_only)
FLAG(no_sandbox)
FLAG(reference)
FLAG(no_mouse)
FLAG(ascii)
FLAG(all)
FLAG(read_only)
FLAG(structure)
FLAG(metadata)
FLAG(not_suitable)
FLAG(remove)
FLAG(help)
FLAG(version)
TEXT(format)
TEXT(case_path)
TEXT(output)
TEXT(author)
TEXT(script)
TEXT(title)
TEXT(question)
TEXT(h1)
TEXT(h2)
TEXT(verdict_limits)
TEXT(category)
TEXT(maps)
TEXT(files_from)

TEXT(name)
FLAG(no_trust)

static enum status add_trust_file(struct cli_args *a, enum list_kind kind, const char *path, struct error *e)
{
	if (a->n_trust_files == TRUST_FILES_MAX)
		return err_set(e, ST_USAGE, "at most %d files of trust lists can be given", TRUST_FILES_MAX);
	a->trust_files[a->n_trust_files++] = (struct trust_file){ kind, path };
	return ST_OK;
}

SET(trust_anchors) { return add_trust_file(a, LIST_ANCHORS, v, e); }
SET(tsa_anchors) { return add_trust_file(a, LIST_TSA, v, e); }
SET(trust_eku) { return add_trust_file(a, LIST_EKU, v, e); }
SET(allowed_list) { return add_trust_file(a, LIST_ALLOWED, v, e); }

SET(color)
{
	if (strcmp(v, "auto") != 0 && strcmp(v, "always") != 0 && strcmp(v, "never") != 0)
		return bad("color", v, "auto, always or never", e);
	a->color = v;
	return ST_OK;
}

SET(profile)
{
	if (strcmp(v, "quick") == 0)
		a->profile = PROFILE_QUICK;
	else if (strcmp(v, "full") == 0)
		a->profile = PROFILE_FULL;
	else
		return bad("profile", v, "quick or full", e);
	return ST_OK;
}

SET(jobs)
{
	uint64_t n;

	if (!number(v, 1024, &n) || n == 0)
		return bad("jobs", v, "a number from 1 to 1024", e);
	a->jobs = (unsigned)n;
	return ST_OK;
}

SET(fail_on)
{
	a->fail_on = level_from_name(v);
	if (a->fail_on == LEVEL_COUNT || a->fail_on == LEVEL_NONE)
		return bad("fail-on", v, "notice, warning or alert", e);
	a->has_fail_on = true;
	return ST_OK;
}

SET(now)
{
	if (!time_parse_utc(v, &a->now))
		return bad("now", v, "a time as 2026-11-21T10:00:00Z", e);
	a->now_fixed = true;
	return ST_OK;
}

SET(max_pixels)
{
	if (!number(v, UINT32_MAX, &a->limits.pixels) || a->limits.pixels == 0)
		return bad("max-pixels", v, "a number of pixels", e);
	return ST_OK;
}

SET(max_memory)
{
	if (!bytes(v, &a->limits.memory) || a->limits.memory < (64u << 20))
		return bad("max-memory", v, "bytes, at least 64M", e);
	return ST_OK;
}

SET(max_seconds)
{
	uint64_t n;

	if (!number(v, 86400, &n) || n == 0)
		return bad("max-seconds", v, "seconds from 1 to 86400", e);
	a->limits.seconds = (uint32_t)n;
	return ST_OK;
}

SET(hex)
{
	if (!number(v, INT64_MAX, &a->hex))
		return bad("hex", v, "an offset, as 4096 or 0x1000", e);
	a->has_hex = true;
	return ST_OK;
}

SET(what)
{
	if (a->n_what == WHAT_MAX)
		return err_set(e, ST_USAGE, "--what can be given %d times at most", WHAT_MAX);
	a->what[a->n_what++] = v;
	return ST_OK;
}

SET(level)
{
	char *end;
	long n = strtol(v, &end, 10);

	if (!*v || *end || n < -4 || n > 4)
		return bad("level", v, "a number from -4 (supports H2) to +4 (supports H1)", e);
	a->level = (int)n;
	a->has_level = true;
	return ST_OK;
}

SET(supersedes)
{
	uint64_t n;

	if (!number(v, INT64_MAX, &n) || n == 0)
		return bad("supersedes", v, "the number of a note", e);
	a->supersedes = (int64_t)n;
	return ST_OK;
}

/* As 'case info' shows it: "#412 9f0c...", or "412:9f0c...". */
SET(head)
{
	char *end;

	errno = 0;
	v += *v == '#';
	a->head_seq = strtoull(v, &end, 10);
	if (*v < '0' || *v > '9' || errno || (*end != ' ' && *end != ':') || !hex_decode(a->head, SHA256_LEN, end + 1))
		return bad("head", v, "a row and its hash as 'case info' shows them: '#412 9f0c...'", e);
	a->has_head = true;
	return ST_OK;
}

static const char *check_word(size_t i, void *arg)
{
	(void)arg;
	return analyzers[i] ? analyzers[i]->id : NULL;
}

static enum status unknown_check(const char *id, struct error *e)
{
	const char *near = suggest_nearest(id, check_word, NULL);

	if (near)
		return err_set(e, ST_USAGE, "unknown check '%s'; did you mean '%s'?", id, near);
	return err_set(e, ST_USAGE, "unknown check '%s'; 'cottingley checks' lists them", id);
}

SET(checks)
{
	char id[32];

	for (const char *p = v; *p;) {
		size_t len = strcspn(p, ",");

		snprintf(id, sizeof id, "%.*s", (int)(len < sizeof id ? len : sizeof id - 1), p);
		if (!analyzer_find(id))
			return unknown_check(id, e);
		p += len;
		p += *p == ',';
	}
	a->checks = v;
	return ST_OK;
}

static enum status check_range(const struct analyzer *c, const char *name, double value, struct error *e)
{
	for (const struct param *p = c->params; p && p->name; p++) {
		if (strcmp(p->name, name) != 0)
			continue;
		if (!(value >= p->min && value <= p->max)) /* nan too */
			return err_set(e, ST_USAGE, "%s.%s goes from %g to %g %s", c->id, p->name, p->min, p->max, p->unit);
		return ST_OK;
	}
	return err_set(e, ST_USAGE, "check '%s' has no parameter '%s'; see 'cottingley checks %s'", c->id, name, c->id);
}

SET(set)
{
	struct setting *s = &a->settings[a->n_settings];
	const char *dot = strchr(v, '.'), *eq = dot ? strchr(dot, '=') : NULL;
	char *end = NULL;

	if (a->n_settings == MESSAGE_MAX_SETTINGS)
		return err_set(e, ST_USAGE, "--set can be given %d times at most", MESSAGE_MAX_SETTINGS);
	if (!eq || (size_t)(dot - v) >= sizeof s->check || (size_t)(eq - dot) > sizeof s->param)
		return bad("set", v, "CHECK.PARAM=VALUE", e);
	snprintf(s->check, sizeof s->check, "%.*s", (int)(dot - v), v);
	snprintf(s->param, sizeof s->param, "%.*s", (int)(eq - dot - 1), dot + 1);
	s->value = strtod(eq + 1, &end);
	if (end == eq + 1 || *end)
		return bad("set", v, "a number after the =", e);
	if (!analyzer_find(s->check))
		return unknown_check(s->check, e);
	a->n_settings++;
	return check_range(analyzer_find(s->check), s->param, s->value, e);
}

/* X,Y,W,H in stored pixels, and what the person says that it shows */
SET(region)
{
	static const char want[] = "X,Y,W,H in stored pixels, W and H at least 1; then perhaps ,neutral ,highlight "
				   ",skin or ,same=A to ,same=D";
	uint64_t n[4];
	const char *p = v;
	enum region_kind kind = REGION_PLAIN;

	if (a->n_regions == REGIONS_MAX)
		return err_set(e, ST_USAGE, "--region can be given %d times at most", REGIONS_MAX);
	for (unsigned i = 0; i < 4; i++) {
		char *end;

		errno = 0;
		n[i] = strtoull(p, &end, 10);
		if (*p < '0' || *p > '9' || errno || n[i] > REGION_SIDE_MAX || (*end != ',' && (i < 3 || *end)))
			return bad("region", v, want, e);
		p = *end ? end + 1 : NULL;
	}
	if (p)
		kind = region_kind_from(p);
	a->regions[a->n_regions] =
		(struct region){ (uint32_t)n[0], (uint32_t)n[1], (uint32_t)n[2], (uint32_t)n[3], kind };
	return region_valid(&a->regions[a->n_regions++]) ? ST_OK : bad("region", v, want, e);
}

/* ---- the table ---- */

static const struct option_row rows[] = {
	{ "checks", 0, FOR_SCAN | FOR_WORKSTATION, "LIST", "only these checks, comma separated", set_checks },
	{ "profile", 0, FOR_SCAN | FOR_WORKSTATION, "quick|full", "which set of checks (quick)", set_profile },
	{ "format", 'f', FOR_SCAN | FOR_REPORT | FOR_CASE | FOR_COMPARE | FOR_TRUST | FOR_VERIFY, "FORMAT",
	  "scan: table, json, ndjson, cbor; verify: table, json, ndjson; report: html, json; case, compare, trust: table, json",
	  set_format },
	{ "all", 0, FOR_VERIFY, NULL, "everything: certificates, actions, assertions, status codes", set_all },
	{ "jobs", 'j', FOR_SCAN | FOR_WORKSTATION | FOR_VERIFY, "N", "worker processes (one a processor)", set_jobs },
	{ "case", 'c', FOR_SCAN | FOR_REPORT, "CASE", "the case file; scan makes it when it is not there", set_case_path },
	{ "reference", 0, FOR_SCAN | FOR_CASE | FOR_WORKSTATION, NULL, "do not copy pictures into the case: record path and hash", set_reference },
	{ "set", 0, FOR_SCAN | FOR_WORKSTATION, "CHECK.PARAM=VALUE", "change a parameter of a check", set_set },
	{ "region", 0, FOR_SCAN | FOR_WORKSTATION, "X,Y,W,H[,KIND]",
	  "a part to measure, in stored pixels (whitebalance); may be repeated", set_region },
	{ "maps", 0, FOR_SCAN, "DIR", "write the maps of all checks to DIR (npy, json, png)", set_maps },
	{ "files0-from", 0, FOR_SCAN | FOR_VERIFY, "FILE", "read names, each ended by a NUL byte, from FILE (- for standard input)", set_files_from },
	{ "trust-anchors", 0, FOR_JUDGING, "FILE", "judge signers by these certificates, not by the installed lists; may be repeated", set_trust_anchors },
	{ "tsa-anchors", 0, FOR_JUDGING, "FILE", "the same for time-stamp authorities", set_tsa_anchors },
	{ "trust-eku", 0, FOR_JUDGING, "FILE", "key usages that a signer may have, one OID a line", set_trust_eku },
	{ "allowed-list", 0, FOR_JUDGING, "FILE", "signers that are trusted by themselves", set_allowed_list },
	{ "no-trust", 0, FOR_JUDGING, NULL, "judge no identity: verify signatures only", set_no_trust },
	{ "fail-on", 0, FOR_SCAN, "LEVEL", "exit with 1 when a picture reaches notice, warning or alert", set_fail_on },
	{ "now", 0, FOR_WORK | FOR_TRUST, "TIME", "take this as the present time (UTC)", set_now },
	{ "timing", 0, FOR_SCAN, NULL, "add elapsed times (results then differ from run to run)", set_timing },
	{ "public", 0, FOR_SCAN | FOR_REPORT, NULL, "leave out what could name people, places or devices", set_public_only },
	{ "max-pixels", 0, FOR_WORK, "N", "refuse larger pictures (300000000)", set_max_pixels },
	{ "max-memory", 0, FOR_WORK, "BYTES", "memory ceiling of a worker (1G)", set_max_memory },
	{ "max-seconds", 0, FOR_WORK, "N", "time limit of a check (60)", set_max_seconds },
	{ "no-sandbox", 0, FOR_WORK | FOR_TRUST, NULL, "run workers unconfined; every result says so", set_no_sandbox },
	{ "structure", 0, FOR_INSPECT, NULL, "only the pieces of the file", set_structure },
	{ "metadata", 0, FOR_INSPECT, NULL, "only the metadata entries", set_metadata },
	{ "hex", 0, FOR_INSPECT, "OFFSET", "256 bytes from OFFSET", set_hex },
	{ "what", 0, FOR_EXTRACT, "KIND", "thumbnail, preview, exif, xmp, iptc, icc, manifest, ...; may be repeated (all; the manual lists them)", set_what },
	{ "output", 'o', FOR_EXTRACT | FOR_REPORT, "PATH", "extract: the folder to write to; report: the file, - for standard output", set_output },
	{ "name", 0, FOR_TRUST, "NAME", "add: what the list is called (from its kind or its file)", set_name },
	{ "title", 0, FOR_CASE, "TEXT", "new: the case's title", set_title },
	{ "supersedes", 0, FOR_CASE, "ID", "note: replaces note ID, which stays readable", set_supersedes },
	{ "head", 0, FOR_CASE, "HEAD", "verify: the chain must go through this row ('#412 9f0c...')", set_head },
	{ "remove", 0, FOR_CASE, NULL, "tag: take the tag off", set_remove },
	{ "question", 0, FOR_CASE, "TEXT", "verdict: what was asked", set_question },
	{ "h1", 0, FOR_CASE, "TEXT", "verdict: the first proposition", set_h1 },
	{ "h2", 0, FOR_CASE, "TEXT", "verdict: the second proposition", set_h2 },
	{ "level", 0, FOR_CASE, "N", "verdict: -4 (very strong support for H2) to +4 (for H1)", set_level },
	{ "not-suitable", 0, FOR_CASE, NULL, "verdict: the picture cannot answer the question", set_not_suitable },
	{ "limits", 0, FOR_CASE, "TEXT", "verdict: what limits it", set_verdict_limits },
	{ "category", 0, FOR_CASE, "NAME", "verdict: MediaReview category", set_category },
	{ "author", 0, FOR_CASE | FOR_SCAN | FOR_WORKSTATION, "NAME", "who writes (the login name)", set_author },
	{ "read-only", 0, FOR_WORKSTATION, NULL, "look at a case without writing to it", set_read_only },
	{ "color", 0, FOR_WORKSTATION | FOR_SCAN | FOR_VERIFY, "WHEN", "auto, always or never", set_color },
	{ "ascii", 0, FOR_WORKSTATION | FOR_VERIFY, NULL, "no characters beyond ASCII", set_ascii },
	{ "no-mouse", 0, FOR_WORKSTATION, NULL, "leave the mouse to the terminal", set_no_mouse },
	{ "script", 0, FOR_WORKSTATION, "FILE", "run keys from FILE on an 80x24 screen in memory", set_script },
	{ "help", 'h', FOR_ALL, NULL, "this text", set_help },
	{ "version", 0, FOR_ALL, NULL, "version and licence", set_version },
};

/* ---- parsing ---- */

static const struct option_row *find_long(unsigned command, const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if ((rows[i].commands & command) && strlen(rows[i].name) == len && memcmp(rows[i].name, name, len) == 0)
			return &rows[i];
	return NULL;
}

static const struct option_row *find_letter(unsigned command, char letter)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if ((rows[i].commands & command) && rows[i].letter == letter)
			return &rows[i];
	return NULL;
}

static const char *option_word(size_t i, void *arg)
{
	unsigned command = *(unsigned *)arg;

	for (size_t k = 0; k < ARRAY_LEN(rows); k++)
		if ((rows[k].commands & command) && i-- == 0)
			return rows[k].name;
	return NULL;
}

static enum status unknown_option(unsigned command, const char *name, size_t len, struct error *e)
{
	char typed[64];
	const char *near;

	snprintf(typed, sizeof typed, "%.*s", (int)(len < sizeof typed ? len : sizeof typed - 1), name);
	near = suggest_nearest(typed, option_word, &command);
	if (near)
		return err_set(e, ST_USAGE, "unknown option '--%s'; did you mean '--%s'?", typed, near);
	return err_set(e, ST_USAGE, "unknown option '--%s'; --help lists them", typed);
}

struct cursor {
	int argc, at;
	char **argv;
};

static enum status apply(struct cli_args *a, const struct option_row *row, const char *inline_value, struct cursor *c,
			 struct error *e)
{
	const char *value = inline_value;

	if (!row->arg && inline_value)
		return err_set(e, ST_USAGE, "--%s takes no value", row->name);
	if (row->arg && !value) {
		if (c->at + 1 >= c->argc)
			return err_set(e, ST_USAGE, "--%s needs a value: %s", row->name, row->arg);
		value = c->argv[++c->at];
	}
	return row->set(a, value, e);
}

static enum status parse_long(struct cli_args *a, unsigned command, struct cursor *c, struct error *e)
{
	const char *name = c->argv[c->at] + 2, *eq = strchr(name, '=');
	size_t len = eq ? (size_t)(eq - name) : strlen(name);
	const struct option_row *row = find_long(command, name, len);

	if (!row)
		return unknown_option(command, name, len, e);
	return apply(a, row, eq ? eq + 1 : NULL, c, e);
}

static enum status parse_short(struct cli_args *a, unsigned command, struct cursor *c, struct error *e)
{
	const char *word = c->argv[c->at] + 1;
	const struct option_row *row = find_letter(command, word[0]);

	if (!row)
		return err_set(e, ST_USAGE, "unknown option '-%c'; --help lists them", word[0]);
	if (!row->arg && word[1])
		return err_set(e, ST_USAGE, "-%c takes no value", word[0]);
	return apply(a, row, word[1] ? word + 1 : NULL, c, e);
}

enum status options_parse(struct cli_args *a, unsigned command, int argc, char **argv, struct error *e)
{
	struct cursor c = { .argc = argc, .argv = argv };
	const struct limits defaults = LIMITS_DEFAULT;
	enum status st = ST_OK;
	bool ended = false;

	memset(a, 0, sizeof *a);
	a->limits = defaults;
	a->words = argv; /* words are moved to the front, over what was read */
	for (c.at = 1; c.at < argc && st == ST_OK; c.at++) {
		const char *word = argv[c.at];

		if (!ended && strcmp(word, "--") == 0)
			ended = true;
		else if (!ended && word[0] == '-' && word[1] == '-')
			st = parse_long(a, command, &c, e);
		else if (!ended && word[0] == '-' && word[1])
			st = parse_short(a, command, &c, e);
		else
			a->words[a->n_words++] = argv[c.at];
	}
	return st;
}

void options_help(unsigned command, FILE *out)
{
	char left[64];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		const struct option_row *r = &rows[i];

		if (!(r->commands & command))
			continue;
		snprintf(left, sizeof left, "%s%c%s--%s%s%s", r->letter ? "-" : " ", r->letter ? r->letter : ' ',
			 r->letter ? ", " : "  ", r->name, r->arg ? " " : "", r->arg ? r->arg : "");
		fprintf(out, "  %-28s %s\n", left, r->help);
	}
}

void options_each(unsigned command, options_use use, void *arg)
{
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (rows[i].commands & command)
			use(arg, rows[i].name, rows[i].letter, rows[i].arg, rows[i].help);
}
