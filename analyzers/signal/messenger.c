/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/messenger.h"

#include <strings.h>

/* In the EXIF software field or in a comment, as a word. */
static const char *const names[] = { "WhatsApp", "Telegram", "Instagram", "Facebook", "Messenger",
				     "Snapchat", "WeChat",   "Viber",	  "Twitter",  "TikTok" };

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; *at; at++)
		if (strncasecmp(at, word, len) == 0 && (at == text || !is_letter(at[-1])) &&
		    !is_letter(at[len]))
			return true;
	return false;
}

static const char *named_in(const char *text)
{
	for (size_t i = 0; text && i < ARRAY_LEN(names); i++)
		if (has_word(text, names[i]))
			return names[i];
	return NULL;
}

/* Facebook and Instagram write "FBMD" and hexadecimal digits into the special instructions of IPTC. */
static bool has_fbmd(struct span s)
{
	return s.len >= 4 && memmem(s.data, s.len, "FBMD", 4);
}

const char *messenger_of(const struct subject *s)
{
	const char *name = named_in(s->facts.software);

	for (uint32_t i = 0; !name && i < s->container.n_blocks; i++) {
		const struct block *b = &s->container.blocks[i];

		if (b->kind == BLOCK_TEXT)
			name = named_in(b->text);
		else if ((b->kind == BLOCK_IPTC || b->kind == BLOCK_PHOTOSHOP) && has_fbmd(b->bytes))
			name = "Facebook";
	}
	return name;
}
