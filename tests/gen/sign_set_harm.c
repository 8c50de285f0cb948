/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples that were changed after signing, or whose signer left out more than the store. */
#include "src/base/base.h"

#include "tests/gen/sign_set.h"

#include "tests/gen/common.h"

/* Entropy-coded data near the end of a JPEG. */
static void change_pixels(struct str *jpeg)
{
	jpeg->data[jpeg->len - 24] ^= 0x04;
}

static void changed(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "changed.jpg");
	sign(j);
	change_pixels(&j->out);
}

/* The claim says something else than was signed: one letter of the title. */
static void claim_changed(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "claim-changed.jpg");
	sign(j);
	j->out.data[find_bytes(&j->out, 0, "claim-changed.jpg", 17)] = 'C';
}

static void assertion_changed(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "assertion-changed.jpg");
	sign(j);
	j->out.data[find_bytes(&j->out, 0, "digitalCapture", 14)] = 'D';
}

static const char xmp[] =
	"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	"xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
	"xmlns:dcterms=\"http://purl.org/dc/terms/\" "
	"dcterms:provenance=\"https://example.invalid/manifests/1\"/></rdf:RDF></x:xmpmeta>";

/* Behind JFIF, before the first table. */
static void add_xmp(struct str *jpeg)
{
	struct str segment = sign_str();

	put_be(&segment, 0xFFE1, 2);
	put_be(&segment, sizeof xmp + 1, 2); /* without the zero that ends the literal */
	str_add(&segment, xmp, sizeof xmp - 1);
	insert_bytes(jpeg, find_bytes(jpeg, 0, "\xFF\xDB", 2), segment.data, segment.len);
	str_release(&segment);
}

/* What a tool leaves that knows only the first segment of a store, and the address of a copy elsewhere. */
static void stripped(struct job *j)
{
	size_t at;

	capture_jpeg(j, WHO_ES256, "stripped.jpg");
	add_xmp(&j->base);
	j->plan.piece = 1200;
	sign(j);
	at = find_bytes(&j->out, 0, "\xFF\xEB", 2);
	remove_bytes(&j->out, at, 2 + (size_t)get_be(&j->out, at + 2, 2));
}

/* A second store, whole and signed, behind the first, as another box number. */
static void two_stores(struct job *j)
{
	size_t at, len;
	struct str again = sign_str();

	capture_jpeg(j, WHO_ES256, "two-stores.jpg");
	sign(j);
	at = find_bytes(&j->out, 0, "\xFF\xEB", 2);
	len = 2 + (size_t)get_be(&j->out, at + 2, 2);
	str_add(&again, j->out.data + at, len);
	set_be(&again, 6, 0x0212, 2);
	insert_bytes(&j->out, at + len, again.data, again.len);
	str_release(&again);
}

static void boxes_trailing(struct job *j)
{
	static const char text[] = "bytes that no box of the list names";

	capture_jpeg(j, WHO_ES256, "boxes-trailing.jpg");
	j->plan.bind = BIND_BOXES;
	sign(j);
	str_add(&j->out, text, sizeof text - 1);
}

static void leave_out(const struct str *file, size_t at, size_t len, struct place *list, unsigned *n)
{
	(void)file;
	list[(*n)++] = (struct place){ at, len };
}

static void leave_out_xmp(const struct str *file, struct place *list, unsigned *n)
{
	size_t at = find_bytes(file, 0, "\xFF\xE1", 2);

	leave_out(file, at, 2 + (size_t)get_be(file, at + 2, 2), list, n);
}

static void left_out_metadata(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "left-out-metadata.jpg");
	add_xmp(&j->base);
	j->plan.also = leave_out_xmp;
	sign(j);
	j->out.data[find_bytes(&j->out, 0, "manifests/1", 11) + 10] = '2';
}

static void leave_out_scan(const struct str *file, struct place *list, unsigned *n)
{
	leave_out(file, file->len - 200, 190, list, n);
}

static void left_out_pixels(struct job *j)
{
	capture_jpeg(j, WHO_ES256, "left-out-pixels.jpg");
	j->plan.also = leave_out_scan;
	sign(j);
	change_pixels(&j->out);
}

const struct sample harmed_samples[] = {
	{ "changed.jpg", changed, "invalid", "assertion.dataHash.mismatch", "-", "one bit of the pixel data was changed",
	  "the hash of the file is another" },
	{ "claim-changed.jpg", claim_changed, "invalid", "claimSignature.mismatch", "-", "one letter of the claim was changed",
	  "the signature is over other bytes" },
	{ "assertion-changed.jpg", assertion_changed, "invalid", "assertion.hashedURI.mismatch", "-",
	  "one letter of the actions was changed", "the claim names another hash" },
	{ "stripped.jpg", stripped, "none", "-", "-",
	  "the first piece of the store was cut out; later pieces and dcterms:provenance are left",
	  "there is no store any more" },
	{ "two-stores.jpg", two_stores, "invalid", "general.error", "-", "the store stands there twice, under two box numbers",
	  "2.2 section 15.5.2: of two stores none counts" },
	{ "boxes-trailing.jpg", boxes_trailing, "invalid", "assertion.boxesHash.unknownBox", "-",
	  "box hash; text was appended after the end of the picture", "bytes that no box names" },
	{ "left-out-metadata.jpg", left_out_metadata, "trusted", "-", "-",
	  "the signer left the XMP out of the hash, and it was changed since", "the picture is bound, the XMP is not" },
	{ "left-out-pixels.jpg", left_out_pixels, "invalid", "assertion.dataHash.mismatch", "-",
	  "the signer left pixel data out of the hash, and it was changed since", "the picture is not bound" },
	{ NULL, NULL, NULL, NULL, NULL, NULL, NULL },
};
