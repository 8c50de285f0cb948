/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Metadata that stands in one picture and cannot stand in another: the identifier that a camera gives once,
 * and the whole of moment, body and exposure. Only pictures that are visibly different count: a copy carries
 * its metadata. */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"

#include "analyzers/case/groups.h"
#include "analyzers/case/kinship.h"

#include <ctype.h>

/* "Q1 a.jpg, Q2 b.jpg and 3 others" */
static const char *who_words(const struct case_view *v, const uint32_t *members, uint32_t n, char *out,
			     size_t len)
{
	char one[96], two[96], rest[40] = "";

	if (n > 2)
		snprintf(rest, sizeof rest, " and %u other%s", n - 2, n == 3 ? "" : "s");
	snprintf(out, len, "%s%s%s%s", case_picture_words(&v->pictures[members[0]], one, sizeof one),
		 n > 2 ? ", " : " and ", case_picture_words(&v->pictures[members[1]], two, sizeof two), rest);
	return out;
}

/* ---- ImageUniqueID ---- */

/* Exif 2.32, 4.6.5: 128 bits as 32 hexadecimal digits. What some phones write there is the name of their
 * sensor's firmware, the same in every picture: that is no identifier. */
static bool is_identifier(const char *id)
{
	bool varied = false;

	if (strlen(id) != 32)
		return false;
	for (const char *p = id; *p; p++) {
		if (!isxdigit((unsigned char)*p))
			return false;
		varied |= *p != id[0];
	}
	return varied;
}

static bool unique_key(const struct case_picture *p, char *out, size_t len)
{
	if (!is_identifier(p->unique_id))
		return false;
	for (size_t i = 0; i < 33 && i < len; i++)
		out[i] = (char)tolower((unsigned char)p->unique_id[i]);
	return true;
}

static const char *const id_others[] = { "a program that writes one identifier into all that it saves",
					 "frames of one series, developed from one raw file", NULL };

static void say_id(const struct case_view *v, const uint32_t *members, uint32_t n, struct case_report *out)
{
	char who[220], summary[320], detail[200];

	snprintf(summary, sizeof summary, "%s show different things and carry one ImageUniqueID",
		 who_words(v, members, n, who, sizeof who));
	snprintf(detail, sizeof detail, "%s; consistent with metadata that was copied from one into another",
		 v->pictures[members[0]].unique_id);
	case_report_add(out, &(struct case_finding_spec){ .check = "copied",
							  .code = "case.copied.unique_id",
							  .kind = FINDING_INTERPRETATION,
							  .level = LEVEL_WARNING,
							  .summary = summary,
							  .detail = detail,
							  .alternatives = id_others,
							  .exhibits = members,
							  .n_exhibits = n });
}

/* ---- moment, body, exposure ---- */

/* Everything that two presses of one shutter cannot share; a serial and parts of a second are asked for. */
static bool moment_key(const struct case_picture *p, char *out, size_t len)
{
	if (!p->has_clock || !p->subsec[0] || !p->serial[0] || !p->exposure)
		return false;
	snprintf(out, len, "%s|%s|%s|%s|%g|%g|%g|%s", p->make, p->serial, p->date, p->subsec, p->exposure,
		 p->f_number, p->iso, p->image_count);
	return true;
}

static const char *const moment_others[] = {
	"a camera with several lenses that took both at once",
	"a clock that does not run, or parts of a second that are not counted",
	"parts cut from one larger picture", NULL
};

static void say_moment(const struct case_view *v, const uint32_t *members, uint32_t n,
		       struct case_report *out)
{
	const struct case_picture *p = &v->pictures[members[0]];
	char who[220], summary[320], detail[320];
	bool counted = p->image_count[0] != '\0';

	snprintf(summary, sizeof summary, "%s show different things and name one moment, body and exposure",
		 who_words(v, members, n, who, sizeof who));
	snprintf(detail, sizeof detail, "%s.%s, serial %s%s%s; consistent with metadata that was copied",
		 p->date, p->subsec, p->serial, counted ? ", image count " : "", p->image_count);
	case_report_add(out, &(struct case_finding_spec){ .check = "copied",
							  .code = "case.copied.moment",
							  .kind = FINDING_INTERPRETATION,
							  .level = counted ? LEVEL_WARNING : LEVEL_NOTICE,
							  .summary = summary,
							  .detail = detail,
							  .alternatives = moment_others,
							  .exhibits = members,
							  .n_exhibits = n });
}

/* ---- both ---- */

enum { DIFFERENT = 32 }; /* that one finding names */

struct pass {
	const struct case_view *v;
	struct case_report *out;
	void (*say)(const struct case_view *v, const uint32_t *members, uint32_t n, struct case_report *out);
};

/* One finding a group, about pictures of which each differs visibly from all that are named before it: copies
 * of one picture stand for it once. */
static void each_group(void *arg, const uint32_t *members, size_t n)
{
	const struct pass *pass = arg;
	uint32_t named[DIFFERENT], n_named = 1;

	named[0] = members[0];
	for (size_t i = 1; i < n && n_named < DIFFERENT; i++) {
		uint32_t k = 0;

		while (k < n_named && kinship_differ(pass->v, named[k], members[i]))
			k++;
		if (k == n_named)
			named[n_named++] = members[i];
	}
	if (n_named > 1)
		pass->say(pass->v, named, n_named, pass->out);
}

static enum status run(const struct case_view *v, struct case_report *out, struct error *e)
{
	struct pass ids = { v, out, say_id }, moments = { v, out, say_moment };

	if (!groups_by_key(v, unique_key, each_group, &ids) ||
	    !groups_by_key(v, moment_key, each_group, &moments))
		return err_nomem(e);
	return ST_OK;
}

const struct case_check case_check_copied = {
	.id = "copied",
	.title = "Copied metadata",
	.question = "Do different pictures carry metadata that only one can have?",
	.version = 1,
	.run = run,
};
