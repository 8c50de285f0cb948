/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/utf8.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>

static void escape_byte(struct str *o, char c)
{
	switch (c) {
	case '&': str_puts(o, "&amp;"); break;
	case '<': str_puts(o, "&lt;"); break;
	case '>': str_puts(o, "&gt;"); break;
	case '"': str_puts(o, "&quot;"); break;
	case '\'': str_puts(o, "&#39;"); break;
	default: str_putc(o, c);
	}
}

/* One code point (or one byte that is none) of s[0..len); returns the bytes used. */
static size_t escape_one(struct str *o, const char *s, size_t len)
{
	char shown[32];
	uint32_t cp;
	unsigned n = utf8_decode(s, len, &cp);

	if (n == 0)
		n = 1;
	utf8_sanitise(shown, sizeof shown, s, n);
	for (const char *p = shown; *p; p++)
		escape_byte(o, *p);
	return n;
}

void html_text(struct str *o, const char *s)
{
	size_t len;

	if (!s)
		s = "not recorded";
	len = strlen(s);
	for (size_t i = 0; i < len;)
		i += escape_one(o, s + i, len - i);
}

void html_prose(struct str *o, const char *s)
{
	size_t len = s ? strlen(s) : 0;

	for (size_t i = 0; i < len;) {
		if (s[i] == '\n') {
			str_puts(o, "<br />");
			i++;
		} else if (s[i] == '\t') {
			str_putc(o, ' ');
			i++;
		} else {
			i += escape_one(o, s + i, len - i);
		}
	}
}

static void put_real(struct str *o, double v)
{
	if (isfinite(v))
		str_printf(o, "%.4g", v);
	else
		str_puts(o, "undefined");
}

/* The conversion at f (just past the %); returns the place after it. */
static const char *convert(struct str *o, const char *f, va_list *ap)
{
	switch (*f) {
	case 's': html_text(o, va_arg(*ap, const char *)); break;
	case 'd': str_printf(o, "%d", va_arg(*ap, int)); break;
	case 'u': str_printf(o, "%u", va_arg(*ap, unsigned)); break;
	case 'g': put_real(o, va_arg(*ap, double)); break;
	case 'c': escape_byte(o, (char)va_arg(*ap, int)); break;
	case 'z':
		str_printf(o, "%zu", va_arg(*ap, size_t));
		f++;
		break;
	case 'l':
		str_printf(o, "%lu", va_arg(*ap, unsigned long));
		f++;
		break;
	default: str_putc(o, *f);
	}
	return f + 1;
}

void html_printf(struct str *o, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	while (*fmt) {
		size_t plain = strcspn(fmt, "%");

		str_add(o, fmt, plain);
		fmt += plain;
		if (*fmt)
			fmt = convert(o, fmt + 1, &ap);
	}
	va_end(ap);
}

void html_css_string(struct str *o, const char *s)
{
	size_t len = s ? strlen(s) : 0;
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		unsigned n = utf8_decode(s + i, len - i, &cp);

		if (n == 0 || utf8_unsafe(cp))
			str_putc(o, '?');
		else if (cp < 0x80 && (isalnum((int)cp) || cp == ' '))
			str_putc(o, (char)cp);
		else
			str_printf(o, "\\%06X", (unsigned)cp);
		i += n ? n : 1;
	}
}

void html_hex(struct str *o, const char *hex)
{
	size_t len = hex ? strlen(hex) : 0;

	str_puts(o, "<span class=\"hex\">");
	if (!hex)
		html_text(o, hex);
	for (size_t i = 0; i < len; i += 8) {
		char group[9];

		snprintf(group, sizeof group, "%.8s", hex + i);
		html_printf(o, "<span>%s</span>", group);
	}
	str_puts(o, "</span>");
}

void html_bytes(struct str *o, uint64_t n)
{
	char digits[24];
	size_t len = (size_t)snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);

	for (size_t i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			str_putc(o, ',');
		str_putc(o, digits[i]);
	}
	str_puts(o, n == 1 ? " byte" : " bytes");
}

void html_time(struct str *o, const char *utc)
{
	bool iso = utc && strlen(utc) == 20 && utc[10] == 'T' && utc[19] == 'Z';
	char shown[32];

	if (iso)
		snprintf(shown, sizeof shown, "%.10s %.8s UTC", utc, utc + 11);
	html_text(o, iso ? shown : utc);
}
