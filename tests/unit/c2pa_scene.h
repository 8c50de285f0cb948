/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c2pa_scene.h: a verified report built by hand: one manifest, signed by a listed signer, bound to the picture, nothing wrong.
 * Tests change one thing and look what is said. How a report comes about is tested where it is made. */
#ifndef COTTINGLEY_C2PA_SCENE_H
#define COTTINGLEY_C2PA_SCENE_H

#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/provenance/attestation.h"
#include "analyzers/provenance/c2pa_case.h"

enum { SCENE_MANIFESTS = 3, SCENE_ASSERTIONS = 4, SCENE_ACTIONS = 3, SCENE_INGREDIENTS = 2 };

struct c2pa_scene {
	struct arena arena;
	struct subject in;
	struct exif_field fields[2];
	struct context cx;
	struct world world;
	struct incident incidents[1];
	struct c2pa_report r;
	struct store_found store;
	struct c2pa_manifest manifests[SCENE_MANIFESTS]; /* [0]: the active one; others come into being with scene_parent() */
	struct c2pa_assertion assertions[SCENE_ASSERTIONS];
	struct c2pa_action actions[SCENE_ACTIONS];
	struct c2pa_ingredient ingredients[SCENE_INGREDIENTS];
	struct certificate certificates[2];
	struct certificate tsa[1];
	struct unbound unbound[2];
	struct c2pa_manifest *m;      /* &manifests[0] */
	struct result result;         /* of scene_run() */
};

void scene_init(struct c2pa_scene *s);
void scene_release(struct c2pa_scene *s);
/* A second manifest, whose ingredient the active one took in as parent. */
struct c2pa_ingredient *scene_parent(struct c2pa_scene *s);
struct c2pa_assertion *scene_assertion(struct c2pa_scene *s, const char *label);
struct c2pa_action *scene_action(struct c2pa_scene *s, const char *action, const char *type);
void scene_unbound(struct c2pa_scene *s, enum unbound_kind kind, const char *what);
void scene_stray(struct c2pa_scene *s, enum stray_kind kind, const char *text);
/* As if nothing had been found in the file. */
void scene_no_store(struct c2pa_scene *s);
void scene_stamp(struct c2pa_scene *s, const char *state, const char *utc);
void scene_revoked(struct c2pa_scene *s, const char *source);
int64_t scene_time(const char *utc);
/* Runs a check over the scene through analyzer_run(); the result lives until the next call. */
const struct result *scene_run(struct c2pa_scene *s, const struct analyzer *a);
const struct finding *scene_finding(const struct result *r, const char *code); /* NULL: not there */

#endif
