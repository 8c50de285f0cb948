/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "tests/unit/desk.h"
#include "tests/unit/golden.h"

struct desk desk_open(void (*fill)(struct fake *f))
{
	struct desk d = { fake_new(), mem_need(1, sizeof(struct ui)) };
	struct backend b = fake_backend(d.f);

	if (fill)
		fill(d.f);
	ui_init(d.u, &b);
	return d;
}

void desk_close(struct desk *d)
{
	ui_release(d->u);
	free(d->u);
	fake_free(d->f);
}

void press(struct desk *d, const char *keys)
{
	char name[64];

	while (*(keys += strspn(keys, " "))) {
		if (*keys == '"') {
			for (keys++; *keys && *keys != '"'; keys++)
				ui_key(d->u, (unsigned char)*keys);
			keys += *keys == '"';
			continue;
		}
		snprintf(name, sizeof name, "%.*s", (int)strcspn(keys, " "), keys);
		assert_int_not_equal(key_from_name(name), UI_KEY_NONE);
		ui_key(d->u, key_from_name(name));
		keys += strlen(name);
	}
}

void settle(struct desk *d)
{
	for (int i = 0; i < 10; i++) {
		mem_free(golden_screen(d->u, 80, 24, DEPTH_MONO, false));
		ui_ask(d->u);
		d->u->backend.ops->step(d->u->backend.self);
		ui_refresh(d->u);
		if (ui_settled(d->u) && d->f->n_queue == 0)
			return;
	}
}

bool shows(struct desk *d, const char *text)
{
	char *screen = golden_screen(d->u, 80, 24, DEPTH_MONO, false);
	bool found = strstr(screen, text) != NULL;

	if (!found)
		fprintf(stderr, "# '%s' is not on\n%s", text, screen);
	mem_free(screen);
	return found;
}

bool seen(struct desk *d, const char *text)
{
	char *screen = golden_screen(d->u, 80, 24, DEPTH_MONO, false);
	bool found = strstr(screen, text) != NULL;

	mem_free(screen);
	return found;
}

const char *selected(struct desk *d)
{
	const struct row *r = ui_row(d->u);

	return r ? r->name : "";
}

void no_previews(struct fake *f)
{
	for (size_t i = 0; i < f->snap.n_rows; i++)
		f->exams[i]->preview.width = 0;
}
