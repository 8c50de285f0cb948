/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ui.h: the workstation without its terminal: what is on the screen, what a key does to it, and
 * how it looks as cells. Knows the rest of the program only through its backend, so that all of
 * it runs in a test. One thread.
 *
 *   ui_init -> ( ui_draw | ui_key | ui_click | ui_wheel | ui_command )* -> ui_release
 *
 * Views are tables (struct view_ops). What covers a view and takes all keys (a line being typed,
 * a form, a question) is an overlay. */
#ifndef COTTINGLEY_UI_UI_H
#define COTTINGLEY_UI_UI_H

#include "src/base/base.h"
#include "src/base/provenance.h"
#include "ui/backend.h"
#include "ui/cellbuf.h"
#include "ui/field.h"
#include "ui/form.h"
#include "ui/keymap.h"
#include "ui/list.h"
#include "ui/picture.h"
#include "ui/scroll.h"

struct ui;

struct view_ops {
	const char *name;
	enum view_bit bit;
	void (*draw)(struct ui *u, struct cellbuf *b, struct box box);
	bool (*request)(struct ui *u, enum ui_request r); /* false: not for me. May be NULL */
	void (*click)(struct ui *u, int x, int y);        /* screen coordinates. May be NULL */
	/* for the bottom line, most useful first; REQ_NONE ends */
	const enum ui_request *hints;
	const enum ui_request *(*hints_now)(const struct ui *u); /* instead, when they change. May be NULL */
};

extern const struct view_ops triage_view, summary_view, picture_view, findings_view, metadata_view,
	structure_view, signal_view, notes_view, help_view, messages_view, provenance_view;
enum { TABS = 8 };
extern const struct view_ops *const exam_tabs[TABS];

/* A line being typed at the bottom. */
enum prompt_kind { PROMPT_NONE, PROMPT_COMMAND, PROMPT_FILTER, PROMPT_NOTE, PROMPT_TAG, PROMPT_QUIT };

/* The picture page. */
struct look {
	uint64_t row;                  /* for whom the rest is */
	bool zoomed;
	/* 0: one stored pixel is one sub-pixel of a cell; each step doubles or halves */
	int zoom;
	double centre_x, centre_y;     /* stored pixels */
	uint32_t cursor_x, cursor_y;
	int overlay;                   /* which map, -1: none */
	bool boxes;
	struct region regions[REGIONS_MAX]; /* marked on it */
	unsigned n_regions;
	bool marking;                  /* one corner is set */
	uint32_t corner_x, corner_y;
	enum tile_channel channel;
	struct request wanted;         /* the tile asked for last */
	uint64_t tile_id, sample_id;   /* requests under way; 0: none */
	struct request tile_request;   /* what `tile` shows */
	struct tile tile;              /* owned */
	struct sample sample;
	bool has_sample;
	uint32_t sample_x, sample_y;
	struct box drawn;              /* where the picture stands on the screen */
	char error[200];
};

/* The provenance page. */
struct chain_page {
	uint64_t row;                  /* for whom the rest is */
	uint16_t open[PROVENANCE_MAX_MANIFESTS]; /* bits of enum provenance_part, per manifest */
	bool picture;                  /* a thumbnail shows instead of the tree */
	uint32_t manifest, item;       /* whose */
	bool asked;
	uint64_t tile_id;              /* request under way; 0: none */
	struct tile tile;              /* owned */
	char error[200];
};

struct message { char text[200]; enum level level; };
enum { MESSAGES = 100 };
struct hint_box { int x0, x1, y; enum ui_request request; };

struct ui {
	struct backend backend;
	const struct snapshot *snap;      /* of the last ui_refresh */
	struct list list;
	bool in_exam;
	unsigned tab;                     /* in exam_tabs */
	const struct view_ops *cover;     /* help or messages over the view; NULL: none */
	struct scroll triage, pages[TABS], cover_scroll;
	unsigned plot;
	const char *plot_of; /* show the plots of this check as soon as there are any; NULL: no wish */
	struct look look;
	struct chain_page chain;
	struct picture_cache pictures;

	enum prompt_kind prompt;
	struct field field;
	/* whom the note or tag is about, also when the list moves meanwhile */
	uint64_t prompt_row;
	char prompt_subject[80];
	struct form form;                 /* form.ops NULL: none */
	char history[16][256];
	unsigned n_history, history_at;

	struct message messages[MESSAGES];
	unsigned n_messages;              /* ever said */
	char flash[200];                  /* shown until the next key */
	enum level flash_level;
	char seen[200];                   /* the snapshot's message when last looked */

	uint64_t selected;                /* what the backend was told */
	struct hint_box hints[10];
	unsigned n_hints;
	int rows_y, rows_n;               /* where the rows of a list stand: for clicks */
	bool want_redraw, want_suspend;   /* for the loop */
	bool quit;
};

void ui_init(struct ui *u, const struct backend *b);
void ui_release(struct ui *u);

/* Fetches the snapshot and brings everything that depends on it up to date. */
void ui_refresh(struct ui *u);
void ui_draw(struct ui *u, struct cellbuf *b); /* b has its size; what was in it is replaced */
void ui_key(struct ui *u, int key);
void ui_click(struct ui *u, int x, int y);
void ui_wheel(struct ui *u, int x, int y, bool up);
void ui_request(struct ui *u, enum ui_request r);
/* "sort name", "export html": what is typed after ':'. */
void ui_command(struct ui *u, const char *line);
/* Asks the backend for the pixels that the last drawing wanted. Call after ui_draw. */
void ui_ask(struct ui *u);
bool ui_settled(const struct ui *u); /* nothing asked for that has not arrived */

/* ---- for views ---- */
const struct view_ops *ui_view(const struct ui *u);
const struct row *ui_row(const struct ui *u);           /* selected; NULL: none */
const struct examination *ui_exam(const struct ui *u);  /* of it; NULL: not there */
struct scroll *ui_page_scroll(struct ui *u);            /* of the page shown */
void ui_say(struct ui *u, enum level level, const char *fmt, ...) PRINTF(3, 4);
void ui_open_exam(struct ui *u, unsigned tab);
void ui_set_tab(struct ui *u, unsigned tab);
void ui_prompt(struct ui *u, enum prompt_kind kind, const char *text);
bool ui_busy(const struct ui *u);
/* Draws "nothing here yet" in the words that fit the selected row. */
void ui_draw_absent(struct ui *u, struct cellbuf *b, struct box box);
/* A list of equal lines: calls draw for those that show, marks the selected one. */
void ui_draw_list(struct ui *u, struct cellbuf *b, struct box box, struct scroll *s, int n,
		  void (*draw)(struct ui *u, struct cellbuf *b, int item, int x, int y, int w));
void look_reply(struct ui *u, const struct backend_reply *r);
void look_centre(struct ui *u, double x, double y);
void look_forget(struct ui *u);

/* "!", "warning": of a level and of a row. */
enum glyph level_glyph(enum level l);
const char *level_word(enum level l); /* "nothing", "notice", ... */
const char *level_meaning(enum level l); /* half a sentence for who sees the word first */
enum glyph row_glyph(const struct row *r);
enum role row_role(const struct row *r);
/* "moderate support for H2": of a verdict. */
const char *support_words(bool not_suitable, int level);

#endif
