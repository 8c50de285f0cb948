/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bytes.h: a growable byte buffer with numbers in either byte order. Owner: the caller;
 * bytes_release() may be called twice. Offsets are bytes from the start of the buffer. */
#ifndef GEN_BYTES_H
#define GEN_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum byte_order { ORDER_LITTLE, ORDER_BIG };

struct bytes {
	uint8_t *data;
	size_t len;
	size_t room;
};

void bytes_release(struct bytes *b);
void bytes_add(struct bytes *b, const void *data, size_t n);
void bytes_add_text(struct bytes *b, const char *text);
void bytes_add_u8(struct bytes *b, unsigned value);
void bytes_add_u16(struct bytes *b, enum byte_order order, unsigned value);
void bytes_add_u32(struct bytes *b, enum byte_order order, uint32_t value);

/* Overwrites bytes that exist already; the program ends if they do not. */
void bytes_set_u16(struct bytes *b, size_t at, enum byte_order order, unsigned value);
void bytes_set_u32(struct bytes *b, size_t at, enum byte_order order, uint32_t value);

/* Reads; the program ends past the end. */
unsigned bytes_u16(const struct bytes *b, size_t at, enum byte_order order);
uint32_t bytes_u32(const struct bytes *b, size_t at, enum byte_order order);

/* Position of the first occurrence at or after from, or b->len if there is none. */
size_t bytes_find(const struct bytes *b, size_t from, const void *data, size_t n);

void bytes_read_file(struct bytes *b, const char *path);
void bytes_write_file(const struct bytes *b, const char *path);

#endif
