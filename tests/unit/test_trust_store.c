/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/session/trust_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct home { char dir[64]; struct trust_store store; };

static int setup(void **state)
{
	struct home *h = calloc(1, sizeof *h);

	snprintf(h->dir, sizeof h->dir, "/tmp/cottingley-trust-XXXXXX");
	if (!mkdtemp(h->dir) || setenv("XDG_DATA_HOME", h->dir, 1))
		return -1;
	*state = h;
	return trust_store_open(&h->store, NULL) ? -1 : 0;
}

static int teardown(void **state)
{
	struct home *h = *state;
	char command[128];

	snprintf(command, sizeof command, "rm -rf '%s'", h->dir);
	free(h);
	return system(command);
}

static struct stored_list list_of(const char *name)
{
	struct stored_list l = { .kind = LIST_EKU, .added = 1800000000, .issued = 1700000000, .next_update = 1900000000,
				 .sequence = 3, .count = 1, .official = true };

	snprintf(l.name, sizeof l.name, "%s", name);
	return l;
}

static void add(struct home *h, const char *name, const char *bytes, bool replace, enum status want, const char *words)
{
	struct stored_list l = list_of(name);
	struct error e = ERROR_INIT;
	enum status st = trust_store_add(&h->store, &l, bytes, strlen(bytes), replace, &e);

	if (st != want || (words && !strstr(e.message, words)))
		fail_msg("%s: %s '%s'", name, status_name(st), e.message);
}

static void path_of(const struct home *h, const char *name, char out[4400])
{
	snprintf(out, 4400, "%s/%s", h->store.dir, name);
}

/* Every file of the folder but . and ..; returns how many. */
static unsigned files(const struct home *h, void (*use)(const char *path))
{
	DIR *d = opendir(h->store.dir);
	struct dirent *ent;
	char path[4400];
	unsigned n = 0;

	assert_non_null(d);
	while ((ent = readdir(d)) != NULL) {
		if (ent->d_name[0] == '.')
			continue;
		n++;
		path_of(h, ent->d_name, path);
		if (use)
			use(path);
	}
	closedir(d);
	return n;
}

static void is_private(const char *path)
{
	struct stat sb;

	assert_int_equal(stat(path, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0600);
}

static void read_back(const struct home *h, const char *name, const char *bytes)
{
	struct error e = ERROR_INIT;
	struct str s;

	str_init(&s, LIST_MAX_BYTES);
	if (trust_store_read(&h->store, trust_store_find(&h->store, name), &s, &e) != ST_OK)
		fail_msg("%s", e.message);
	assert_string_equal(s.data, bytes);
	str_release(&s);
}

static void nothing_installed_is_no_error(void **state)
{
	struct home *h = *state;

	assert_int_equal(h->store.n, 0);
	assert_null(trust_store_find(&h->store, "official"));
	assert_int_not_equal(access(h->store.dir, F_OK), 0); /* looking makes nothing */
}

static void what_was_added_is_there_again(void **state)
{
	struct home *h = *state;
	const struct stored_list *l;
	struct stat sb;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	add(h, "two", "1.2.4\n", false, ST_OK, NULL);
	assert_int_equal(stat(h->store.dir, &sb), 0);
	assert_int_equal(sb.st_mode & 07777, 0700);
	assert_int_equal(files(h, is_private), 3);
	memset(&h->store, 0, sizeof h->store);
	assert_int_equal(trust_store_open(&h->store, NULL), ST_OK);
	assert_int_equal(h->store.n, 2);
	l = trust_store_find(&h->store, "two");
	assert_non_null(l);
	assert_true(l->kind == LIST_EKU && l->official && !l->interim && l->added == 1800000000 && l->issued == 1700000000 &&
		    l->next_update == 1900000000 && l->sequence == 3 && l->count == 1);
	read_back(h, "one", "1.2.3\n");
	read_back(h, "two", "1.2.4\n");
}

static void a_name_is_taken_once(void **state)
{
	struct home *h = *state;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	add(h, "one", "1.2.4\n", false, ST_USAGE, "installed already");
	read_back(h, "one", "1.2.3\n");
	add(h, "one", "1.2.4\n", true, ST_OK, NULL);
	read_back(h, "one", "1.2.4\n");
	assert_int_equal(files(h, NULL), 2); /* the old bytes are gone */
	add(h, "../one", "x", false, ST_USAGE, "no name");
	add(h, "", "x", false, ST_USAGE, "no name");
	add(h, ".hidden", "x", false, ST_USAGE, "no name");
}

static void removing_leaves_nothing(void **state)
{
	struct home *h = *state;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	add(h, "same", "1.2.3\n", false, ST_OK, NULL); /* one file for both */
	assert_int_equal(files(h, NULL), 2);
	assert_int_equal(trust_store_remove(&h->store, "one", NULL), ST_OK);
	read_back(h, "same", "1.2.3\n");
	assert_int_equal(trust_store_remove(&h->store, "one", NULL), ST_USAGE);
	assert_int_equal(trust_store_remove(&h->store, "same", NULL), ST_OK);
	assert_int_equal(files(h, NULL), 1);
	assert_int_equal(h->store.n, 0);
}

static void change_byte(const char *path)
{
	int fd;

	if (!strstr(path, ".list"))
		return;
	fd = open(path, O_RDWR);
	assert_true(fd >= 0 && pwrite(fd, "9", 1, 0) == 1);
	close(fd);
}

static void remove_list(const char *path)
{
	if (strstr(path, ".list"))
		assert_int_equal(unlink(path), 0);
}

static void mismatches(const struct home *h, const char *words)
{
	struct error e = ERROR_INIT;
	struct str s;

	str_init(&s, LIST_MAX_BYTES);
	assert_int_equal(trust_store_read(&h->store, &h->store.lists[0], &s, &e), ST_MISMATCH);
	if (!strstr(e.message, words) || !strstr(e.message, "'one'"))
		fail_msg("%s", e.message);
	str_release(&s);
}

static void changed_bytes_are_refused_by_name(void **state)
{
	struct home *h = *state;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	files(h, change_byte);
	mismatches(h, "SHA-256 differs");
	files(h, remove_list);
	mismatches(h, "is gone");
	add(h, "one", "1.2.3\n", true, ST_OK, NULL); /* adding it again heals */
	read_back(h, "one", "1.2.3\n");
}

static void link_away(const char *path)
{
	if (strstr(path, ".list"))
		assert_true(unlink(path) == 0 && symlink("/dev/zero", path) == 0);
}

static void links_are_not_followed(void **state)
{
	struct home *h = *state;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	files(h, link_away);
	mismatches(h, "cannot be opened");
}

static void write_index(const struct home *h, const void *bytes, size_t len)
{
	char path[4400];
	FILE *f;

	path_of(h, "index", path);
	f = fopen(path, "wb");
	assert_true(f && fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
}

static void hostile_indexes_are_refused(void **state)
{
	struct home *h = *state;
	static const char *const wrong[] = {
		"", "x", "cottingley-trust 2\n", "cottingley-trust 1\nx\n",
		"cottingley-trust 1\n%s\t-\t%s\t-\t-\t-\t0\t0\t../x\n", "cottingley-trust 1\nnothing\t-\t%s\t-\t-\t-\t0\t0\tx\n",
		"cottingley-trust 1\n%s\tbest\t%s\t-\t-\t-\t0\t0\tx\n", "cottingley-trust 1\n%s\t-\t00\t-\t-\t-\t0\t0\tx\n",
		"cottingley-trust 1\n%s\t-\t%s\tnow\t-\t-\t0\t0\tx\n", "cottingley-trust 1\n%s\t-\t%s\t-\t-\t-\t-1\t0\tx\n",
		"cottingley-trust 1\n%s\t-\t%s\t-\t-\t-\t0\t4294967296\tx\n", "cottingley-trust 1\n%s\t-\t%s\t-\t-\t-\t0\t0\tx",
		"cottingley-trust 1\n%s\t-\t%s\t-\t-\t-\t0\t0\tx\ty\n",
	};
	char hex[65] = "", text[1024];
	struct error e;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	memset(hex, 'a', 64);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		snprintf(text, sizeof text, wrong[i], strstr(wrong[i], "1\n%s") ? "eku" : hex, hex);
		write_index(h, text, strlen(text));
		if (trust_store_open(&h->store, &e) != ST_CORRUPT || !strstr(e.message, "/index'"))
			fail_msg("taken: %s", text);
		assert_int_equal(h->store.n, 0);
	}
	write_index(h, "cottingley-trust 1\n\0\n", 21);
	assert_int_equal(trust_store_open(&h->store, &e), ST_CORRUPT);
	add(h, "two", "1.2.4\n", false, ST_CORRUPT, "index");
}

static void a_name_twice_or_a_long_index_is_refused(void **state)
{
	struct home *h = *state;
	char line[256], hex[65] = "";
	struct str s;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	memset(hex, 'a', 64);
	snprintf(line, sizeof line, "eku\t-\t%s\t-\t-\t-\t0\t0\tx\n", hex);
	str_init(&s, 1024 * 1024);
	str_printf(&s, "cottingley-trust 1\n%s%s", line, line);
	write_index(h, s.data, s.len);
	assert_int_equal(trust_store_open(&h->store, NULL), ST_CORRUPT);
	for (int i = 0; i < 2000; i++)
		str_puts(&s, line);
	write_index(h, s.data, s.len);
	assert_int_equal(trust_store_open(&h->store, NULL), ST_LIMIT);
	str_release(&s);
}

static void one_writer_at_a_time(void **state)
{
	struct home *h = *state;
	int dir;

	add(h, "one", "1.2.3\n", false, ST_OK, NULL);
	dir = open(h->store.dir, O_RDONLY | O_DIRECTORY);
	assert_true(dir >= 0 && flock(dir, LOCK_EX) == 0);
	add(h, "two", "1.2.4\n", false, ST_BUSY, "another cottingley");
	assert_int_equal(trust_store_remove(&h->store, "one", NULL), ST_BUSY);
	close(dir);
	add(h, "two", "1.2.4\n", false, ST_OK, NULL);
}

static void the_store_has_an_end(void **state)
{
	struct home *h = *state;
	char name[16], text[16];

	for (int i = 0; i < TRUST_LISTS_MAX; i++) {
		snprintf(name, sizeof name, "l%d", i);
		snprintf(text, sizeof text, "1.2.%d\n", i);
		add(h, name, text, false, ST_OK, NULL);
	}
	add(h, "more", "1.2.99\n", false, ST_LIMIT, "remove one first");
	assert_int_equal(trust_store_open(&h->store, NULL), ST_OK);
	assert_int_equal(h->store.n, TRUST_LISTS_MAX);
}

static void only_regular_files_are_read(void **state)
{
	struct home *h = *state;
	struct error e = ERROR_INIT;
	struct str s;

	str_init(&s, LIST_MAX_BYTES + 1);
	assert_int_equal(trust_read_file("/dev/zero", &s, &e), ST_NOT_REGULAR);
	assert_int_equal(trust_read_file(h->dir, &s, &e), ST_NOT_REGULAR);
	assert_int_equal(trust_read_file("/nowhere/at/all", &s, &e), ST_IO);
	str_release(&s);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(nothing_installed_is_no_error),
		T(what_was_added_is_there_again),
		T(a_name_is_taken_once),
		T(removing_leaves_nothing),
		T(changed_bytes_are_refused_by_name),
		T(links_are_not_followed),
		T(hostile_indexes_are_refused),
		T(a_name_twice_or_a_long_index_is_refused),
		T(one_writer_at_a_time),
		T(the_store_has_an_end),
		T(only_regular_files_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
