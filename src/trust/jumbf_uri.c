/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/trust/jumbf_uri.h"

#include <ctype.h>

enum { URI_MAX = 4096 };

static const char *after(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

/* The next part of a path; *text moves past its slash, and becomes NULL at the end. */
static const char *next_part(struct arena *a, const char **text)
{
	const char *from = *text, *slash = from ? strchr(from, '/') : NULL;
	size_t n;

	if (!from || !*from)
		return NULL;
	n = slash ? (size_t)(slash - from) : strlen(from);
	*text = slash ? slash + 1 : NULL;
	return arena_strn(a, from, n);
}

static bool has_dots(const char *path)
{
	return strcmp(path, "..") == 0 || strncmp(path, "../", 3) == 0 || strstr(path, "/../") ||
	       (strlen(path) > 3 && strcmp(path + strlen(path) - 3, "/..") == 0);
}

bool jumbf_uri_parse(struct arena *a, const char *text, struct jumbf_uri *out)
{
	const char *path = text && strlen(text) < URI_MAX ? after(text, "self#jumbf=") : NULL;
	const char *rest;

	*out = (struct jumbf_uri){ 0 };
	if (!path || has_dots(path))
		return false;
	rest = after(path, "/c2pa/");
	if (!rest)
		rest = after(path, "c2pa/");
	if (rest) {
		out->manifest = next_part(a, &rest);
		if (!out->manifest)
			return false;
	} else {
		rest = *path == '/' ? path + 1 : path;
	}
	out->part = next_part(a, &rest);
	out->label = next_part(a, &rest);
	return (out->manifest || out->part) && !(rest && *rest);
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

const char *jumbf_uri_manifest(struct arena *a, const char *manifest)
{
	return or_empty(arena_fmt(a, "self#jumbf=/c2pa/%s", manifest));
}

const char *jumbf_uri_part(struct arena *a, const char *manifest, const char *part)
{
	return or_empty(arena_fmt(a, "self#jumbf=/c2pa/%s/%s", manifest, part));
}

const char *jumbf_uri_assertion(struct arena *a, const char *manifest, const char *label)
{
	return or_empty(arena_fmt(a, "self#jumbf=/c2pa/%s/c2pa.assertions/%s", manifest, label));
}

const char *jumbf_uri_absolute(struct arena *a, const char *manifest, const char *text)
{
	struct jumbf_uri u;

	if (!jumbf_uri_parse(a, text, &u))
		return or_empty(text);
	if (!u.manifest)
		u.manifest = manifest;
	if (u.label)
		return or_empty(arena_fmt(a, "self#jumbf=/c2pa/%s/%s/%s", u.manifest, u.part, u.label));
	return u.part ? jumbf_uri_part(a, u.manifest, u.part) : jumbf_uri_manifest(a, u.manifest);
}

size_t label_base(const char *label)
{
	size_t n = strlen(label), at = n;

	while (at && isdigit((unsigned char)label[at - 1]))
		at--;
	return at < n && at > 2 && label[at - 1] == '_' && label[at - 2] == '_' ? at - 2 : n;
}

bool label_is(const char *label, const char *base)
{
	return label_base(label) == strlen(base) && strncmp(label, base, strlen(base)) == 0;
}
