/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parent knows of a picture, and the worker cannot be asked: its name and its hashes. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"
#include "src/session/libraries.h"

void identity_init(struct session *s)
{
	arena_init(&s->arena, 65536);
	s->libraries = libraries_value(&s->arena);
}

static void put_digest(struct str *o, const char *key, const struct evidence *ev)
{
	cbor_put_text(o, key);
	if (ev->fd >= 0)
		cbor_put_bytes(o, ev->digests.sha256, SHA256_LEN);
	else
		cbor_put_null(o);
}

void identity_context(const struct session *s, const struct item *it, uint8_t out[SHA256_LEN])
{
	struct str o;

	str_init(&o, 4096);
	cbor_put_map(&o, 4);
	cbor_put_text(&o, "schema");
	cbor_put_text(&o, "cottingley.context/2");
	cbor_put_text(&o, "now");
	cbor_put_int(&o, s->options.now);
	put_digest(&o, "lists", &s->pack);
	put_digest(&o, "companion", &it->companion);
	hash_sha256(o.data, o.len, out);
	str_release(&o);
}

static void fill_path(const struct item *it, struct examination *x)
{
	const char *bytes = it->path ? it->path : it->shown;
	size_t len = strlen(bytes);

	x->path = arena_str(&x->arena, it->shown);
	if (strcmp(bytes, it->shown) != 0) {
		x->path_bytes = arena_copy(&x->arena, bytes, len);
		x->path_len = x->path_bytes ? (uint32_t)len : 0;
	}
}

static void fill_link(const struct evidence *ev, struct examination *x)
{
	char safe[4096];

	if (ev->link_target)
		x->link_target = arena_str(&x->arena, utf8_sanitise(safe, sizeof safe, ev->link_target, ev->link_len));
}

static void fill_companion(const struct item *it, struct examination *x)
{
	const char *name = it->companion.name, *slash = name ? strrchr(name, '/') : NULL;
	char safe[512];

	if (it->companion.fd < 0)
		return;
	name = slash ? slash + 1 : name;
	x->companion = arena_str(&x->arena, utf8_sanitise(safe, sizeof safe, name, strlen(name)));
	memcpy(x->companion_sha256, it->companion.digests.sha256, SHA256_LEN);
}

void identity_fill(struct session *s, const struct item *it, struct examination *x)
{
	const char *note;

	fill_path(it, x);
	if (it->ev.fd >= 0) {
		x->size = it->ev.size;
		x->digests = it->ev.digests;
		fill_link(&it->ev, x);
	}
	x->tool_version = PACKAGE_VERSION;
	x->libraries = s->libraries;
	fill_companion(it, x);
	identity_context(s, it, x->context_sha256);
	x->lists = s->lists;
	x->n_lists = s->n_lists;
	x->sandbox = engine_sandbox(s->engine, &note);
	x->sandbox_note = arena_str(&x->arena, note);
}
