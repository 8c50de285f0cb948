/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence.h: intake and sealing (parent side). One file, read once, never written. The bytes are copied into
 * a sealed memory file while they are hashed: what is examined is what was hashed, and nobody can change or
 * truncate it under a decoder. Files over 512 MB are hashed in place and examined through their own
 * descriptor. Only regular files: opened O_RDONLY|O_NONBLOCK|O_NOCTTY|O_CLOEXEC (O_NOATIME where allowed),
 * then fstat. A file that changes size or mtime while it is read is ST_IO "changed while it was read". */
#ifndef COTTINGLEY_EVIDENCE_H
#define COTTINGLEY_EVIDENCE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/job.h"
#include "src/base/span.h"

enum { EVIDENCE_SEAL_MAX = 512 * 1024 * 1024 };

struct evidence {
	int fd;                /* sealed memory file, or the file itself; close-on-exec; -1 when released */
	bool sealed;
	uint64_t size;
	int64_t mtime;         /* seconds; a weak observation */
	struct digests digests;
	char *name;            /* bytes as given; owned */
	size_t name_len;
	char *link_target;     /* bytes of what a final symbolic link led to, or NULL; owned */
	size_t link_len;
};

/* name: path as the user gave it, any bytes. Errors: ST_IO, ST_NOT_REGULAR, ST_DISK, ST_CANCELLED. */
MUST_USE enum status evidence_open(const char *name, struct job_control *ctl, struct evidence *out,
				   struct error *e);
/* From memory, for tests and derived pictures; sealed in the same way. */
MUST_USE enum status evidence_from_bytes(const char *name, const void *bytes, size_t len,
					 struct evidence *out, struct error *e);
void evidence_release(struct evidence *ev);

/* Copies len bytes at offset; a short read is an error with that offset. */
MUST_USE enum status evidence_read(const struct evidence *ev, uint64_t offset, void *out, size_t len,
				   struct error *e);

/* Worker side: maps a received descriptor read-only. *out borrows the mapping; unmap with evidence_unmap. */
MUST_USE enum status evidence_map(int fd, struct span *out, struct error *e);
void evidence_unmap(struct span *s);

#endif
