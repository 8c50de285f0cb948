/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/frame.h"

#include "src/base/mem.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { FIRST_ROOM = 64 * 1024, FDS_MAX = 8 };

void frame_reader_init(struct frame_reader *r, uint32_t max, bool takes_fd)
{
	*r = (struct frame_reader){ .max = max, .takes_fd = takes_fd };
}

void frame_reader_release(struct frame_reader *r)
{
	frame_next(r);
	mem_free(r->data);
	frame_reader_init(r, r->max, r->takes_fd);
}

/* Takes the descriptors of one message: as many as it may have, all others are closed. */
static bool take_descriptors(struct frame_reader *r, struct msghdr *m)
{
	bool good = !(m->msg_flags & MSG_CTRUNC);

	for (struct cmsghdr *c = CMSG_FIRSTHDR(m); c; c = CMSG_NXTHDR(m, c)) {
		size_t n = c->cmsg_len > CMSG_LEN(0) ? (c->cmsg_len - CMSG_LEN(0)) / sizeof(int) : 0;

		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) {
			good = false;
			continue;
		}
		for (size_t i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof fd, sizeof fd);
			if (r->takes_fd && r->n_fds < FRAME_FDS && good) {
				r->fds[r->n_fds++] = fd;
			} else {
				close(fd);
				good = false;
			}
		}
	}
	return good;
}

/* recvmsg() of at most len bytes. Bytes got, 0 at the end, -1 with errno. EPROTO: descriptors that should not
 * be. */
static ssize_t receive(struct frame_reader *r, int sock, void *to, size_t len, bool wait)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(FDS_MAX * sizeof(int))];
	} control;
	struct iovec io = { .iov_base = to, .iov_len = len };
	struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1 };
	ssize_t n;

	/* Without room for them the kernel drops descriptors by itself, and says so. */
	if (r->takes_fd) {
		m.msg_control = &control;
		m.msg_controllen = sizeof control.room;
	}
	do {
		n = recvmsg(sock, &m, (wait ? 0 : MSG_DONTWAIT) | MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	if (n >= 0 && !take_descriptors(r, &m)) {
		errno = EPROTO;
		return -1;
	}
	return n;
}

/* Room for more bytes of this frame: doubled as they come, never more than the frame asks for. */
static bool make_room(struct frame_reader *r)
{
	size_t want = r->room ? r->room * 2 : FIRST_ROOM;
	uint8_t *grown;

	if (r->len < r->room)
		return true;
	if (r->room && want > r->length)
		want = r->length;
	grown = mem_resize(r->data, want, 1);
	if (!grown)
		return false;
	r->data = grown;
	r->room = want;
	return true;
}

static enum frame_state ended(ssize_t n, struct error *e)
{
	if (n == 0)
		return FRAME_END;
	if (errno == EAGAIN || errno == EWOULDBLOCK)
		return FRAME_NONE;
	if (errno == ECONNRESET || errno == EPIPE)
		return FRAME_END;
	if (errno == EPROTO)
		err_set(e, ST_PROTOCOL, "a message carries descriptors that it must not carry");
	else
		err_errno(e, ST_IO, errno, "cannot read from the socket");
	return FRAME_BAD;
}

/* Once the head is whole: is its length one that can be? */
static bool head_done(struct frame_reader *r, struct error *e)
{
	struct span s = span_of(r->head, sizeof r->head, 0);

	if (!span_u32le(&s, &r->length) || r->length == 0 || r->length > r->max) {
		err_set(e, ST_PROTOCOL, "a frame of %u bytes; at most %u are allowed", r->length, r->max);
		return false;
	}
	return true;
}

enum frame_state frame_read(struct frame_reader *r, int sock, bool wait, size_t *moved, struct error *e)
{
	ssize_t n;

	while (r->n_head < sizeof r->head) {
		n = receive(r, sock, r->head + r->n_head, sizeof r->head - r->n_head, wait);
		if (n <= 0)
			return ended(n, e);
		r->n_head += (unsigned)n;
		if (moved)
			*moved += (size_t)n;
		if (r->n_head == sizeof r->head && !head_done(r, e))
			return FRAME_BAD;
	}
	while (r->len < r->length) {
		if (!make_room(r)) {
			err_nomem(e);
			return FRAME_BAD;
		}
		n = receive(r, sock, r->data + r->len, (r->room < r->length ? r->room : r->length) - r->len,
			    wait);
		if (n <= 0)
			return ended(n, e);
		r->len += (size_t)n;
		if (moved)
			*moved += (size_t)n;
	}
	return FRAME_READY;
}

struct span frame_bytes(const struct frame_reader *r)
{
	return span_of(r->data, r->len, 0);
}

int frame_take_fd(struct frame_reader *r)
{
	int fd = r->n_fds ? r->fds[0] : -1;

	if (r->n_fds)
		memmove(r->fds, r->fds + 1, --r->n_fds * sizeof r->fds[0]);
	return fd;
}

void frame_next(struct frame_reader *r)
{
	while (r->n_fds)
		close(r->fds[--r->n_fds]);
	r->n_head = 0;
	r->length = 0;
	r->len = 0;
	if (r->room > FIRST_ROOM) { /* a large answer does not keep its memory */
		mem_free(r->data);
		r->data = NULL;
		r->room = 0;
	}
}

/* ---- writing ---- */

void frame_writer_init(struct frame_writer *w, size_t max)
{
	*w = (struct frame_writer){ .pos = 0 };
	str_init(&w->out, max);
}

static void drop_fds(struct frame_writer *w)
{
	while (w->n_fds)
		close(w->fds[--w->n_fds]);
}

void frame_writer_release(struct frame_writer *w)
{
	drop_fds(w);
	w->pos = 0;
	str_release(&w->out);
}

size_t frame_begin(struct frame_writer *w)
{
	size_t at;

	if (w->pos == w->out.len) {
		str_clear(&w->out);
		w->pos = 0;
	}
	at = w->out.len;
	str_add(&w->out, "\0\0\0\0", 4);
	return at;
}

bool frame_end(struct frame_writer *w, size_t at, uint32_t max, int fd)
{
	return frame_end_with(w, at, max, &fd, fd >= 0);
}

bool frame_end_with(struct frame_writer *w, size_t at, uint32_t max, const int *fds, unsigned n)
{
	size_t len = w->out.len > at + 4 ? w->out.len - at - 4 : 0;

	if (w->out.failed || len == 0 || len > max || n > FRAME_FDS || (n && w->n_fds)) {
		while (n)
			close(fds[--n]);
		w->out.failed = false;
		if (w->out.len > at)
			w->out.len = at;
		return false;
	}
	for (unsigned i = 0; i < 4; i++)
		w->out.data[at + i] = (char)(len >> 8 * i & 0xFF);
	if (n) {
		memcpy(w->fds, fds, n * sizeof fds[0]);
		w->n_fds = n;
		w->fd_at = at;
	}
	return true;
}

bool frame_pending(const struct frame_writer *w)
{
	return w->pos < w->out.len;
}

/* Sends a piece that does not run past the place where a descriptor must go along. */
static ssize_t send_piece(struct frame_writer *w, int sock, bool wait)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(FRAME_FDS * sizeof(int))];
	} control = { .room = { 0 } };
	size_t end = w->n_fds && w->fd_at > w->pos ? w->fd_at : w->out.len;
	struct iovec io = { .iov_base = w->out.data + w->pos, .iov_len = end - w->pos };
	struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1 };
	struct cmsghdr *c;

	/* A worker never sends descriptors, and its sandbox knows write() only. */
	if (!w->n_fds)
		return wait ? write(sock, io.iov_base, io.iov_len)
			    : send(sock, io.iov_base, io.iov_len, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (w->fd_at == w->pos) {
		m.msg_control = &control;
		m.msg_controllen = CMSG_SPACE(w->n_fds * sizeof(int));
		c = CMSG_FIRSTHDR(&m);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(w->n_fds * sizeof(int));
		memcpy(CMSG_DATA(c), w->fds, w->n_fds * sizeof(int));
	}
	return sendmsg(sock, &m, (wait ? 0 : MSG_DONTWAIT) | MSG_NOSIGNAL);
}

bool frame_write(struct frame_writer *w, int sock, bool wait)
{
	while (frame_pending(w)) {
		ssize_t n = send_piece(w, sock, wait);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) && !wait)
			return true;
		if (n <= 0)
			return false;
		if (w->n_fds && w->fd_at == w->pos)
			drop_fds(w);
		w->pos += (size_t)n;
	}
	w->pos = 0;
	if (w->out.room > FIRST_ROOM)
		str_release(&w->out);
	else
		str_clear(&w->out);
	return true;
}
