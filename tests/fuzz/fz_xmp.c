/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One packet, or the extension of one: what begins with a NUL is a segment of extended XMP that a packet names. */
#include "src/base/base.h"

#include "src/base/value.h"
#include "src/media/xmp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char names_it[] =
	"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
	"<rdf:Description rdf:about='' xmlns:n='http://ns.adobe.com/xmp/note/'"
	" n:HasExtendedXMP='00000000000000000000000000000000'/></rdf:RDF></x:xmpmeta>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct block b = { .kind = BLOCK_XMP, .bytes = span_of(data, size, 0) };
	struct arena a;
	struct container c = { .arena = &a };
	struct error e = ERROR_INIT;
	static struct xmp x;

	arena_init(&a, (size_t)64 << 20);
	if (size && data[0] == 0) {
		b.bytes = span_of(names_it, sizeof names_it - 1, 0);
		if (!container_block(&c, &b))
			abort();
		b.kind = BLOCK_XMP_EXTENSION;
		b.bytes = span_of(data + 1, size - 1, 1);
	}
	if (container_block(&c, &b) && xmp_read(&c, &x, &e) == ST_OK) {
		for (uint32_t i = 0; i < x.n_properties; i++)
			if (!x.properties[i].path || !x.properties[i].value || !x.properties[i].schema)
				abort();
		for (uint32_t i = 0; i < x.n_read; i++)
			if (x.packets[i].state == LAYER_UNREAD && !x.packets[i].why)
				abort();
		xmp_facts_value(&a, &x, value_new(&a, VALUE_MAP));
	}
	arena_release(&a);
	return 0;
}
