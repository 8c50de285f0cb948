/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/fake_backend.h"

#include "src/base/mem.h"
#include "tests/unit/credentials_fixture.h"
#include "tests/unit/fake_exam.h"

#include <stdarg.h>

static void say(struct fake *f, const char *fmt, ...) PRINTF(2, 3);
static void say(struct fake *f, const char *fmt, ...)
{
	size_t used = strlen(f->log);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(f->log + used, sizeof f->log - used, fmt, ap);
	va_end(ap);
}

static void changed(struct fake *f)
{
	f->snap.generation++;
}

static void outcome(struct fake *f, const char *text)
{
	snprintf(f->snap.message, sizeof f->snap.message, "%s", text);
	changed(f);
}

static struct row *row_of(struct fake *f, uint64_t id)
{
	return id >= 1 && id <= f->snap.n_rows ? &f->rows[id - 1] : NULL;
}

static const struct snapshot *get_snapshot(void *self)
{
	return &((struct fake *)self)->snap;
}

static const struct examination *get_exam(void *self, uint64_t row)
{
	struct fake *f = self;

	return row_of(f, row) ? f->exams[row - 1] : NULL;
}

static const struct judgements *get_judgements(void *self, uint64_t row)
{
	struct fake *f = self;

	(void)row;
	f->judgements = (struct judgements){ f->notes, f->n_notes, f->verdicts, f->n_verdicts };
	return &f->judgements;
}

static void do_select(void *self, uint64_t row)
{
	say(self, "select %d\n", (int)row);
}

static uint64_t do_request(void *self, uint64_t row, const struct request *r)
{
	struct fake *f = self;

	f->requests++;
	if (f->n_queue == ARRAY_LEN(f->queue))
		return 0;
	f->queue[f->n_queue].id = ++f->last_id;
	f->queue[f->n_queue].row = row;
	f->queue[f->n_queue++].r = *r;
	return f->last_id;
}

static void do_examine(void *self, uint64_t row, const struct region *regions, unsigned n)
{
	struct fake *f = self;

	say(f, "examine %d", (int)row);
	for (unsigned i = 0; i < n; i++)
		say(f, " %u,%u,%u,%u", regions[i].x, regions[i].y, regions[i].width, regions[i].height);
	say(f, "\n");
	outcome(f, "examined again");
}

static void do_cancel_row(void *self, uint64_t row)
{
	struct row *r = row_of(self, row);

	say(self, "cancel %d\n", (int)row);
	if (r)
		r->state = ROW_CANCELLED;
	changed(self);
}

static void do_cancel_all(void *self)
{
	struct fake *f = self;

	say(f, "cancel all\n");
	for (size_t i = 0; i < f->snap.n_rows; i++)
		if (f->rows[i].state < ROW_DONE)
			f->rows[i].state = ROW_CANCELLED;
	f->stream = 0;
	f->snap.busy = false;
	f->snap.waiting = 0;
	outcome(f, "stopped");
}

static void do_note(void *self, uint64_t row, const char *text)
{
	struct fake *f = self;

	say(f, "note %d %s\n", (int)row, text);
	if (f->n_notes < ARRAY_LEN(f->notes)) {
		struct note *n = &f->notes[f->n_notes++];

		snprintf(n->author, sizeof n->author, "ada");
		snprintf(n->at, sizeof n->at, "2026-11-03 09:12");
		n->text = mem_need_str(text);
	}
	if (row_of(f, row))
		row_of(f, row)->notes++;
	outcome(f, "note saved");
}

static void do_tag(void *self, uint64_t row, const char *tag, bool on)
{
	struct row *r = row_of(self, row);

	say(self, "tag %d %s%s\n", (int)row, on ? "" : "-", tag);
	if (r && on)
		snprintf(r->tags, sizeof r->tags, "%s", tag);
	outcome(self, "tag saved");
}

static void do_save_part(void *self, uint64_t row, const char *part)
{
	say(self, "save %d %s\n", (int)row, part);
	outcome(self, "manifest saved");
}

static void do_verdict(void *self, uint64_t row, const struct verdict *v)
{
	struct fake *f = self;
	struct row *r = row_of(f, row);

	say(f, "verdict %d q=%s h1=%s h2=%s level=%d%s limits=%s category=%s\n", (int)row, v->question,
	    v->h1, v->h2, v->level, v->not_suitable ? " not suitable" : "", v->limits, v->category);
	if (r) {
		f->snap.reviewed += !r->has_verdict;
		r->has_verdict = true;
		r->verdict_level = v->level;
		r->not_suitable = v->not_suitable;
	}
	if (f->n_verdicts < ARRAY_LEN(f->verdicts)) {
		struct verdict *k = &f->verdicts[f->n_verdicts++];

		*k = *v;
		snprintf(k->author, sizeof k->author, "ada");
		snprintf(k->at, sizeof k->at, "2026-11-03 09:15");
		k->question = mem_need_str(v->question);
		k->h1 = mem_need_str(v->h1);
		k->h2 = mem_need_str(v->h2);
		k->limits = mem_need_str(v->limits);
	}
	outcome(f, "verdict saved");
}

static void do_export(void *self, const char *format, const char *path)
{
	char text[160];

	say(self, "export %s %s\n", format, path ? path : "-");
	snprintf(text, sizeof text, "report written to '%.100s.%s'", path ? path : "harbour-fire", format);
	outcome(self, text);
}

static void set_reply(void *self, backend_reply_fn fn, void *arg)
{
	struct fake *f = self;

	f->reply = fn;
	f->reply_arg = arg;
}

static size_t get_fds(void *self, struct pollfd *out, size_t max, int *timeout_ms)
{
	struct fake *f = self;

	(void)out;
	(void)max;
	if (f->n_queue)
		*timeout_ms = 0;
	else if (f->stream)
		*timeout_ms = (int)f->stream_ms;
	return 0;
}

static void answer(struct fake *f, uint64_t id, const struct request *r)
{
	struct error e = ERROR_INIT;
	struct sample sample = { .channels = 3, .depth = 8, .value = { 31, 40, 22 } };
	struct tile tile = { r->out_width, r->out_height, NULL };
	struct backend_reply reply = { .id = id, .kind = r->kind, .error = &e };

	if (r->kind == REQUEST_SAMPLE)
		reply.sample = &sample;
	else if (f->refuse_tiles)
		reply.status = err_set(&e, ST_CRASHED, "the worker died");
	else {
		tile.rgb = mem_need((size_t)tile.width * tile.height, 3);
		fake_paint(tile.rgb, tile.width, tile.height);
		reply.tile = &tile;
	}
	if (f->reply)
		f->reply(f->reply_arg, &reply);
	free(tile.rgb);
}

static void stream_step(struct fake *f)
{
	size_t at = f->snap.n_rows - f->stream;
	struct row *r = &f->rows[at];

	r->state = ROW_EXAMINING;
	r->permille += 250;
	snprintf(r->stage, sizeof r->stage, "recapture");
	if (r->permille > 1000) {
		r->state = ROW_DONE;
		r->spoke = 9;
		r->silent = 6;
		f->exams[at] = fake_exam_quiet(r->path);
		f->snap.examined++;
		f->snap.waiting--;
		f->stream--;
	}
	f->snap.busy = f->stream > 0;
	changed(f);
}

static void do_step(void *self)
{
	struct fake *f = self;

	while (f->n_queue) {
		struct request r = f->queue[0].r;
		uint64_t id = f->queue[0].id;

		memmove(f->queue, f->queue + 1, --f->n_queue * sizeof f->queue[0]);
		answer(f, id, &r);
	}
	if (f->stream)
		stream_step(f);
}

static bool is_idle(void *self)
{
	const struct fake *f = self;

	return f->n_queue == 0 && f->stream == 0;
}

static const struct backend_ops fake_ops = {
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
	.save_part = do_save_part,
	.export = do_export,
	.set_reply = set_reply,
	.fds = get_fds,
	.step = do_step,
	.idle = is_idle,
};

struct backend fake_backend(struct fake *f)
{
	static const char *const formats[] = { "html", "json", NULL };
	static const char *const categories[] = { "DecontextualizedContent",
						  "EditedOrCroppedContent",
						  "OriginalMediaContent",
						  "SatireOrParodyContent",
						  "StagedContent",
						  "TransformedContent",
						  NULL };

	return (struct backend){ &fake_ops, f, formats, categories };
}

struct fake *fake_new(void)
{
	struct fake *f = mem_need(1, sizeof *f);

	f->rows = mem_need(FAKE_ROWS, sizeof *f->rows);
	f->snap = (struct snapshot){ .generation = 1,
				     .case_name = "harbour-fire.cott",
				     .case_path = "/cases/harbour-fire.cott",
				     .offline = true,
				     .sandboxed = true,
				     .offline_words = "offline, enforced",
				     .rows = f->rows,
				     .eta_seconds = -1 };
	return f;
}

static void free_verdict(struct verdict *v)
{
	free(v->question);
	free(v->h1);
	free(v->h2);
	free(v->limits);
}

void fake_free(struct fake *f)
{
	for (size_t i = 0; i < f->snap.n_rows; i++) {
		exam_free(f->exams[i]);
		free((char *)(uintptr_t)f->rows[i].name);
	}
	for (unsigned i = 0; i < f->n_notes; i++)
		free(f->notes[i].text);
	for (unsigned i = 0; i < f->n_verdicts; i++)
		free_verdict(&f->verdicts[i]);
	free(f->rows);
	free(f);
}

struct row *fake_add(struct fake *f, const char *name, enum row_state state, enum level level,
		     const char *why, const char *taken)
{
	struct row *r = &f->rows[f->snap.n_rows++];

	r->id = f->snap.n_rows;
	snprintf(r->label, sizeof r->label, "Q%d", (int)r->id);
	r->name = r->path = mem_need_str(name);
	r->state = state;
	r->level = level;
	r->spoke = 2;
	r->silent = 2;
	snprintf(r->why, sizeof r->why, "%s", why);
	snprintf(r->taken, sizeof r->taken, "%s", taken);
	r->width = 4000;
	r->height = 3000;
	r->has_hash = true;
	for (unsigned i = 0; i < SHA256_LEN; i++)
		r->sha256[i] = (uint8_t)(i * 37 + 79);
	if (state == ROW_DONE)
		f->snap.examined++;
	if (state < ROW_DONE) {
		f->snap.waiting++;
		f->snap.busy = true;
	}
	changed(f);
	return r;
}

static void add_examined(struct fake *f, const char *name, enum level level, const char *why,
			 const char *taken)
{
	struct row *r = fake_add(f, name, ROW_DONE, level, why, taken);

	f->exams[r->id - 1] = level ? fake_exam(r->name, r->why, level) : fake_exam_quiet(r->name);
}

void fake_fill_demo(struct fake *f)
{
	struct row *r;

	add_examined(f, "quay.jpg", LEVEL_NONE, "", "2026-11-02 12:10");
	add_examined(f, "flag-crop.png", LEVEL_WARNING, "two JPEG grids; noise differs", "");
	add_examined(f, "IMG_2041.jpg", LEVEL_ALERT, "C2PA: changed after signing", "2026-11-02 14:03");
	add_examined(f, "crowd.jpg", LEVEL_WARNING,
		     "recapture: photo of a screen: lattice of period 2.7 px, 31 dB over its surround, "
		     "9 of 12 tiles",
		     "");
	add_examined(f, "PXL_20261102.jpg", LEVEL_NOTICE, "exif: edited with Lightroom 14.1",
		     "2026-11-02 13:58");
	add_examined(f, "DSC_0012.jpg", LEVEL_NOTICE, "c2pa: the signer is known for an incident", "2026-11-02 13:41");
	add_examined(f, "harbour-1.jpg", LEVEL_NONE, "copy of harbour-0.jpg", "");
	credentials_add(f->exams[0], CREDENTIALS_NONE);
	credentials_add(f->exams[2], CREDENTIALS_CHANGED);
	credentials_add(f->exams[5], CREDENTIALS_AI);
	f->rows[6].little = true;
	f->exams[6]->little = true;
	f->rows[6].spoke = f->exams[6]->spoke = 1;
	f->rows[6].silent = f->exams[6]->silent = 3;
	r = fake_add(f, "broken.jpg", ROW_FAILED, LEVEL_NONE,
		     "corrupt: segment length 65535 exceeds 212 bytes left", "");
	f->exams[r->id - 1] = fake_exam_failed(r->name);
	f->snap.failed = 1;
	f->rows[2].has_verdict = true;
	f->rows[2].verdict_level = -2;
	f->snap.reviewed = 1;
	snprintf(f->rows[3].tags, sizeof f->rows[3].tags, "harbour");
}

void fake_stream(struct fake *f, unsigned n, unsigned every_ms)
{
	char name[32];

	for (unsigned i = 0; i < n; i++) {
		snprintf(name, sizeof name, "harbour-%u.jpg", i + 2);
		fake_add(f, name, ROW_WAITING, LEVEL_NONE, "", "");
	}
	f->stream = n;
	f->stream_ms = every_ms;
	f->snap.eta_seconds = 40;
}

void fake_fill_hostile(struct fake *f)
{
	static const char *const names[] = {
		"\x1b[2J\x1b]0;owned\x07.jpg",
		"\xe2\x80\xaegpj.exe",
		"漢字かな交じり文の長い長い長い長い長い長い名前.jpg",
		"e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81.jpg",
		"\xff\xfe\x80 broken bytes",
		"tab\there\nline",
		"",
		"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x9a\x80.png",
		"\xcc\x81\xcc\x81leading marks",
		"\xef\xbb\xbf\xc2\x85\xc2\x9b"
		"31m",
	};
	char *huge = mem_need(4097, 1);

	memset(huge, 'W', 4096);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct row *r;

		add_examined(f, names[i], (enum level)(i % 4), names[i], names[i]);
		r = &f->rows[f->snap.n_rows - 1];
		snprintf(r->tags, sizeof r->tags, "%s", names[i]);
		f->exams[r->id - 1]->format = names[i];
		f->exams[r->id - 1]->results[0].check = names[i];
		f->exams[r->id - 1]->results[2].reason = names[i];
		credentials_add(f->exams[r->id - 1], (enum credentials_case)((CREDENTIALS_HOSTILE + i) % CREDENTIALS_CASES));
		for (uint32_t k = 0; k < f->exams[r->id - 1]->n_entries; k++)
			f->exams[r->id - 1]->entries[k].name = f->exams[r->id - 1]->entries[k].value =
				names[i];
	}
	add_examined(f, huge, LEVEL_WARNING, huge, "");
	f->exams[f->snap.n_rows - 1]->entries[0].value = f->rows[f->snap.n_rows - 1].name;
	f->snap.case_name = names[0];
	snprintf(f->snap.message, sizeof f->snap.message, "%s", names[0]);
	f->snap.offline_words = names[1];
	free(huge);
}
