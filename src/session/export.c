/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case frozen for a report: gathered on the store's thread, rendered there, written at once under its own name. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "analyzers/analyzer.h"
#include "analyzers/words.h"
#include "src/base/mem.h"
#include "src/base/public.h"
#include "src/base/timeutil.h"
#include "src/engine/sandbox.h"
#include "src/report/report.h"
#include "src/session/case_answer.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { METHODS_MAX = 64 };

struct gathered {
	struct case_info info;
	struct exhibit_list exhibits;
	struct note_list notes;
	struct verdict_list verdicts;
	struct audit_list audit;
	struct examination **exams;
	/* what the report borrows: each array holds the rows of all exhibits once */
	struct report_note *note_pool;
	struct report_verdict *verdict_pool;
	size_t notes_used, verdicts_used;
	struct report_exhibit *exhibit_pool;
	struct report_audit *audit_pool;
	char (*hashes)[2 * SHA256_LEN + 1];
	struct report_method methods[METHODS_MAX];
	struct case_report together;
	struct report_case out;
	char head[2 * SHA256_LEN + 1], generated[32];
	/* for the public */
	struct arena arena;
	struct examination *shown;
	struct case_report shown_together;
	char title[600];
};

static void release(struct gathered *g)
{
	for (size_t i = 0; g->exams && i < g->exhibits.n; i++)
		exam_free(g->exams[i]);
	free(g->exams);
	free(g->shown);
	arena_release(&g->arena);
	exhibit_list_release(&g->exhibits);
	note_list_release(&g->notes);
	verdict_list_release(&g->verdicts);
	audit_list_release(&g->audit);
	free(g->note_pool);
	free(g->verdict_pool);
	free(g->exhibit_pool);
	free(g->audit_pool);
	free(g->hashes);
	case_report_release(&g->together);
}

static enum status gather(struct store_db *db, struct gathered *g, struct error *e)
{
	enum status st = case_info_get(db, &g->info, e);

	if (st == ST_OK)
		st = exhibit_list_get(db, &g->exhibits, e);
	if (st == ST_OK)
		st = note_list_get(db, -1, &g->notes, e);
	if (st == ST_OK)
		st = verdict_list_get(db, -1, &g->verdicts, e);
	if (st == ST_OK)
		st = audit_list_get(db, &g->audit, e);
	g->exams = mem_need(g->exhibits.n, sizeof *g->exams);
	for (size_t i = 0; st == ST_OK && i < g->exhibits.n; i++)
		if (g->exhibits.items[i].examined)
			st = examination_get(db, g->exhibits.items[i].id, &g->exams[i], e);
	return st == ST_OK ? case_answer_report(&g->exhibits, g->exams, &g->together, e) : st;
}

/* Notes of one exhibit (0: of the case), side by side in the pool that holds all of them once. */
static const struct report_note *notes_of(struct gathered *g, int64_t exhibit, size_t *n)
{
	struct report_note *out = g->note_pool + g->notes_used;

	*n = 0;
	for (size_t i = 0; i < g->notes.n; i++) {
		const struct note *x = &g->notes.items[i];

		if (x->exhibit == exhibit)
			out[(*n)++] = (struct report_note){ x->author, x->at, x->text, x->superseded };
	}
	g->notes_used += *n;
	return out;
}

static const struct report_verdict *verdicts_of(struct gathered *g, int64_t exhibit, size_t *n)
{
	struct report_verdict *out = g->verdict_pool + g->verdicts_used;

	*n = 0;
	for (size_t i = 0; i < g->verdicts.n; i++) {
		const struct verdict *v = &g->verdicts.items[i];

		if (v->exhibit == exhibit)
			out[(*n)++] = (struct report_verdict){ .author = v->author, .at = v->at, .question = v->question,
							       .h1 = v->h1, .h2 = v->h2, .limits = v->limits,
							       .category = v->category, .not_suitable = v->not_suitable,
							       .superseded = v->superseded, .level = v->level };
	}
	g->verdicts_used += *n;
	return out;
}

static void fill_exhibits(struct gathered *g)
{
	struct report_exhibit *out = mem_need(g->exhibits.n, sizeof *out);

	for (size_t i = 0; i < g->exhibits.n; i++) {
		const struct exhibit *x = &g->exhibits.items[i];

		out[i] = (struct report_exhibit){ .label = x->label, .acquired = x->acquired, .tags = x->tags,
						  .stored = x->stored, .exam = g->exams[i], .path = x->path,
						  .size = x->size, .sha256 = x->sha256 };
		out[i].notes = notes_of(g, x->id, &out[i].n_notes);
		out[i].verdicts = verdicts_of(g, x->id, &out[i].n_verdicts);
	}
	g->exhibit_pool = out;
	g->out.exhibits = out;
	g->out.n_exhibits = g->exhibits.n;
}

static void fill_audit(struct gathered *g)
{
	struct report_audit *out = mem_need(g->audit.n, sizeof *out);

	g->hashes = mem_need(g->audit.n, sizeof *g->hashes);
	for (size_t i = 0; i < g->audit.n; i++) {
		const struct audit_row *r = &g->audit.items[i];

		out[i] = (struct report_audit){ .seq = r->seq, .at = r->at, .actor = r->actor, .action = r->action,
						.subject = r->subject, .detail = r->detail,
						.hash = hex_encode(g->hashes[i], r->hash, SHA256_LEN) };
	}
	g->audit_pool = out;
	g->out.audit = out;
	g->out.n_audit = g->audit.n;
}

static void fill_methods(struct gathered *g)
{
	size_t n = 0;

	while (analyzers[n] && n < METHODS_MAX) {
		const struct analyzer *a = analyzers[n];

		g->methods[n++] = (struct report_method){ a->id, a->title, a->question, a->version };
	}
	g->out.methods = g->methods;
	g->out.n_methods = n;
}

static void fill(struct gathered *g)
{
	g->note_pool = mem_need(g->notes.n, sizeof *g->note_pool);
	g->verdict_pool = mem_need(g->verdicts.n, sizeof *g->verdict_pool);
	fill_exhibits(g);
	fill_audit(g);
	fill_methods(g);
	g->out.notes = notes_of(g, 0, &g->out.n_notes);
	g->out.together = &g->together;
	g->out.title = g->info.title;
	g->out.uuid = g->info.uuid;
	g->out.created = g->info.created;
	/* The newest audit row dates the report, so that the same case gives the same bytes. */
	snprintf(g->generated, sizeof g->generated, "%s",
		 g->audit.n ? g->audit.items[g->audit.n - 1].at : g->info.created);
	g->out.generated = g->generated;
	g->out.tool_version = PACKAGE_VERSION;
	g->out.offline_words = sandbox_is_offline() ? "offline, enforced" : "offline, NOT enforced";
	g->out.audit_head = hex_encode(g->head, g->info.audit_head, SHA256_LEN);
	g->out.audit_seq = g->info.audit_seq;
}

/* Notes, names, tags and the audit rows go; what verdicts say stays, without who said it. */
static void withhold(struct gathered *g, const char *full_sha256)
{
	size_t len;

	g->shown = mem_need(g->exhibits.n + 1, sizeof *g->shown);
	arena_init(&g->arena, 1u << 30);
	snprintf(g->title, sizeof g->title, "public version; the previews show the pictures; left out:");
	for (size_t i = 0; public_dropped[i]; i++) {
		len = strlen(g->title);
		snprintf(g->title + len, sizeof g->title - len, "%s %s", i ? "," : "", public_dropped[i]);
	}
	len = strlen(g->title);
	snprintf(g->title + len, sizeof g->title - len,
		 ", notes, tags, authors, title and audit rows of the case; the full report exists, its SHA-256 is %s",
		 full_sha256);
	g->out.title = g->title;
	g->out.n_notes = 0;
	g->out.n_audit = 0;
	case_report_public(&g->together, &g->arena, &g->shown_together);
	g->out.together = &g->shown_together;
	for (size_t i = 0; i < g->out.n_exhibits; i++) {
		struct report_exhibit *x = &g->exhibit_pool[i];

		x->path = "(name withheld)";
		x->tags = "";
		x->n_notes = 0;
		if (x->exam) {
			exam_public(x->exam, analyzer_says, &g->arena, &g->shown[i]);
			x->exam = &g->shown[i];
		}
	}
	for (size_t i = 0; i < g->verdicts_used; i++)
		g->verdict_pool[i].author = "(withheld)";
}

struct report_op {
	struct session *s; /* NULL for the command line */
	const struct report_format *format;
	struct str *out;
	struct str own;
	bool public_only;
	char path[4200];
};

static enum status render(struct store_db *db, const struct report_format *format, struct str *out, struct error *e)
{
	struct gathered g = { .exams = NULL };
	enum status st;

	st = gather(db, &g, e);
	if (st == ST_OK) {
		fill(&g);
		st = format->write(&g.out, out, e);
	}
	release(&g);
	return st;
}

static enum status render_public(struct store_db *db, const struct report_format *format, struct str *out,
				 struct error *e)
{
	struct gathered g = { .exams = NULL };
	char hex[2 * SHA256_LEN + 1];
	uint8_t sha256[SHA256_LEN];
	struct str full;
	enum status st;

	str_init(&full, out->max);
	st = gather(db, &g, e);
	if (st == ST_OK) {
		fill(&g);
		st = format->write(&g.out, &full, e);
	}
	if (st == ST_OK && full.failed)
		st = err_nomem(e);
	if (st == ST_OK) {
		hash_sha256(full.data, full.len, sha256);
		withhold(&g, hex_encode(hex, sha256, SHA256_LEN));
		st = format->write(&g.out, out, e);
	}
	str_release(&full);
	release(&g);
	return st;
}

static enum status render_op(struct store_db *db, void *arg, struct error *e)
{
	struct report_op *op = arg;

	return (op->public_only ? render_public : render)(db, op->format, op->out, e);
}

enum status session_report(struct store *store, const char *format, bool public_only, struct str *out,
			   struct error *e)
{
	struct report_op op = { .format = report_format_find(format), .out = out, .public_only = public_only };

	if (!op.format)
		return err_set(e, ST_USAGE, "unknown report format '%s'; there are html and json", format);
	return store_call(store, render_op, &op, e);
}

/* May what lies under this name be replaced? An earlier report may, a picture may not. */
static bool is_alike(const char *path, const void *bytes, size_t len)
{
	enum { LOOK = 4 };
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	char old[LOOK];
	ssize_t n;

	if (fd < 0)
		return errno == ENOENT;
	n = read(fd, old, LOOK);
	close(fd);
	return n == 0 || (n == LOOK && len >= LOOK && memcmp(old, bytes, LOOK) == 0);
}

enum status session_write_file(const char *path, const void *bytes, size_t len, struct error *e)
{
	char part[4300];
	const char *p = bytes;
	enum status st = ST_OK;
	const char *other;
	int fd;

	snprintf(part, sizeof part, "%s.part", path);
	/* What lies under the name of the part is either left from a run that was killed, or somebody's. */
	other = !is_alike(path, bytes, len) ? path : !is_alike(part, bytes, len) ? part : NULL;
	if (other)
		return err_set(e, ST_DISK, "'%s' is there already and is something else; choose another name", other);
	fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, ST_DISK, errno, "cannot make '%s'", part);
	while (len && st == ST_OK) {
		ssize_t n = write(fd, p, len);

		if (n <= 0) {
			st = err_errno(e, ST_DISK, errno, "cannot write '%s'", part);
			break;
		}
		p += n;
		len -= (size_t)n;
	}
	if ((fsync(fd) != 0 || close(fd) != 0) && st == ST_OK)
		st = err_errno(e, ST_DISK, errno, "cannot write '%s'", part);
	if (st == ST_OK && rename(part, path) != 0)
		st = err_errno(e, ST_DISK, errno, "cannot name '%s'", path);
	if (st != ST_OK)
		unlink(part);
	return st;
}

static enum status export_op(struct store_db *db, void *arg, struct error *e)
{
	struct report_op *op = arg;
	enum status st = render(db, op->format, &op->own, e);

	return st == ST_OK ? session_write_file(op->path, op->own.data, op->own.len, e) : st;
}

static void export_done(void *arg, enum status st, const struct error *e)
{
	struct report_op *op = arg;
	struct session *s = op->s;

	s->posts--;
	if (st == ST_OK)
		session_say(s, LEVEL_NONE, "report written: %s", op->path);
	else
		session_fail(s, st, e);
	str_release(&op->own);
	free(op);
}

/* "fire.cott" -> "fire.html" */
static void default_path(const char *case_path, const char *extension, char *out, size_t len)
{
	const char *dot = strrchr(case_path, '.');
	size_t n = dot && strcmp(dot, ".cott") == 0 ? (size_t)(dot - case_path) : strlen(case_path);

	snprintf(out, len, "%.*s.%s", (int)n, case_path, extension);
}

void session_export(struct session *s, const char *format, const char *path)
{
	const struct report_format *f = report_format_find(format);
	struct report_op *op;

	if (!f || !s->store) {
		session_say(s, LEVEL_WARNING, "no report: %s", f ? "there is no case" : "the formats are html and json");
		return;
	}
	op = mem_need(1, sizeof *op);
	op->s = s;
	op->format = f;
	str_init(&op->own, 1u << 30);
	if (path && path[0])
		snprintf(op->path, sizeof op->path, "%s", path);
	else
		default_path(store_path(s->store), f->extension, op->path, sizeof op->path);
	s->posts++;
	session_say(s, LEVEL_NONE, "writing the report ...");
	store_post(s->store, export_op, op, export_done);
}
