/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/blobs.h"

#include "src/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>

/* ---- in ---- */

enum status blob_find(struct store_db *db, const uint8_t sha256[SHA256_LEN], int64_t *id, struct error *e)
{
	struct sql q = sql_open(db, "SELECT id FROM stored WHERE sha256 = ?");

	sql_blob(&q, sha256, SHA256_LEN);
	*id = sql_step(&q) ? sql_col_int(&q, 0) : 0;
	return sql_end(&q, e);
}

static enum status fill(int fd, uint64_t at, uint8_t *buf, size_t len, struct error *e)
{
	for (size_t got = 0; got < len;) {
		ssize_t n = pread(fd, buf + got, len - got, (off_t)(at + got));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, ST_IO, errno, "cannot read the evidence");
		if (n == 0)
			return err_at(e, ST_MISMATCH, at + got,
				      "the evidence is shorter than when it was hashed");
		got += (size_t)n;
	}
	return ST_OK;
}

static enum status put_row(struct store_db *db, uint64_t size, const uint8_t *sha256, int64_t *id,
			   struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO stored(sha256, size, parts) VALUES(?, ?, ?)");
	enum status st;

	sql_blob(&q, sha256, SHA256_LEN);
	sql_int(&q, (int64_t)size);
	sql_int(&q, (int64_t)(size / PART_BYTES + (size % PART_BYTES != 0)));
	st = sql_run(&q, e);
	*id = sqlite3_last_insert_rowid(db->sqlite);
	return st;
}

static enum status put_part(struct store_db *db, int64_t id, uint64_t part, const uint8_t *buf, size_t len,
			    struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO stored_part(stored, part, bytes) VALUES(?, ?, ?)");

	sql_int(&q, id);
	sql_int(&q, (int64_t)part);
	sql_blob(&q, buf, len);
	return sql_run(&q, e);
}

static enum status put_parts(struct store_db *db, int64_t id, int fd, uint64_t size, uint8_t *buf,
			     uint8_t *sum, struct error *e)
{
	crypto_hash_sha256_state h;
	enum status st = ST_OK;

	crypto_hash_sha256_init(&h);
	for (uint64_t at = 0; at < size && st == ST_OK; at += PART_BYTES) {
		size_t len = size - at < PART_BYTES ? (size_t)(size - at) : PART_BYTES;

		st = fill(fd, at, buf, len, e);
		if (st)
			break;
		crypto_hash_sha256_update(&h, buf, len);
		st = put_part(db, id, at / PART_BYTES, buf, len, e);
	}
	crypto_hash_sha256_final(&h, sum);
	return st;
}

enum status blob_put(struct store_db *db, int fd, uint64_t size, const uint8_t sha256[SHA256_LEN],
		     int64_t *id, struct error *e)
{
	uint8_t sum[SHA256_LEN], *buf;
	enum status st;

	if (size > INT64_MAX)
		return err_set(e, ST_LIMIT, "the evidence is larger than a file can be");
	buf = mem_array(PART_BYTES, 1);
	if (!buf)
		return err_nomem(e);
	st = put_row(db, size, sha256, id, e);
	if (st == ST_OK)
		st = put_parts(db, *id, fd, size, buf, sum, e);
	if (st == ST_OK && memcmp(sum, sha256, SHA256_LEN) != 0)
		st = err_set(e, ST_MISMATCH,
			     "the evidence changed since it was hashed; it was not copied into the case");
	mem_free(buf);
	return st;
}

/* ---- out ---- */

struct expected {
	uint64_t size, parts;
	uint8_t sha256[SHA256_LEN];
};

static enum status expect(struct store_db *db, int64_t id, struct expected *x, struct error *e)
{
	struct sql q = sql_open(db, "SELECT size, parts, sha256 FROM stored WHERE id = ?");
	bool found = false;
	enum status st;

	sql_int(&q, id);
	if (sql_step(&q)) {
		struct span b = sql_col_bytes(&q, 2);

		x->size = (uint64_t)sql_col_int(&q, 0);
		x->parts = (uint64_t)sql_col_int(&q, 1);
		found = span_copy(&b, x->sha256, SHA256_LEN);
	}
	st = sql_end(&q, e);
	if (st == ST_OK && !found)
		return err_set(e, ST_CASE,
			       "the case '%s' is damaged: it names stored bytes that it does not hold",
			       db->path);
	return st;
}

enum status blob_read(struct store_db *db, int64_t id, blob_write write_to, void *arg, uint64_t *size,
		      struct error *e)
{
	struct expected x;
	crypto_hash_sha256_state h;
	uint8_t sum[SHA256_LEN];
	uint64_t total = 0, parts = 0;
	enum status st = expect(db, id, &x, e), end;
	struct sql q;

	if (st)
		return st;
	crypto_hash_sha256_init(&h);
	q = sql_open(db, "SELECT part, bytes FROM stored_part WHERE stored = ? ORDER BY part");
	sql_int(&q, id);
	while (st == ST_OK && total <= x.size && sql_step(&q)) {
		struct span b = sql_col_bytes(&q, 1);

		if ((uint64_t)sql_col_int(&q, 0) != parts++)
			break;
		total += b.len;
		crypto_hash_sha256_update(&h, b.data, b.len);
		if (write_to && total <= x.size)
			st = write_to(arg, b.data, b.len, e);
	}
	end = sql_end(&q, st ? NULL : e);
	if (st || end)
		return st ? st : end;
	crypto_hash_sha256_final(&h, sum);
	if (total != x.size || parts != x.parts || memcmp(sum, x.sha256, SHA256_LEN) != 0)
		return err_set(e, ST_MISMATCH,
			       "the stored bytes are not the ones that were taken in: their SHA-256 differs");
	*size = total;
	return ST_OK;
}

static enum status to_fd(void *arg, const uint8_t *bytes, size_t len, struct error *e)
{
	int fd = *(int *)arg;

	for (size_t put = 0; put < len;) {
		ssize_t n = write(fd, bytes + put, len - put);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, ST_MEMORY, errno, "cannot hold the stored bytes in memory");
		put += (size_t)n;
	}
	return ST_OK;
}

static enum status stored_row(struct store_db *db, int64_t exhibit, int64_t *stored, struct error *e)
{
	struct sql q = sql_open(db, "SELECT stored FROM exhibit WHERE id = ?");
	bool found;
	enum status st;

	sql_int(&q, exhibit);
	found = sql_step(&q);
	*stored = found ? sql_col_int(&q, 0) : 0;
	st = sql_end(&q, e);
	if (st == ST_OK && !found)
		return err_set(e, ST_USAGE, "there is no exhibit number %" PRId64 " in this case", exhibit);
	if (st == ST_OK && *stored == 0)
		return err_set(e, ST_NOTHING,
			       "the case holds no copy of this exhibit, only its path and hashes");
	return st;
}

enum status exhibit_open_blob(struct store_db *db, int64_t id, int *fd, uint64_t *size, struct error *e)
{
	int64_t stored;
	int mem;
	enum status st = stored_row(db, id, &stored, e);

	if (st)
		return st;
	mem = memfd_create("exhibit", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (mem < 0)
		return err_errno(e, ST_IO, errno, "cannot make a memory file");
	st = blob_read(db, stored, to_fd, &mem, size, e);
	if (st == ST_OK &&
	    fcntl(mem, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
		st = err_errno(e, ST_IO, errno, "cannot seal a memory file");
	if (st) {
		close(mem);
		return st;
	}
	*fd = mem;
	return ST_OK;
}
