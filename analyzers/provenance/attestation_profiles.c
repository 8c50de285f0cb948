/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Products that sign in the device or for it, as their makers or those who looked at them describe them. A row is what its source
 * says on its date, not a measurement of this program. */
#include "src/base/base.h"
#include "analyzers/provenance/attestation.h"

const struct attestation_profile attestation_profiles[] = {
	{ .name = "Leica M11-P", .vendor = "leica*", .model = "*m11-p*", .place = KEY_SECURE_ELEMENT, .captures = true,
	  .source = "https://c2paviewer.com/articles/leica-m11-p-c2pa", .as_of = "2026-02-27" },
	{ .name = "Google Pixel 10", .vendor = "*google*", .model = "*pixel*10*", .generator = "*camera*",
	  .place = KEY_SECURE_ELEMENT, .per_image_key = true, .captures = true, .assurance_level = 2,
	  .note = "its certificates are used for one picture each",
	  .source = "https://c2paviewer.com/articles/google-c2pa-pixel-10", .as_of = "2026-02-26" },
	{ .name = "Sony Camera Authenticity Solution", .vendor = "sony*", .model = "*ilce-*", .place = KEY_HARDWARE,
	  .captures = true, .note = "Sony's own signature and its depth record were not evaluated",
	  .source = "https://authenticity.sony.net/camera/en-us/index.html", .as_of = "2026-02-26" },
	{ .name = "Nikon Z6III", .vendor = "nikon*", .model = "*z*6*[3i]*", .place = KEY_CLOUD, .captures = true,
	  .note = "the certificate is handed out by Nikon's service",
	  .source = "https://c2paviewer.com/articles/nikon-cameras-c2pa", .as_of = "2026-02-27" },
	{ .name = "Samsung Galaxy S25", .vendor = "samsung*", .model = "*s93[168]*", .place = KEY_UNKNOWN, .captures = false,
	  .note = "signs pictures that its AI tools edited, not pictures as taken",
	  .source = "https://c2paviewer.com/articles/samsung-galaxy-s25-c2pa", .as_of = "2026-02-26" },
};

const size_t attestation_n_profiles = ARRAY_LEN(attestation_profiles);

const char *key_place_words(enum key_place k)
{
	static const char *const words[] = {
		[KEY_UNKNOWN] = "the key is kept at an unknown place", [KEY_SECURE_ELEMENT] = "the key is kept in a security chip",
		[KEY_SOC] = "the key is kept in the processor's trusted part", [KEY_HARDWARE] = "the key is kept in the hardware",
		[KEY_CLOUD] = "the key comes from the maker's service", [KEY_SOFTWARE] = "the key is kept in software",
	};

	return words[k];
}

bool key_in_device(enum key_place k)
{
	return k == KEY_SECURE_ELEMENT || k == KEY_SOC || k == KEY_HARDWARE;
}
