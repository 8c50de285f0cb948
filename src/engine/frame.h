/* SPDX-License-Identifier: GPL-3.0-or-later */
/* frame.h: frames over a SOCK_STREAM Unix socket: a 4-byte little-endian length, then that many bytes (at
 * least one). Reading and writing are incremental and never block unless asked. Descriptors travel with the
 * first byte of their frame (SCM_RIGHTS); at most FRAME_FDS belong to a frame, more are closed at once and make
 * the frame an error. */
#ifndef COTTINGLEY_FRAME_H
#define COTTINGLEY_FRAME_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/base/str.h"

enum { FRAME_FDS = 3 }; /* evidence, companion, trust lists */

struct frame_reader {
	uint32_t max;         /* largest frame that is taken */
	bool takes_fd;        /* the worker; the parent never accepts one */
	uint8_t head[4];
	unsigned n_head;
	uint32_t length;      /* of the frame being read, once the head is whole */
	uint8_t *data;        /* mem_array; grows as bytes come, so that a length alone costs nothing */
	size_t len, room;
	int fds[FRAME_FDS];   /* received with this frame, in the order in which they were sent */
	unsigned n_fds;
};

void frame_reader_init(struct frame_reader *r, uint32_t max, bool takes_fd);
void frame_reader_release(struct frame_reader *r); /* closes a descriptor that nobody took */

enum frame_state {
	FRAME_NONE,  /* nothing more to read now */
	FRAME_READY, /* frame_bytes() holds one; frame_next() before the next read */
	FRAME_END,   /* the other side closed, between frames or inside one */
	FRAME_BAD,   /* e says what was wrong (ST_PROTOCOL, ST_MEMORY, ST_IO); the stream cannot go on */
};

/* Reads at most one frame, blocking until there is something when `wait`. *moved grows by the bytes read (may
 * be NULL). */
MUST_USE enum frame_state frame_read(struct frame_reader *r, int sock, bool wait, size_t *moved,
				     struct error *e);
struct span frame_bytes(const struct frame_reader *r); /* borrowed until frame_next */
int frame_take_fd(struct frame_reader *r);             /* the first one; the caller closes it; -1: none (left) */
/* Ready for the next one. Closes a descriptor that nobody took. */
void frame_next(struct frame_reader *r);

struct frame_writer {
	struct str out;
	size_t pos;   /* bytes already sent */
	int fds[FRAME_FDS]; /* go with the byte at fd_at; owned */
	unsigned n_fds;
	size_t fd_at;
};

void frame_writer_init(struct frame_writer *w, size_t max);
void frame_writer_release(struct frame_writer *w);
/* Begins a frame: append its bytes to w->out, then call frame_end. */
size_t frame_begin(struct frame_writer *w);
/* Ends the frame that began at `at`. fd (or -1) goes with it and is owned by the writer from now on, also on
 * failure. False, with the frame taken back, when it is empty, longer than max, out of memory, or when
 * another descriptor still waits. */
MUST_USE bool frame_end(struct frame_writer *w, size_t at, uint32_t max, int fd);
/* The same for n of them. */
MUST_USE bool frame_end_with(struct frame_writer *w, size_t at, uint32_t max, const int *fds, unsigned n);
bool frame_pending(const struct frame_writer *w);
/* Sends what it can, everything when `wait`. False: the other side is gone. */
MUST_USE bool frame_write(struct frame_writer *w, int sock, bool wait);

#endif
