/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keymap.h: THE table of what a user can ask for. One row is one request: its name, the views
 * it is valid in, its keys, the word for the hint line, the sentence for the help screen.
 * Dispatch, hints and help are all made from it; a test shows that no view has a key with two
 * meanings. */
#ifndef COTTINGLEY_UI_KEYMAP_H
#define COTTINGLEY_UI_KEYMAP_H

#include "src/base/base.h"
#include "ui/key.h"

enum view_bit {
	VIEW_TRIAGE = 1 << 0,
	VIEW_SUMMARY = 1 << 1,
	VIEW_PICTURE = 1 << 2,
	VIEW_FINDINGS = 1 << 3,
	VIEW_METADATA = 1 << 4,
	VIEW_STRUCTURE = 1 << 5,
	VIEW_SIGNAL = 1 << 6,
	VIEW_NOTES = 1 << 7,
	VIEW_HELP = 1 << 8,
	VIEW_MESSAGES = 1 << 9,
	VIEW_PROVENANCE = 1 << 10,
	VIEW_EXAM = VIEW_SUMMARY | VIEW_PICTURE | VIEW_FINDINGS | VIEW_METADATA | VIEW_STRUCTURE |
		    VIEW_SIGNAL | VIEW_NOTES | VIEW_PROVENANCE,
	VIEW_CASE = VIEW_TRIAGE | VIEW_EXAM, /* where a picture is selected */
	VIEW_ALL = VIEW_CASE | VIEW_HELP | VIEW_MESSAGES,
	VIEW_LINES = VIEW_ALL & ~VIEW_PICTURE /* where up and down move through lines */
};

enum request_group { GROUP_LOOK, GROUP_PICTURE, GROUP_JUDGE, GROUP_MOVE, GROUP_PROGRAM, GROUP_COUNT };

/* id, name, group, views, hint, help, keys */
#define REQUESTS(X) \
	X(MOVE_UP, "up", GROUP_MOVE, VIEW_LINES, "", "up one line", 'k', UI_KEY_UP) \
	X(MOVE_DOWN, "down", GROUP_MOVE, VIEW_LINES, "down", "down one line", 'j', UI_KEY_DOWN) \
	X(PAGE_UP, "page-up", GROUP_MOVE, VIEW_LINES, "", "up one screen", UI_KEY_PGUP, UI_CTRL('b')) \
	X(PAGE_DOWN, "page-down", GROUP_MOVE, VIEW_LINES, "more", \
	  "down one screen", UI_KEY_PGDN, UI_CTRL('f')) \
	X(PAGE_SPACE, "page-down-space", GROUP_MOVE, VIEW_LINES & ~VIEW_PROVENANCE, "", \
	  "down one screen", ' ') \
	X(HALF_UP, "half-up", GROUP_MOVE, VIEW_LINES, "", "up half a screen", UI_CTRL('u')) \
	X(HALF_DOWN, "half-down", GROUP_MOVE, VIEW_LINES, "", "down half a screen", UI_CTRL('d')) \
	X(FIRST, "first", GROUP_MOVE, VIEW_LINES, "", "to the first line", 'g', UI_KEY_HOME) \
	X(LAST, "last", GROUP_MOVE, VIEW_LINES, "", "to the last line", 'G', UI_KEY_END) \
	X(OPEN, "open", GROUP_LOOK, VIEW_TRIAGE | VIEW_SUMMARY | VIEW_FINDINGS | VIEW_PROVENANCE, "look", \
	  "look at what is selected", UI_KEY_ENTER) \
	X(BACK, "back", GROUP_LOOK, VIEW_ALL, "back", \
	  "back to where you came from; quit in the list", 'q', UI_KEY_ESC, UI_KEY_BACKSPACE) \
	X(PICTURE, "picture", GROUP_LOOK, VIEW_CASE & ~VIEW_PICTURE, "picture", \
	  "look at the picture itself", 'p') \
	X(NEXT_TAB, "next-page", GROUP_LOOK, VIEW_EXAM, "next page", \
	  "next page of the examination", UI_KEY_TAB) \
	X(PREV_TAB, "previous-page", GROUP_LOOK, VIEW_EXAM, "", \
	  "previous page of the examination", UI_KEY_BACKTAB) \
	X(TAB_1, "summary", GROUP_LOOK, VIEW_EXAM, "", "page 1: summary", '1') \
	X(TAB_2, "picture-page", GROUP_LOOK, VIEW_EXAM, "", "page 2: picture", '2') \
	X(TAB_3, "findings", GROUP_LOOK, VIEW_EXAM, "", "page 3: findings", '3') \
	X(TAB_4, "provenance", GROUP_LOOK, VIEW_EXAM, "", "page 4: provenance", '4') \
	X(TAB_5, "metadata", GROUP_LOOK, VIEW_EXAM, "", "page 5: metadata", '5') \
	X(TAB_6, "structure", GROUP_LOOK, VIEW_EXAM, "", "page 6: structure", '6') \
	X(TAB_7, "signal", GROUP_LOOK, VIEW_EXAM, "", "page 7: signal", '7') \
	X(TAB_8, "notes", GROUP_LOOK, VIEW_EXAM, "", "page 8: notes, tags and verdicts", '8') \
	X(NEXT_ROW, "next-picture", GROUP_LOOK, VIEW_EXAM, "", "the next picture of the list", 'J', '>') \
	X(PREV_ROW, "previous-picture", GROUP_LOOK, VIEW_EXAM, "", \
	  "the picture before this in the list", 'K', '<') \
	X(FILTER, "filter", GROUP_LOOK, VIEW_TRIAGE, "filter", "show only rows with these words", '/') \
	X(SORT, "sort", GROUP_LOOK, VIEW_TRIAGE, "sort", "sort by level, name, taken, checks, order", 's') \
	X(PAN_UP, "pan-up", GROUP_PICTURE, VIEW_PICTURE, "", "pan up", UI_KEY_UP) \
	X(PAN_DOWN, "pan-down", GROUP_PICTURE, VIEW_PICTURE, "", "pan down", UI_KEY_DOWN) \
	X(PAN_LEFT, "pan-left", GROUP_PICTURE, VIEW_PICTURE, "", "pan left", UI_KEY_LEFT) \
	X(PAN_RIGHT, "pan-right", GROUP_PICTURE, VIEW_PICTURE, "", "pan right", UI_KEY_RIGHT) \
	X(CURSOR_UP, "cursor-up", GROUP_PICTURE, VIEW_PICTURE, "", "cursor up", 'k') \
	X(CURSOR_DOWN, "cursor-down", GROUP_PICTURE, VIEW_PICTURE, "", "cursor down", 'j') \
	X(CURSOR_LEFT, "cursor-left", GROUP_PICTURE, VIEW_PICTURE, "cursor", "cursor left", 'h') \
	X(CURSOR_RIGHT, "cursor-right", GROUP_PICTURE, VIEW_PICTURE, "", "cursor right", 'l') \
	X(ZOOM_IN, "zoom-in", GROUP_PICTURE, VIEW_PICTURE, "zoom", "zoom in", '+', '=') \
	X(ZOOM_OUT, "zoom-out", GROUP_PICTURE, VIEW_PICTURE, "", "zoom out", '-') \
	X(ZOOM_FIT, "zoom-fit", GROUP_PICTURE, VIEW_PICTURE, "whole", "show the whole picture", '0') \
	X(OVERLAY, "overlay", GROUP_PICTURE, VIEW_PICTURE, "overlay", \
	  "lay the next map of a check over it", 'o') \
	X(BOXES, "boxes", GROUP_PICTURE, VIEW_PICTURE, "boxes", "show or hide the regions of findings", 'b') \
	X(MARK, "mark", GROUP_PICTURE, VIEW_PICTURE, "mark", \
	  "mark a corner of a region; again: the other corner", 'm') \
	X(KIND, "kind", GROUP_PICTURE, VIEW_PICTURE, "kind", \
	  "what the last region shows: neutral, highlight, skin, or a material of your own", 'a') \
	X(UNMARK, "unmark", GROUP_PICTURE, VIEW_PICTURE, "unmark", "take the last region away", 'u') \
	X(UNMARK_ALL, "unmark-all", GROUP_PICTURE, VIEW_PICTURE, "", "take all regions away", 'U') \
	X(WHITEBALANCE, "white-balance", GROUP_PICTURE, VIEW_PICTURE, "measure light", \
	  "measure the light on the regions", 'w') \
	X(CHANNEL, "channel", GROUP_PICTURE, VIEW_PICTURE, "channel", "colour, luma, red, green, blue", 'c') \
	X(PREV_PLOT, "previous-plot", GROUP_PICTURE, VIEW_SIGNAL, "", "previous plot", '[') \
	X(NEXT_PLOT, "next-plot", GROUP_PICTURE, VIEW_SIGNAL, "next plot", "next plot", ']') \
	X(FOLD, "fold", GROUP_PICTURE, VIEW_PROVENANCE, "open", "open or close what is selected", ' ') \
	X(UNFOLD, "unfold", GROUP_PICTURE, VIEW_PROVENANCE, "", "open what is selected", UI_KEY_RIGHT, 'l') \
	X(CLOSE, "close", GROUP_PICTURE, VIEW_PROVENANCE, "", "close what is selected", UI_KEY_LEFT, 'h') \
	X(CERTIFICATES, "certificates", GROUP_PICTURE, VIEW_PROVENANCE, "certificates", \
	  "the certificates of this manifest", 'c') \
	X(ACTIONS, "actions", GROUP_PICTURE, VIEW_PROVENANCE, "actions", "the actions of this manifest", 'a') \
	X(THUMBNAILS, "thumbnails", GROUP_PICTURE, VIEW_PROVENANCE, "thumbnail", \
	  "its thumbnail beside the picture as it is now; again: the next one", 't') \
	X(CODES, "codes", GROUP_PICTURE, VIEW_PROVENANCE, "codes", "the status codes of this manifest", 's') \
	X(STORE, "export-manifest", GROUP_PICTURE, VIEW_PROVENANCE, "store", \
	  "write the manifest store to a file of its own", 'x') \
	X(VERDICT, "verdict", GROUP_JUDGE, VIEW_CASE, "verdict", "record a verdict", 'v') \
	X(TAG, "tag", GROUP_JUDGE, VIEW_CASE & ~VIEW_PROVENANCE, "tag", "set a tag, or -TAG to take it away", 't') \
	X(NOTE, "note", GROUP_JUDGE, VIEW_CASE, "note", "write a note", 'n') \
	X(EXPORT, "export", GROUP_JUDGE, VIEW_CASE, "export", "export a report of the case", 'e') \
	X(CANCEL, "cancel", GROUP_PROGRAM, VIEW_CASE & ~VIEW_PROVENANCE, "", "stop examining this picture", 'x') \
	X(CANCEL_ALL, "cancel-all", GROUP_PROGRAM, VIEW_ALL, "", "stop all work", 'X') \
	X(COMMAND, "command", GROUP_PROGRAM, VIEW_ALL, "command", "type a command", ':') \
	X(HELP, "help", GROUP_PROGRAM, VIEW_ALL & ~VIEW_HELP, "help", "this page", '?', UI_KEY_F1) \
	X(REDRAW, "redraw", GROUP_PROGRAM, VIEW_ALL, "", "draw the screen again", UI_CTRL('l')) \
	X(SUSPEND, "suspend", GROUP_PROGRAM, VIEW_ALL, "", "to the shell; fg comes back", UI_CTRL('z')) \
	X(QUIT, "quit", GROUP_PROGRAM, VIEW_ALL, "", "quit from anywhere", 'Q') \
	X(INTERRUPT, "interrupt", GROUP_PROGRAM, VIEW_ALL, "", \
	  "stop the work; without work, quit", UI_CTRL('c'))

enum ui_request {
	REQ_NONE,
#define X(id, ...) REQ_##id,
	REQUESTS(X)
#undef X
	REQ_COUNT
};

struct request_info {
	enum ui_request id;
	const char *name;
	enum request_group group;
	unsigned views;
	const char *hint, *help; /* hint: "" when it never stands in the hint line */
	int keys[4];             /* 0 ends */
};

const struct request_info *request_info(enum ui_request r);
enum ui_request keymap_find(int key, unsigned view);
const char *request_group_title(enum request_group g);
/* The keys of a request as shown: "j down". Returns out. */
const char *request_keys(enum ui_request r, char out[64]);

#endif
