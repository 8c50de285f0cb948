/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/provenance.h"

#include "src/base/utf8.h"

#include <inttypes.h>

/* ---- reading details ---- */

const char *provenance_text(const struct value *map, const char *key)
{
	const char *text = map && map->kind == VALUE_MAP ? value_get_text(map, key) : NULL;

	return text ? text : "";
}

bool provenance_true(const struct value *map, const char *key)
{
	const struct value *v = map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;

	return v && v->kind == VALUE_BOOL && v->boolean;
}

int64_t provenance_int(const struct value *map, const char *key, int64_t otherwise)
{
	const struct value *v = map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;

	return v && v->kind == VALUE_INT ? v->integer : otherwise;
}

const struct value *provenance_array(const struct value *map, const char *key)
{
	const struct value *v = map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;

	return v && v->kind == VALUE_ARRAY && v->first ? v : NULL;
}

static const struct value *map_of(const struct value *map, const char *key)
{
	const struct value *v = map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;

	return v && v->kind == VALUE_MAP ? v : NULL;
}

/* ---- signs ---- */

const char *provenance_sign(enum provenance_mark m, bool ascii)
{
	static const char *const signs[][2] = {
		[PROVENANCE_PLAIN] = { " ", " " },
		[PROVENANCE_HOLDS] = { "✓", "v" },
		[PROVENANCE_BROKEN] = { "✗", "x" },
		[PROVENANCE_OPEN] = { "–", "-" },
	};

	return signs[(unsigned)m < ARRAY_LEN(signs) ? m : PROVENANCE_PLAIN][ascii];
}

/* ---- answers ---- */

struct answer_row {
	const char *answer;
	enum provenance_mark mark;
	enum level tone;
};

/* An answer that stands in no row is shown as it is, without a sign. An unlisted signer is the normal case before
 * 2025 and no alarm. */
static const struct answer_row integrity[] = {
	{ "intact", PROVENANCE_HOLDS, LEVEL_NONE },      { "changed", PROVENANCE_BROKEN, LEVEL_ALERT },
	{ "not_bound", PROVENANCE_OPEN, LEVEL_WARNING }, { "unreadable", PROVENANCE_BROKEN, LEVEL_WARNING },
	{ "no_signature", PROVENANCE_OPEN, LEVEL_NONE }, { NULL, 0, 0 },
};
static const struct answer_row identity[] = {
	{ "listed", PROVENANCE_HOLDS, LEVEL_NONE },   { "unlisted", PROVENANCE_OPEN, LEVEL_NONE },
	{ "refused", PROVENANCE_BROKEN, LEVEL_ALERT }, { "not_judged", PROVENANCE_OPEN, LEVEL_NONE },
	{ "none", PROVENANCE_OPEN, LEVEL_NONE },      { NULL, 0, 0 },
};
static const struct answer_row when[] = {
	{ "proved", PROVENANCE_HOLDS, LEVEL_NONE }, { "claimed", PROVENANCE_OPEN, LEVEL_NONE },
	{ "none", PROVENANCE_OPEN, LEVEL_NONE },    { NULL, 0, 0 },
};
/* What a signer says is said, not checked: no sign claims that it holds. */
static const struct answer_row statements[] = {
	{ "ai", PROVENANCE_PLAIN, LEVEL_NOTICE },        { "ai_part", PROVENANCE_PLAIN, LEVEL_NOTICE },
	{ "ai_edited", PROVENANCE_PLAIN, LEVEL_NOTICE }, { "ai_related", PROVENANCE_PLAIN, LEVEL_NOTICE },
	{ NULL, 0, 0 },
};
static const struct answer_row gaps[] = { { NULL, 0, 0 } };

static const struct {
	const char *key, *name;
	const struct answer_row *rows;
} answers[PROVENANCE_ANSWERS] = {
	{ "integrity", "Integrity", integrity }, { "identity", "Identity", identity },
	{ "time", "Time", when },                { "statements", "Statements", statements },
	{ "gaps", "Gaps", gaps },
};

struct provenance_answer provenance_answer(const struct value *details, unsigned i)
{
	const struct value *a = map_of(map_of(details, "answers"), answers[i].key);
	struct provenance_answer out = { .name = answers[i].name, .answer = provenance_text(a, "answer"),
					 .text = provenance_text(a, "text"), .items = provenance_array(a, "items") };

	for (const struct answer_row *r = answers[i].rows; r->answer; r++)
		if (strcmp(r->answer, out.answer) == 0) {
			out.mark = r->mark;
			out.tone = r->tone;
		}
	if (!out.text[0])
		out.text = out.answer[0] ? out.answer : "not said";
	return out;
}

/* The word of the specification for a store that verifies is never said alone: it says nothing about who signed. */
const char *provenance_headline(const struct value *details, enum level *tone)
{
	static const struct { const char *identity, *words; } who[] = {
		{ "listed", "signed by somebody on a list, and unchanged since" },
		{ "unlisted", "unchanged since it was signed; the signer is on no list" },
		{ "not_judged", "unchanged since it was signed; who signed was not judged" },
	};
	struct provenance_answer a = provenance_answer(details, 0), b = provenance_answer(details, 1);

	*tone = a.tone;
	if (b.tone > a.tone) {
		*tone = b.tone;
		return b.text;
	}
	/* A signature of the chain that does not hold is not hidden behind bytes that do. */
	if (*tone == LEVEL_NONE && provenance_present(details) && !provenance_intact(details)) {
		*tone = LEVEL_WARNING;
		return "not all that was checked verifies: see the chain below";
	}
	for (size_t i = 0; i < ARRAY_LEN(who) && provenance_intact(details) && strcmp(a.answer, "intact") == 0; i++)
		if (strcmp(who[i].identity, b.answer) == 0)
			return who[i].words;
	return a.text;
}

bool provenance_present(const struct value *details)
{
	const char *state = provenance_text(details, "state");

	return state[0] && strcmp(state, "none") != 0;
}

bool provenance_intact(const struct value *details)
{
	const char *state = provenance_text(details, "state");

	return strcmp(state, "valid") == 0 || strcmp(state, "trusted") == 0;
}

/* ---- lists ---- */

void provenance_time(const char *utc, struct str *o)
{
	static const char shape[] = "0000-00-00T00:00:00Z";
	bool fits = strlen(utc) == strlen(shape);

	for (size_t i = 0; fits && shape[i]; i++)
		fits = shape[i] == '0' ? utc[i] >= '0' && utc[i] <= '9' : utc[i] == shape[i];
	if (fits)
		str_printf(o, "%.10s %.5s", utc, utc + 11);
	else
		str_puts(o, utc);
}

static void one_list(const struct value *list, struct str *o)
{
	const char *issued = provenance_text(list, "issued"), *kind = provenance_text(list, "kind"),
		   *date = issued[0] ? issued : provenance_text(list, "added");

	str_printf(o, "%s", provenance_text(list, "name")[0] ? provenance_text(list, "name") : "without a name");
	if (kind[0] && strcmp(kind, "anchors") != 0)
		str_printf(o, " (%s)", kind);
	if (date[0])
		str_printf(o, "%s%.10s", issued[0] ? " of " : ", added ", date);
	else
		str_puts(o, ", undated");
}

static const struct value *active(const struct value *details)
{
	const struct value *all = provenance_array(details, "manifests");
	int64_t want = provenance_int(details, "active", -1), i = 0;

	for (const struct value *m = all ? all->first : NULL; m; m = m->next)
		if (i++ == want)
			return m;
	return NULL;
}

/* The list that the answer about identity rests on; where there is none, those that were asked. */
void provenance_lists(const struct value *details, struct str *o)
{
	const struct value *used = map_of(map_of(active(details), "signature"), "list"),
			   *all = provenance_array(details, "lists");
	const char *why = provenance_text(details, "why_not");

	if (used) {
		str_puts(o, "list: ");
		one_list(used, o);
	} else if (!provenance_true(details, "judges") || !all) {
		str_printf(o, "no trust list: identity cannot be judged%s%s%s", why[0] ? " (" : "", why,
			   why[0] ? ")" : "");
	} else {
		str_puts(o, all->count == 1 ? "list asked: " : "lists asked: ");
		one_list(all->first, o);
		if (all->count > 1)
			str_printf(o, ", %u more", all->count - 1);
	}
}

/* ---- ranges ---- */

static bool worth_naming(const struct value *range)
{
	const char *kind = provenance_text(range, "kind");

	return strcmp(kind, "store") != 0 && strcmp(kind, "padding") != 0;
}

bool provenance_binds(const struct value *details)
{
	const char *answer = provenance_answer(details, 0).answer;

	return strcmp(answer, "intact") == 0 || strcmp(answer, "changed") == 0 || strcmp(answer, "not_bound") == 0;
}

void provenance_unbound(const struct value *details, struct str *o)
{
	const struct value *all = provenance_array(details, "unbound");
	unsigned n = 0;

	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		if (worth_naming(v) && n++ == 0) {
			const char *what = provenance_text(v, "what"), *kind = provenance_text(v, "kind");

			str_puts(o, what[0] ? what : kind[0] ? kind : "bytes of a kind not said");
		}
	if (n == 0)
		str_puts(o, "nothing");
	else if (n > 1)
		str_printf(o, "; %u more", n - 1);
}

/* ---- attestation ---- */

static unsigned count_steps(const struct value *steps, const char *answer)
{
	unsigned n = 0;

	for (const struct value *s = steps ? steps->first : NULL; s; s = s->next)
		n += strcmp(provenance_text(s, "answer"), answer) == 0;
	return n;
}

void provenance_attestation(const struct value *attestation, struct str *o)
{
	const struct value *steps = provenance_array(attestation, "steps");
	const char *profile = provenance_text(attestation, "profile"),
		   *incident = provenance_text(attestation, "incident"),
		   *rung = provenance_text(attestation, "rung");
	unsigned failed = count_steps(steps, "fail"), unknown = count_steps(steps, "unknown"),
		 passed = count_steps(steps, "pass");

	str_printf(o, "rung %s", rung[0] ? rung : "not said");
	if (profile[0])
		str_printf(o, ", %s", profile);
	if (steps)
		str_printf(o, ": %u step%s passed, %u failed, %u unknown", passed, passed == 1 ? "" : "s", failed,
			   unknown);
	if (incident[0])
		str_printf(o, "; known incident %s", incident);
}

/* ---- actions ---- */

/* C2PA 2.2 section 18.15.4 and its predecessors, in words of one kind. */
static const struct {
	const char *action, *words;
} action_words[] = {
	{ "created", "created" },
	{ "opened", "opened" },
	{ "placed", "placed a part" },
	{ "removed", "removed a part" },
	{ "edited", "edited" },
	{ "edited.metadata", "metadata edited" },
	{ "cropped", "cropped" },
	{ "resized", "resized" },
	{ "resized.proportional", "resized" },
	{ "orientation", "turned" },
	{ "filtered", "filtered" },
	{ "adjustedColor", "colour adjusted" },
	{ "color_adjustments", "colour adjusted" },
	{ "drawing", "drawn on" },
	{ "addedText", "text added" },
	{ "deleted", "deleted" },
	{ "enhanced", "enhanced" },
	{ "converted", "converted" },
	{ "transcoded", "transcoded" },
	{ "repackaged", "repackaged" },
	{ "published", "published" },
	{ "redacted", "redacted" },
	{ "translated", "translated" },
	{ "dubbed", "dubbed" },
	{ "trimmed", "trimmed" },
	{ "watermarked", "watermarked" },
	{ "watermarked.bound", "watermarked" },
	{ "watermarked.unbound", "watermarked" },
	{ "unknown", "something not said" },
	{ "copied", "copied" },
	{ "formatted", "formatted" },
	{ "managed", "managed" },
	{ "printed", "printed" },
	{ "saved", "saved" },
};

/* IPTC Digital Source Type NewsCodes, and those of C2PA: as they read behind an action. */
static const struct {
	const char *tail, *words;
} types[] = {
	{ "digitalCapture", "by a camera" },
	{ "computationalCapture", "by a camera, computed" },
	{ "compositeCapture", "from several captures" },
	{ "negativeFilm", "from film" },
	{ "positiveFilm", "from film" },
	{ "print", "from a print" },
	{ "screenCapture", "from a screen" },
	{ "digitalCreation", "by hand" },
	{ "digitalArt", "by hand" },
	{ "humanEdits", "by a person" },
	{ "minorHumanEdits", "by a person" },
	{ "trainedAlgorithmicMedia", "by AI" },
	{ "compositeWithTrainedAlgorithmicMedia", "partly by AI" },
	{ "compositeSynthetic", "with synthetic parts" },
	{ "trainedAlgorithmicData", "with an AI model" },
	{ "algorithmicMedia", "by an algorithm" },
	{ "algorithmicallyEnhanced", "by an algorithm" },
	{ "composite", "from several pictures" },
	{ "dataDrivenMedia", "from data" },
	{ "virtualRecording", "from a virtual scene" },
	{ "empty", "from nothing" },
};

static bool captured(const char *tail)
{
	return strcmp(tail, "digitalCapture") == 0 || strcmp(tail, "computationalCapture") == 0;
}

void provenance_action(const struct value *action, struct str *o)
{
	const char *name = provenance_text(action, "action"), *type = provenance_text(action, "type"),
		   *tail = strrchr(type, '/') ? strrchr(type, '/') + 1 : type,
		   *words = name[0] ? name : "something not said";

	if (strcmp(name, "c2pa.created") == 0 && captured(tail)) {
		str_puts(o, "captured");
		return;
	}
	if (strncmp(name, "c2pa.", 5) == 0)
		for (size_t i = 0; i < ARRAY_LEN(action_words); i++)
			if (strcmp(name + 5, action_words[i].action) == 0)
				words = action_words[i].words;
	str_puts(o, words);
	if (!tail[0])
		return;
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (strcmp(tail, types[i].tail) == 0) {
			str_printf(o, " %s", types[i].words);
			return;
		}
	str_printf(o, " (%s)", tail);
}
