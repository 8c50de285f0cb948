/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xmp.h: XMP packets (ISO 16684-1:2019; Adobe XMP Specification Part 3, 2020, for where they lie), parsed by
 * libexempi from memory. A packet is hostile: before the library sees it, its size, its elements, its depth
 * and document types are looked at, because the parser recurses and searches in lines. The first packet of
 * the file is the primary one; further ones are read too, up to XMP_MAX_PACKETS, and kept apart. All
 * text is UTF-8, unsanitised, cut at XMP_MAX_VALUE, in the arena. */
#ifndef COTTINGLEY_XMP_H
#define COTTINGLEY_XMP_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/media/container.h"

enum {
	XMP_MAX_PACKET = 16 * 1024 * 1024, /* bytes, the extended part included */
	XMP_MAX_PACKETS = 8,               /* read; all are counted */
	XMP_MAX_DEPTH = 48,                /* elements inside one another */
	XMP_MAX_ELEMENTS = 200000,         /* list items included */
	XMP_MAX_NAMES = 20000,             /* elements and attributes that are no list items */
	XMP_MAX_PROPERTIES = 8192,         /* of one file */
	XMP_MAX_TEXT = 4 * 1024 * 1024,    /* bytes of paths and values of one file */
	XMP_MAX_VALUE = 1024,
	XMP_MAX_EVENTS = 256,
	XMP_MAX_LIST = 256,
};

/* What became of a layer of metadata. */
enum layer_state {
	LAYER_ABSENT,   /* the file holds none */
	LAYER_READ,
	LAYER_UNREAD,   /* it holds one that could not be read; `why` tells */
};

struct xmp_property {
	const char *schema; /* namespace URI */
	const char *path;   /* "xmpMM:History[2]/stEvt:action": prefixes as the library registers them */
	const char *value;  /* "" for arrays and structures, which are listed too when they are empty */
	uint8_t packet;     /* 0: primary */
	bool extended;      /* from the extended part of a JPEG */
};

/* ISO 8601 as XMP profiles it (ISO 16684-1, 8.2.1.1 "Date"): year, month or day alone are allowed, and the zone
 * may be missing. */
struct xmp_date {
	const char *text;   /* as written; NULL: absent */
	bool valid;         /* well formed, with a day at least */
	bool has_time;      /* hour and minute */
	bool has_zone;
	int zone;           /* minutes east of UTC */
	int64_t seconds;    /* as written, no zone applied; when valid */
};

struct xmp_event { /* stEvt:ResourceEvent, in the order of the list */
	const char *action, *agent, *changed, *parameters, *instance_id; /* NULL: absent */
	struct xmp_date when;
};

struct xmp_text_list {
	const char **items;
	uint32_t n;     /* kept: XMP_MAX_LIST */
	uint32_t total; /* in the file */
};

/* What rules ask for; of one packet. Absent: NULL, zero or has_ false. */
struct xmp_facts {
	const char *creator_tool, *toolkit; /* x:xmptk */
	struct xmp_date create, modify, metadata, date_created /* photoshop:DateCreated */, original /* exif: */,
		digitized /* exif: */;
	const char *document_id, *instance_id, *original_document_id;
	const char *derived_document_id, *derived_instance_id, *derived_original_id; /* xmpMM:DerivedFrom */
	bool has_derived;
	struct xmp_event *events; uint32_t n_events, total_events;
	struct xmp_text_list ancestors; /* photoshop:DocumentAncestors */
	struct xmp_text_list creators;  /* dc:creator */
	struct xmp_text_list ingredients; /* xmpMM:Ingredients: documents placed or pasted */
	const char *title, *description, *rights; /* x-default, else the first */
	const char *source_type;        /* Iptc4xmpExt:DigitalSourceType, the whole URI */
	const char *credit, *source, *headline, *city, *state, *country, *instructions, *transmission; /* photoshop: */
	const char *colour_mode, *icc_name; /* photoshop:ColorMode, photoshop:ICCProfile */
	const char *legacy_digest;      /* photoshop:LegacyIPTCDigest, hex */
	/* camera raw settings */
	bool has_crs; uint32_t n_crs;   /* properties of its namespace, nested ones not counted */
	const char *crs_version, *crs_process, *crs_raw_file; bool has_crs_crop; bool crs_crop;
	/* mirrored from EXIF and TIFF */
	const char *make, *model, *software, *lens, *serial;
	bool has_orientation; uint16_t orientation;
	bool has_pixel_size; uint64_t pixel_x, pixel_y; /* exif:PixelXDimension */
	bool has_image_size; uint64_t image_w, image_h; /* tiff:ImageWidth */
	bool has_gps; double latitude, longitude;       /* degrees, north and east positive */
	bool has_colour_space; uint64_t colour_space;   /* exif:ColorSpace */
	/* what phones leave */
	bool motion_photo, depth, gain_map, panorama, portrait_blur;
	const char *phone_special;      /* GCamera:SpecialTypeID, first */
	const char *provenance;         /* dcterms:provenance: where a C2PA manifest is kept */
	bool has_thumbnail;             /* xmp:Thumbnails; its picture: thumbnail_jpeg */
	struct span thumbnail_jpeg;     /* decoded from base64, in the arena; empty: not decodable or too large */
	const char *extended_guid;      /* xmpNote:HasExtendedXMP */
};

struct xmp_packet {
	uint64_t offset, length;  /* in the file */
	enum layer_state state;
	const char *why;          /* of LAYER_UNREAD */
	struct xmp_facts facts;   /* zero unless LAYER_READ */
};

enum xmp_extended { XMP_EXT_NONE, XMP_EXT_READ, XMP_EXT_MISSING /* named, no such segments */, XMP_EXT_INCOMPLETE,
	XMP_EXT_BAD_DIGEST /* not parsed */, XMP_EXT_UNREAD, XMP_EXT_ORPHAN /* segments that no packet names */ };

struct xmp {
	enum layer_state state;   /* of the primary packet */
	const char *why;
	uint32_t n_packets;       /* in the file */
	struct xmp_packet packets[XMP_MAX_PACKETS]; /* [0]: primary */
	uint32_t n_read;          /* entries of packets */
	struct xmp_property *properties; uint32_t n_properties, total_properties, room_properties;
	enum xmp_extended extended;
	uint64_t extended_length;
};

/* Reads the packets of c, whose arena takes what is kept. ST_OK also when a packet cannot be read; ST_MEMORY. */
MUST_USE enum status xmp_read(struct container *c, struct xmp *out, struct error *e);
/* The facts of the primary packet, or zeros. */
const struct xmp_facts *xmp_primary(const struct xmp *x);
/* "trainedAlgorithmicMedia" of the URI (its last part), or NULL. */
const char *xmp_source_term(const struct xmp_facts *f);
/* False when it is no date. out is filled whatever is answered. */
bool xmp_date_read(const char *text, struct xmp_date *out);
/* "51,30.5N" or "51,30,30N" (ISO 16684-1, "GPSCoordinate") to degrees. */
MUST_USE bool xmp_coordinate(const char *text, double *degrees);

/* Before the sandbox closes: what the library sets up, and one parse of each outcome. */
void xmp_warm_up(void);

struct value;
void xmp_facts_value(struct arena *a, const struct xmp *x, struct value *metadata); /* adds "xmp" */

#endif
