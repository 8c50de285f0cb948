/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a few small pictures of each kind into the folder named: where fuzzing starts from. */
#include "src/base/cbor.h"
#include "src/trust/world.h"
#include "tests/unit/box_builder.h"
#include "tests/gen/sign_cose.h"
#include "tests/gen/sign_stamp.h"
#include "tests/unit/list_builder.h"
#include "tests/unit/note_builder.h"
#include "tests/unit/pictures_more.h"
#include "tests/unit/store_builder.h"
#include "tests/unit/tiff_builder.h"
#ifdef WITH_HEIF
#include "tests/unit/heif_pictures.h"
#endif

static int save(const char *folder, const char *name, unsigned i, struct bytes b)
{
	char path[1024];
	size_t done;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s%u", folder, name, i);
	f = fopen(path, "wb");
	if (!f)
		return -1;
	done = fwrite(b.data, 1, b.len, f);
	if (fclose(f) != 0 || done != b.len)
		return -1;
	bytes_release(&b);
	return 0;
}

/* Boxes with all kinds of items, in each version of the table that places them. */
static int save_boxes(const char *folder)
{
	static const struct item items[] = {
		{ .id = 1, .type = "grid", .data = "\0\0\0\1\0\x10\0\x08", .len = 8, .icc = "profile" },
		{ .id = 2, .type = "hvc1", .data = "tile", .len = 4, .width = 8, .height = 8, .hevc = true },
		{ .id = 3, .type = "av01", .data = "tile", .len = 4, .width = 8, .height = 8, .av1 = true },
		{ .id = 4, .type = "Exif", .data = "\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", .len = 18 },
		{ .id = 5, .type = "mime", .content = "application/rdf+xml", .data = "<x/>", .len = 4 },
		{ .id = 6, .type = "jpeg", .data = "\xFF\xD8\xFF\xD9", .len = 4, .width = 4, .height = 4 },
		{ .id = 7, .type = "hvc1", .data = "map", .len = 3, .aux = "urn:mpeg:hevc:2015:auxid:1" },
		{ .type = NULL },
	};
	static const struct link links[] = {
		{ "dimg", 1, 2 }, { "dimg", 1, 3 }, { "cdsc", 4, 1 }, { "cdsc", 5, 1 }, { "thmb", 6, 1 },
		{ "auxl", 7, 1 }, { NULL, 0, 0 },
	};
	int bad = 0;

	for (unsigned i = 0; i < 3; i++) {
		struct heif_wish w = { .items = items, .links = links, .primary = 1, .iloc = i,
				       .size = 4 + 4 * (i & 1) };

		bad |= save(folder, "boxes", i, build_heif(&w));
	}
	return bad;
}

/* One note of each kind that counts offsets in its own way, the make's number in front (see fz_makernote.c). */
static int save_notes(const char *folder)
{
	static const struct {
		uint8_t make, n;
		bool little;
		const char *header;
	} kinds[] = {
		{ 0, 0, true, "" },			  { 1, 18, false, "Nikon\0\x02\x10\0\0MM\0*\0\0\0\x08" },
		{ 2, 12, true, "SONY DSC \0\0\0" },	  { 3, 6, false, "QVC\0\0\0" },
		{ 9, 6, false, "AOC\0MM" },		  { 10, 12, true, "OLYMPUS\0II\x03\0" },
		{ 11, 12, true, "FUJIFILM\x0c\0\0\0" },  { 12, 12, true, "Panasonic\0\0\0" },
		{ 14, 14, false, "Apple iOS\0\0\1MM" }, { 4, 8, true, "LEICA\0\0\0" },
	};
	static struct note n;
	int bad = 0;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(kinds); i++) {
		struct bytes b = { 0 };

		note_init(&n, kinds[i].little, kinds[i].header, kinds[i].n);
		note_text(&n, 0x0007, "Firmware Version 1.00");
		note_long(&n, 0x000C, 1234567);
		note_text(&n, 0x0010, "0123456789");
		note_text(&n, 0x2010, "twelve bytes and more of them");
		note_finish(&n, i % 2 ? 0 : 44);
		bytes_add(&b, &kinds[i].make, 1);
		bytes_add(&b, n.out, n.n_out);
		bad = save(folder, "note", i, b);
	}
	return bad;
}

/* Two stores, an update after an original, one with a compressed manifest (an empty Brotli stream), and CBOR. */
static struct bytes odd_store(unsigned kind)
{
	const struct store_wish first = { .manifests = 2 }, second = { .first_label = 3 };
	struct bytes a = build_store(&first), b = build_store(&second), file;
	struct boxes x = { 0 };

	if (kind == 0) {
		file = store_in_jpeg(&a, 2);
		bytes_add(&file, file.data, file.len);
	} else if (kind == 1) {
		put_ftyp(&x, "heic", "mif1");
		put_c2pa_box(&x, "original", &a);
		put_c2pa_box(&x, "update", &b);
		file = x.b;
	} else if (kind == 2) {
		super_open(&x, "c2pa", "c2pa", NULL, 0);
		super_open(&x, "c2cm", "m", "0123456789abcdef", 16);
		box_whole(&x, "brob", "\x3B", 1);
		box_close(&x);
		box_close(&x);
		file = x.b;
	} else {
		file = bytes_copy("\xA5\x61" "a\x9F\x01\x20\xF9\x3C\x00\xFF\x61" "b\x5F\x42\1\2\x40\xFF\x18\x19\xC0\x61" "z"
				  "\x20\xA1\xF6\xF5\x63" "key\x1B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 40);
	}
	bytes_release(&a);
	bytes_release(&b);
	return file;
}

static int save_stores(const char *folder)
{
	const struct store_wish w = { .manifests = 2, .filler = 40 };
	struct bytes store = build_store(&w);
	struct bytes files[] = {
		store_in_jpeg(&store, 1), store_in_jpeg(&store, 3), store_in_png(&store), store_in_webp(&store),
		store_in_bmff(&store, "manifest"), store_in_tiff(&store, false, false), store_in_tiff(&store, true, true),
		store_in_gif(&store), store_in_svg(&store), store, odd_store(0), odd_store(1), odd_store(2), odd_store(3),
	};
	int bad = 0;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(files); i++)
		bad = save(folder, "store", i, files[i]);
	return bad;
}

/* What fz_binding reads: options, length of the assertion, the assertion, a file. */
static struct bytes binding_seed(uint8_t options, const struct str *assertion, struct bytes file)
{
	const uint8_t head[3] = { options, (uint8_t)(assertion->len >> 8), (uint8_t)assertion->len };
	struct bytes b = bytes_copy(head, sizeof head);

	bytes_add(&b, assertion->data, assertion->len);
	bytes_add(&b, file.data, file.len);
	bytes_release(&file);
	return b;
}

static void put_data_hash(struct str *o)
{
	cbor_put_map(o, 3);
	cbor_put_text(o, "exclusions");
	cbor_put_array(o, 2);
	for (unsigned i = 0; i < 2; i++) {
		cbor_put_map(o, 2);
		cbor_put_text(o, "start");
		cbor_put_uint(o, i ? 700 : 2);
		cbor_put_text(o, "length");
		cbor_put_uint(o, 400);
	}
	cbor_put_text(o, "hash");
	cbor_put_bytes(o, "0123456789abcdef0123456789abcdef", 32);
	cbor_put_text(o, "pad");
	cbor_put_bytes(o, "\0\1", 2);
}

static void put_box_hash(struct str *o, const char *const *names, unsigned n)
{
	cbor_put_map(o, 1);
	cbor_put_text(o, "boxes");
	cbor_put_array(o, n);
	for (unsigned i = 0; i < n; i++) {
		cbor_put_map(o, 3);
		cbor_put_text(o, "names");
		cbor_put_array(o, 1);
		cbor_put_text(o, names[i]);
		cbor_put_text(o, "hash");
		cbor_put_bytes(o, "0", 1);
		cbor_put_text(o, "excluded");
		cbor_put_bool(o, true);
	}
}

static void put_bmff_hash(struct str *o)
{
	static const char *const paths[] = { "/uuid", "/ftyp", "/meta/iloc", "/moov/trak[1]/mdia/minf/stbl/stco" };

	cbor_put_map(o, 2);
	cbor_put_text(o, "exclusions");
	cbor_put_array(o, ARRAY_LEN(paths));
	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		cbor_put_map(o, 4);
		cbor_put_text(o, "xpath");
		cbor_put_text(o, paths[i]);
		cbor_put_text(o, "length");
		cbor_put_null(o);
		cbor_put_text(o, "flags");
		if (i == 3)
			cbor_put_bytes(o, "\0\0\0", 3);
		else
			cbor_put_null(o);
		cbor_put_text(o, "subset");
		cbor_put_array(o, i == 3);
		if (i == 3) {
			cbor_put_map(o, 2);
			cbor_put_text(o, "offset");
			cbor_put_uint(o, 16);
			cbor_put_text(o, "length");
			cbor_put_uint(o, 0);
		}
	}
	cbor_put_text(o, "hash");
	cbor_put_bytes(o, "0123456789abcdef0123456789abcdef", 32);
}

static int save_bindings(const char *folder)
{
	static const char *const jpeg[] = { "SOI", "C2PA", "APP0", "DQT", "DQT", "SOF0", "DHT" };
	static const char *const png[] = { "PNGh", "IHDR", "C2PA", "IDAT", "IEND" };
	static const struct item items[] = { { .id = 1, .type = "hvc1", .data = "tile", .len = 4 }, { .type = NULL } };
	static const struct link links[] = { { NULL, 0, 0 } };
	const struct heif_wish heif = { .items = items, .links = links, .primary = 1, .size = 4 };
	const struct store_wish w = { .manifests = 1 };
	struct bytes store = build_store(&w);
	struct str a[4];
	int bad;

	for (size_t i = 0; i < ARRAY_LEN(a); i++)
		str_init(&a[i], 1 << 16);
	put_data_hash(&a[0]);
	put_box_hash(&a[1], jpeg, ARRAY_LEN(jpeg));
	put_box_hash(&a[2], png, ARRAY_LEN(png));
	put_bmff_hash(&a[3]);
	bad = save(folder, "binding", 0, binding_seed(8, &a[0], store_in_jpeg(&store, 1))) ||
	      save(folder, "binding", 1, binding_seed(8 + 16, &a[0], store_in_png(&store))) ||
	      save(folder, "binding", 2, binding_seed(8, &a[0], store_in_tiff(&store, false, false))) ||
	      save(folder, "binding", 3, binding_seed(8 + 32, &a[0], store_in_gif(&store))) ||
	      save(folder, "binding", 4, binding_seed(8, &a[0], store_in_webp(&store))) ||
	      save(folder, "binding", 5, binding_seed(9, &a[1], store_in_jpeg(&store, 2))) ||
	      save(folder, "binding", 6, binding_seed(9, &a[2], store_in_png(&store))) ||
	      save(folder, "binding", 7, binding_seed(12, &a[3], store_in_bmff(&store, "manifest"))) ||
	      save(folder, "binding", 8, binding_seed(11, &a[3], build_heif(&heif)));
	for (size_t i = 0; i < ARRAY_LEN(a); i++)
		str_release(&a[i]);
	bytes_release(&store);
	return bad;
}

static int save_heif(const char *folder)
{
	int bad = 0;
#ifdef WITH_HEIF
	for (unsigned i = 0; i < 6; i++) {
		struct heif_picture_wish w = { .av1 = i & 1, .width = 32, .height = 32, .alpha = i / 2 == 1,
					       .gray = i / 2 == 2, .xmp = "<x/>", .xmp_len = 4 };

		if (heif_picture_can(w.av1))
			bad |= save(folder, "heif", i, picture_heif(&w));
	}
#else
	(void)folder;
#endif
	return bad;
}

static const char xmp[] =
	"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
	"<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmlns:exif='http://ns.adobe.com/exif/1.0/'"
	" xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:m='http://ns.adobe.com/xap/1.0/mm/'"
	" xmlns:e='http://ns.adobe.com/xap/1.0/sType/ResourceEvent#' xmp:CreateDate='2024-05-01T10:11:12+02:00'"
	" exif:GPSLatitude='53,51.0N' exif:GPSLongitude='1,49.5W' exif:PixelXDimension='40' exif:PixelYDimension='30'>"
	"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>a</rdf:li></rdf:Alt></dc:title><m:History><rdf:Seq>"
	"<rdf:li e:action='saved' e:when='2024-05-01'/></rdf:Seq></m:History></rdf:Description></rdf:RDF></x:xmpmeta>";
static const char extension[] = "\0" "00000000000000000000000000000000" "\0\0\0\4\0\0\0\0<a/>";
static const char iptc[] = "\x1C\1\x5A\0\3\x1B%G\x1C\2\5\0\3abc\x1C\2\x37\0\x08" "20240501\x1C\2\x3C\0\x0B"
			   "101112+0200\x1C\2\x78\x80\2\0\1x";
static const char resources[] = "8BIM\4\4\0\0\0\0\0\6\x1C\2\5\0\1a8BIM\4\6\3odd\0\0\0\6\0\6\1\1\0\1"
				"8BIM\4\x25\0\0\0\0\0\x10" "0123456789abcdef8BIM\4\x21\0\0\0\0\0\x0F\0\0\0\1\1"
				"\0\0\0\1\0A\0\0\0\0\0";

/* The header and one tag, the description. */
static struct bytes icc(void)
{
	uint8_t p[258] = "\0\0\1\2lcms\2\x10\0\0mntrRGB XYZ \7\xE8\0\5\0\1\0\12\0\13\0\14acspAPPL";

	memcpy(p + 128, "\0\0\0\1desc\0\0\0\x90\0\0\0\x72" "desc\0\0\0\0\0\0\0\4abc", 16 + 16);
	return bytes_copy(p, sizeof p);
}

/* Two pages; of a raw format (kind 1 and up) the second names a JPEG. */
static struct bytes tiff(unsigned kind)
{
	static const char magics[][5] = { "II*\0", "II*\0", "IIRO", "IIU\0" };
	const struct jpeg_wish small = { .width = 16, .height = 16 };
	struct bytes jpeg = picture_jpeg(&small);
	struct tiff_builder t;
	uint32_t at;

	tiff_begin(&t, magics[kind]);
	tiff_gray(&t, 12, 9);
	if (kind == 1)
		tiff_bytes(&t, 0xC612, 1, 4, "\1\4\0\0");
	if (kind == 3)
		tiff_bytes(&t, 0x002E, 7, (uint32_t)jpeg.len, jpeg.data);
	tiff_directory(&t, true);
	tiff_gray(&t, 4, 4);
	if (kind) {
		at = tiff_data(&t, jpeg.data, jpeg.len);
		tiff_long(&t, 0x0201, at);
		tiff_long(&t, 0x0202, (uint32_t)jpeg.len);
	}
	tiff_directory(&t, true);
	bytes_release(&jpeg);
	return t.b;
}

/* A Fujifilm header in front of a JPEG. */
static struct bytes raf(void)
{
	const struct jpeg_wish small = { .width = 16, .height = 16 };
	struct bytes jpeg = picture_jpeg(&small), b;
	uint8_t header[160] = "FUJIFILMCCD-RAW 0201";

	header[87] = sizeof header;
	header[90] = (uint8_t)(jpeg.len >> 8);
	header[91] = (uint8_t)jpeg.len;
	b = bytes_copy(header, sizeof header);
	bytes_add(&b, jpeg.data, jpeg.len);
	bytes_release(&jpeg);
	return b;
}

/* The number of the kind in front (see fz_list.c). */
static int save_list(const char *folder, unsigned i, enum list_kind kind, const struct str *s)
{
	struct bytes b = bytes_copy(&(const uint8_t){ (uint8_t)kind }, 1);

	bytes_add(&b, s->data, s->len);
	return save(folder, "list", i, b);
}

static int save_pack(const char *folder, unsigned i, const struct str *list)
{
	struct pack_item item = { .kind = LIST_ANCHORS, .name = "official", .official = true, .added = 1,
				  .bytes = list->data, .len = list->len };
	struct str pack;
	int bad;

	str_init(&pack, 1024 * 1024);
	world_pack(&item, 1, true, NULL, &pack);
	bad = save_list(folder, i, LIST_KINDS, &pack);
	str_release(&pack);
	return bad;
}

static int save_lists(const char *folder)
{
	static const char digest[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
	static const char history[] = "[{\"ServiceStatus\": \"x/trusted\", \"StatusStartingTime\": \"2025-01-01T00:00:00Z\"}]";
	struct str s;
	int bad;

	pki_seed("fuzz");
	str_init(&s, 1024 * 1024);
	pki_pem(pki_get(WHO_ROOT), &s);
	bad = save_list(folder, 0, LIST_ANCHORS, &s) || save_list(folder, 1, LIST_ALLOWED, &s) || save_pack(folder, 2, &s);
	str_clear(&s);
	list_lote("C2PA TSA Trust List", WHO_TSA_ROOT, "untrusted", "2026-01-01T00:00:00Z", history, &s);
	bad = bad || save_list(folder, 3, LIST_TSA, &s);
	str_clear(&s);
	str_printf(&s, "# x\n%s\n", digest);
	bad = bad || save_list(folder, 4, LIST_ALLOWED, &s);
	str_clear(&s);
	str_puts(&s, "// x\n1.3.6.1.5.5.7.3.4\n");
	bad = bad || save_list(folder, 5, LIST_EKU, &s);
	str_clear(&s);
	str_printf(&s, "issued 2026-01-01\nspki-sha256 %s since 2025-09-05 source x why\nissuer-serial %s 0a:1B\n", digest, digest);
	bad = bad || save_list(folder, 6, LIST_DENY, &s);
	str_clear(&s);
	list_crl_der(WHO_ROOT, &s);
	bad = bad || save_list(folder, 7, LIST_CRL, &s);
	str_clear(&s);
	str_puts(&s, "incident a-1\nvendor x*\nfrom 2025-01-01\neffect condition\ncondition c\ntext t\nsource s\nas-of 2026-01-01\n");
	bad = bad || save_list(folder, 8, LIST_INCIDENTS, &s);
	str_release(&s);
	return bad;
}

static int save_str(const char *folder, const char *name, unsigned i, const struct str *s)
{
	return save(folder, name, i, bytes_copy(s->data, s->len));
}

/* Signatures over "claim" of every algorithm, with all that can stand beside them (see fz_cose.c). */
static int save_cose(const char *folder)
{
	struct str claim, s;
	int bad = 0;

	str_init(&claim, 1024);
	str_init(&s, 1024 * 1024);
	str_puts(&claim, "claim");
	for (unsigned who = WHO_ES256; !bad && who <= WHO_EDDSA; who++) {
		const struct cose_wish w = { .signer = (enum who)who, .stamp = (int)(who % 3), .stamped = 1780000000,
					     .ocsp = who & 1, .ocsp_made = 1780000000 };

		str_clear(&s);
		cose_sign(&w, &claim, &s);
		bad = save_str(folder, "cose", who, &s);
	}
	str_release(&claim);
	str_release(&s);
	return bad;
}

static void put_sized(struct str *o, const struct identity *id)
{
	struct str der;

	str_init(&der, 65535);
	pki_der(id, &der);
	str_putc(o, (char)(der.len >> 8));
	str_putc(o, (char)(der.len & 0xFF));
	str_add(o, der.data, der.len);
	str_release(&der);
}

/* Subject, issuer and answer (see fz_ocsp.c). */
static int save_ocsp(const char *folder)
{
	const struct identity *leaf = pki_get(WHO_ES256);
	struct str s;
	int bad = 0;

	str_init(&s, 1024 * 1024);
	for (unsigned i = 0; !bad && i < 4; i++) {
		str_clear(&s);
		put_sized(&s, leaf);
		put_sized(&s, leaf->issuer);
		ocsp_response(leaf, i & 2 ? leaf->issuer : pki_get(WHO_RESPONDER), 1790000000, 1800000000,
			      i & 1 ? 1785000000 : 0, &s);
		bad = save_str(folder, "ocsp", i, &s);
	}
	str_release(&s);
	return bad;
}

static int save_signatures(const char *folder)
{
	struct str s;
	int bad = save_cose(folder) || save_ocsp(folder);

	str_init(&s, 1024 * 1024);
	for (unsigned who = WHO_ROOT; !bad && who <= WHO_TSA; who++) {
		str_clear(&s);
		pki_der(pki_get((enum who)who), &s);
		bad = save_str(folder, "certificate", who, &s);
	}
	for (unsigned i = 0; !bad && i < 2; i++) {
		str_clear(&s);
		(i ? stamp_response : stamp_token)(pki_get(WHO_TSA), "x", 1, 1780000000, &s);
		bad = save_str(folder, "stamp", i, &s);
	}
	str_release(&s);
	return bad;
}

int main(int argc, char **argv)
{
	static const struct jpeg_wish jpegs[] = {
		{ .width = 40 },	{ .components = 1 },
		{ .components = 4 },	{ .progressive = true },
		{ .arithmetic = true }, { .arithmetic = true, .progressive = true },
		{ .restart = 1 },	{ .h = 2, .v = 1, .optimised = true },
	};
	static const struct png_wish pngs[] = {
		{ 20, 10, 1, 0, false, false }, { 20, 10, 16, 0, true, true }, { 9, 9, 8, 2, true, false },
		{ 9, 9, 4, 3, true, true }, { 9, 9, 8, 4, false, false }, { 9, 9, 16, 6, true, false },
	};
	static const struct webp_wish webps[] = {
		{ 20, 20, .alpha = true }, { 33, 17, .quality = 20 }, { 9, 9, .lossless = true, .alpha = true },
	};
	static const struct gif_wish gifs[] = {
		{ 12, 9, .bits = 3, .interlaced = true }, { 12, 9, 2, 3, 5, 4, .local = true, .frames = 2 },
		{ .has_transparent = true },
	};
	static const struct bmp_wish bmps[] = {
		{ .bits = 1, .header = 12 }, { .bits = 8, .compression = 1 }, { .bits = 4, .compression = 2 },
		{ .bits = 24, .top_down = true }, { .bits = 16, .compression = 3, .mask = { 0xF800, 0x7E0, 0x1F } },
		{ .bits = 32, .header = 124, .compression = 3, .mask = { 0xFF, 0xFF00, 0xFF0000, 0xFF000000 } },
	};
	int bad = argc != 2;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(jpegs); i++)
		bad = save(argv[1], "jpeg", i, picture_jpeg(&jpegs[i]));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(pngs); i++)
		bad = save(argv[1], "png", i, picture_png(&pngs[i], NULL));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(webps); i++)
		bad = save(argv[1], "webp", i, picture_webp(&webps[i], NULL));
	for (unsigned i = 0; !bad && i < 2; i++)
		bad = save(argv[1], "webp", 10 + i, picture_webp_animated(2, i, i));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(gifs); i++)
		bad = save(argv[1], "gif", i, picture_gif(&gifs[i], NULL));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(bmps); i++)
		bad = save(argv[1], "bmp", i, picture_bmp(&bmps[i], NULL));
	bad = bad || save_boxes(argv[1]) || save_heif(argv[1]);
	bad = bad || save_notes(argv[1]) || save_stores(argv[1]) || save_lists(argv[1]) ||
	      save_signatures(argv[1]) || save_bindings(argv[1]);
	bad = bad || save(argv[1], "xmp", 0, bytes_copy(xmp, sizeof xmp - 1)) ||
	      save(argv[1], "xmp", 1, bytes_copy(extension, sizeof extension - 1)) ||
	      save(argv[1], "iptc", 0, bytes_copy(iptc, sizeof iptc - 1)) ||
	      save(argv[1], "resources", 0, bytes_copy(resources, sizeof resources - 1)) ||
	      save(argv[1], "icc", 0, icc());
	for (unsigned i = 0; !bad && i < 4; i++)
		bad = save(argv[1], "tiff", i, tiff(i));
	bad = bad || save(argv[1], "raf", 0, raf());
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
