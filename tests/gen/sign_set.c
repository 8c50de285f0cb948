/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of one signature each: every algorithm, every container, stamps, revocation. */
#include "src/base/base.h"

#include "tests/gen/sign_set.h"

#include "tests/gen/common.h"
#include "tests/gen/sign_say.h"

void capture(struct job *j, enum container c, const char *kind, enum who signer, const char *title,
	     const char *format)
{
	static const struct action captured = { .action = "c2pa.created", .type = SOURCE_TYPE "digitalCapture" };

	if (!base_picture(j, c, kind))
		return;
	plan_begin(&j->plan, 2, signer, title, format);
	say_actions(&j->plan, &captured, 1, true);
}

void capture_jpeg(struct job *j, enum who signer, const char *title)
{
	capture(j, IN_JPEG, NULL, signer, title, "image/jpeg");
}

void sign(struct job *j)
{
	if (j->base.len)
		job_sign(j);
}

/* ---- algorithms and containers ---- */

static void es256_jpeg(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "es256.jpg");
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

static void ps384_gif(struct job *j)
{
	capture(j, IN_GIF, NULL, WHO_PS384, "ps384.gif", "image/gif");
	sign(j);
}

static void ps512_svg(struct job *j)
{
	static const struct action drawn = { .action = "c2pa.created", .type = SOURCE_TYPE "digitalCreation" };

	base_picture(j, IN_SVG, NULL);
	plan_begin(&j->plan, 2, WHO_PS512, "ps512.svg", "image/svg+xml");
	say_actions(&j->plan, &drawn, 1, true);
	sign(j);
}

static void eddsa_heic(struct job *j)
{
	capture(j, IN_BMFF, "heic", WHO_EDDSA, "eddsa.heic", "image/heic");
	j->plan.bind = BIND_BMFF2;
	sign(j);
}

static void sidecar(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "sidecar.jpg");
	j->plan.sidecar = true;
	sign(j);
}

static void pieces(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "pieces.jpg");
	j->plan.piece = 700;
	sign(j);
}

static void boxes(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "boxes.jpg");
	j->plan.bind = BIND_BOXES;
	sign(j);
}

static void compressed(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "compressed.jpg");
	j->plan.bind = BIND_BOXES; /* 18.5: a data hash cannot know the size beforehand */
	j->plan.compressed = true;
	sign(j);
}

/* ---- who and when ---- */

static void stamp_v1(struct job *j)
{
	static const struct action made = { .action = "c2pa.created", .when = "2024-06-14T10:40:10Z",
					    .type = SOURCE_TYPE "digitalCapture", .agent = "sign-pictures/1" };

	base_picture(j, IN_JPEG, NULL);
	plan_begin(&j->plan, 1, WHO_CAMERA, "stamp-v1.jpg", "image/jpeg");
	say_actions(&j->plan, &made, 1, false);
	say_json(&j->plan, "stds.schema-org.CreativeWork",
		 "{\"@context\":\"https://schema.org\",\"@type\":\"CreativeWork\","
		 "\"author\":[{\"@type\":\"Person\",\"name\":\"A. Sample\"}]}");
	j->plan.cose.stamp = 1;
	j->plan.cose.stamped = SAMPLE_STAMPED;
	sign(j);
}

static void stamped(struct job *j, enum who signer, const char *title)
{
	capture_jpeg(j, signer, title);
	j->plan.cose.stamp = 2;
	j->plan.cose.stamped = SAMPLE_STAMPED;
}

static void stamp_v2(struct job *j)
{
	stamped(j, WHO_CAMERA, "stamp-v2.jpg");
	sign(j);
}

static void expired(struct job *j)
{
	capture_jpeg(j, WHO_CAMERA, "expired.jpg");
	sign(j);
}

static void ocsp_good(struct job *j)
{
	stamped(j, WHO_ES256, "ocsp-good.jpg");
	j->plan.cose.ocsp = true;
	j->plan.cose.ocsp_made = SAMPLE_STAMPED + 3600;
	sign(j);
}

static void ocsp_revoked(struct job *j)
{
	stamped(j, WHO_ES256, "ocsp-revoked.jpg");
	j->plan.cose.ocsp = true;
	j->plan.cose.ocsp_made = SAMPLE_STAMPED + 3600;
	j->plan.cose.revoked = SAMPLE_STAMPED - 86400;
	sign(j);
}

static void unlisted(struct job *j)
{
	capture_jpeg(j, WHO_STRANGER, "unlisted.jpg");
	sign(j);
}

static void ai(struct job *j)
{
	static const struct action made = { .action = "c2pa.created", .type = SOURCE_TYPE "trainedAlgorithmicMedia",
					    .agent = "Easel 3" };

	base_picture(j, IN_PNG, NULL);
	plan_begin(&j->plan, 2, WHO_ES256, "ai.png", "image/png");
	say_actions(&j->plan, &made, 1, true);
	sign(j);
}

#define NOTHING "nothing was done after signing, and the signer's root is on the list"

const struct sample plain_samples[] = {
	{ "es256.jpg", es256_jpeg, "trusted", "-", "-", "JPEG, ES256, data hash", NOTHING },
	{ "es384.png", es384_png, "trusted", "-", "-", "PNG, ES384, SHA-384, data hash", NOTHING },
	{ "es512.webp", es512_webp, "trusted", "-", "-", "WebP, ES512, SHA-512, data hash", NOTHING },
	{ "es256.avif", es256_avif, "trusted", "-", "-", "AVIF, ES256, BMFF hash v3", NOTHING },
	{ "ps256.tif", ps256_tiff, "trusted", "-", "-", "TIFF, PS256, data hash that leaves out the entry's count too",
	  NOTHING },
	{ "ps384.gif", ps384_gif, "trusted", "-", "-", "GIF, PS384, data hash", NOTHING },
	{ "ps512.svg", ps512_svg, "trusted", "-", "-", "SVG, PS512, data hash, the store in base64", NOTHING },
	{ "eddsa.heic", eddsa_heic, "trusted", "-", "-", "HEIC, EdDSA, BMFF hash v2", NOTHING },
	{ "sidecar.jpg", sidecar, "trusted", "-", "-", "JPEG, the store stands beside it", NOTHING },
	{ "pieces.jpg", pieces, "trusted", "-", "-", "JPEG, the store in several APP11 pieces", NOTHING },
	{ "boxes.jpg", boxes, "trusted", "-", "-", "JPEG, general box hash", NOTHING },
	{ "compressed.jpg", compressed, "trusted", "-", "-", "JPEG, compressed manifest, box hash", NOTHING },
	{ "stamp-v1.jpg", stamp_v1, "trusted", "-", "-", "claim v1 of 2024, time stamp v1, the certificate has expired since",
	  "the stamp proves that the certificate was valid when it signed" },
	{ "stamp-v2.jpg", stamp_v2, "trusted", "-", "-", "claim v2 of 2024, time stamp v2, the certificate has expired since",
	  "the stamp proves that the certificate was valid when it signed" },
	{ "expired.jpg", expired, "invalid", "signingCredential.expired,signingCredential.untrusted", "-",
	  "the same certificate without a time stamp", "nothing proves that it was valid when it signed" },
	{ "ocsp-good.jpg", ocsp_good, "trusted", "-", "-", "stamped, with a stapled OCSP answer: good", NOTHING },
	{ "ocsp-revoked.jpg", ocsp_revoked, "invalid", "signingCredential.ocsp.revoked", "-",
	  "stamped, with a stapled OCSP answer: revoked a day before", "the key was no longer the signer's" },
	{ "unlisted.jpg", unlisted, "valid", "signingCredential.untrusted", "-", "signed under a root that is on no list",
	  "the bytes are bound, by a name that nobody vouches for" },
	{ "ai.png", ai, "trusted", "-", "-", "the signer states that the whole picture was made by a trained model", NOTHING },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
