/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/hash.h"
#include "src/base/json.h"
#include "src/media/evidence.h"

#include <inttypes.h>

enum { HEX_BYTES = 256, HEX_COLUMNS = 16 };

static void show_value(const char *indent, const char *key, const struct value *v)
{
	char *text;
	json_t *j;

	if (v->kind == VALUE_MAP) {
		printf("%s%s\n", indent, key);
		for (const struct value *c = v->first; c; c = c->next)
			show_value("    ", c->key, c);
		return;
	}
	if (v->kind == VALUE_TEXT) {
		printf("%s%-22s %s\n", indent, key, v->text);
		return;
	}
	j = json_pack("[o]", json_value(v)); /* jansson prints only arrays and objects at the top */
	text = json_line(j);
	if (text)
		printf("%s%-22s %.*s\n", indent, key, (int)strlen(text) - 2, text + 1);
	free(text);
	json_decref(j);
}

static void show_identity(const struct examination *x)
{
	char hex[2 * SHA256_LEN + 1];

	printf("file      %s\n", x->path);
	if (x->link_target)
		printf("link to   %s\n", x->link_target);
	if (digests_known(&x->digests)) {
		printf("size      %" PRIu64 " bytes\n", x->size);
		printf("sha256    %s\n", hex_encode(hex, x->digests.sha256, SHA256_LEN));
	}
	printf("type      %s%s%s\n", x->media_type ? x->media_type : "unknown", x->format ? ", " : "",
	       x->format ? x->format : "");
	if (x->width)
		printf("picture   %u x %u pixels as stored\n", x->width, x->height);
	printf("sandbox   %s%s%s\n", sandbox_name(x->sandbox), x->sandbox_note && x->sandbox_note[0] ? ": " : "",
	       x->sandbox_note ? x->sandbox_note : "");
}

static void show_facts(const struct examination *x)
{
	if (!x->facts || !x->facts->first) {
		puts("\nno camera metadata (services and messengers remove it)");
		return;
	}
	puts("\nfacts");
	for (const struct value *v = x->facts->first; v; v = v->next)
		show_value("  ", v->key, v);
}

static void show_metadata(const struct examination *x)
{
	if (!x->n_entries) {
		puts("\nno metadata entries");
		return;
	}
	puts("\n    offset  group      name                      value");
	for (uint32_t i = 0; i < x->n_entries; i++) {
		const struct meta_entry *m = &x->entries[i];

		printf("%10" PRIu64 "  %-10s %-25s %s\n", m->offset, m->group, m->name, m->value);
	}
}

static void show_structure(const struct examination *x)
{
	puts("\n    offset      length  piece");
	for (uint32_t i = 0; i < x->n_segments; i++) {
		const struct segment *s = &x->segments[i];

		printf("%10" PRIu64 "  %10" PRIu64 "  %*s%s%s%s\n", s->offset, s->length, (int)s->depth * 2, "", s->name,
		       s->detail ? ": " : "", s->detail ? s->detail : "");
	}
	for (uint32_t i = 0; i < x->n_pictures; i++) {
		const struct embedded *p = &x->pictures[i];

		printf("%10" PRIu64 "  %10" PRIu64 "  picture inside: %s, %s, %u x %u\n", p->offset, p->length, p->kind,
		       p->media_type, p->width, p->height);
	}
}

static void use(void *arg, const struct examination *x)
{
	const struct cli_args *a = arg;

	if (!a->structure && !a->metadata) {
		show_identity(x);
		show_facts(x);
	}
	if (!a->structure)
		show_metadata(x);
	if (!a->metadata)
		show_structure(x);
}

static void hex_line(uint64_t offset, const uint8_t *p, size_t n)
{
	printf("%010" PRIx64 " ", offset);
	for (size_t i = 0; i < HEX_COLUMNS; i++)
		printf(i < n ? " %02x" : "   ", i < n ? p[i] : 0);
	fputs("  ", stdout);
	for (size_t i = 0; i < n; i++)
		putchar(p[i] >= 0x20 && p[i] < 0x7F ? p[i] : '.');
	putchar('\n');
}

static enum exit_code show_hex(const struct cli_args *a)
{
	uint8_t bytes[HEX_BYTES];
	struct evidence ev;
	struct error e = ERROR_INIT;
	size_t len;

	if (evidence_open(a->words[0], NULL, &ev, &e) != ST_OK)
		return cli_error(&e);
	if (a->hex >= ev.size) {
		err_set(&e, ST_USAGE, "offset %" PRIu64 " lies past the end of '%s', which has %" PRIu64 " bytes", a->hex,
			a->words[0], ev.size);
		evidence_release(&ev);
		return cli_error(&e);
	}
	len = ev.size - a->hex < HEX_BYTES ? (size_t)(ev.size - a->hex) : HEX_BYTES;
	if (evidence_read(&ev, a->hex, bytes, len, &e) != ST_OK) {
		evidence_release(&ev);
		return cli_error(&e);
	}
	for (size_t i = 0; i < len; i += HEX_COLUMNS)
		hex_line(a->hex + i, bytes + i, len - i < HEX_COLUMNS ? len - i : HEX_COLUMNS);
	evidence_release(&ev);
	return cli_flush(EXIT_DONE);
}

enum exit_code cmd_inspect(const struct cli_args *a)
{
	if (a->n_words != 1)
		return cli_usage("inspect wants one file; see 'cottingley inspect --help'");
	if (a->has_hex)
		return show_hex(a);
	return cli_flush(cli_examine_one(a, a->words[0], "structure", use, NULL, (void *)a));
}
