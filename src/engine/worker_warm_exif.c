/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Apart from worker_warm.c: libexif names its directories as src/media/exif.h does. */
#include "src/base/base.h"
#include "src/engine/worker_warm.h"

#include <libexif/exif-data.h>

void worker_warm_exif(void)
{
	ExifData *d = exif_data_new();
	ExifEntry *entry = exif_entry_new();
	char text[32];

	if (d && entry) {
		exif_data_set_byte_order(d, EXIF_BYTE_ORDER_INTEL);
		exif_content_add_entry(d->ifd[EXIF_IFD_0], entry);
		exif_entry_initialize(entry, EXIF_TAG_X_RESOLUTION);
		exif_entry_get_value(entry, text, sizeof text);
		exif_tag_get_title_in_ifd(EXIF_TAG_ORIENTATION, EXIF_IFD_0);
	}
	exif_entry_unref(entry);
	exif_data_unref(d);
}
