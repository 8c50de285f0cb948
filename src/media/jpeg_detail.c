/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line about each kind of table and header segment (ITU-T T.81 B.2). */
#include "src/base/base.h"
#include "src/media/jpeg_walk.h"

#include "src/base/str.h"

enum { LINE_MAX_BYTES = 300 };

static void dqt(struct span s, struct str *out)
{
	uint8_t pq;

	while (span_u8(&s, &pq)) {
		str_printf(out, "%stable %d, %s", out->len ? "; " : "", pq & 15,
			   pq >> 4 ? "16-bit" : "8-bit");
		if (!span_skip(&s, pq >> 4 ? 128 : 64)) {
			str_puts(out, ", cut short");
			return;
		}
	}
}

static void dht(struct span s, struct str *out)
{
	uint8_t id, count;

	while (span_u8(&s, &id)) {
		unsigned n = 0;

		str_printf(out, "%s%s %d", out->len ? ", " : "", id >> 4 ? "AC" : "DC", id & 15);
		for (unsigned i = 0; i < 16; i++)
			n += span_u8(&s, &count) ? count : 256;
		if (!span_skip(&s, n)) {
			str_puts(out, ", cut short");
			return;
		}
	}
}

static void frame(struct span s, struct str *out)
{
	uint8_t bits, n, id, hv, table;
	uint16_t h, w;

	if (!span_u8(&s, &bits) || !span_u16be(&s, &h) || !span_u16be(&s, &w) || !span_u8(&s, &n)) {
		str_puts(out, "cut short");
		return;
	}
	str_printf(out, "%d-bit, %ux%u, %d component%s", bits, w, h, n, n == 1 ? "" : "s");
	for (unsigned i = 0; i < n && span_u8(&s, &id) && span_u8(&s, &hv) && span_u8(&s, &table); i++)
		str_printf(out, "%s %d: %dx%d table %d", i ? "," : ";", id, hv >> 4, hv & 15, table);
}

static void scan(struct span s, struct str *out)
{
	uint8_t n, id, table, ss, se, a;

	if (!span_u8(&s, &n)) {
		str_puts(out, "cut short");
		return;
	}
	str_printf(out, "component%s", n == 1 ? "" : "s");
	for (unsigned i = 0; i < n && span_u8(&s, &id) && span_u8(&s, &table); i++)
		str_printf(out, "%s %d", i ? "," : "", id);
	if (span_u8(&s, &ss) && span_u8(&s, &se) && span_u8(&s, &a))
		str_printf(out, "; Ss %d, Se %d, Ah %d, Al %d", ss, se, a >> 4, a & 15);
}

const char *jpeg_table_detail(struct container *c, const struct jpeg_marker *m)
{
	struct span s = m->body;
	struct str line;
	const char *text;
	uint16_t v;

	if ((m->code == M_DRI || m->code == M_DNL) && span_u16be(&s, &v))
		return arena_fmt(c->arena, m->code == M_DRI ? "every %u MCUs" : "%u lines", v);
	str_init(&line, LINE_MAX_BYTES);
	if (m->code == M_DQT)
		dqt(s, &line);
	else if (m->code == M_DHT)
		dht(s, &line);
	else if (jpeg_marker_frame(m->code))
		frame(s, &line);
	else if (m->code == M_SOS)
		scan(s, &line);
	text = line.len ? arena_strn(c->arena, line.data, line.len) : NULL;
	str_release(&line);
	return text;
}
