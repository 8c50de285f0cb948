/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/json.h"
#include "src/session/compare.h"

#include <inttypes.h>

enum { SHOWN_MAX = 60 };

struct two {
	unsigned seen, failed, unread; /* unread: nobody saw a byte of it */
};

static void on_exam(void *arg, uint64_t row, const struct examination *x)
{
	struct two *t = arg;

	(void)row;
	t->seen++;
	if (x->status != ST_OK) {
		struct error e = x->error;

		err_context(&e, x->status, "%s", x->path);
		e.code = x->status;
		cli_error(&e);
		t->failed++;
		t->unread += !digests_known(&x->digests);
	}
}

static void on_problem(void *arg, const char *path, const struct error *e)
{
	struct two *t = arg;

	(void)path;
	t->failed++;
	cli_error(e);
}

/* ---- table ---- */

static void show_text(const char *side, const char *text)
{
	printf("    %s  %s\n", side, text ? text : "(not there)");
}

static void show_section(const struct comparison *c, enum compare_section s)
{
	size_t shown = 0;

	printf("\n%s: %" PRIu64 " the same, %" PRIu64 " differ, %" PRIu64 " only in A, %" PRIu64 " only in B\n",
	       compare_section_name(s), c->same[s], c->differ[s], c->only_a[s], c->only_b[s]);
	for (size_t i = 0; i < c->n_rows; i++) {
		const struct compare_row *r = &c->rows[i];

		if (r->section != s || shown++ >= SHOWN_MAX)
			continue;
		printf("  %s\n", r->name);
		show_text("A", r->a);
		show_text("B", r->b);
	}
	if (shown > SHOWN_MAX)
		printf("  and %zu more; --format json has them all\n", shown - SHOWN_MAX);
}

static void show_pixels(const struct compare_pixels *p)
{
	double total = (double)p->width * p->height;

	if (!p->compared) {
		printf("\npixels: not compared: %s\n", p->reason ? p->reason : "unknown");
		return;
	}
	if (!p->differing) {
		printf("\npixels: all %u x %u are equal (8 bits, without transparency)\n", p->width, p->height);
		return;
	}
	printf("\npixels: %" PRIu64 " of %u x %u differ (%.4g %%)\n", p->differing, p->width, p->height,
	       100 * (double)p->differing / total);
	printf("  mean absolute difference  %.4g of 255\n  largest difference        %u of 255\n", p->mean_absolute,
	       p->max_difference);
	printf("  PSNR                      %.4g dB\n  areas                     %u\n", p->psnr_db, p->areas);
	for (uint32_t i = 0; i < p->n_boxes; i++)
		printf("    %u,%u %u x %u: %" PRIu64 " pixels\n", p->boxes[i].x, p->boxes[i].y, p->boxes[i].width,
		       p->boxes[i].height, p->boxes[i].differing);
}

static void show_table(const struct examination *a, const struct examination *b, const struct comparison *c)
{
	printf("A  %s\nB  %s\n", a->path, b->path);
	puts(c->same_bytes ? "the bytes are the same" : "the bytes differ");
	for (int s = 0; s < COMPARE_SECTIONS; s++)
		show_section(c, (enum compare_section)s);
	show_pixels(&c->pixels);
}

/* ---- json ---- */

static void set(json_t *o, const char *key, json_t *v)
{
	json_object_set_new_nocheck(o, key, v);
}

static json_t *section(const struct comparison *c, enum compare_section s)
{
	json_t *o = json_object(), *rows = json_array();

	set(o, "same", json_integer((json_int_t)c->same[s]));
	set(o, "differ", json_integer((json_int_t)c->differ[s]));
	set(o, "only_a", json_integer((json_int_t)c->only_a[s]));
	set(o, "only_b", json_integer((json_int_t)c->only_b[s]));
	for (size_t i = 0; i < c->n_rows; i++)
		if (c->rows[i].section == s)
			json_array_append_new(rows, json_pack("{s:o,s:o,s:o}", "name", json_text(c->rows[i].name), "a",
							      json_text(c->rows[i].a), "b", json_text(c->rows[i].b)));
	set(o, "rows", rows);
	return o;
}

static json_t *pixels(const struct compare_pixels *p)
{
	json_t *o = json_object(), *areas = json_array();

	set(o, "compared", json_boolean(p->compared));
	set(o, "reason", json_text(p->reason));
	if (p->compared) {
		set(o, "differing", json_integer((json_int_t)p->differing));
		set(o, "share", json_number(json_round4((double)p->differing / ((double)p->width * p->height))));
		set(o, "mean_absolute", json_number(json_round4(p->mean_absolute)));
		set(o, "max_difference", json_integer(p->max_difference));
		set(o, "psnr_db", json_number(json_round4(p->psnr_db)));
		set(o, "areas", json_integer(p->areas));
		for (uint32_t i = 0; i < p->n_boxes; i++)
			json_array_append_new(areas, json_pack("{s:[I,I,I,I],s:I}", "region", (json_int_t)p->boxes[i].x,
							       (json_int_t)p->boxes[i].y, (json_int_t)p->boxes[i].width,
							       (json_int_t)p->boxes[i].height, "differing",
							       (json_int_t)p->boxes[i].differing));
		set(o, "largest", areas);
	} else {
		json_decref(areas);
	}
	return o;
}

static void show_json(const struct examination *a, const struct examination *b, const struct comparison *c)
{
	json_t *o = json_object();
	char *line;

	set(o, "schema", json_string("cottingley.compare/1"));
	set(o, "a", json_pack("{s:o}", "path", json_text(a->path)));
	set(o, "b", json_pack("{s:o}", "path", json_text(b->path)));
	set(o, "same_bytes", json_boolean(c->same_bytes));
	for (int s = 0; s < COMPARE_SECTIONS; s++)
		set(o, compare_section_name((enum compare_section)s), section(c, (enum compare_section)s));
	set(o, "pixels", pixels(&c->pixels));
	line = json_line(o);
	puts(line ? line : "{}");
	free(line);
	json_decref(o);
}

/* ---- the command ---- */

static enum exit_code compare(struct session *s, bool json)
{
	const struct examination *a, *b;
	struct error e = ERROR_INIT;
	struct comparison c;
	enum exit_code code = EXIT_DONE;

	if (session_compare(s, 1, 2, &c, &e) != ST_OK) {
		code = cli_error(&e);
	} else {
		a = session_exam(s, 1);
		b = session_exam(s, 2);
		(json ? show_json : show_table)(a, b, &c);
	}
	comparison_release(&c);
	return code;
}

static enum exit_code run(struct session *s, const struct cli_args *a)
{
	struct two t = { .seen = 0 };

	session_set_sink(s, on_exam, &t);
	session_set_problem(s, on_problem, &t);
	session_add_path(s, a->words[0]);
	session_add_path(s, a->words[1]);
	while (!session_idle(s))
		session_wait(s);
	session_set_sink(s, NULL, NULL);
	if (t.seen > 2 || (t.seen < 2 && !t.failed))
		return cli_usage("compare wants two pictures, not folders");
	if (t.seen < 2 || t.unread)
		return t.failed > 1 ? EXIT_NONE : EXIT_SOME;
	return exit_worse(compare(s, a->format && strcmp(a->format, "json") == 0),
			  t.failed > 1 ? EXIT_NONE : t.failed ? EXIT_SOME : EXIT_DONE);
}

enum exit_code cmd_compare(const struct cli_args *a)
{
	struct session_options so;
	struct error e = ERROR_INIT;
	struct session *s;
	enum exit_code code;

	if (a->n_words != 2)
		return cli_usage("compare wants two files; see 'cottingley compare --help'");
	if (a->format && strcmp(a->format, "table") != 0 && strcmp(a->format, "json") != 0)
		return cli_usage("unknown format '%s'; there are table and json", a->format);
	cli_session_options(a, &so);
	so.workers = 2; /* each keeps one of them decoded */
	if (session_open(&so, &s, &e) != ST_OK)
		return cli_error(&e);
	code = run(s, a);
	if (session_close(s, &e) != ST_OK)
		code = exit_worse(code, cli_error(&e));
	return cli_flush(code);
}
