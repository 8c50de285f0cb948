/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/script.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <errno.h>

struct script {
	FILE *file;
	char path[400];
	unsigned line;
	bool waiting;
};

enum status script_open(const char *path, struct script **out, struct error *e)
{
	FILE *f = fopen(path, "re");
	struct script *s;

	if (!f)
		return err_errno(e, ST_IO, errno, "cannot open script '%s'", path);
	s = mem_need(1, sizeof *s);
	s->file = f;
	snprintf(s->path, sizeof s->path, "%s", path);
	*out = s;
	return ST_OK;
}

void script_close(struct script *s)
{
	if (!s)
		return;
	fclose(s->file);
	free(s);
}

static void draw(struct ui *u, struct term *t, struct cellbuf *screen)
{
	int w, h;

	t->ops->size(t, &w, &h);
	cellbuf_resize(screen, w, h);
	ui_refresh(u);
	ui_draw(u, screen);
}

static enum status save_screen(const struct cellbuf *screen, const char *path, struct error *e)
{
	FILE *f = fopen(path, "we");
	struct str text;
	bool ok;

	if (!f)
		return err_errno(e, ST_IO, errno, "cannot write '%s'", path);
	str_init(&text, 64 * 1024 * 1024);
	cellbuf_dump(screen, &text);
	ok = fwrite(text.data, 1, text.len, f) == text.len;
	ok = fclose(f) == 0 && ok;
	str_release(&text);
	return ok ? ST_OK : err_set(e, ST_IO, "cannot write '%s'", path);
}

static void press(struct ui *u, struct term *t, struct cellbuf *screen, int key)
{
	ui_key(u, key);
	draw(u, t, screen);
}

static void type_text(struct ui *u, struct term *t, struct cellbuf *screen, const char *text, size_t len)
{
	uint32_t cp;
	unsigned n;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_decode(text + i, len - i, &cp);
		if (n == 0)
			return;
		press(u, t, screen, (int)cp);
	}
}

static enum status run_keys(struct script *s, struct ui *u, struct term *t, struct cellbuf *screen,
			    const char *line, struct error *e)
{
	char name[64];

	while (*(line += strspn(line, " ")) && !u->quit) {
		size_t len = *line == '"' ? strcspn(line + 1, "\"") : strcspn(line, " ");

		if (*line == '"') {
			type_text(u, t, screen, line + 1, len);
			line += len + 1 + (line[len + 1] == '"');
			continue;
		}
		snprintf(name, sizeof name, "%.*s", len > 63 ? 63 : (int)len, line);
		if (key_from_name(name) == UI_KEY_NONE)
			return err_set(e, ST_USAGE, "%s:%u: unknown key '%s'", s->path, s->line, name);
		press(u, t, screen, key_from_name(name));
		line += len;
	}
	return ST_OK;
}

static enum status run_line(struct script *s, struct ui *u, struct term *t, struct cellbuf *screen,
			    const char *line, struct error *e)
{
	int w, h;

	if (line[0] == '#' || line[0] == '\0')
		return ST_OK;
	if (line[0] != ':' || line[1] == '\0' || line[1] == ' ')
		return run_keys(s, u, t, screen, line, e);
	if (strcmp(line, ":wait-idle") == 0)
		s->waiting = true;
	else if (strncmp(line, ":save-screen ", 13) == 0) {
		draw(u, t, screen);
		return save_screen(screen, line + 13, e);
	} else if (strncmp(line, ":resize ", 8) == 0) {
		if (sscanf(line + 8, "%dx%d", &w, &h) != 2)
			return err_set(e, ST_USAGE, "%s:%u: ':resize' wants WIDTHxHEIGHT", s->path, s->line);
		term_null_resize(t, w, h);
	} else
		ui_command(u, line + 1);
	ui_refresh(u);
	return ST_OK;
}

enum status script_run(struct script *s, struct ui *u, struct term *t, struct cellbuf *screen, bool idle,
		       struct error *e)
{
	char line[1024];
	enum status st = ST_OK;

	if (s->waiting && !idle)
		return ST_OK;
	s->waiting = false;
	while (st == ST_OK && !s->waiting && !u->quit) {
		if (!fgets(line, sizeof line, s->file)) {
			u->quit = true;
			break;
		}
		line[strcspn(line, "\n")] = '\0';
		s->line++;
		st = run_line(s, u, t, screen, line, e);
		draw(u, t, screen);
		ui_ask(u);
	}
	return st;
}
