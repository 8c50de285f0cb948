/* SPDX-License-Identifier: GPL-3.0-or-later */
/* webp.h: what the headers of a WebP say (RFC 9649; VP8 frame header: RFC 6386 section 9.1; VP8L header: RFC
 * 9649 section 3.4). Inside src/media only. */
#ifndef COTTINGLEY_WEBP_H
#define COTTINGLEY_WEBP_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/media/container.h"
#include "src/media/riff.h"

enum { /* flags of VP8X */
	WEBP_ANIMATION = 0x02, WEBP_XMP = 0x04, WEBP_EXIF = 0x08, WEBP_ALPHA = 0x10, WEBP_ICC = 0x20
};
/* Frames beyond these are segments like the others, and not listed as pictures. */
enum { WEBP_FRAMES_LISTED = 512 };

/* One coded picture: an ALPH chunk or none, then VP8 or VP8L. */
struct webp_image {
	bool found;              /* there is a VP8 or VP8L chunk */
	bool readable;           /* and its header can be read */
	bool lossless, alpha;
	uint32_t width, height;
	uint64_t offset, length; /* in the file, chunk headers included, padding not */
};

struct webp_frame {
	uint32_t x, y, width, height; /* on the canvas */
	uint32_t duration;            /* ms */
	bool no_blend, dispose;
	struct webp_image image;
};

struct webp_head {
	bool extended;                        /* there is a VP8X chunk that can be read */
	uint8_t flags;                        /* WEBP_... */
	uint32_t canvas_width, canvas_height;
	bool animated;                        /* flagged, and there is a frame */
	uint32_t n_frames;
	struct webp_frame first;              /* when animated */
	struct webp_image image;              /* when not */
};

/* s: the whole file. */
void webp_head_read(struct span s, struct webp_head *out);
/* data: the payload of the chunk. */
MUST_USE bool webp_vp8_read(struct span data, struct webp_image *out);
MUST_USE bool webp_vp8l_read(struct span data, struct webp_image *out);
MUST_USE bool webp_extended_read(struct span data, struct webp_head *out);
/* False when the frame's own header is cut; the image inside may be missing even then. */
MUST_USE bool webp_frame_read(struct span data, struct webp_frame *out);

MUST_USE enum status webp_walk(struct span bytes, struct container *c, struct error *e);

#endif
