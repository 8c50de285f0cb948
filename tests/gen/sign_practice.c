/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_practice.h"

#include "tests/gen/common.h"
#include "tests/gen/sign_say.h"
#include "tests/gen/sign_seed.h"

#define PRACTICE_SEED "cottingley practice 1"

enum {
	REGATTA_STAMPED = 1719057946, /* 2024-06-22 12:05:46 UTC, two seconds after the picture was taken */
	DESK_STAMPED = 1719070825,    /* 15:40:25 */
	BOATHOUSE_STAMPED = 1719081064, /* 18:31:04 */
	EASEL_STAMPED = 1725355200    /* 2024-09-03 09:20:00 */
};

static struct job begin(const char *folder, const char *name, enum container c)
{
	struct job j;

	memset(&j, 0, sizeof j);
	seed_random(PRACTICE_SEED, name);
	j.container = c;
	j.base = sign_read(folder, name);
	if (memmem(j.base.data, j.base.len, "jumdc2pa", 8))
		die("'%s' is signed already", name);
	return j;
}

static void plan(struct job *j, enum who signer, const char *title, const char *format, time_t stamped)
{
	plan_begin(&j->plan, 2, signer, title, format);
	j->plan.cose.stamp = 2;
	j->plan.cose.stamped = stamped;
}

/* The preview that the camera wrote into Exif. */
static struct str preview(const struct str *jpeg)
{
	struct str out = sign_str();
	size_t from = find_bytes(jpeg, 4, "\xFF\xD8\xFF", 3), to = find_bytes(jpeg, from, "\xFF\xD9", 2) + 2;

	str_add(&out, jpeg->data + from, to - from);
	return out;
}

static void say_preview(struct job *j)
{
	struct str small = preview(&j->base);

	say_thumbnail(&j->plan, false, &small);
	str_release(&small);
}

static void say_capture(struct job *j, const char *when)
{
	struct action made = { .action = "c2pa.created", .when = when, .agent = "Northlight NL-7 1.04",
			       .type = SOURCE_TYPE "digitalCapture" };

	j->plan.generator = "Northlight NL-7";
	j->plan.generator_version = "1.04";
	say_actions(&j->plan, &made, 1, true);
	say_preview(j);
}

static struct job regatta_signed(const char *folder)
{
	struct job j = begin(folder, "regatta-signed.jpg", IN_JPEG);

	plan(&j, WHO_PRACTICE_CAMERA, "regatta-signed.jpg", "image/jpeg", REGATTA_STAMPED);
	say_capture(&j, "2024-06-22T12:05:44Z");
	job_sign(&j);
	sign_write(folder, "regatta-signed.jpg", &j.out);
	return j;
}

/* A program that carries all metadata over to what it saves: Exif with its preview, and the store. */
static struct str regatta_changed(const char *folder, const struct job *original)
{
	struct job j = begin(folder, "regatta-changed.jpg", IN_JPEG);
	struct str out = sign_str(), small = preview(&j.base);
	size_t carried = original->out.len - (original->base.len - jpeg_head(&original->base));
	size_t at = jpeg_head(&j.base);

	str_add(&out, original->out.data, carried);
	str_add(&out, j.base.data + at, j.base.len - at);
	sign_write(folder, "regatta-changed.jpg", &out);
	str_release(&out);
	job_release(&j);
	return small;
}

static void regatta_desk(const char *folder, const struct job *original, const struct str *opened_preview)
{
	struct job j = begin(folder, "regatta-desk.jpg", IN_JPEG);
	struct action list[] = { { .action = "c2pa.opened", .ingredient = "c2pa.ingredient.v3" },
				 { .action = "c2pa.cropped", .when = "2024-06-22T15:40:10Z",
				   .agent = "Harbour Gazette desk 4" } };
	char url[192];
	const char *const mismatch[] = { "assertion.dataHash.mismatch", url, "asset hash error", NULL };
	const struct assertion *small;

	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s/c2pa.assertions/c2pa.hash.data", original->active);
	j.boxes = sign_str();
	str_add(&j.boxes, original->boxes.data, original->boxes.len);
	plan(&j, WHO_PRACTICE_DESK, "regatta-desk.jpg", "image/jpeg", DESK_STAMPED);
	j.plan.generator = "Harbour Gazette desk";
	j.plan.generator_version = "4";
	small = say_thumbnail(&j.plan, true, opened_preview);
	say_ingredient(&j.plan, &(struct ingredient){ .version = 3, .title = "regatta-changed.jpg",
						      .format = "image/jpeg", .relationship = "parentOf",
						      .from = original, .recorded = mismatch, .thumbnail = small });
	say_actions(&j.plan, list, ARRAY_LEN(list), true);
	say_preview(&j);
	job_sign(&j);
	sign_write(folder, "regatta-desk.jpg", &j.out);
	job_release(&j);
}

/* The service kept the last APP11 piece of two. */
static void regatta_shared(const char *folder, const struct job *original)
{
	struct job j = begin(folder, "regatta-shared.jpg", IN_JPEG);
	struct place places[PLACES_MAX];
	struct str out = sign_str();
	unsigned n;
	size_t at;

	embed(IN_JPEG, &j.base, &original->store, original->store.len - 1500, &out, places, &n);
	at = find_bytes(&out, 0, "\xFF\xEB", 2);
	remove_bytes(&out, at, 2 + (size_t)get_be(&out, at + 2, 2));
	sign_write(folder, "regatta-shared.jpg", &out);
	str_release(&out);
	job_release(&j);
}

static void easel(const char *folder)
{
	static const struct action made = { .action = "c2pa.created", .when = "2024-09-03T09:20:00Z",
					    .agent = "Easel 3", .type = SOURCE_TYPE "trainedAlgorithmicMedia" };
	struct job j = begin(folder, "easel.png", IN_PNG);

	plan(&j, WHO_PRACTICE_STUDIO, "easel.png", "image/png", EASEL_STAMPED);
	j.plan.generator = "Easel";
	j.plan.generator_version = "3";
	say_actions(&j.plan, &made, 1, true);
	job_sign(&j);
	sign_write(folder, "easel.png", &j.out);
	job_release(&j);
}

static void boathouse(const char *folder)
{
	struct job j = begin(folder, "boathouse.jpg", IN_JPEG);

	plan(&j, WHO_PRACTICE_CAMERA, "boathouse.jpg", "image/jpeg", BOATHOUSE_STAMPED);
	j.plan.sidecar = true;
	say_capture(&j, "2024-06-22T18:31:02Z");
	job_sign(&j);
	sign_write(folder, "boathouse.c2pa", &j.store);
	job_release(&j);
}

/* All keys first: making one starts the random numbers anew. */
static void make_keys(void)
{
	pki_seed(PRACTICE_SEED);
	for (int w = WHO_PRACTICE_ROOT; w < WHO_COUNT; w++)
		pki_get((enum who)w);
	pki_get(WHO_TSA);
}

void practice_sign(const char *folder)
{
	struct job original;
	struct str opened;

	make_keys();
	original = regatta_signed(folder);
	opened = regatta_changed(folder, &original);
	regatta_desk(folder, &original, &opened);
	regatta_shared(folder, &original);
	easel(folder);
	boathouse(folder);
	str_release(&opened);
	job_release(&original);
}

void practice_root(const char *path)
{
	struct str pem = sign_str();
	const char *slash = strrchr(path, '/');
	char folder[1024];

	snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
	make_keys();
	pki_pem(pki_get(WHO_PRACTICE_ROOT), &pem);
	sign_write(folder, slash ? slash + 1 : path, &pem);
	str_release(&pem);
}
