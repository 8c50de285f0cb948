/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html.h: inside of the HTML report. Markup is written by html_printf(), which escapes every %s, so that a
 * string of the case or of the evidence cannot become markup; nothing else may put such a string into the
 * page. The page is also well-formed XML. */
#ifndef COTTINGLEY_REPORT_HTML_H
#define COTTINGLEY_REPORT_HTML_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/base/str.h"
#include "src/report/report.h"

/* ---- html_escape.c ---- */
/* Text for elements and for attributes in double quotes: & < > " ' become references, unsafe code points
 * become visible marks as utf8_sanitise() makes them. NULL writes "not recorded". */
void html_text(struct str *o, const char *s);
void html_prose(struct str *o, const char *s); /* the same, line breaks kept */
/* The format is markup and goes out as it is. %s: html_text(). %g: four significant digits, "undefined" for
 * NaN. %d, %u, %lu, %zu, %c, %%: as in printf, without flags or widths. */
void html_printf(struct str *o, const char *fmt, ...) PRINTF(2, 3);
void html_css_string(struct str *o, const char *s); /* the inside of a CSS string in double quotes */
void html_hex(struct str *o, const char *hex);      /* in groups of eight that copy as one word */
void html_bytes(struct str *o, uint64_t n);         /* "4,812,345 bytes" */
void html_time(struct str *o, const char *utc);     /* "2026-11-21 10:00:00 UTC"; any other text as it is */

/* ---- html_words.c: the vocabulary ---- */
const char *report_support_words(int level); /* "strong support for H1 rather than H2" */
const char *report_current_level(const struct examination *x, const char **css, const char **glyph);
void html_level(struct str *o, enum level l); /* badge of one finding or result */
void html_exam_level(struct str *o, const struct examination *x);
void html_error_rate(struct str *o, const struct result *r);
const struct report_verdict *report_current_verdict(
	const struct report_exhibit *x); /* newest not superseded, or NULL */
const char *report_base_name(const char *path);

/* ---- png_data.c ---- */
/* "data:image/png;base64,..." of w * h RGB pixels; the same pixels give the same bytes. False without memory.
 */
bool png_data_uri(struct str *o, const uint8_t *rgb, uint32_t w, uint32_t h);
bool png_bytes(struct str *o, const uint8_t *rgb, uint32_t w, uint32_t h); /* the file itself */

/* ---- figure.c: maps, spectra and series, with numbers beside them ---- */
void html_preview(struct str *o, const struct report_exhibit *x);
void html_map(struct str *o, const struct examination *x, const struct result *r, const struct map *m);
void html_plot(struct str *o, const struct result *r, const struct plot *p);
/* figure_raster.c */
void raster_colour(double t, uint8_t rgb[3]); /* t in 0..1; NaN: grey */
bool raster_map_uri(struct str *o, const struct examination *x, const struct map *m);
bool raster_spectrum_uri(struct str *o, const struct plot *p);
bool raster_scale_uri(struct str *o);

/* ---- the sections, in their order ---- */
void html_answer(struct str *o, const struct report_case *c);
void html_limits(struct str *o, const struct report_case *c);
void html_exhibits(struct str *o, const struct report_case *c);
void html_propositions(struct str *o, const struct report_case *c);
void html_methods(struct str *o, const struct report_case *c);
void html_observations(struct str *o, const struct report_case *c);
void html_interpretations(struct str *o, const struct report_case *c);
void html_together(struct str *o, const struct report_case *c); /* html_together.c */
void html_provenance(struct str *o, const struct report_case *c); /* html_provenance.c */
void html_lists(struct str *o, const struct report_case *c);
void html_verdicts(struct str *o, const struct report_case *c);
void html_timeline(struct str *o, const struct report_case *c);
void html_custody(struct str *o, const struct report_case *c);
void html_check(struct str *o, const struct report_case *c);
void html_review(struct str *o, const struct report_case *c);
void html_appendix(struct str *o, const struct report_case *c);

/* ---- whole documents ---- */
/* One line of JSON and a newline, without < > &: what stands inside the page is byte for byte the json
 * report. */
MUST_USE enum status report_json(const struct report_case *c, struct str *out, struct error *e);
MUST_USE enum status report_html(const struct report_case *c, struct str *out, struct error *e);
extern const char html_style[];

#endif
