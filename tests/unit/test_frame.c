/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/engine/frame.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

struct pipe {
	int a, b;
	struct frame_writer w;
	struct frame_reader r;
};

static void pipe_open(struct pipe *p, uint32_t max, bool takes_fd)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	p->a = pair[0];
	p->b = pair[1];
	frame_writer_init(&p->w, 1 << 24);
	frame_reader_init(&p->r, max, takes_fd);
}

static void pipe_close(struct pipe *p)
{
	frame_writer_release(&p->w);
	frame_reader_release(&p->r);
	close(p->a);
	close(p->b);
}

static void put_frame(struct pipe *p, const void *bytes, size_t len, int fd)
{
	size_t at = frame_begin(&p->w);

	str_add(&p->w.out, bytes, len);
	assert_true(frame_end(&p->w, at, UINT32_MAX, fd));
}

static void frames_byte_by_byte(void **state)
{
	static const char wire[] = "\x03\0\0\0abc\x01\0\0\0d";
	struct pipe p;

	(void)state;
	pipe_open(&p, 3, false);
	for (size_t i = 0; i < sizeof wire - 1; i++) {
		enum frame_state want = i == 6 || i == 11 ? FRAME_READY : FRAME_NONE;

		assert_int_equal(write(p.a, wire + i, 1), 1);
		assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), want);
		if (want == FRAME_READY) {
			assert_memory_equal(frame_bytes(&p.r).data, i == 6 ? "abc" : "d",
					    frame_bytes(&p.r).len);
			frame_next(&p.r);
		}
	}
	assert_int_equal(write(p.a, "\x02\0\0\0x", 5), 5);
	close(p.a);
	p.a = -1;
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), FRAME_END); /* inside a frame */
	pipe_close(&p);
}

static void frames_of_every_size(void **state)
{
	static const size_t sizes[] = { 1, 3, 65535, 65536, 65537, 200000, 1 << 20 };
	struct pipe p;
	uint8_t *bytes = calloc(1, 1 << 20);

	(void)state;
	pipe_open(&p, 1 << 20, false);
	for (size_t i = 0; i < 1 << 20; i++)
		bytes[i] = (uint8_t)(i * 31 >> 3);
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
		enum frame_state f = FRAME_NONE;
		size_t moved = 0;

		put_frame(&p, bytes, sizes[i], -1);
		while (f == FRAME_NONE) { /* the socket holds less than the frame */
			assert_true(frame_write(&p.w, p.a, false));
			f = frame_read(&p.r, p.b, false, &moved, NULL);
		}
		assert_int_equal(f, FRAME_READY);
		assert_int_equal(moved, sizes[i] + 4);
		assert_int_equal(frame_bytes(&p.r).len, sizes[i]);
		assert_memory_equal(frame_bytes(&p.r).data, bytes, sizes[i]);
		frame_next(&p.r);
	}
	free(bytes);
	pipe_close(&p);
}

static void frames_too_long_or_empty(void **state)
{
	struct pipe p;
	struct error e;
	size_t at;

	(void)state;
	pipe_open(&p, 10, false);
	assert_int_equal(write(p.a, "\x0B\0\0\0", 4), 4);
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, &e), FRAME_BAD);
	assert_int_equal(e.code, ST_PROTOCOL);
	pipe_close(&p);
	pipe_open(&p, 10, false);
	assert_int_equal(write(p.a, "\0\0\0\0", 4), 4);
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, &e), FRAME_BAD);
	at = frame_begin(&p.w);
	assert_false(frame_end(&p.w, at, 10, -1)); /* nor are they written */
	at = frame_begin(&p.w);
	str_add(&p.w.out, "0123456789x", 11);
	assert_false(frame_end(&p.w, at, 10, -1));
	assert_false(frame_pending(&p.w));
	pipe_close(&p);
}

static unsigned descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void descriptors_travel_with_their_frame(void **state)
{
	unsigned before = descriptors();
	struct pipe p;
	char c;
	int fd, pair[2];

	(void)state;
	assert_int_equal(pipe2(pair, O_CLOEXEC), 0);
	pipe_open(&p, 100, true);
	put_frame(&p, "first", 5, -1);
	put_frame(&p, "second", 6, pair[1]);
	put_frame(&p, "third", 5, -1);
	assert_true(frame_write(&p.w, p.a, false));
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), FRAME_READY);
	assert_int_equal(frame_take_fd(&p.r), -1);
	frame_next(&p.r);
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), FRAME_READY);
	fd = frame_take_fd(&p.r);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(write(fd, "x", 1), 1);
	assert_int_equal(read(pair[0], &c, 1), 1);
	frame_next(&p.r);
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), FRAME_READY);
	assert_int_equal(frame_take_fd(&p.r), -1);
	close(fd);
	close(pair[0]);
	pipe_close(&p);
	assert_int_equal(descriptors(), before);
}

/* As many as a frame may have arrive in their order; those that nobody took are closed. */
static void several_descriptors_keep_their_order(void **state)
{
	unsigned before = descriptors();
	int pair[FRAME_FDS][2], fds[FRAME_FDS], got;
	struct pipe p;
	size_t at;
	char c;

	(void)state;
	pipe_open(&p, 100, true);
	for (int i = 0; i < FRAME_FDS; i++) {
		assert_int_equal(pipe2(pair[i], O_CLOEXEC), 0);
		fds[i] = pair[i][1];
	}
	at = frame_begin(&p.w);
	str_puts(&p.w.out, "x");
	assert_true(frame_end_with(&p.w, at, 100, fds, FRAME_FDS));
	put_frame(&p, "next", 4, -1);
	assert_true(frame_write(&p.w, p.a, false));
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), FRAME_READY);
	for (int i = 0; i < FRAME_FDS - 1; i++) {
		got = frame_take_fd(&p.r);
		assert_true(got >= 0 && write(got, &"abc"[i], 1) == 1);
		assert_int_equal(read(pair[i][0], &c, 1), 1);
		assert_int_equal(c, 'a' + i);
		close(got);
	}
	frame_next(&p.r);
	assert_int_equal(frame_read(&p.r, p.b, false, NULL, NULL), FRAME_READY);
	assert_int_equal(frame_take_fd(&p.r), -1);
	for (int i = 0; i < FRAME_FDS; i++)
		close(pair[i][0]);
	pipe_close(&p);
	assert_int_equal(descriptors(), before);
}

static void send_fds(int sock, const int *fds, size_t n)
{
	union {
		struct cmsghdr align;
		char room[CMSG_SPACE(16 * sizeof(int))];
	} control = { .room = { 0 } };
	struct iovec io = { .iov_base = (char[]){ "\x01\0\0\0x" }, .iov_len = 5 };
	struct msghdr m = { .msg_iov = &io, .msg_iovlen = 1, .msg_control = &control,
			    .msg_controllen = CMSG_SPACE(n * sizeof(int)) };
	struct cmsghdr *c = CMSG_FIRSTHDR(&m);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(n * sizeof(int));
	memcpy(CMSG_DATA(c), fds, n * sizeof(int));
	assert_int_equal(sendmsg(sock, &m, 0), 5);
}

/* More than a frame may have, or any at all to a reader that takes none: an error, and none stays open. */
static void extra_descriptors_are_closed(void **state)
{
	static const struct {
		bool takes;
		size_t n;
	} cases[] = { { true, FRAME_FDS + 1 }, { true, 16 }, { false, 1 }, { false, 16 } };
	int fds[16] = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		unsigned before = descriptors();
		struct pipe p;
		struct error e;

		pipe_open(&p, 100, cases[i].takes);
		send_fds(p.a, fds, cases[i].n);
		assert_int_equal(frame_read(&p.r, p.b, false, NULL, &e), FRAME_BAD);
		assert_int_equal(e.code, ST_PROTOCOL);
		pipe_close(&p);
		assert_int_equal(descriptors(), before);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_byte_by_byte),
		cmocka_unit_test(frames_of_every_size),
		cmocka_unit_test(frames_too_long_or_empty),
		cmocka_unit_test(descriptors_travel_with_their_frame),
		cmocka_unit_test(several_descriptors_keep_their_order),
		cmocka_unit_test(extra_descriptors_are_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
