/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_set.h"

#include "tests/gen/common.h"
#include "tests/gen/sign_say.h"

static const struct action captured = { .action = "c2pa.created", .type = SOURCE_TYPE "digitalCapture" };

/* A picture of that kind with a capture stated about it, not signed yet. */
static void capture(struct job *j, enum container c, const char *kind, enum who signer, const char *title,
		    const char *format)
{
	if (!base_picture(j, c, kind))
		return;
	plan_begin(&j->plan, 2, signer, title, format);
	say_actions(&j->plan, &captured, 1, true);
}

static void sign(struct job *j)
{
	if (j->base.len)
		job_sign(j);
}

static void jpeg_of(struct job *j, enum who signer, const char *title)
{
	capture(j, IN_JPEG, NULL, signer, title, "image/jpeg");
}

static void es256_jpeg(struct job *j)
{
	jpeg_of(j, WHO_ES256, "es256.jpg");
	sign(j);
}

static void es384_png(struct job *j)
{
	capture(j, IN_PNG, NULL, WHO_ES384, "es384.png", "image/png");
	j->plan.alg = "sha384";
	sign(j);
}

static void es512_webp(struct job *j)
{
	capture(j, IN_WEBP, NULL, WHO_ES512, "es512.webp", "image/webp");
	j->plan.alg = "sha512";
	sign(j);
}

static void es256_avif(struct job *j)
{
	capture(j, IN_BMFF, "avif", WHO_ES256, "es256.avif", "image/avif");
	j->plan.bind = BIND_BMFF3;
	sign(j);
}

static void ps256_tiff(struct job *j)
{
	capture(j, IN_TIFF, NULL, WHO_PS256, "ps256.tif", "image/tiff");
	sign(j);
}

static void sidecar(struct job *j)
{
	jpeg_of(j, WHO_ES256, "sidecar.jpg");
	j->plan.sidecar = true;
	sign(j);
}

const struct sample samples[] = {
	{ "es256.jpg", es256_jpeg, "sample", "trusted", "-", "JPEG, ES256, data hash",
	  "nothing was done after signing, and the signer's root is on the list" },
	{ "es384.png", es384_png, "sample", "trusted", "-", "PNG, ES384, SHA-384, data hash", "the same" },
	{ "es512.webp", es512_webp, "sample", "trusted", "-", "WebP, ES512, SHA-512, data hash", "the same" },
	{ "es256.avif", es256_avif, "sample", "trusted", "-", "AVIF, BMFF hash v3", "the same" },
	{ "ps256.tif", ps256_tiff, "sample", "trusted", "-", "TIFF, PS256, data hash that leaves out the entry's count",
	  "the same" },
	{ "sidecar.jpg", sidecar, "sample", "trusted", "-", "JPEG, the store stands beside it in sidecar.c2pa",
	  "the hash is of the whole file" },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
