/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the signers state about AI, over the whole graph. Source: IPTC digital source types (newscodes/digitalsourcetype) and
 * the C2PA's own; reading of each as in the C2PA conformance programme's asset rubrics. A statement, not a measurement. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

struct source_type {
	const char *tail;
	enum ai_statement means;
};

static const struct source_type types[] = {
	{ "trainedAlgorithmicMedia", AI_WHOLE },
	{ "compositeWithTrainedAlgorithmicMedia", AI_PART },
	{ "compositeSynthetic", AI_RELATED },
	{ "trainedAlgorithmicData", AI_RELATED },
	{ "composite", AI_MAY_CONTAIN },
	{ "screenCapture", AI_MAY_CONTAIN },
	{ "digitalCapture", AI_CAMERA },
	{ "computationalCapture", AI_CAMERA },
	{ "compositeCapture", AI_CAMERA },
	{ "digitalCreation", AI_NONE_STATED },
	{ "digitalArt", AI_NONE_STATED },
	{ "humanEdits", AI_NONE_STATED },
	{ "empty", AI_NONE_STATED },
};

const char *ai_statement_words(enum ai_statement a)
{
	static const char *const words[] = {
		[AI_NOT_STATED] = "nothing stated about how it was made",
		[AI_CAMERA] = "stated: captured by a camera",
		[AI_NONE_STATED] = "stated: made by people or programs, no AI named",
		[AI_MAY_CONTAIN] = "stated: a composite or a screen capture, which may hold AI work",
		[AI_RELATED] = "stated: synthetic parts or data of a trained model",
		[AI_EDITED] = "stated: edited with AI",
		[AI_PART] = "stated: partly made by AI",
		[AI_WHOLE] = "stated: made by AI",
	};

	return words[a];
}

static enum ai_statement meaning(const char *uri, const char **tail)
{
	const char *slash = uri ? strrchr(uri, '/') : NULL;

	for (size_t i = 0; slash && i < sizeof types / sizeof *types; i++)
		if (strcmp(slash + 1, types[i].tail) == 0) {
			*tail = types[i].tail;
			return types[i].means;
		}
	return AI_NOT_STATED;
}

static bool is_inception(const char *action)
{
	return action && strcmp(action, "c2pa.created") == 0;
}

/* An edit by AI leaves the rest of the picture what it was; a component made by AI makes a part of it. */
static enum ai_statement in_place(enum ai_statement said, const struct c2pa_action *a, bool component)
{
	if (said == AI_WHOLE && !is_inception(a->action))
		return AI_EDITED;
	return said == AI_WHOLE && component ? AI_PART : said;
}

static void weigh(struct c2pa_report *r, const struct c2pa_manifest *m, bool component)
{
	for (uint32_t i = 0; i < m->n_actions; i++) {
		const char *tail = NULL;
		enum ai_statement said = in_place(meaning(m->actions[i].type, &tail), &m->actions[i], component);

		if (said > r->ai) {
			r->ai = said;
			r->ai_type = tail;
			r->ai_by = m;
		}
	}
}

/* Is m reached from the active manifest by parents alone? */
static bool is_ancestor(const struct c2pa_report *r, const struct c2pa_manifest *m)
{
	const struct c2pa_manifest *at = r->active;

	for (unsigned depth = 0; at && depth < C2PA_DEPTH; depth++) {
		const struct c2pa_manifest *up = NULL;

		if (at == m)
			return true;
		for (uint32_t i = 0; i < at->n_ingredients; i++)
			if (at->ingredients[i].relationship == REL_PARENT)
				up = at->ingredients[i].resolved;
		at = up;
	}
	return false;
}

void ai_summarise(struct c2pa_report *r)
{
	for (uint32_t i = 0; i < r->n_manifests; i++)
		if (r->manifests[i].referenced)
			weigh(r, &r->manifests[i], !is_ancestor(r, &r->manifests[i]));
}
