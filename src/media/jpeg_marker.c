/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg_marker.h"

const uint8_t jpeg_row_order[64] = {
	0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5,
	12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
	35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
	58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

bool jpeg_marker_alone(uint8_t code)
{
	return code == M_TEM || (code >= M_RST0 && code <= M_EOI);
}

bool jpeg_marker_frame(uint8_t code)
{
	return (code >= M_SOF0 && code <= 0xCF && code != M_DHT && code != M_JPG && code != M_DAC) ||
	       code == M_SOF55;
}

bool jpeg_marker_known(uint8_t code)
{
	return code == M_TEM || (code >= M_SOF0 && code <= M_APP15 && code != M_JPG) || code == M_SOF55 ||
	       code == M_COM;
}

/* Finds 0xFF, fill bytes, and a code that is not 0. */
static bool find(struct span *s, struct jpeg_marker *m)
{
	m->junk_offset = span_at(s);
	for (;;) {
		const uint8_t *p = span_left(s) ? memchr(s->data + s->pos, 0xFF, span_left(s)) : NULL;
		size_t start = p ? (size_t)(p - s->data) : s->len, pos = start;

		while (pos < s->len && s->data[pos] == 0xFF)
			pos++;
		if (pos == s->len) {
			m->junk = s->origin + s->len - m->junk_offset;
			s->pos = s->len;
			return false;
		}
		s->pos = pos + 1;
		if (s->data[pos] == 0)
			continue;
		m->code = s->data[pos];
		m->offset = s->origin + start;
		m->fill = pos - start - 1;
		m->junk = m->offset - m->junk_offset;
		return true;
	}
}

enum jpeg_step jpeg_marker_next(struct span *s, struct jpeg_marker *m)
{
	enum jpeg_step step = JPEG_STEP;
	uint16_t len;

	memset(m, 0, sizeof *m);
	if (!find(s, m))
		return JPEG_STEP_END;
	m->body = span_of(s->data + s->pos, 0, span_at(s));
	if (!jpeg_marker_alone(m->code)) {
		if (!span_u16be(s, &len)) {
			step = JPEG_STEP_CUT;
			s->pos = s->len;
		} else if (len < 2) {
			step = JPEG_STEP_BAD;
		} else if (!span_sub(s, len - 2u, &m->body)) {
			step = JPEG_STEP_CUT;
			m->body = span_of(s->data + s->pos, span_left(s), span_at(s));
			s->pos = s->len;
		}
	}
	m->length = span_at(s) - m->offset;
	return step;
}

uint64_t jpeg_marker_entropy(struct span *s, uint32_t *n_restarts)
{
	size_t from = s->pos, pos = s->pos;

	*n_restarts = 0;
	for (;;) {
		const uint8_t *p = pos < s->len ? memchr(s->data + pos, 0xFF, s->len - pos) : NULL;
		uint8_t next;

		pos = p ? (size_t)(p - s->data) : s->len;
		if (s->len - pos < 2) { /* nothing more, or a last lonely 0xFF */
			pos = s->len;
			break;
		}
		next = s->data[pos + 1];
		if (next >= M_RST0 && next <= M_RST7)
			++*n_restarts;
		else if (next == 0xFF) {
			size_t end = pos;

			/* A run of fill bytes counts for what follows it. */
			while (end < s->len && s->data[end] == 0xFF)
				end++;
			if (end < s->len && s->data[end] != 0 &&
			    !(s->data[end] >= M_RST0 && s->data[end] <= M_RST7))
				break;
			if (end < s->len && s->data[end] != 0)
				++*n_restarts;
			pos = end < s->len ? end + 1 : end;
			continue;
		} else if (next != 0)
			break;
		pos += 2;
	}
	s->pos = pos;
	return pos - from;
}

const char *jpeg_marker_name(uint8_t code, char buf[8])
{
	static const char *const d[16] = { NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
					   "SOI", "EOI", "SOS", "DQT", "DNL", "DRI", "DHP", "EXP" };

	if (code >= M_SOI && code <= M_EXP)
		return d[code & 15];
	if (code == M_DHT || code == M_DAC || code == M_COM || code == M_TEM)
		return code == M_DHT ? "DHT" : code == M_DAC ? "DAC" : code == M_COM ? "COM" : "TEM";
	if (code >= M_RST0 && code <= M_RST7)
		snprintf(buf, 8, "RST%d", code - M_RST0);
	else if (code == M_SOF55)
		snprintf(buf, 8, "SOF55");
	else if (jpeg_marker_frame(code))
		snprintf(buf, 8, "SOF%d", code - M_SOF0);
	else if (code >= M_APP0 && code <= M_APP15)
		snprintf(buf, 8, "APP%d", code - M_APP0);
	else
		snprintf(buf, 8, "0x%02X", code);
	return buf;
}

bool jpeg_marker_extent(struct span s, uint64_t *length)
{
	struct jpeg_marker m;
	enum jpeg_step step;
	uint32_t restarts;

	while ((step = jpeg_marker_next(&s, &m)) == JPEG_STEP || step == JPEG_STEP_BAD) {
		if (m.code == M_SOS)
			jpeg_marker_entropy(&s, &restarts);
		if (m.code == M_EOI) {
			*length = s.pos;
			return true;
		}
	}
	return false;
}
