/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/report/report.h"
#include "src/session/session.h"

static enum status deliver(const struct cli_args *a, const struct str *o, struct error *e)
{
	enum status st;

	if (!a->output || strcmp(a->output, "-") == 0) {
		fwrite(o->data, 1, o->len, stdout);
		return ST_OK;
	}
	st = session_write_file(a->output, o->data, o->len, e);
	if (st == ST_OK)
		printf("%s\n", a->output);
	return st;
}

enum exit_code cmd_report(const struct cli_args *a)
{
	const char *format = a->format ? a->format : "html";
	struct error e = ERROR_INIT;
	struct store *store;
	enum exit_code code;
	struct str out;
	enum status st;

	if (!a->case_path || a->n_words)
		return cli_usage("report wants a case: cottingley report -c CASE --format html -o FILE");
	if (!report_format_find(format))
		return cli_usage("unknown report format '%s'; there are html and json", format);
	if (store_open(a->case_path, STORE_READ, &store, &e) != ST_OK)
		return cli_error(&e);
	str_init(&out, 1u << 30);
	st = session_report(store, format, a->public_only, &out, &e);
	if (st == ST_OK)
		st = deliver(a, &out, &e);
	str_release(&out);
	code = st == ST_OK ? EXIT_DONE : cli_error(&e);
	if (store_close(store, &e) != ST_OK)
		code = exit_worse(code, cli_error(&e));
	return cli_flush(code);
}
