/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts that the check c2pa found, piece by piece from the worker that reads the file. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { PART_MAX = 256 * 1024 * 1024 };

struct part {
	uint64_t row;
	struct request request;
	struct str bytes;
	session_part_fn fn;
	void *arg;
};

void part_release(struct part *p)
{
	str_release(&p->bytes);
	free(p);
}

static void end(struct part *p, enum status st, const struct error *e)
{
	p->fn(p->arg, st, e, p->bytes.data, st == ST_OK ? p->bytes.len : 0);
	part_release(p);
}

void part_reply(struct session *s, struct part *p, const struct reply *r)
{
	struct error e = ERROR_INIT;
	bool over = r->status == ST_NOT_APPLICABLE && p->bytes.len;

	if (r->status != ST_OK && !over) {
		end(p, r->status, &r->error);
		return;
	}
	if (!over)
		str_add(&p->bytes, r->bytes, r->n_bytes);
	if (p->bytes.failed) {
		err_set(&e, ST_LIMIT, "the part is longer than %d bytes", PART_MAX);
		end(p, ST_LIMIT, &e);
	} else if (over || r->n_bytes < MESSAGE_MAX_BYTES) {
		end(p, ST_OK, &e);
	} else {
		p->request.offset = p->bytes.len;
		seek_add(s, p->row, &p->request, p);
	}
}

void session_part(struct session *s, uint64_t row, const char *part, session_part_fn fn, void *arg)
{
	struct part *p = mem_need(1, sizeof *p);
	struct error e = ERROR_INIT;

	p->row = row;
	p->fn = fn;
	p->arg = arg;
	p->request = (struct request){ .kind = REQUEST_BYTES, .length = MESSAGE_MAX_BYTES, .check = "c2pa" };
	snprintf(p->request.map, sizeof p->request.map, "%s", part);
	str_init(&p->bytes, PART_MAX);
	if (seek_add(s, row, &p->request, p))
		return;
	err_set(&e, ST_USAGE, "there is no such picture");
	end(p, ST_USAGE, &e);
}

/* ---- into a file ---- */

struct save {
	struct session *s;
	char path[4400];
};

static bool write_all(int fd, const uint8_t *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n <= 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

static void saved(void *arg, enum status st, const struct error *e, const void *bytes, size_t len)
{
	struct save *v = arg;
	int fd = st == ST_OK ? open(v->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
	bool ok = fd >= 0 && write_all(fd, bytes, len);
	int code = errno;

	if (fd >= 0 && close(fd) != 0 && ok) {
		ok = false;
		code = errno;
	}
	if (fd >= 0 && !ok)
		unlink(v->path);
	if (st != ST_OK)
		session_say(v->s, LEVEL_WARNING, "not written: %s", e->message[0] ? e->message : status_name(st));
	else if (!ok && code == EEXIST)
		session_say(v->s, LEVEL_WARNING, "not written: '%s' is there already", v->path);
	else if (!ok)
		session_say(v->s, LEVEL_WARNING, "not written: '%s': %s", v->path, strerror(code));
	else
		session_say(v->s, LEVEL_NONE, "%zu bytes written to %s", len, v->path);
	free(v);
}

/* The folder of the case, the name of the picture, ".c2pa": what other verifiers read as a store of its own. */
static void beside_case(const struct session *s, const char *name, char *out, size_t len)
{
	const char *slash = strrchr(s->case_path, '/'), *dot = strrchr(name, '.');
	size_t n = dot && dot > name ? (size_t)(dot - name) : strlen(name);
	int folder = slash ? (int)(slash - s->case_path) + 1 : 0;

	snprintf(out, len, "%.*s%.*s.c2pa", folder, s->case_path, (int)(n < 200 ? n : 200), name);
}

void session_save_part(struct session *s, uint64_t row, const char *part)
{
	const struct row *r = row_of(s, row);
	struct save *v;

	if (!r || !s->case_path[0]) {
		session_say(s, LEVEL_WARNING, "not written: there is no %s",
			    r ? "case to write beside" : "such picture");
		return;
	}
	v = mem_need(1, sizeof *v);
	v->s = s;
	beside_case(s, r->name, v->path, sizeof v->path);
	session_part(s, row, part, saved, v);
}
