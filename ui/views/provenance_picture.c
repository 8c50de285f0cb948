/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thumbnail out of a manifest beside the picture as it is now: what somebody signed for, and what is here. */
#include "src/base/base.h"
#include "ui/views/provenance.h"

#include "src/base/mem.h"
#include "src/base/provenance.h"

enum { SIDE = 384 };

static const struct value *nth(const struct value *array, uint32_t n)
{
	const struct value *v = array ? array->first : NULL;

	while (v && n--)
		v = v->next;
	return v;
}

/* Item 0 is the thumbnail of the manifest, item n that of its n-th ingredient. */
static bool has_thumbnail(const struct value *manifest, uint32_t item)
{
	const struct value *t;

	if (!manifest || manifest->kind != VALUE_MAP)
		return false;
	if (item > 0)
		return provenance_int(nth(provenance_array(manifest, "ingredients"), item - 1), "thumbnail", -1) >= 0;
	t = value_get(manifest, "thumbnail");
	return t && t->kind == VALUE_MAP;
}

static uint32_t count_items(const struct value *manifest)
{
	const struct value *all = provenance_array(manifest, "ingredients");

	return 1 + (all ? all->count : 0);
}

void thumbnail_close(struct ui *u)
{
	struct chain_page *c = &u->chain;

	mem_free(c->tile.rgb);
	c->tile = (struct tile){ .rgb = NULL };
	c->picture = c->asked = false;
	c->tile_id = 0;
	c->error[0] = '\0';
}

bool thumbnail_open(struct ui *u, const struct value *details, uint32_t manifest, uint32_t item)
{
	const struct value *m = nth(provenance_array(details, "manifests"), manifest);

	for (; item < count_items(m); item++)
		if (has_thumbnail(m, item)) {
			thumbnail_close(u);
			u->chain.picture = true;
			u->chain.manifest = manifest;
			u->chain.item = item;
			return true;
		}
	return false;
}

/* Asked once; what failed is not asked again and again. */
void thumbnail_ask(struct ui *u)
{
	struct chain_page *c = &u->chain;
	struct request r = { .kind = REQUEST_TILE, .width = SIDE, .height = SIDE, .out_width = SIDE, .out_height = SIDE,
			     .check = "c2pa" };

	if (!c->picture || c->asked)
		return;
	if (c->item)
		snprintf(r.map, sizeof r.map, "thumbnail.%u.%u", c->manifest, c->item - 1);
	else
		snprintf(r.map, sizeof r.map, "thumbnail.%u", c->manifest);
	c->asked = true;
	c->tile_id = u->backend.ops->request(u->backend.self, c->row, &r);
}

void thumbnail_reply(struct ui *u, const struct backend_reply *r)
{
	struct chain_page *c = &u->chain;
	size_t bytes;

	if (c->tile_id == 0 || r->id != c->tile_id)
		return;
	c->tile_id = 0;
	if (r->status != ST_OK || !r->tile || !r->tile->rgb) {
		snprintf(c->error, sizeof c->error, "%s",
			 r->error && r->error->message[0] ? r->error->message : status_name(r->status));
		return;
	}
	if (!mem_mul(&bytes, (size_t)r->tile->width * r->tile->height, 3) || !(c->tile.rgb = mem_array(bytes, 1)))
		return;
	memcpy(c->tile.rgb, r->tile->rgb, bytes);
	c->tile.width = r->tile->width;
	c->tile.height = r->tile->height;
}

static void draw_side(struct ui *u, struct cellbuf *b, struct box box, const char *title, const struct pixels *p,
		      const char *none)
{
	struct box in = { box.x + 1, box.y + 1, box.w - 2, box.h - 2 };

	cellbuf_frame(b, box, title);
	if (in.w < 1 || in.h < 1)
		return;
	if (p->rgb && p->width && p->height)
		picture_draw(&u->pictures, b, picture_fit(in, p->width, p->height), p);
	else
		cellbuf_text(b, in.x + 1, in.y, in.w - 2, ROLE_DIM, none);
}

void thumbnail_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	const struct chain_page *c = &u->chain;
	struct pixels then = { c->tile.width, c->tile.height, c->tile.rgb, false },
		      now = { x->preview.width, x->preview.height, x->preview.rgb, false };
	int half = box.w / 2, h = box.h > 4 ? box.h - 1 : box.h;
	char title[64];

	if (c->item)
		snprintf(title, sizeof title, "ingredient %u of manifest %u", c->item, c->manifest + 1);
	else
		snprintf(title, sizeof title, "signed in manifest %u", c->manifest + 1);
	draw_side(u, b, (struct box){ box.x, box.y, half, h }, title, &then, c->error[0] ? c->error : "reading it");
	draw_side(u, b, (struct box){ box.x + half, box.y, box.w - half, h }, "as it is now", &now, "no preview");
	if (h < box.h)
		cellbuf_text(b, box.x + 1, box.y + h, box.w - 2, ROLE_DIM,
			     "previews, not evidence; a thumbnail shows what its signer put there");
}
