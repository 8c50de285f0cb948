/* SPDX-License-Identifier: GPL-3.0-or-later */
/* result.h: THE RESULT MODEL. What the program says about one picture; every sink (table, JSON, case
 * file, report, screen) is a function of this.
 *
 * An examination owns an arena; everything it points to lives there and dies with it. A worker fills
 * the picture half (media type, facts, metadata, structure, results, preview) and sends it as CBOR; the
 * parent decodes that as hostile input, fills the identity half (path, hashes, which it computed itself),
 * lets level_decide() give level, why and coverage, and encodes the whole once. Those bytes are what the case
 * file keeps and what JSON is made from.
 *
 * Text: everything that exam_decode() returns is valid UTF-8 and sanitised (utf8.h), so that no sink
 * can print an escape sequence of the evidence. HTML, CSV and JSON still escape for their own syntax. */
#ifndef COTTINGLEY_RESULT_H
#define COTTINGLEY_RESULT_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/value.h"

/* Shown as "nothing found", "notice", "warning", "alert"; never as "genuine" or "fake". */
enum level { LEVEL_NONE, LEVEL_NOTICE, LEVEL_WARNING, LEVEL_ALERT, LEVEL_COUNT };

enum result_status { RESULT_DONE, RESULT_NOT_APPLICABLE, RESULT_FAILED, RESULT_CANCELLED, RESULT_STATUS_COUNT };

enum finding_kind { FINDING_OBSERVATION, FINDING_INTERPRETATION, FINDING_KIND_COUNT };

/* What a finding was read from. Two findings on one trace never confirm each other. */
enum trace {
	TRACE_NONE, TRACE_DATES, TRACE_DIMENSIONS, TRACE_THUMBNAIL, TRACE_SOFTWARE, TRACE_GPS,
	TRACE_EXPOSURE, TRACE_METADATA, TRACE_CONTAINER, TRACE_QUANTISATION, TRACE_SPECTRUM, TRACE_COLOUR,
	TRACE_PROVENANCE, TRACE_COUNT
};

enum sandbox_state { SANDBOX_ENFORCED, SANDBOX_PARTIAL, SANDBOX_OFF, SANDBOX_COUNT };

struct measure {
	const char *name;    /* "peak_db" */
	double value;        /* NaN: undefined, null in JSON */
	const char *unit;    /* "dB"; "" for a pure number */
	const char *genuine; /* what genuine pictures show, or NULL when not measured yet */
};

/* A float raster on the picture's geometry. Cell (i, j) covers stored pixels from
 * (origin_x + i * step_x, origin_y + j * step_y). NaN: this cell cannot speak. */
enum { MAP_MAX_CELLS = 1048576 };
struct map {
	const char *name, *title, *unit;
	uint32_t cols, rows;
	double origin_x, origin_y, step_x, step_y; /* stored pixels */
	double low, high;                          /* ends of the display scale */
	const float *data;                         /* rows * cols, row by row */
};

/* A named series (rows series of cols points), a 2-D spectrum (rows x cols, centre = DC), or curves in a plane: rows / 2
 * curves of cols points, row 2k their x and row 2k + 1 their y, in axis units; NaN lifts the pen. */
enum plot_kind { PLOT_SERIES, PLOT_SPECTRUM, PLOT_CURVES, PLOT_KIND_COUNT };
struct plot_mark {
	double x, y; /* in axis units */
	const char *label;
};
struct plot {
	const char *name, *title;
	enum plot_kind kind;
	const char *x_label, *y_label, *unit;
	double x0, x1, y0, y1; /* what the first and last column and row stand for */
	double low, high;
	uint32_t cols, rows;
	const float *data;
	struct plot_mark *marks;
	uint32_t n_marks;
};

struct finding {
	const char *code; /* stable, dotted: "exif.date.future" */
	enum finding_kind kind;
	enum level level;
	enum trace trace;
	const char *summary;             /* one line */
	const char *detail;              /* or NULL */
	bool has_region;
	int32_t region[4];               /* x, y, width, height in stored pixels */
	const char **alternatives;       /* innocent explanations; an interpretation names at least one */
	uint32_t n_alternatives;
};

struct error_rate { /* measured by tests/bench, never typed by hand */
	bool calibrated; /* false: "uncalibrated for pictures like this one"; nothing else is meant then */
	double threshold, fpr, fpr_lo, fpr_hi, tpr, tpr_lo, tpr_hi;
	uint32_t n_genuine, n_positive, sources, sources_positive; /* sources: of the genuine pictures */
	const char *stratum, *set;
};

struct result {
	const char *check; /* analyzer.id */
	uint32_t version;
	enum result_status status;
	const char *reason; /* why not applicable, failed or cancelled; else NULL */
	enum status code;   /* of a failure */
	bool has_offset;
	uint64_t offset;
	enum level level;
	bool has_score;
	double score; /* 0..1, monotone in the strength of the claim */
	struct error_rate error_rate;
	struct value *params;  /* VALUE_MAP: all parameters, defaults included */
	struct value *details; /* VALUE_MAP or NULL: per check, see the JSON section of the man page */
	struct finding *findings;
	uint32_t n_findings;
	struct measure *measures;
	uint32_t n_measures;
	struct map *maps;
	uint32_t n_maps;
	struct plot *plots;
	uint32_t n_plots;
	const char **limits; /* what this result cannot mean */
	uint32_t n_limits;
	struct arena *arena; /* of the examination; where the builders below allocate */
};

/* One metadata entry exactly as the file holds it. */
struct meta_entry {
	const char *group; /* "IFD0", "Exif", "GPS", "Interop", "IFD1", "PNG" */
	uint32_t tag;
	const char *name;  /* "DateTimeOriginal", or "0x9999" when nobody names it */
	const char *type;  /* "ASCII", "RATIONAL", ... */
	uint64_t count;
	uint64_t offset;   /* of the value in the file */
	uint64_t size;     /* of the value in bytes */
	const char *value; /* shown form, cut at 1,024 bytes */
};

/* A piece of the container: a JPEG marker segment, a PNG chunk. */
struct segment {
	const char *name;   /* "APP1 Exif", "DQT", "IDAT" */
	uint64_t offset, length; /* of the whole piece, marker or header included */
	const char *detail; /* or NULL */
	uint32_t depth;     /* 0 for the file itself; more inside a piece, or inside an embedded picture */
};

/* A picture inside the file. */
struct embedded {
	const char *kind; /* "thumbnail", "mpf", "trailing", "preview", "frame", "page", "auxiliary (depth)", ... */
	const char *media_type;
	uint64_t offset, length; /* length 0: not in one piece */
	uint32_t width, height; /* 0 when unknown */
};

/* Small RGB picture for lists and reports: a preview, not evidence. */
enum { PREVIEW_MAX_SIDE = 384 };
struct preview {
	uint32_t width, height; /* 0: none */
	const uint8_t *rgb;     /* width * height * 3 */
};

struct coverage_reason {
	const char *reason;
	uint32_t count;
};

/* One trust list that the examination was made with. */
struct context_list {
	const char *name, *kind; /* "official", "anchors" */
	int64_t date;            /* when it was issued; 0: it does not say */
	uint8_t sha256[SHA256_LEN];
};

struct examination {
	struct arena arena;

	/* identity, by the parent */
	const char *path;          /* sanitised, for people */
	const uint8_t *path_bytes; /* as given; NULL when equal to path */
	uint32_t path_len;
	const char *link_target;   /* sanitised; what a link named by the user led to, or NULL */
	uint64_t size;
	struct digests digests;
	const char *tool_version;
	struct value *libraries;   /* VALUE_MAP name -> version */
	const char *companion;     /* name of the NAME.c2pa beside it that was read along; NULL: there was none */
	uint8_t companion_sha256[SHA256_LEN];
	uint8_t context_sha256[SHA256_LEN];
	struct context_list *lists; /* the trust lists of the context */
	uint32_t n_lists;
	enum sandbox_state sandbox;
	const char *sandbox_note;  /* what is missing, when not enforced */

	/* the picture, by the worker */
	enum status status;        /* ST_OK, or why it could not be examined */
	struct error error;        /* when status is not ST_OK */
	const char *media_type;    /* "image/jpeg"; "application/octet-stream" when unknown */
	const char *format;        /* for people: "JPEG, progressive, 4:2:0" */
	uint32_t width, height;    /* stored geometry; 0 when unknown */
	struct value *facts;       /* VALUE_MAP: the "metadata" object of the JSON */
	struct meta_entry *entries;
	uint32_t n_entries;
	struct segment *segments;
	uint32_t n_segments;
	struct embedded *pictures;
	uint32_t n_pictures;
	struct result *results;
	uint32_t n_results;
	struct preview preview;

	/* decided from the results by level_decide() */
	enum level level;
	bool little; /* fewer than half of the applying examiners could speak */
	const char **why;
	uint32_t n_why;
	uint32_t spoke, silent;
	struct coverage_reason *reasons;
	uint32_t n_reasons;
	double seconds; /* wall time in the worker; shown with --timing only, never encoded */
	double chance_flags; /* expected on a genuine picture; NaN while uncalibrated */
};

/* ---- names ---- */
const char *level_name(enum level l);                   /* "none", "notice", "warning", "alert" */
enum level level_from_name(const char *s);              /* LEVEL_COUNT when unknown */
const char *level_words(const struct examination *x);   /* for people: "nothing found", "little could be examined", ... */
const char *result_status_name(enum result_status s);   /* "done", "not_applicable", ... */
const char *finding_kind_name(enum finding_kind k);
const char *trace_name(enum trace t);
const char *sandbox_name(enum sandbox_state s);         /* "enforced", "partial", "off" */

/* ---- life ---- */
enum { EXAM_ARENA_MAX = 96 * 1024 * 1024 };
struct examination *exam_new(void); /* never NULL */
void exam_free(struct examination *x);

/* ---- builders for checks: append to r, in its arena. Memory running out drops the item and sets
 * r->status to RESULT_FAILED with code ST_MEMORY. Strings are copied. ---- */
struct finding_spec {
	const char *code;
	enum finding_kind kind;
	enum level level;
	enum trace trace;
	const char *summary, *detail;     /* detail may be NULL */
	const int32_t *region;            /* 4 numbers or NULL */
	const char *const *alternatives;  /* NULL-terminated, or NULL */
};
void result_add_finding(struct result *r, const struct finding_spec *f);
void result_add_measure(struct result *r, const char *name, double value, const char *unit, const char *genuine);
void result_add_limit(struct result *r, const char *text);
/* Copies data. cols * rows at most MAP_MAX_CELLS. */
void result_add_map(struct result *r, const struct map *m);
void result_add_plot(struct result *r, const struct plot *p);
struct value *result_details(struct result *r); /* the map to add details to; NULL without memory */
const struct measure *result_measure(const struct result *r, const char *name); /* NULL when absent */
const struct result *exam_result(const struct examination *x, const char *check);

/* ---- bytes ---- */
/* Appends one CBOR map. Deterministic: equal examinations give equal bytes. */
void exam_encode(const struct examination *x, struct str *out);
/* Do the parts fit each other: regions and maps in the picture, ends of scales finite? Infinite cells become NaN.
 * ST_PROTOCOL when not. */
MUST_USE enum status exam_consistent(const struct examination *x, struct error *e);
/* Reads hostile bytes: sizes, counts, enums and text are checked, text is sanitised, unknown keys are skipped;
 * what is accepted is exam_consistent(). *out is owned by the caller on ST_OK and untouched otherwise. */
MUST_USE enum status exam_decode(struct span bytes, struct examination **out, struct error *e);

#endif
