/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/bmff_path.h"

#include "src/trust/binding_parts.h"

enum { FIRST_ROOM = 64 };

bool bmff_is(const struct bmff_box *x, const char *type)
{
	return memcmp(x->type, type, 4) == 0;
}

/* ---- reading ---- */

/* Boxes that hold boxes and nothing before them. `meta` has version and flags first, but in QuickTime files. */
static bool holds_boxes(const struct bmff_box *x)
{
	static const char *const types[] = { "moov", "trak", "mdia", "minf", "stbl", "moof", "traf", "edts", "udta", "dinf",
					     "tref", "mvex", "mfra", "schi", "iprp", "ipco", "sinf" };

	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		if (bmff_is(x, types[i]))
			return true;
	return false;
}

static uint64_t meta_head(const struct span *file, const struct bmff_box *x)
{
	struct span s;

	if (span_slice(file, x->offset + x->head, 8, &s) && memcmp(s.data + 4, "hdlr", 4) == 0)
		return 0;
	return 4;
}

static enum status append(struct arena *a, struct bmff_boxes *all, struct bmff_box x, struct error *e)
{
	if (all->n == BMFF_BOXES)
		return err_at(e, ST_LIMIT, x.offset, "the file has more than %d boxes", BMFF_BOXES);
	if (all->n == all->room) {
		uint32_t room = all->room ? 2 * all->room : FIRST_ROOM;
		struct bmff_box *more = arena_alloc(a, room, sizeof *more);

		if (!more)
			return err_nomem(e);
		if (all->n)
			memcpy(more, all->list, all->n * sizeof *more);
		all->list = more;
		all->room = room;
	}
	all->list[all->n++] = x;
	return ST_OK;
}

/* The box at `at`, which must end by `end`. Only mdat at the top may be cut short: the reference
 * implementation hashes what is left of it. */
static bool read_head(const struct span *file, uint64_t at, uint64_t end, struct bmff_box *x)
{
	struct span s, type;
	uint32_t size;

	if (!span_slice(file, at, end - at, &s) || !span_u32be(&s, &size) || !span_sub(&s, 4, &type))
		return false;
	memcpy(x->type, type.data, 4);
	x->offset = at;
	x->head = 8;
	x->length = size ? size : end - at;
	if (size == 1) {
		if (!span_u64be(&s, &x->length))
			return false;
		x->head = 16;
	}
	if (x->length > end - at && x->parent == BMFF_TOP && bmff_is(x, "mdat"))
		x->length = end - at;
	return x->length >= x->head && x->length <= end - at;
}

static uint32_t ordinal(const struct bmff_boxes *all, const struct bmff_box *x)
{
	for (uint32_t i = all->n; i-- > 0;)
		if (all->list[i].parent == x->parent && memcmp(all->list[i].type, x->type, 4) == 0)
			return all->list[i].ordinal + 1;
	return 1;
}

struct nest { uint64_t at, end; uint32_t parent; };

/* Boxes before their children, in file order; a stack of levels stands for the recursion. */
enum status bmff_boxes_read(struct arena *a, const struct span *file, struct bmff_boxes *out, struct error *e)
{
	struct nest stack[BMFF_DEPTH] = { { 0, file->len, BMFF_TOP } };
	enum status st = ST_OK;
	unsigned depth = 1;

	*out = (struct bmff_boxes){ 0 };
	while (depth && !st) {
		struct nest *l = &stack[depth - 1];
		struct bmff_box x = { .parent = l->parent };

		if (l->at >= l->end || !read_head(file, l->at, l->end, &x)) {
			depth--;
			continue;
		}
		l->at += x.length;
		x.ordinal = ordinal(out, &x);
		st = append(a, out, x, e);
		if (depth < BMFF_DEPTH && (holds_boxes(&x) || bmff_is(&x, "meta")))
			stack[depth++] = (struct nest){ x.offset + x.head + (bmff_is(&x, "meta") ? meta_head(file, &x) : 0),
							 x.offset + x.length, out->n - 1 };
	}
	return st;
}

/* ---- paths ---- */

/* Takes the last step of the path: four characters, then perhaps [n]. index 0: any. */
static bool last_step(const char *path, size_t *len, char type[4], uint32_t *index)
{
	size_t end = *len;
	uint32_t n = 0, unit = 1;

	*index = 0;
	if (end && path[end - 1] == ']') {
		for (end--; end && path[end - 1] >= '0' && path[end - 1] <= '9' && unit < 1000000; end--, unit *= 10)
			n += (uint32_t)(path[end - 1] - '0') * unit;
		if (!end || path[end - 1] != '[' || n == 0)
			return false;
		end--;
		*index = n;
	}
	if (end < 5 || path[end - 5] != '/')
		return false;
	memcpy(type, path + end - 4, 4);
	*len = end - 5;
	return true;
}

bool bmff_path_matches(const struct bmff_boxes *all, uint32_t index, const char *path)
{
	size_t len = strlen(path);

	while (index != BMFF_TOP) {
		const struct bmff_box *x = &all->list[index];
		uint32_t which;
		char type[4];

		if (!last_step(path, &len, type, &which) || memcmp(type, x->type, 4) != 0 ||
		    (which && which != x->ordinal))
			return false;
		index = x->parent;
	}
	return len == 0;
}

/* ---- conditions ---- */

static bool data_match(const struct cnode *array, const struct bmff_box *x, const struct span *file)
{
	for (const struct cnode *n = array->first; n; n = n->next) {
		struct span value, there;
		uint64_t offset;

		if (!cn_uint(n, "offset", &offset) || !cn_bytes(n, "value", &value) || offset > x->length ||
		    value.len > x->length - offset || !span_slice(file, x->offset + offset, value.len, &there) ||
		    memcmp(there.data, value.data, value.len) != 0)
			return false;
	}
	return true;
}

/* Version and flags of a FullBox: four bytes behind the header. flags: all bits equal, or, not exact, those
 * asked for set. */
static bool version_matches(const struct cnode *exclusion, const struct bmff_box *x, const struct span *file)
{
	const struct cnode *exact = binder_get(exclusion, "exact");
	bool exactly = !exact || exact->kind != CN_BOOL || exact->boolean;
	struct span head, flags;
	uint64_t version;

	if (!binder_get(exclusion, "version") && !binder_get(exclusion, "flags"))
		return true;
	if (x->length - x->head < 4 || !span_slice(file, x->offset + x->head, 4, &head))
		return false;
	if (cn_uint(exclusion, "version", &version) && version != head.data[0])
		return false;
	if (!cn_bytes(exclusion, "flags", &flags))
		return true;
	for (size_t i = 0; i < 3; i++)
		if (exactly ? flags.data[i] != head.data[1 + i] : (head.data[1 + i] & flags.data[i]) != flags.data[i])
			return false;
	return true;
}

bool bmff_exclusion_matches(const struct bmff_boxes *all, uint32_t index, const struct cnode *exclusion,
			    const struct span *file)
{
	const struct bmff_box *x = &all->list[index];
	const struct cnode *data = binder_get(exclusion, "data");
	uint64_t length;

	if (!bmff_path_matches(all, index, cn_text(exclusion, "xpath")))
		return false;
	if (cn_uint(exclusion, "length", &length) && length != x->length)
		return false;
	return version_matches(exclusion, x, file) && (!data || data_match(data, x, file));
}

/* ---- form ---- */

static bool is_kind(const struct cnode *map, const char *key, enum cnode_kind kind)
{
	const struct cnode *n = binder_get(map, key);

	return !n || n->kind == kind;
}

/* Ordered by offset and not overlapping (18.6.2). */
static const char *subset_fault(const struct cnode *array)
{
	uint64_t reached = 0, offset, length;
	bool open = false;

	for (const struct cnode *n = array->first; n; n = n->next) {
		if (!cn_uint(n, "offset", &offset) || !cn_uint(n, "length", &length))
			return "a subset without offset or length";
		if (open || offset < reached || length > UINT64_MAX - offset)
			return "subsets overlap or are not in order";
		reached = offset + length;
		open = length == 0; /* to the end of the box */
	}
	return NULL;
}

const char *bmff_exclusion_fault(const struct cnode *x)
{
	const struct cnode *data = binder_get(x, "data"), *subset = binder_get(x, "subset");
	struct span flags;

	if (!cn_text(x, "xpath"))
		return "an exclusion without xpath";
	if (!is_kind(x, "data", CN_ARRAY) || !is_kind(x, "subset", CN_ARRAY) || !is_kind(x, "length", CN_UINT) ||
	    !is_kind(x, "version", CN_UINT) || !is_kind(x, "flags", CN_BYTES) || !is_kind(x, "exact", CN_BOOL))
		return "an exclusion with a field of the wrong kind";
	if (cn_bytes(x, "flags", &flags) && flags.len != 3)
		return "flags that are not three bytes";
	for (const struct cnode *n = data ? data->first : NULL; n; n = n->next)
		if (!binder_get(n, "offset") || !binder_get(n, "value"))
			return "data without offset or value";
	return subset ? subset_fault(subset) : NULL;
}
