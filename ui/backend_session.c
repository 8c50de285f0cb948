/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The backend of the program: session.h, and nothing more. */
#include "src/base/base.h"
#include "ui/workstation.h"

#include "src/base/mem.h"
#include "src/engine/engine.h"
#include "src/report/report.h"
#include "src/session/session.h"
#include "ui/backend.h"

struct adapter {
	struct session *session;
	backend_reply_fn reply;
	void *reply_arg;
	struct judgements judgements;
};

static struct session *of(void *self)
{
	return ((struct adapter *)self)->session;
}

static void on_reply(void *arg, uint64_t request, const struct reply *r)
{
	struct adapter *a = arg;
	struct backend_reply out = {
		.id = request, .kind = r->kind, .status = r->status, .error = &r->error,
		.tile = r->kind == REQUEST_TILE && r->status == ST_OK ? &r->tile : NULL,
		.sample = r->kind == REQUEST_SAMPLE && r->status == ST_OK ? &r->sample : NULL,
	};

	if (a->reply)
		a->reply(a->reply_arg, &out);
}

static const struct snapshot *get_snapshot(void *self)
{
	return session_snapshot(of(self));
}

static const struct examination *get_exam(void *self, uint64_t row)
{
	return session_exam(of(self), row);
}

static const struct judgements *get_judgements(void *self, uint64_t row)
{
	struct adapter *a = self;
	const struct note_list *notes;
	const struct verdict_list *verdicts;

	if (!session_judgements(a->session, row, &notes, &verdicts))
		return NULL;
	a->judgements = (struct judgements){ notes->items, notes->n, verdicts->items, verdicts->n };
	return &a->judgements;
}

static void do_select(void *self, uint64_t row)
{
	session_select(of(self), row);
}

static uint64_t do_request(void *self, uint64_t row, const struct request *r)
{
	return session_request(of(self), row, r);
}

static void do_examine(void *self, uint64_t row, const struct region *regions, unsigned n)
{
	session_examine(of(self), row, regions, n);
}

static void do_cancel_row(void *self, uint64_t row)
{
	session_cancel_row(of(self), row);
}

static void do_cancel_all(void *self)
{
	session_cancel_all(of(self));
}

static void do_note(void *self, uint64_t row, const char *text)
{
	session_note(of(self), row, text);
}

static void do_tag(void *self, uint64_t row, const char *tag, bool on)
{
	session_tag(of(self), row, tag, on);
}

static void do_verdict(void *self, uint64_t row, const struct verdict *v)
{
	session_verdict(of(self), row, v);
}

static void do_export(void *self, const char *format, const char *path)
{
	session_export(of(self), format, path);
}

static void do_save_part(void *self, uint64_t row, const char *part)
{
	session_save_part(of(self), row, part);
}

static void set_reply(void *self, backend_reply_fn fn, void *arg)
{
	struct adapter *a = self;

	a->reply = fn;
	a->reply_arg = arg;
}

static size_t get_fds(void *self, struct pollfd *out, size_t max, int *timeout_ms)
{
	return session_fds(of(self), out, max, timeout_ms);
}

static void do_step(void *self)
{
	session_step(of(self));
}

static bool is_idle(void *self)
{
	return session_idle(of(self));
}

static const struct backend_ops session_ops = {
	.snapshot = get_snapshot,
	.exam = get_exam,
	.judgements = get_judgements,
	.select = do_select,
	.request = do_request,
	.examine = do_examine,
	.cancel_row = do_cancel_row,
	.cancel_all = do_cancel_all,
	.note = do_note,
	.tag = do_tag,
	.verdict = do_verdict,
	.export = do_export,
	.save_part = do_save_part,
	.set_reply = set_reply,
	.fds = get_fds,
	.step = do_step,
	.idle = is_idle,
};

static size_t format_names(const char **out, size_t max)
{
	size_t n = 0;

	while (n + 1 < max && report_formats[n].name) {
		out[n] = report_formats[n].name;
		n++;
	}
	out[n] = NULL;
	return n;
}

enum exit_code workstation_run(struct session *s, const struct workstation_options *o, struct error *e)
{
	struct adapter a = { .session = s };
	const char *formats[16];
	struct backend b = {
		.ops = &session_ops, .self = &a, .formats = formats, .categories = mediareview_categories
	};
	enum exit_code code;

	format_names(formats, ARRAY_LEN(formats));
	session_set_reply(s, on_reply, &a);
	session_relate(s);
	code = workstation_run_backend(&b, o, e);
	session_set_reply(s, NULL, NULL);
	return code;
}
