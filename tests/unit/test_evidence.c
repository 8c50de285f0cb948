/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/media/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/cottingley-evidence-XXXXXX";

static const char *at(const char *name)
{
	static char path[2][256];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

static void put(const char *name, const char *text, size_t len)
{
	FILE *f = fopen(at(name), "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int drop_folder(void **state)
{
	static const char *const names[] = { "a.txt", "link", "empty", "loop", "pipe", "big", "moving" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		unlink(at(names[i]));
	rmdir(at("dir"));
	return rmdir(folder);
}

static void seals_and_hashes(void **state)
{
	char hex[2 * SHA256_LEN + 1], back[5] = "";
	struct evidence ev;
	struct error e = ERROR_INIT;
	struct span s;

	(void)state;
	put("a.txt", "abc", 3);
	assert_int_equal(evidence_open(at("a.txt"), NULL, &ev, &e), ST_OK);
	assert_true(ev.sealed);
	assert_int_equal(ev.size, 3);
	assert_string_equal(hex_encode(hex, ev.digests.sha256, SHA256_LEN),
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_string_equal(hex_encode(hex, ev.digests.md5, MD5_LEN), "900150983cd24fb0d6963f7d28e17f72");
	assert_int_equal(fcntl(ev.fd, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
	assert_int_equal(fcntl(ev.fd, F_GET_SEALS), F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
	assert_int_equal(pwrite(ev.fd, "x", 1, 0), -1);
	assert_int_equal(ftruncate(ev.fd, 1), -1);
	assert_null(ev.link_target);
	put("a.txt", "xyz!", 4); /* what happens to the file no longer matters */
	assert_int_equal(evidence_read(&ev, 1, back, 2, &e), ST_OK);
	assert_memory_equal(back, "bc", 2);
	assert_int_equal(evidence_read(&ev, 2, back, 2, &e), ST_IO);
	assert_true(e.has_offset);
	assert_int_equal(evidence_read(&ev, UINT64_MAX, back, 2, &e), ST_IO);
	assert_int_equal(evidence_map(ev.fd, &s, &e), ST_OK);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.data, "abc", 3);
	evidence_unmap(&s);
	evidence_release(&ev);
	assert_int_equal(ev.fd, -1);
	evidence_release(&ev);
}

static void an_empty_file_is_evidence_too(void **state)
{
	struct evidence ev;
	struct error e = ERROR_INIT;
	struct span s;

	(void)state;
	put("empty", "", 0);
	assert_int_equal(evidence_open(at("empty"), NULL, &ev, &e), ST_OK);
	assert_int_equal(evidence_map(ev.fd, &s, &e), ST_OK);
	assert_int_equal(s.len, 0);
	evidence_unmap(&s);
	evidence_release(&ev);
}

static void expect_refused(const char *path, enum status st, const char *word)
{
	struct evidence ev;
	struct error e = ERROR_INIT;

	assert_int_equal(evidence_open(path, NULL, &ev, &e), st);
	assert_int_equal(e.code, st);
	if (!strstr(e.message, word))
		fail_msg("'%s' does not say '%s'", e.message, word);
}

static void refuses_what_is_no_regular_file(void **state)
{
	(void)state;
	assert_int_equal(mkfifo(at("pipe"), 0600), 0);
	assert_int_equal(mkdir(at("dir"), 0700), 0);
	assert_int_equal(symlink("loop", at("loop")), 0);
	expect_refused(at("pipe"), ST_NOT_REGULAR, "FIFO");
	expect_refused(at("dir"), ST_NOT_REGULAR, "folder");
	expect_refused("/dev/null", ST_NOT_REGULAR, "character device");
	expect_refused(at("loop"), ST_IO, strerror(ELOOP));
	expect_refused(at("missing"), ST_IO, strerror(ENOENT));
	expect_refused(at("a.txt/x"), ST_IO, strerror(ENOTDIR));
}

static void follows_a_link_and_says_where_it_led(void **state)
{
	struct evidence ev;
	struct error e = ERROR_INIT;

	(void)state;
	put("a.txt", "abc", 3);
	assert_int_equal(symlink("a.txt", at("link")), 0);
	assert_int_equal(evidence_open(at("link"), NULL, &ev, &e), ST_OK);
	assert_string_equal(ev.link_target, "a.txt");
	assert_int_equal(ev.link_len, 5);
	assert_string_equal(ev.name, at("link"));
	evidence_release(&ev);
}

/* The owner changes the file between two slices. */
struct meddler {
	const char *path;
	bool shrink;
	unsigned calls;
};

static bool meddle(void *owner)
{
	struct meddler *m = owner;

	if (m->calls++ == 1)
		assert_int_equal(truncate(m->path, m->shrink ? 1200000 : 4000000), 0);
	return false;
}

static void notices_a_file_that_changes(void **state)
{
	struct evidence ev;
	struct error e;

	(void)state;
	for (int shrink = 0; shrink < 2; shrink++) {
		struct meddler m = { .path = at("moving"), .shrink = shrink };
		struct job_control ctl = { .cancelled = meddle, .owner = &m };

		put("moving", "", 0);
		assert_int_equal(truncate(m.path, 3000000), 0);
		assert_int_equal(evidence_open(m.path, &ctl, &ev, &e), ST_IO);
		assert_non_null(strstr(e.message, "changed while it was read"));
	}
}

static bool yes(void *owner)
{
	(void)owner;
	return true;
}

static void stops_when_asked(void **state)
{
	struct job_control ctl = { .cancelled = yes };
	struct evidence ev;
	struct error e;

	(void)state;
	put("a.txt", "abc", 3);
	assert_int_equal(evidence_open(at("a.txt"), &ctl, &ev, &e), ST_CANCELLED);
}

/* A file over the sealing size, all of it a hole, is hashed in place. */
static void hashes_a_huge_file_in_place(void **state)
{
	struct evidence ev;
	struct error e = ERROR_INIT;
	char last;

	(void)state;
	put("big", "", 0);
	assert_int_equal(truncate(at("big"), (off_t)EVIDENCE_SEAL_MAX + 1), 0);
	assert_int_equal(evidence_open(at("big"), NULL, &ev, &e), ST_OK);
	assert_false(ev.sealed);
	assert_int_equal(evidence_read(&ev, EVIDENCE_SEAL_MAX, &last, 1, &e), ST_OK);
	assert_int_equal(last, 0);
	evidence_release(&ev);
}

/* No room for the copy: the file size limit stands for a full disk, and its signal is ignored. */
static void says_when_the_copy_has_no_room(void **state)
{
	struct rlimit old, small;
	struct evidence ev;
	struct error e = ERROR_INIT;
	enum status st;

	(void)state;
	put("moving", "", 0);
	assert_int_equal(truncate(at("moving"), 3000000), 0);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 1000000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	st = evidence_open(at("moving"), NULL, &ev, &e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(st, ST_DISK);
}

static void seals_bytes_from_memory(void **state)
{
	struct evidence ev;
	struct error e = ERROR_INIT;

	(void)state;
	assert_int_equal(evidence_from_bytes("made", "abc", 3, &ev, &e), ST_OK);
	assert_true(ev.sealed);
	assert_int_equal(ev.size, 3);
	assert_int_equal(pwrite(ev.fd, "x", 1, 0), -1);
	evidence_release(&ev);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seals_and_hashes),
		cmocka_unit_test(an_empty_file_is_evidence_too),
		cmocka_unit_test(refuses_what_is_no_regular_file),
		cmocka_unit_test(follows_a_link_and_says_where_it_led),
		cmocka_unit_test(notices_a_file_that_changes),
		cmocka_unit_test(stops_when_asked),
		cmocka_unit_test(hashes_a_huge_file_in_place),
		cmocka_unit_test(says_when_the_copy_has_no_room),
		cmocka_unit_test(seals_bytes_from_memory),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
