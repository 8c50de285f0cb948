/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asset_parts.h: inside asset*.c. A walk fills the asset: stores as it finds them (asset_add_store,
 * asset_add_piece), what does not belong (asset_stray), boxes, end and damage. What the stores are worth is
 * judged once, afterwards. */
#ifndef COTTINGLEY_TRUST_ASSET_PARTS_H
#define COTTINGLEY_TRUST_ASSET_PARTS_H

#include "src/trust/asset.h"

/* Answers ST_OK after damage too (asset.damage); ST_MEMORY, ST_LIMIT. */
typedef enum status asset_walk(struct asset *a, struct error *e);
asset_walk asset_walk_jpeg, asset_walk_png, asset_walk_riff, asset_walk_bmff, asset_walk_tiff, asset_walk_gif,
	asset_walk_svg, asset_walk_store;

/* Codes of 2.2 section 15.2 for stores that cannot be used. Torn: the bytes are not those of one whole
 * store, so no claim can be found in it. Gap: the store is whole, but other bytes stand inside the range
 * that is excluded for it, so no hash may match. Several: a store too many is a case that no other code
 * names. */
#define CODE_TORN_STORE "claim.missing"
#define CODE_STORE_GAP "assertion.dataHash.mismatch"
#define CODE_SEVERAL_STORES "general.error"

/* The span begins with a superbox whose description has the C2PA store's uuid. *length: of the superbox as
 * declared (LBox 0: what is left); may be more than is there. */
bool asset_begins_store(struct span s, uint64_t *length);

/* NULL: ASSET_MAX_STORES are there (that is noted as a stray). */
struct store_found *asset_add_store(struct asset *a, uint64_t start);
/* Bytes of the store, in the order in which they are joined. More than ASSET_MAX_PIECES are a fault. */
MUST_USE enum status asset_add_piece(struct asset *a, struct store_found *s, uint64_t start, uint64_t length,
				     struct error *e);
void asset_add_place(struct store_found *s, uint64_t start, uint64_t length);
/* The first fault stays. offset: in the file. */
void asset_fault(struct store_found *s, const char *code, uint64_t offset, const char *fmt, ...) PRINTF(4, 5);
/* Each kind has an equal share of ASSET_MAX_STRAYS, so that none can crowd out another; beyond it the last
 * of the kind says that there are more. Empty extents are left out. */
void asset_stray(struct asset *a, enum stray_kind kind, uint64_t start, uint64_t length, const char *fmt, ...)
	PRINTF(5, 6);
bool asset_stray_room(const struct asset *a, enum stray_kind kind);
/* Beyond ASSET_MAX_BOXES none is added and the damage says so; *box may be NULL. */
MUST_USE enum status asset_add_box(struct asset *a, const char *name, uint64_t offset, uint64_t length,
				   struct asset_box **box, struct error *e);
/* The picture ends here; what follows is a stray. */
void asset_ends(struct asset *a, uint64_t end);

/* Room for one more of n items: the array itself, or a larger copy in the arena; NULL without memory. */
MUST_USE void *asset_grow(struct arena *a, void *items, uint32_t n, size_t size);

void asset_carve(struct asset *a);
/* BMFF: a store from `original` and `update` (2.2 section A.5.3). */
MUST_USE enum status asset_merge(struct asset *a, struct error *e);
/* Fills ends. */
MUST_USE enum status asset_index(struct asset *a, struct store_found *s, struct error *e);
MUST_USE enum status asset_join(struct asset *a, struct store_found *s, struct error *e);

#endif
