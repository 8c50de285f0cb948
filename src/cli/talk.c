/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/session/session.h"

#include <errno.h>
#include <stdarg.h>
#include <unistd.h>

enum exit_code cli_error(const struct error *e)
{
	char text[480];

	fprintf(stderr, "cottingley: %s\n", err_text(e, text, sizeof text));
	return status_exit(e->code);
}

enum exit_code cli_usage(const char *fmt, ...)
{
	struct error e = ERROR_INIT;
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	err_set(&e, ST_USAGE, "%s", text);
	return cli_error(&e);
}

enum exit_code cli_flush(enum exit_code so_far)
{
	struct error e = ERROR_INIT;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return so_far;
	err_errno(&e, ST_DISK, errno, "cannot write to standard output");
	return exit_worse(so_far, cli_error(&e));
}

bool cli_colour(const char *when, FILE *out)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return !(no && *no) && term && *term && strcmp(term, "dumb") != 0 && isatty(fileno(out));
}

void cli_session_options(const struct cli_args *a, struct session_options *o)
{
	memset(o, 0, sizeof *o);
	o->workers = a->jobs;
	o->limits = a->limits;
	o->no_sandbox = a->no_sandbox;
	o->profile = a->profile;
	o->checks = a->checks;
	o->now = a->now;
	o->now_fixed = a->now_fixed;
	o->author = a->author;
	o->reference = a->reference;
	o->n_settings = a->n_settings;
	memcpy(o->settings, a->settings, sizeof o->settings);
	o->n_regions = a->n_regions;
	memcpy(o->regions, a->regions, sizeof o->regions);
	o->no_trust = a->no_trust;
	o->n_trust_files = a->n_trust_files;
	memcpy(o->trust_files, a->trust_files, sizeof o->trust_files);
}

struct one {
	void (*use)(void *arg, const struct examination *x);
	void *arg;
	enum exit_code code;
	unsigned seen;
};

static void on_exam(void *arg, uint64_t row, const struct examination *x)
{
	struct one *o = arg;

	(void)row;
	o->seen++;
	if (x->status != ST_OK) {
		struct error e = x->error;

		e.code = x->status;
		err_context(&e, x->status, "%s", x->path);
		o->code = exit_worse(o->code, cli_error(&e));
	}
	o->use(o->arg, x);
}

enum exit_code cli_examine_one(const struct cli_args *a, const char *path, const char *checks,
			       void (*use)(void *arg, const struct examination *x),
			       void (*after)(void *arg, struct session *s), void *arg)
{
	struct one o = { .use = use, .arg = arg };
	struct session_options so;
	struct error e = ERROR_INIT;
	struct session *s;

	cli_session_options(a, &so);
	so.workers = 1;
	so.checks = checks;
	if (session_open(&so, &s, &e) != ST_OK)
		return cli_error(&e);
	session_set_sink(s, on_exam, &o);
	session_add_path(s, path);
	while (!session_idle(s))
		session_wait(s);
	if (after && o.seen)
		after(arg, s);
	if (session_close(s, &e) != ST_OK)
		return cli_error(&e);
	return o.seen ? o.code : EXIT_NONE;
}
