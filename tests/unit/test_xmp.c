/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XMP packets that the test writes. The library that parses them is optional: without it nothing is read, and that is
 * said. */
#include "tests/unit/unit.h"

#include "src/base/hash.h"
#include "src/base/value.h"
#include "src/media/xmp.h"
#include "src/media/xmp_lib.h"

#define HEAD \
	"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='Test Core 1'>" \
	"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
#define DESCRIPTION \
	"<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'" \
	" xmlns:xmpMM='http://ns.adobe.com/xap/1.0/mm/' xmlns:stEvt='http://ns.adobe.com/xap/1.0/sType/ResourceEvent#'" \
	" xmlns:stRef='http://ns.adobe.com/xap/1.0/sType/ResourceRef#' xmlns:exif='http://ns.adobe.com/exif/1.0/'" \
	" xmlns:tiff='http://ns.adobe.com/tiff/1.0/' xmlns:photoshop='http://ns.adobe.com/photoshop/1.0/'" \
	" xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/' xmlns:GCamera='http://ns.google.com/photos/1.0/camera/'" \
	" xmlns:xmpNote='http://ns.adobe.com/xmp/note/' xmlns:hdrgm='http://ns.adobe.com/hdr-gain-map/1.0/'" \
	" xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'"
#define TAIL "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>"

struct file {
	struct arena arena;
	struct container c;
	struct xmp xmp;
	struct error e;
};

static void file_init(struct file *f)
{
	memset(f, 0, sizeof *f);
	arena_init(&f->arena, (size_t)64 << 20);
	f->c.arena = &f->arena;
}

static void add(struct file *f, enum block_kind kind, const void *bytes, size_t len, uint64_t origin)
{
	assert_true(container_block(&f->c, &(struct block){ .kind = kind, .bytes = span_of(bytes, len, origin) }));
}

static void packet(struct file *f, const char *text)
{
	add(f, BLOCK_XMP, text, strlen(text), 100);
}

static const struct xmp_facts *read_all(struct file *f)
{
	assert_int_equal(xmp_read(&f->c, &f->xmp, &f->e), ST_OK);
	return xmp_primary(&f->xmp);
}

static void dates_as_xmp_writes_them(void **state)
{
	static const struct {
		const char *text;
		bool valid, time, has_zone;
		int zone;
	} rows[] = {
		{ "2024-05-01", true, false, false, 0 },
		{ "2024-05-01T10:11", true, true, false, 0 },
		{ "2024-05-01T10:11:12", true, true, false, 0 },
		{ "2024-05-01T10:11:12.345", true, true, false, 0 },
		{ "2024-05-01T10:11:12Z", true, true, true, 0 },
		{ "2024-05-01T10:11:12.5-03:30", true, true, true, -210 },
		{ "2024-05-01T10:11+02:00", true, true, true, 120 },
		{ "2024", false, false, false, 0 },
		{ "2024-05", false, false, false, 0 },
		{ "2024-02-30", false, false, false, 0 },
		{ "2024-05-01 10:11:12", false, false, false, 0 },
		{ "2024-05-01T10:11:12+2:00", false, true, false, 0 },
		{ "2024-05-01T10:61", false, true, false, 0 },
		{ "", false, false, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct xmp_date d;

		assert_int_equal(xmp_date_read(rows[i].text, &d), rows[i].valid);
		assert_int_equal(d.valid, rows[i].valid);
		if (!d.valid)
			continue;
		assert_int_equal(d.has_time, rows[i].time);
		assert_int_equal(d.has_zone, rows[i].has_zone);
		assert_int_equal(d.zone, rows[i].zone);
		assert_int_equal(d.seconds / 86400, 19844); /* 2024-05-01 */
	}
}

static void coordinates(void **state)
{
	double v;

	(void)state;
	assert_true(xmp_coordinate("51,30.5N", &v));
	assert_true(v > 51.50833 && v < 51.50834);
	assert_true(xmp_coordinate("0,30,36W", &v));
	assert_true(v > -0.511 && v < -0.5099);
	assert_false(xmp_coordinate("51,30.5", &v));
	assert_false(xmp_coordinate("N", &v));
	assert_false(xmp_coordinate("999,0N", &v));
	assert_false(xmp_coordinate("51,30,1,2N", &v));
	assert_false(xmp_coordinate("nan,0N", &v));
}

/* ---- what never reaches the parser ---- */

static enum status guard(const char *text)
{
	struct error e = ERROR_INIT;

	return xmp_guard(span_of(text, strlen(text), 0), &e);
}

static char *repeat(const char *head, const char *part, unsigned n, const char *tail)
{
	size_t len = strlen(head) + n * strlen(part) + strlen(tail), used;
	char *out = malloc(len + 1);

	assert_non_null(out);
	used = (size_t)snprintf(out, len + 1, "%s", head);
	for (unsigned i = 0; i < n; i++)
		used += (size_t)snprintf(out + used, len + 1 - used, "%s", part);
	snprintf(out + used, len + 1 - used, "%s", tail);
	return out;
}

static void expect(char *text, enum status want)
{
	assert_int_equal(guard(text), want);
	free(text);
}

static void refuses_what_is_made_to_hurt(void **state)
{
	static const char rdf[] = "<a xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>";
	static const char other[] = "<a xmlns:rdf='http://example.org/'>";
	static const char wide[] = "<\0!\0D\0O\0C\0T\0Y\0P\0E\0 \0a\0>\0";
	struct error e = ERROR_INIT;

	(void)state;
	assert_int_equal(guard("<!DOCTYPE lolz [<!ENTITY lol 'lol'>]><a/>"), ST_CORRUPT);
	assert_int_equal(guard("<a/><!ENTITY x 'y'>"), ST_CORRUPT);
	assert_int_equal(xmp_guard(span_of(wide, sizeof wide - 1, 0), &e), ST_CORRUPT);
	assert_int_equal(guard("<!-- <!DOCTYPE --> <a b='>'/><![CDATA[<!DOCTYPE]]>"), ST_OK);
	expect(repeat("", "<a>", XMP_MAX_DEPTH, ""), ST_OK);
	expect(repeat("", "<a>", XMP_MAX_DEPTH + 1, ""), ST_LIMIT);
	expect(repeat("", "<a></a>", 2 * XMP_MAX_DEPTH, ""), ST_OK);
	expect(repeat("", "<a/>", XMP_MAX_NAMES + 1, ""), ST_LIMIT);
	expect(repeat("<a ", "b='' ", XMP_MAX_NAMES + 1, "/>"), ST_LIMIT);
	expect(repeat(rdf, "<rdf:li>x</rdf:li>", XMP_MAX_NAMES + 1, "</a>"), ST_OK);
	expect(repeat(other, "<rdf:li>x</rdf:li>", XMP_MAX_NAMES + 1, "</a>"), ST_LIMIT);
	expect(repeat(rdf, "<rdf:li/>", XMP_MAX_ELEMENTS + 1, "</a>"), ST_LIMIT);
	assert_int_equal(guard("<"), ST_OK);
	assert_int_equal(guard("<a b='"), ST_OK);
	assert_int_equal(xmp_guard(span_of("", 0, 0), &e), ST_OK);
	e.code = ST_OK;
	assert_int_equal(xmp_guard((struct span){ .data = (const uint8_t *)"", .len = XMP_MAX_PACKET + 1 }, &e), ST_LIMIT);
}

#ifdef WITH_EXEMPI

static const char full[] = HEAD DESCRIPTION
	" xmp:CreatorTool='Adobe Photoshop 25.0 (Windows)' xmp:CreateDate='2024-05-01T10:11:12+02:00'"
	" xmp:ModifyDate='2024-05-02T10:11:12+02:00' xmp:MetadataDate='2024-05-02T10:11:13+02:00'"
	" xmpMM:DocumentID='xmp.did:1' xmpMM:InstanceID='xmp.iid:2' xmpMM:OriginalDocumentID='xmp.did:0'"
	" photoshop:Credit='Agency' photoshop:City='Cottingley' photoshop:DateCreated='2024-05-01T10:11:12'"
	" tiff:Make='Nikon' tiff:Model='Z 9' tiff:Orientation='6' exif:PixelXDimension='6000' exif:PixelYDimension='4000'"
	" exif:DateTimeOriginal='2024-05-01T10:11:12' exif:GPSLatitude='53,51.0N' exif:GPSLongitude='1,49.5W'"
	" exif:ColorSpace='1' crs:Version='16.0' crs:HasCrop='True' crs:Exposure2012='+0.50'"
	" GCamera:MotionPhoto='1' hdrgm:Version='1.0'"
	" Iptc4xmpExt:DigitalSourceType='http://cv.iptc.org/newscodes/digitalsourcetype/compositeSynthetic'>"
	"<dc:creator><rdf:Seq><rdf:li>Elsie Wright</rdf:li><rdf:li>Frances Griffiths</rdf:li></rdf:Seq></dc:creator>"
	"<dc:title><rdf:Alt><rdf:li xml:lang='de'>Feen</rdf:li><rdf:li xml:lang='x-default'>Fairies</rdf:li></rdf:Alt></dc:title>"
	"<xmpMM:History><rdf:Seq><rdf:li stEvt:action='created' stEvt:when='2024-05-01T10:11:12+02:00'/>"
	"<rdf:li stEvt:action='saved' stEvt:instanceID='xmp.iid:2' stEvt:when='2024-05-02T10:11:12+02:00'"
	" stEvt:softwareAgent='Adobe Photoshop 25.0' stEvt:changed='/'/></rdf:Seq></xmpMM:History>"
	"<xmpMM:DerivedFrom stRef:documentID='xmp.did:0' stRef:instanceID='xmp.iid:1'/>"
	"<photoshop:DocumentAncestors><rdf:Bag><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Bag></photoshop:DocumentAncestors>"
	"</rdf:Description>" TAIL;

static void reads_the_facts(void **state)
{
	static struct file f;
	const struct xmp_facts *x;

	(void)state;
	file_init(&f);
	packet(&f, full);
	x = read_all(&f);
	assert_int_equal(f.xmp.state, LAYER_READ);
	assert_int_equal(f.xmp.n_packets, 1);
	assert_string_equal(x->toolkit, "Test Core 1");
	assert_string_equal(x->creator_tool, "Adobe Photoshop 25.0 (Windows)");
	assert_true(x->create.valid && x->create.zone == 120);
	assert_string_equal(x->metadata.text, "2024-05-02T10:11:13+02:00");
	assert_string_equal(x->document_id, "xmp.did:1");
	assert_string_equal(x->original_document_id, "xmp.did:0");
	assert_true(x->has_derived);
	assert_string_equal(x->derived_instance_id, "xmp.iid:1");
	assert_string_equal(x->city, "Cottingley");
	assert_string_equal(x->make, "Nikon");
	assert_int_equal(x->orientation, 6);
	assert_true(x->has_pixel_size && x->pixel_x == 6000 && x->pixel_y == 4000);
	assert_true(x->has_gps && x->latitude > 53.849 && x->longitude < -1.82);
	assert_true(x->has_crs && x->n_crs == 3 && x->crs_crop);
	assert_true(x->motion_photo && x->gain_map && !x->depth);
	assert_string_equal(xmp_source_term(x), "compositeSynthetic");
	assert_int_equal(x->creators.n, 2);
	assert_string_equal(x->creators.items[1], "Frances Griffiths");
	assert_string_equal(x->title, "Fairies");
	assert_int_equal(x->ancestors.total, 2);
	assert_int_equal(x->n_events, 2);
	assert_string_equal(x->events[1].action, "saved");
	assert_string_equal(x->events[1].agent, "Adobe Photoshop 25.0");
	assert_string_equal(x->events[1].changed, "/");
	assert_true(x->events[1].when.valid);
	arena_release(&f.arena);
}

static void lists_every_property(void **state)
{
	static struct file f;
	struct value *v;

	(void)state;
	file_init(&f);
	packet(&f, HEAD DESCRIPTION " xmp:CreatorTool='a' xmlns:my='http://example.org/my/' my:Own='caf\xC3\xA9'/>" TAIL);
	read_all(&f);
	assert_int_equal(f.xmp.n_properties, 2);
	for (uint32_t i = 0; i < 2; i++)
		if (strcmp(f.xmp.properties[i].path, "my:Own") == 0) {
			assert_string_equal(f.xmp.properties[i].schema, "http://example.org/my/");
			assert_string_equal(f.xmp.properties[i].value, "caf\xC3\xA9");
		}
	v = value_new(&f.arena, VALUE_MAP);
	xmp_facts_value(&f.arena, &f.xmp, v);
	assert_string_equal(value_get_text(value_get(v, "xmp"), "creator_tool"), "a");
	arena_release(&f.arena);
}

static void says_why_it_did_not_read(void **state)
{
	static const char *const bad[] = {
		"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF",
		HEAD DESCRIPTION "><xmp:CreatorTool>a</xmp:CreatorTool><xmp:CreatorTool>b</xmp:CreatorTool></rdf:Description>" TAIL,
		"<!DOCTYPE a><a/>",
	};
	static const char *const why[] = { "not well-formed", "rules of XMP", "document type" };
	static struct file f;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		file_init(&f);
		packet(&f, bad[i]);
		read_all(&f);
		assert_int_equal(f.xmp.state, LAYER_UNREAD);
		if (!strstr(f.xmp.why, why[i]))
			fail_msg("'%s' does not say '%s'", f.xmp.why, why[i]);
		assert_int_equal(f.c.damage.code, ST_OK);
		arena_release(&f.arena);
	}
}

static void first_packet_is_primary(void **state)
{
	static struct file f;

	(void)state;
	file_init(&f);
	packet(&f, HEAD DESCRIPTION " xmp:CreatorTool='one'/>" TAIL);
	packet(&f, HEAD DESCRIPTION " xmp:CreatorTool='two'/>" TAIL);
	for (int i = 0; i < XMP_MAX_PACKETS; i++)
		packet(&f, HEAD DESCRIPTION " xmp:CreatorTool='more'/>" TAIL);
	assert_string_equal(read_all(&f)->creator_tool, "one");
	assert_string_equal(f.xmp.packets[1].facts.creator_tool, "two");
	assert_int_equal(f.xmp.n_packets, XMP_MAX_PACKETS + 2);
	assert_int_equal(f.xmp.n_read, XMP_MAX_PACKETS);
	arena_release(&f.arena);
}

static void bounds_long_lists(void **state)
{
	char *text = repeat(HEAD DESCRIPTION "><photoshop:DocumentAncestors><rdf:Bag>", "<rdf:li>uuid</rdf:li>",
			    XMP_MAX_PROPERTIES + 100, "</rdf:Bag></photoshop:DocumentAncestors></rdf:Description>" TAIL);
	static struct file f;

	(void)state;
	file_init(&f);
	packet(&f, text);
	assert_int_equal(read_all(&f)->ancestors.total, XMP_MAX_PROPERTIES + 100);
	assert_int_equal(xmp_primary(&f.xmp)->ancestors.n, XMP_MAX_LIST);
	assert_int_equal(f.xmp.n_properties, XMP_MAX_PROPERTIES);
	assert_int_equal(f.xmp.total_properties, XMP_MAX_PROPERTIES + 100);
	arena_release(&f.arena);
	free(text);
}

/* ---- extended XMP ---- */

static const char extended[] = HEAD DESCRIPTION " photoshop:Headline='from the extension'/>" TAIL;

static void md5_hex(const char *text, char hex[33])
{
	struct digests d;
	struct hasher *h;
	struct error e;

	assert_int_equal(hasher_new(&h, &e), ST_OK);
	hasher_add(h, text, strlen(text));
	assert_int_equal(hasher_done(h, &d, &e), ST_OK);
	hex_encode(hex, d.md5, MD5_LEN);
}

/* One part: GUID, length of the whole, place, bytes. */
static void part(struct file *f, const char *guid, uint32_t at, uint32_t len)
{
	uint8_t *p = arena_alloc(&f->arena, 40 + len, 1);
	uint32_t whole = sizeof extended - 1;

	assert_non_null(p);
	memcpy(p, guid, 32);
	for (int i = 0; i < 4; i++) {
		p[32 + i] = (uint8_t)(whole >> (24 - 8 * i));
		p[36 + i] = (uint8_t)(at >> (24 - 8 * i));
	}
	memcpy(p + 40, extended + at, len);
	add(f, BLOCK_XMP_EXTENSION, p, 40 + len, 5000);
}

static void names_guid(struct file *f, const char *guid)
{
	packet(f, arena_fmt(&f->arena, HEAD DESCRIPTION " xmpNote:HasExtendedXMP='%s'/>" TAIL, guid));
}

static void joins_the_extension(void **state)
{
	static struct file f;
	char guid[33];
	uint32_t whole = sizeof extended - 1;

	(void)state;
	md5_hex(extended, guid);
	file_init(&f);
	names_guid(&f, guid);
	part(&f, guid, 100, whole - 100); /* the order of segments is free */
	part(&f, guid, 0, 100);
	assert_string_equal(read_all(&f)->headline, "from the extension");
	assert_int_equal(f.xmp.extended, XMP_EXT_READ);
	assert_true(f.xmp.properties[f.xmp.n_properties - 1].extended);
	arena_release(&f.arena);
}

static void does_not_join_what_does_not_fit(void **state)
{
	static const char zeros[] = "00000000000000000000000000000000";
	static struct file f;
	char guid[33];

	(void)state;
	md5_hex(extended, guid);
	file_init(&f);
	names_guid(&f, guid);
	part(&f, guid, 0, 100);
	read_all(&f);
	assert_int_equal(f.xmp.extended, XMP_EXT_INCOMPLETE);
	arena_release(&f.arena);

	file_init(&f);
	names_guid(&f, zeros);
	part(&f, zeros, 0, sizeof extended - 1);
	assert_null(read_all(&f)->headline);
	assert_int_equal(f.xmp.extended, XMP_EXT_BAD_DIGEST);
	arena_release(&f.arena);

	file_init(&f);
	names_guid(&f, guid);
	read_all(&f);
	assert_int_equal(f.xmp.extended, XMP_EXT_MISSING);
	arena_release(&f.arena);

	file_init(&f);
	part(&f, guid, 0, sizeof extended - 1);
	read_all(&f);
	assert_int_equal(f.xmp.extended, XMP_EXT_ORPHAN);
	arena_release(&f.arena);
}

static void thumbnail_in_base64(void **state)
{
	static struct file f;
	const struct xmp_facts *x;

	(void)state;
	file_init(&f);
	packet(&f, HEAD DESCRIPTION " xmlns:xmpGImg='http://ns.adobe.com/xap/1.0/g/img/'><xmp:Thumbnails><rdf:Alt>"
		   "<rdf:li rdf:parseType='Resource'><xmpGImg:format>JPEG</xmpGImg:format>"
		   "<xmpGImg:image>/9j/&#xA;4AAQ</xmpGImg:image></rdf:li></rdf:Alt></xmp:Thumbnails></rdf:Description>" TAIL);
	x = read_all(&f);
	assert_true(x->has_thumbnail);
	assert_int_equal(x->thumbnail_jpeg.len, 6);
	assert_memory_equal(x->thumbnail_jpeg.data, "\xFF\xD8\xFF\xE0\0\x10", 6);
	arena_release(&f.arena);
}

#else

static void says_what_the_build_is_without(void **state)
{
	static struct file f;

	(void)state;
	file_init(&f);
	packet(&f, HEAD TAIL);
	read_all(&f);
	assert_int_equal(f.xmp.state, LAYER_UNREAD);
	assert_string_equal(f.xmp.why, "not read: built without exempi");
	arena_release(&f.arena);
}

#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_as_xmp_writes_them),
		cmocka_unit_test(coordinates),
		cmocka_unit_test(refuses_what_is_made_to_hurt),
#ifdef WITH_EXEMPI
		cmocka_unit_test(reads_the_facts),
		cmocka_unit_test(lists_every_property),
		cmocka_unit_test(says_why_it_did_not_read),
		cmocka_unit_test(first_packet_is_primary),
		cmocka_unit_test(bounds_long_lists),
		cmocka_unit_test(joins_the_extension),
		cmocka_unit_test(does_not_join_what_does_not_fit),
		cmocka_unit_test(thumbnail_in_base64),
#else
		cmocka_unit_test(says_what_the_build_is_without),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
