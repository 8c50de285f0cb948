/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/scan_format.h"

#include "src/base/json.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/cli/command.h"

void problem_add(struct problem_list *l, const char *path, enum status code, const struct error *e)
{
	char safe[4096];
	struct problem *p = realloc(l->items, (l->n + 1) * sizeof *p);

	if (!p)
		return;
	l->items = p;
	p = &p[l->n++];
	p->path = mem_need_str(utf8_sanitise(safe, sizeof safe, path ? path : "", path ? strlen(path) : 0));
	p->code = code;
	p->error = *e;
}

void problem_release(struct problem_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->items[i].path);
	free(l->items);
	memset(l, 0, sizeof *l);
}

static void no_head(FILE *out)
{
	(void)out;
}

static void no_tail(FILE *out, const struct problem_list *p)
{
	(void)out;
	(void)p;
}

static void put_line(struct str *o, const struct examination *x, bool timing)
{
	json_t *j = json_examination(x);
	char *line;

	if (timing)
		json_object_set_new(j, "seconds", json_number(json_round4(x->seconds)));
	line = json_line(j);
	str_puts(o, line ? line : "{}");
	free(line);
	json_decref(j);
}

/* ---- table ---- */

static void table_one(struct str *o, const struct examination *x, const struct scan_style *style)
{
	table_row(o, x, style->timing, style->colour);
}

/* ---- json ---- */

static void json_head(FILE *out)
{
	fputs("{\"schema\":\"cottingley.scan/1\",\"examinations\":[", out);
}

static void json_one(struct str *o, const struct examination *x, const struct scan_style *style)
{
	put_line(o, x, style->timing);
}

static void json_tail(FILE *out, const struct problem_list *l)
{
	json_t *all = json_array();
	char *line;

	for (size_t i = 0; i < l->n; i++) {
		const struct problem *p = &l->items[i];

		json_array_append_new(all, json_pack("{s:o,s:s,s:o,s:o}", "path", json_text(p->path), "code",
						     status_name(p->code), "message", json_text(p->error.message), "offset",
						     p->error.has_offset ? json_integer((json_int_t)p->error.offset)
									 : json_null()));
	}
	line = json_line(all);
	fprintf(out, "],\"problems\":%s}\n", line ? line : "[]");
	free(line);
	json_decref(all);
}

/* ---- ndjson, cbor ---- */

static void ndjson_one(struct str *o, const struct examination *x, const struct scan_style *style)
{
	put_line(o, x, style->timing);
	str_putc(o, '\n');
}

static void cbor_one(struct str *o, const struct examination *x, const struct scan_style *style)
{
	(void)style;
	exam_encode(x, o);
}

static const struct scan_format formats[] = {
	{ .name = "table", .between = "", .head = table_head, .one = table_one, .tail = no_tail },
	{ .name = "json", .between = ",", .head = json_head, .one = json_one, .tail = json_tail },
	{ .name = "ndjson", .between = "", .head = no_head, .one = ndjson_one, .tail = no_tail },
	{ .name = "cbor", .between = "", .head = no_head, .one = cbor_one, .tail = no_tail },
};

const struct scan_format *scan_format_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}
