/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "analyzers/words.h"
#include "src/base/mem.h"
#include "src/base/public.h"
#include "src/cli/scan_plan.h"
#include "src/session/case_answer.h"
#include "src/session/session.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* Results come in the order they are done and are printed in the order of the inputs: what is ready too early waits
 * here. */
struct held {
	struct held *next;
	uint64_t row;
	char *text;
	size_t len;
};

struct scan {
	const struct cli_args *args;
	const struct scan_plan *plan;
	const struct scan_format *format; /* of the plan */
	struct session *session;
	struct held *held;
	uint64_t printed;  /* rows 1..printed are out */
	uint64_t failed, reached, total;
	struct problem_list problems;
	struct rate_lines rates; /* of the table */
	enum exit_code maps_code, judged;
	struct scan_style style;
	bool progress, shown; /* shown: the progress line stands on the terminal */
	double shown_at;
};

static volatile sig_atomic_t interrupted;

static void on_interrupt(int sig)
{
	(void)sig;
	interrupted++;
}

/* Before anything else is written: rows and messages may go to the same terminal. */
static void clear_progress(struct scan *sc)
{
	if (!sc->shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	sc->shown = false;
}

static void print_ready(struct scan *sc)
{
	struct held **at = &sc->held;

	while (*at) {
		struct held *h = *at;

		if (h->row != sc->printed + 1) {
			at = &h->next;
			continue;
		}
		clear_progress(sc);
		if (sc->printed)
			fputs(sc->format->between, stdout);
		fwrite(h->text, 1, h->len, stdout);
		sc->printed++;
		*at = h->next;
		mem_free(h->text);
		free(h);
		at = &sc->held;
	}
}

static void talk_failure(struct scan *sc, const struct examination *x)
{
	struct error e = x->error;

	problem_add(&sc->problems, x->path, x->status, &x->error);
	sc->failed++;
	if (sc->format == scan_format_find("table") && isatty(STDOUT_FILENO))
		return;
	clear_progress(sc);
	err_context(&e, x->status, "%s", x->path);
	e.code = x->status;
	cli_error(&e);
}

/* The first trouble with the disk is said once; the scan goes on. */
static void write_maps(struct scan *sc, const struct examination *x)
{
	struct error e = ERROR_INIT;

	if (sc->args->maps && sc->maps_code == EXIT_DONE && maps_write(sc->args->maps, x, &e) != ST_OK)
		sc->maps_code = cli_error(&e);
}

static void put_shown(struct scan *sc, struct str *o, const struct examination *x)
{
	sc->format->one(o, x, &sc->style);
	if (sc->format == scan_format_find("table"))
		rate_lines_add(&sc->rates, x);
}

static void put_one(struct scan *sc, struct str *o, const struct examination *x)
{
	struct examination shown;
	struct arena a;

	if (!sc->args->public_only) {
		put_shown(sc, o, x);
		return;
	}
	arena_init(&a, EXAM_ARENA_MAX);
	exam_public(x, analyzer_says, &a, &shown);
	put_shown(sc, o, &shown);
	arena_release(&a);
}

static void on_exam(void *arg, uint64_t row, const struct examination *x)
{
	struct scan *sc = arg;
	struct held *h = mem_need(1, sizeof *h);
	bool examined;
	struct str o;

	write_maps(sc, x);

	str_init(&o, EXAM_ARENA_MAX);
	put_one(sc, &o, x);
	sc->total++;
	h->row = row;
	h->text = str_take(&o, &h->len);
	h->next = sc->held;
	sc->held = h;
	examined = sc->plan->examined ? sc->plan->examined(x) : x->status == ST_OK;
	if (sc->plan->judge && examined)
		sc->judged = exit_worse(sc->judged, sc->plan->judge(x));
	if (!examined)
		talk_failure(sc, x);
	else if (sc->args->has_fail_on && x->level >= sc->args->fail_on)
		sc->reached++;
	print_ready(sc);
}

static void on_problem(void *arg, const char *path, const struct error *e)
{
	struct scan *sc = arg;

	problem_add(&sc->problems, path, e->code, e);
	clear_progress(sc);
	cli_error(e);
}

static void show_progress(struct scan *sc)
{
	const struct snapshot *p = session_snapshot(sc->session);
	struct timespec ts;
	double now;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	now = (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
	if (now - sc->shown_at < 0.1)
		return;
	sc->shown_at = now;
	fprintf(stderr, "\r\033[K%llu of %zu examined", (unsigned long long)(p->examined + p->failed), p->n_rows);
	if (p->eta_seconds >= 0)
		fprintf(stderr, ", about %d s left", p->eta_seconds);
	fflush(stderr);
	sc->shown = true;
}

static void loop(struct scan *sc)
{
	bool cancelled = false;

	while (!session_idle(sc->session)) {
		session_wait(sc->session);
		if (interrupted && !cancelled) {
			session_cancel_all(sc->session);
			cancelled = true;
		}
		if (sc->progress)
			show_progress(sc);
	}
	clear_progress(sc);
}

static enum status open_case(struct scan *sc, struct error *e)
{
	const char *path = sc->args->case_path;
	enum status st;

	if (!path)
		return ST_OK;
	st = access(path, F_OK) == 0 ? session_open_case(sc->session, path, false, e)
				     : session_create_case(sc->session, path, NULL, e);
	if (st == ST_OK && sc->args->n_words == 0 && !sc->args->files_from)
		st = session_load_case(sc->session, true, e);
	if (st == ST_OK && store_notice(session_store(sc->session))[0])
		fprintf(stderr, "cottingley: %s\n", store_notice(session_store(sc->session)));
	return st;
}

static enum exit_code verdict(const struct scan *sc)
{
	const struct snapshot *p = session_snapshot(sc->session);
	enum exit_code code = EXIT_DONE;
	struct error e = ERROR_INIT;

	if (sc->failed || sc->problems.n)
		code = sc->failed >= sc->total ? EXIT_NONE : EXIT_SOME;
	if (sc->reached)
		code = exit_worse(code, EXIT_FAIL_ON);
	if (session_trouble(sc->session, &e) != ST_OK)
		code = exit_worse(code, cli_error(&e));
	if (p->skipped_links)
		fprintf(stderr, "cottingley: %llu links inside folders were not followed\n",
			(unsigned long long)p->skipped_links);
	code = exit_worse(code, sc->maps_code);
	code = exit_worse(code, sc->judged);
	return interrupted ? exit_worse(code, EXIT_INTERRUPTED) : code;
}

/* Names that no shell could pass: each ends with a NUL byte. */
static enum status add_from_file(struct scan *sc, struct error *e)
{
	const char *name = sc->args->files_from;
	FILE *in = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	char *path = NULL;
	size_t room = 0;
	ssize_t len;

	if (!in)
		return err_errno(e, ST_USAGE, errno, "cannot read the list '%s'", name);
	while ((len = getdelim(&path, &room, '\0', in)) > 0)
		if (path[0])
			session_add_path(sc->session, path);
	free(path);
	if (in != stdin)
		fclose(in);
	return ST_OK;
}

static enum status add_all(struct scan *sc, struct error *e)
{
	enum status st = sc->args->maps ? maps_folder(sc->args->maps, e) : ST_OK;

	for (size_t i = 0; i < sc->args->n_words; i++)
		session_add_path(sc->session, sc->args->words[i]);
	return st == ST_OK && sc->args->files_from ? add_from_file(sc, e) : st;
}

/* One line on what the pictures of the case say together; the verbs of case show it. */
static void say_together(struct scan *sc)
{
	enum { TOO_MANY = 5000 }; /* each is read again: then it is asked for by name */
	struct case_answer a = { .exhibits = { 0 } };
	struct error e = ERROR_INIT;
	size_t n, copies;

	enum status st;

	if (!sc->args->case_path || interrupted)
		return;
	st = session_case_answer(session_store(sc->session), TOO_MANY, &a, &e);
	if (st == ST_LIMIT) {
		fprintf(stderr, "cottingley: %s; 'cottingley case check' compares them\n", e.message);
	} else if (st != ST_OK) {
		cli_error(&e);
	} else if (a.report.n_findings) {
		copies = a.report.n_nodes - a.report.n_trees;
		n = a.report.n_findings - copies;
		fprintf(stderr, "cottingley: in this case: %zu cop%s of other pictures, %zu other finding%s about several "
				"pictures; see 'cottingley case duplicates' and 'case check'\n",
			copies, copies == 1 ? "y" : "ies", n, n == 1 ? "" : "s");
	}
	case_answer_release(&a);
}

/* On stderr what was left out: a reader of the output must not take silence for absence. */
static void withhold(struct scan *sc)
{
	fputs("cottingley: left out for the public:", stderr);
	for (size_t i = 0; public_dropped[i]; i++)
		fprintf(stderr, "%s %s", i ? ";" : "", public_dropped[i]);
	fputc('\n', stderr);
	for (size_t i = 0; i < sc->problems.n; i++) {
		struct problem *p = &sc->problems.items[i];

		free(p->path);
		p->path = mem_need_str("(name withheld)");
		snprintf(p->error.message, sizeof p->error.message, "%s", status_name(p->code));
	}
}

static enum exit_code run(struct scan *sc)
{
	struct error e = ERROR_INIT;
	enum exit_code code;

	if (open_case(sc, &e) != ST_OK)
		return cli_error(&e);
	session_set_sink(sc->session, on_exam, sc);
	session_set_problem(sc->session, on_problem, sc);
	if (add_all(sc, &e) != ST_OK)
		return cli_error(&e);
	sc->format->head(stdout);
	loop(sc);
	if (sc->args->public_only)
		withhold(sc);
	sc->format->tail(stdout, &sc->problems);
	rate_lines_print(&sc->rates, stdout);
	say_together(sc);
	code = verdict(sc);
	return cli_flush(code);
}

static void catch_interrupt(void)
{
	struct sigaction sa = { .sa_handler = on_interrupt };

	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

enum exit_code scan_run(const struct cli_args *a, const struct scan_plan *plan)
{
	struct scan sc = { .args = a, .plan = plan, .format = plan->format, .style = plan->style,
			   .progress = isatty(STDERR_FILENO) };
	struct session_options so;
	struct error e = ERROR_INIT;
	enum exit_code code;

	cli_session_options(a, &so);
	if (plan->checks)
		so.checks = plan->checks;
	if (session_open(&so, &sc.session, &e) != ST_OK)
		return cli_error(&e);
	catch_interrupt();
	code = run(&sc);
	if (session_close(sc.session, &e) != ST_OK)
		code = exit_worse(code, cli_error(&e));
	problem_release(&sc.problems);
	return code;
}

enum exit_code cmd_scan(const struct cli_args *a)
{
	struct scan_plan plan = { .style = { .timing = a->timing, .colour = cli_colour(a->color, stdout) } };

	if (a->n_words == 0 && !a->case_path && !a->files_from)
		return cli_usage("nothing to scan; name pictures, folders or a case (-c); see 'cottingley scan --help'");
	plan.format = scan_format_find(a->format ? a->format : "table");
	if (!plan.format)
		return cli_usage("unknown format '%s'; there are table, json, ndjson and cbor", a->format);
	if (a->public_only && strcmp(plan.format->name, "cbor") == 0)
		return cli_usage("--public goes with table, json and ndjson; cbor holds whole examinations");
	return scan_run(a, &plan);
}
