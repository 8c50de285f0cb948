/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/exif_lib.h"

#include "src/base/mem.h"

#include <limits.h>

#include <libexif/exif-data.h>
#include <libexif/exif-mem.h>

struct exif_lib {
	ExifData *data;
	ExifMem *mem;
};

static const ExifIfd dirs[] = { EXIF_IFD_0, EXIF_IFD_1, EXIF_IFD_EXIF, EXIF_IFD_GPS,
				EXIF_IFD_INTEROPERABILITY };

/* Tags of IFD0 stray into Exif and the other way round; 0x0100 up they mean the same in both. */
static bool find(int ifd, uint16_t tag, ExifIfd *where)
{
	static const ExifIfd image[] = { EXIF_IFD_0, EXIF_IFD_EXIF, EXIF_IFD_1 };

	if (ifd >= 0 && (size_t)ifd < ARRAY_LEN(dirs) && exif_tag_get_name_in_ifd((ExifTag)tag, dirs[ifd])) {
		*where = dirs[ifd];
		return true;
	}
	if (ifd == 3 || ifd == 4 || tag < 0x100)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(image); i++)
		if (exif_tag_get_name_in_ifd((ExifTag)tag, image[i])) {
			*where = image[i];
			return true;
		}
	return false;
}

const char *exif_lib_name(int ifd, uint16_t tag)
{
	ExifIfd where;

	return find(ifd, tag, &where) ? exif_tag_get_name_in_ifd((ExifTag)tag, where) : NULL;
}

struct exif_lib *exif_lib_new(bool little_endian)
{
	struct exif_lib *l = mem_need(1, sizeof *l);

	l->mem = exif_mem_new_default();
	l->data = l->mem ? exif_data_new_mem(l->mem) : NULL;
	if (!l->data) {
		exif_lib_free(l);
		return NULL;
	}
	exif_data_unset_option(l->data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
	exif_data_unset_option(l->data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
	exif_data_unset_option(l->data, EXIF_DATA_OPTION_DONT_CHANGE_MAKER_NOTE);
	exif_data_set_byte_order(l->data, little_endian ? EXIF_BYTE_ORDER_INTEL : EXIF_BYTE_ORDER_MOTOROLA);
	return l;
}

void exif_lib_free(struct exif_lib *l)
{
	if (!l)
		return;
	if (l->data)
		exif_data_unref(l->data);
	if (l->mem)
		exif_mem_unref(l->mem);
	free(l);
}

bool exif_lib_value(struct exif_lib *l, int ifd, uint16_t tag, uint16_t type, uint32_t count,
		    const void *data, size_t len, char *out, size_t cap)
{
	ExifEntry *entry;
	ExifIfd where;

	out[0] = '\0';
	if (cap < 2 || len == 0 || len > UINT_MAX - 1 || type > EXIF_FORMAT_DOUBLE || !find(ifd, tag, &where))
		return false;
	entry = exif_entry_new_mem(l->mem);
	if (!entry)
		return false;
	entry->data = exif_mem_alloc(l->mem, (ExifLong)len + 1); /* one more, so that text always ends */
	if (entry->data) {
		memcpy(entry->data, data, len);
		entry->tag = (ExifTag)tag;
		entry->format = (ExifFormat)type;
		entry->components = count;
		entry->size = (unsigned)len;
		entry->parent = l->data->ifd[where]; /* borrowed; the content does not hold the entry */
		exif_entry_get_value(entry, out, (unsigned)cap);
	}
	exif_entry_unref(entry);
	return out[0] != '\0';
}
