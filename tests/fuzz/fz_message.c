/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What parent and worker read of each other. First byte: 0 a request, 1 an answer, 2 frames; the rest is what
 * came over the socket. What is accepted must hold what the contracts promise. */
#include "src/base/base.h"

#include "src/base/cbor.h"
#include "src/engine/frame.h"
#include "src/engine/message.h"

#include <math.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool promise)
{
	if (!promise)
		abort();
}

/* What was read can be written, and is read again as the same. */
static void try_request(struct span in)
{
	static struct request r, again;
	struct envelope v, w;
	struct str s;

	if (request_decode(in, &v, &r, NULL))
		return;
	demand(r.n_checks <= MESSAGE_MAX_CHECKS && r.n_settings <= MESSAGE_MAX_SETTINGS && v.id != 0);
	demand(r.n_regions <= REGIONS_MAX);
	for (unsigned i = 0; i < r.n_regions; i++)
		demand(region_valid(&r.regions[i]) || (r.kind != REQUEST_EXAMINE && r.kind != REQUEST_MAP));
	demand(r.out_width <= TILE_MAX_SIDE && r.out_height <= TILE_MAX_SIDE &&
	       r.length <= MESSAGE_MAX_BYTES);
	str_init(&s, MESSAGE_MAX_REQUEST);
	demand(request_encode(&v, &r, &s, NULL) == ST_OK);
	demand(request_decode(span_of(s.data, s.len, 0), &w, &again, NULL) == ST_OK);
	demand(w.id == v.id && w.key == v.key && again.kind == r.kind);
	if (r.kind == REQUEST_EXAMINE) /* others do not carry a list */
		demand(again.n_checks == r.n_checks && again.n_settings == r.n_settings &&
		       again.n_regions == r.n_regions);
	str_release(&s);
}

static void try_examination(struct span in)
{
	struct examination *x;

	if (exam_decode(in, &x, NULL) == ST_OK)
		exam_free(x);
}

static void try_answer(struct span in)
{
	struct answer a;

	if (answer_decode(in, &a, NULL))
		return;
	demand(a.kind > 0 && a.kind < ANSWER_KINDS && isfinite(a.seconds) && a.seconds >= 0);
	demand(a.permille <= 1000 && a.data.len <= in.len);
	if (a.kind == ANSWER_TILE)
		demand(a.data.len == (size_t)a.width * a.height * 3);
	if (a.kind == ANSWER_MAP)
		demand(a.data.len == (size_t)a.width * a.height * 4 && a.step_x > 0 && a.low <= a.high);
	if (a.kind == ANSWER_EXAMINATION)
		try_examination(a.data);
}

static void try_frames(const uint8_t *data, size_t size)
{
	struct frame_reader r;
	int pair[2];

	if (size > 60000 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return;
	demand(write(pair[0], data, size) == (ssize_t)size);
	close(pair[0]);
	frame_reader_init(&r, 30000, true);
	while (frame_read(&r, pair[1], false, NULL, NULL) == FRAME_READY) {
		demand(frame_bytes(&r).len > 0 && frame_bytes(&r).len <= 30000);
		frame_next(&r);
	}
	frame_reader_release(&r);
	close(pair[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in;

	if (size < 2)
		return 0;
	in = span_of(data + 1, size - 1, 0);
	switch (data[0] % 3) {
	case 0:
		try_request(in);
		break;
	case 1:
		try_answer(in);
		break;
	default:
		try_frames(in.data, in.len);
	}
	return 0;
}
