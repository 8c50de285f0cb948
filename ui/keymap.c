/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/keymap.h"

static const struct request_info table[REQ_COUNT] = {
	[REQ_NONE] = { .name = "none", .hint = "", .help = "" },
#define X(i, n, g, v, h, t, ...) \
	[REQ_##i] = { .id = REQ_##i, \
		      .name = n, \
		      .group = g, \
		      .views = v, \
		      .hint = h, \
		      .help = t, \
		      .keys = { __VA_ARGS__ } },
	REQUESTS(X)
#undef X
};

const struct request_info *request_info(enum ui_request r)
{
	return &table[(unsigned)r < REQ_COUNT ? r : REQ_NONE];
}

enum ui_request keymap_find(int key, unsigned view)
{
	if (key == UI_KEY_NONE)
		return REQ_NONE;
	for (unsigned r = REQ_NONE + 1; r < REQ_COUNT; r++) {
		if (!(table[r].views & view))
			continue;
		for (size_t i = 0; i < ARRAY_LEN(table[r].keys); i++)
			if (table[r].keys[i] == key)
				return table[r].id;
	}
	return REQ_NONE;
}

const char *request_group_title(enum request_group g)
{
	static const char *const titles[GROUP_COUNT] = {
		[GROUP_MOVE] = "Moving",   [GROUP_LOOK] = "Looking",    [GROUP_PICTURE] = "On this page",
		[GROUP_JUDGE] = "Judging", [GROUP_PROGRAM] = "Program",
	};

	return (unsigned)g < GROUP_COUNT ? titles[g] : "";
}

const char *request_keys(enum ui_request r, char out[64])
{
	const struct request_info *info = request_info(r);
	size_t used = 0;
	char name[16];

	out[0] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(info->keys) && info->keys[i] && used < 64; i++)
		used += (size_t)snprintf(out + used, 64 - used, "%s%s", i ? " " : "",
					 key_label(info->keys[i], name));
	return out;
}
