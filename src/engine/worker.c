/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/worker.h"

#include "src/base/mem.h"
#include "src/engine/sandbox.h"
#include "src/engine/worker_state.h"
#include "src/media/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

enum {
	PROGRESS_MS = 50, /* at most that often */
	/* Address space beside the ceiling: stacks, arenas, what the allocator keeps. */
	BESIDE = 256 * 1024 * 1024,
};

int64_t worker_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

double worker_seconds(const struct worker *w)
{
	return (double)(worker_clock() - w->started) / 1000;
}

/* ---- answers ---- */

void worker_send(struct worker *w, size_t at)
{
	struct error e;

	if (!frame_end(&w->out, at, MESSAGE_MAX_ANSWER, -1)) {
		err_set(&e, ST_LIMIT, "the answer is longer than %d bytes, or than memory allows",
			MESSAGE_MAX_ANSWER);
		at = frame_begin(&w->out);
		answer_put_failed(&w->out.out, w->id, worker_seconds(w), &e);
		if (!frame_end(&w->out, at, MESSAGE_MAX_ANSWER, -1))
			_exit(WORKER_START);
	}
	if (!frame_write(&w->out, w->sock, true))
		_exit(WORKER_DONE);
}

void worker_fail(struct worker *w, const struct error *e)
{
	size_t at = frame_begin(&w->out);

	answer_put_failed(&w->out.out, w->id, worker_seconds(w), e);
	worker_send(w, at);
}

/* ---- what checks call ---- */

/* The next descriptor, when the envelope says that there is one. */
static bool take(struct frame_reader *in, bool said, int *fd)
{
	if (said)
		*fd = frame_take_fd(in);
	return !said || *fd >= 0;
}

static struct order *order_read(struct worker *w)
{
	struct order *o = mem_need(1, sizeof *o);

	o->fd = o->companion = o->lists = -1;
	if (request_decode(frame_bytes(&w->in), &o->v, &o->r, NULL) || !take(&w->in, o->v.has_evidence, &o->fd) ||
	    !take(&w->in, o->v.has_companion, &o->companion) || !take(&w->in, o->v.has_lists, &o->lists) ||
	    w->in.n_fds)
		_exit(WORKER_PROTOCOL);
	frame_next(&w->in);
	return o;
}

static void order_free(struct order *o)
{
	const int fds[] = { o->fd, o->companion, o->lists };

	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	free(o);
}

/* While a request is served: takes what has come, without waiting. */
static void drain(struct worker *w)
{
	for (;;) {
		struct order *o;

		switch (frame_read(&w->in, w->sock, false, NULL, NULL)) {
		case FRAME_NONE:
			return;
		case FRAME_END:
			_exit(WORKER_DONE); /* nobody waits for the answer any more */
		case FRAME_BAD:
			_exit(WORKER_PROTOCOL);
		case FRAME_READY:
			break;
		}
		o = order_read(w);
		if (o->r.kind == REQUEST_CANCEL) {
			w->cancelled = w->cancelled || o->v.id == w->id;
			order_free(o);
			continue;
		}
		if (w->n_queue == WORKER_QUEUE)
			_exit(WORKER_PROTOCOL);
		w->queue[w->n_queue++] = o;
	}
}

static bool asked_to_stop(void *owner)
{
	struct worker *w = owner;

	drain(w);
	w->late = w->late || worker_clock() > w->deadline;
	return w->cancelled || w->late;
}

static void say_progress(struct worker *w, unsigned permille)
{
	size_t at = frame_begin(&w->out);

	answer_put_progress(&w->out.out, w->id, w->base + permille * w->share / 1000, w->stage);
	worker_send(w, at);
	w->last_progress = worker_clock();
}

/* The stage that a check names is its own affair; people are shown which check it is. */
static void on_progress(void *owner, unsigned permille, const char *stage)
{
	struct worker *w = owner;

	(void)stage;
	if (worker_clock() - w->last_progress >= PROGRESS_MS)
		say_progress(w, permille > 1000 ? 1000 : permille);
}

void worker_step(struct worker *w, const char *stage, unsigned base, unsigned share)
{
	snprintf(w->stage, sizeof w->stage, "%s", stage);
	w->base = base;
	w->share = share;
	w->late = false;
	w->deadline = worker_clock() + (int64_t)w->limits.seconds * 1000;
	say_progress(w, 0);
}

enum status worker_stopped(struct worker *w, struct error *e)
{
	if (w->cancelled)
		return err_set(e, ST_CANCELLED, "cancelled");
	if (w->late)
		return err_set(e, ST_TIMEOUT,
			       "time limit of %" PRIu32 " s reached; raise it with --max-seconds",
			       w->limits.seconds);
	return ST_OK;
}

/* ---- the picture ---- */

static void forget(struct worker *w)
{
	if (w->opened)
		subject_release(&w->subject);
	w->opened = false;
}

static void drop_companion(struct worker *w)
{
	evidence_unmap(&w->companion);
	w->companion = span_of(NULL, 0, 0);
	memset(w->companion_sha256, 0, sizeof w->companion_sha256);
}

static void let_go(struct worker *w)
{
	forget(w);
	drop_companion(w);
	exam_free(w->kept);
	w->kept = NULL;
	free(w->kept_for);
	w->kept_for = NULL;
	if (w->holds)
		evidence_unmap(&w->bytes);
	w->holds = false;
}

static enum status hold(struct worker *w, uint64_t key, int fd, struct error *e)
{
	enum status st;

	if (w->holds && w->key == key)
		return ST_OK;
	let_go(w);
	st = evidence_map(fd, &w->bytes, e);
	w->holds = st == ST_OK;
	w->key = key;
	return st;
}

static bool same(const uint8_t a[SHA256_LEN], const uint8_t b[SHA256_LEN])
{
	return memcmp(a, b, SHA256_LEN) == 0;
}

/* The companion that the request means. */
static enum status hold_companion(struct worker *w, const struct order *o, struct error *e)
{
	static const uint8_t none[SHA256_LEN];
	enum status st;

	if (o->companion < 0 && same(o->r.companion, w->companion_sha256))
		return ST_OK;
	drop_companion(w);
	if (same(o->r.companion, none))
		return ST_OK;
	if (o->companion < 0)
		return err_set(e, ST_INTERNAL, "this worker does not hold that companion file");
	st = evidence_map(o->companion, &w->companion, e);
	if (!st)
		memcpy(w->companion_sha256, o->r.companion, SHA256_LEN);
	return st;
}

static enum status open_world(struct worker *w, int fd, struct error *e)
{
	struct span pack = span_of(NULL, 0, 0);
	enum status st = fd >= 0 ? evidence_map(fd, &pack, e) : ST_OK;

	if (st)
		return st;
	st = world_open(pack, &w->world, e); /* keeps nothing of the pack */
	if (fd >= 0)
		evidence_unmap(&pack);
	return st;
}

/* The trust lists that the request means, parsed again only when they are others. */
static enum status hold_lists(struct worker *w, const struct order *o, struct error *e)
{
	static const uint8_t none[SHA256_LEN];
	enum status st;

	if (w->world && same(o->r.lists, w->lists_sha256))
		return ST_OK;
	if (o->lists < 0 && !same(o->r.lists, none))
		return err_set(e, ST_INTERNAL, "this worker does not hold those trust lists");
	world_close(w->world);
	w->world = NULL;
	st = open_world(w, o->lists, e);
	memcpy(w->lists_sha256, o->r.lists, SHA256_LEN);
	return st;
}

enum status worker_subject(struct worker *w, struct subject **out, struct error *e)
{
	if (!w->opened) {
		err_clear(&w->open_error);
		w->open_status = subject_open(&w->subject, w->bytes, &w->limits, &w->open_error);
		w->opened = true;
	}
	*out = &w->subject;
	if (w->open_status && e)
		*e = w->open_error;
	return w->open_status;
}

/* ---- the loop ---- */

static void serve(struct worker *w, const struct order *o)
{
	struct error e = ERROR_INIT;
	enum status st = ST_OK;

	w->id = o->v.id;
	w->started = worker_clock();
	w->cancelled = w->late = false;
	w->last_progress = 0;
	if (o->r.kind == REQUEST_LIST)
		let_go(w); /* what has its key is another list */
	if (o->fd >= 0)
		st = hold(w, o->v.key, o->fd, &e);
	else if (!w->holds || w->key != o->v.key)
		st = err_set(&e, ST_INTERNAL, "this worker does not hold that picture");
	if (!st && request_reads_lists(&o->r)) {
		st = hold_companion(w, o, &e);
		st = st ? st : hold_lists(w, o, &e);
	}
	if (st) {
		worker_fail(w, &e);
		return;
	}
	switch (o->r.kind) {
	case REQUEST_EXAMINE:
		worker_examine(w, &o->r);
		break;
	case REQUEST_TILE:
		if (request_is_part(&o->r))
			worker_part_tile(w, &o->r);
		else
			worker_tile(w, &o->r);
		break;
	case REQUEST_SAMPLE:
		worker_sample(w, &o->r);
		break;
	case REQUEST_BYTES:
		if (request_is_part(&o->r))
			worker_part_bytes(w, &o->r);
		else
			worker_bytes(w, &o->r);
		break;
	case REQUEST_MAP:
		worker_map(w, &o->r);
		break;
	case REQUEST_LIST:
		worker_list(w, &o->r);
		break;
	case REQUEST_CONTROL:
	case REQUEST_CANCEL:
		err_set(&e, ST_UNSUPPORTED, "this version cannot do that yet");
		worker_fail(w, &e);
		break;
	}
}

static struct order *next_order(struct worker *w)
{
	struct order *o;

	if (w->n_queue) {
		o = w->queue[0];
		memmove(w->queue, w->queue + 1, --w->n_queue * sizeof w->queue[0]);
		return o;
	}
	switch (frame_read(&w->in, w->sock, true, NULL, NULL)) {
	case FRAME_READY:
		return order_read(w);
	case FRAME_END:
		return NULL;
	default:
		_exit(WORKER_PROTOCOL);
	}
}

static void loop(struct worker *w)
{
	struct order *o;

	while ((o = next_order(w))) {
		/* A cancel that comes when its request is already answered is late, not wrong. */
		if (o->r.kind != REQUEST_CANCEL)
			serve(w, o);
		order_free(o);
	}
	let_go(w);
	world_close(w->world);
}

/* ---- the start ---- */

static bool parse_number(const char *s, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(s, &end, 10);
	return errno == 0 && *s >= '0' && *s <= '9' && *end == '\0' && *out <= max;
}

static bool parse_options(struct worker *w, int argc, char **argv)
{
	uint64_t v;

	if (argc < 3 || !parse_number(argv[2], 1023, &v) || v < 3)
		return false;
	w->sock = (int)v;
	for (int i = 3; i < argc; i++) {
		const char *name = argv[i];

		if (strcmp(name, "--no-sandbox") == 0) {
			w->no_sandbox = true;
			continue;
		}
		if (i + 1 == argc || !parse_number(argv[++i], UINT64_MAX, &v))
			return false;
		if (strcmp(name, "--memory") == 0)
			w->limits.memory = v;
		else if (strcmp(name, "--pixels") == 0)
			w->limits.pixels = v;
		else if (strcmp(name, "--seconds") == 0 && v > 0 && v <= 1000000)
			w->limits.seconds = (uint32_t)v;
		else
			return false;
	}
	return true;
}

/* Three descriptors that lead nowhere, the socket, and no others. The evidence cannot become descriptor 2,
 * onto which libraries print. */
static bool close_the_rest(int sock)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
#ifdef SANITIZED
	const int last = 1; /* reports of the sanitizers go out */
#else
	const int last = 2;
#endif

	if (null < 0)
		return false;
	for (int fd = 0; fd <= last; fd++)
		if (dup2(null, fd) < 0)
			return false;
	if (sock > 3 && close_range(3, (unsigned)sock - 1, 0))
		return false;
	return close_range((unsigned)sock + 1, ~0U, 0) == 0;
}

/* Address space that may be added: the ceiling, what lies beside it, and the evidence, which is mapped and
 * not copied. */
static uint64_t room_for(const struct limits *lim)
{
	uint64_t room;

	if (!lim->memory || __builtin_add_overflow(lim->memory, (uint64_t)BESIDE + EVIDENCE_SEAL_MAX, &room))
		return 0;
	return room;
}

static enum status get_ready(struct worker *w, enum sandbox_state *state, const char **note, struct error *e)
{
	*state = SANDBOX_OFF;
	*note = "asked for with --no-sandbox";
	if (!close_the_rest(w->sock))
		return err_errno(e, ST_INTERNAL, errno, "a worker cannot close what it inherited");
	worker_warm_up(&w->limits);
	mem_set_ceiling(w->limits.memory);
	mem_keep_pages();
	return w->no_sandbox ? sandbox_limit(room_for(&w->limits), e)
			     : sandbox_enter(room_for(&w->limits), state, note, e);
}

int worker_main(int argc, char **argv)
{
	struct worker *w = mem_need(1, sizeof *w);
	enum sandbox_state state;
	struct error e = ERROR_INIT;
	const char *note;
	enum status st;
	size_t at;

	w->limits = (struct limits)LIMITS_DEFAULT;
	if (!parse_options(w, argc, argv)) {
		fputs("cottingley: '--worker' is an internal command\n", stderr);
		free(w);
		return WORKER_USAGE;
	}
	/* A worker does not outlive its engine, even inside an endless loop. */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	frame_reader_init(&w->in, MESSAGE_MAX_REQUEST, true);
	frame_writer_init(&w->out, (size_t)MESSAGE_MAX_ANSWER + 4096);
	w->control = (struct job_control){ .cancelled = asked_to_stop, .progress = on_progress, .owner = w };
	st = get_ready(w, &state, &note, &e);
	w->id = st ? UINT64_MAX : 0;
	at = frame_begin(&w->out);
	if (st)
		answer_put_failed(&w->out.out, w->id, 0, &e);
	else
		answer_put_hello(&w->out.out, state, note, (uint64_t)getpid());
	worker_send(w, at);
	if (!st)
		loop(w);
	frame_reader_release(&w->in);
	frame_writer_release(&w->out);
	free(w);
	return st ? WORKER_START : WORKER_DONE;
}
