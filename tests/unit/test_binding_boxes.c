/* SPDX-License-Identifier: GPL-3.0-or-later */
/* General box hashes, and hashes of BMFF files. */
#include "tests/unit/binding_scene.h"

#define BOXES "c2pa.hash.boxes"
#define BMFF "c2pa.hash.bmff.v3"

enum { ENTRIES = 64 };

struct entry { const char *name; struct extent at; bool excluded, store; };
struct list { struct entry e[ENTRIES]; unsigned n; };

static struct bytes small_store(void)
{
	const struct store_wish w = { .manifests = 1 };

	return build_store(&w);
}

/* A JPEG with restart markers, and the store in two pieces. */
static void open_jpeg(struct scene *s)
{
	struct bytes store = small_store();

	scene_open(s, store_in_jpeg(&store, 2));
	bytes_release(&store);
}

/* ---- lists ---- */

enum reading { SPECIFICATION, REFERENCE, IN_SCAN };

/* Every box of the file, as a signer of that reading lists them. */
static void list_all(const struct scene *s, enum reading how, struct list *l)
{
	const struct entry *scan = NULL;

	l->n = 0;
	for (uint32_t i = 0; i < s->asset.n_boxes; i++) {
		const struct asset_box *x = &s->asset.boxes[i];
		uint64_t all = x->length + x->data_length;
		bool rst = strncmp(x->name, "RST", 3) == 0;

		if (rst && how != SPECIFICATION && scan)
			l->e[scan - l->e].at.length = x->offset + all - scan->at.start;
		if ((rst && how == IN_SCAN) || (x->store && l->n && l->e[l->n - 1].store)) {
			l->e[l->n - 1].at.length += rst ? 0 : all;
			continue;
		}
		assert_true(l->n < ENTRIES);
		l->e[l->n++] = (struct entry){ x->store ? "C2PA" : x->name, { x->offset, rst && how == REFERENCE ? 2 : all },
					       false, x->store };
		if (strcmp(x->name, "SOS") == 0)
			scan = &l->e[l->n - 1];
	}
}

static void put_entry(struct scene *s, const struct entry *x, unsigned names, const char *alg)
{
	struct str bytes;

	str_init(&bytes, 1 << 20);
	str_add(&bytes, s->file.data + x->at.start, (size_t)(x[names - 1].at.start + x[names - 1].at.length - x->at.start));
	cbor_put_map(&s->cbor, 3 + x->excluded + (alg != NULL));
	cbor_put_text(&s->cbor, "names");
	cbor_put_array(&s->cbor, names);
	for (unsigned i = 0; i < names; i++)
		cbor_put_text(&s->cbor, x[i].name);
	cbor_put_text(&s->cbor, "hash");
	if (x->store)
		cbor_put_bytes(&s->cbor, "", 1);
	else
		digest_of(alg ? alg : "sha256", &bytes, &s->cbor);
	cbor_put_text(&s->cbor, "pad");
	cbor_put_bytes(&s->cbor, "", 0);
	if (alg) {
		cbor_put_text(&s->cbor, "alg");
		cbor_put_text(&s->cbor, alg);
	}
	if (x->excluded) {
		cbor_put_text(&s->cbor, "excluded");
		cbor_put_bool(&s->cbor, true);
	}
	str_release(&bytes);
}

static void put_list(struct scene *s, const struct list *l)
{
	str_clear(&s->cbor);
	cbor_put_map(&s->cbor, 1);
	cbor_put_text(&s->cbor, "boxes");
	cbor_put_array(&s->cbor, l->n);
	for (unsigned i = 0; i < l->n; i++)
		put_entry(s, &l->e[i], 1, NULL);
}

static struct entry *entry_of(struct list *l, const char *name)
{
	for (unsigned i = 0; i < l->n; i++)
		if (strcmp(l->e[i].name, name) == 0)
			return &l->e[i];
	fail_msg("no %s", name);
	return NULL;
}

/* ---- box hashes ---- */

static void restarts_are_read_in_three_ways(void **state)
{
	static const char *const notes[] = { "as the specification has it", "as c2pa-rs writes them", "data of the scan" };
	struct scene s;
	struct list l;

	(void)state;
	open_jpeg(&s);
	for (int how = SPECIFICATION; how <= IN_SCAN; how++) {
		list_all(&s, (enum reading)how, &l);
		assert_int_equal(strcmp(entry_of(&l, "SOS")[1].name, how == IN_SCAN ? "EOI" : "RST0"), 0);
		put_list(&s, &l);
		scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
		assert_true(strstr(s.r.note, notes[how]));
		assert_int_equal(s.log.n, 1);
		assert_int_equal(s.r.n_unbound, 1);
		assert_int_equal(s.r.unbound[0].kind, UNBOUND_STORE);
	}
	scene_close(&s);
}

/* Under every reading, every byte of the file is bound. */
static void each_changed_byte_is_found(void **state)
{
	struct scene s;
	struct list l;

	(void)state;
	open_jpeg(&s);
	for (int how = SPECIFICATION; how <= IN_SCAN; how++) {
		struct extent place = store_place(&s);

		list_all(&s, (enum reading)how, &l);
		put_list(&s, &l);
		for (size_t at = 0; at < s.file.len; at += 5) {
			if (at >= place.start && at < place.start + place.length)
				continue;
			s.file.data[at] ^= 1;
			scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.mismatch");
			s.file.data[at] ^= 1;
		}
	}
	scene_close(&s);
}

static void the_box_that_differs_is_named(void **state)
{
	struct scene s;
	struct list l;

	(void)state;
	open_jpeg(&s);
	list_all(&s, SPECIFICATION, &l);
	put_list(&s, &l);
	s.file.data[entry_of(&l, "DQT")->at.start + 8] ^= 1;
	scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.mismatch");
	assert_true(strstr(s.r.note, "DQT at byte"));
	scene_close(&s);
}

static void every_box_must_be_listed(void **state)
{
	struct scene s;
	struct list l, cut;
	unsigned frame;

	(void)state;
	open_jpeg(&s);
	list_all(&s, SPECIFICATION, &l);
	for (unsigned n = 1; n < l.n; n++) {
		cut = l;
		cut.n = n;
		put_list(&s, &cut);
		scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.unknownBox");
		assert_true(s.r.picture_unbound);
	}
	cut = l; /* one left out in the middle */
	frame = (unsigned)(entry_of(&cut, "SOF0") - cut.e);
	memmove(&cut.e[frame], &cut.e[frame + 1], (l.n - frame - 1) * sizeof *cut.e);
	cut.n--;
	put_list(&s, &cut);
	scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.unknownBox");
	cut = l; /* and one too many */
	cut.e[cut.n++] = l.e[l.n - 1];
	put_list(&s, &cut);
	scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.unknownBox");
	scene_close(&s);
}

static void nothing_may_follow_the_end(void **state)
{
	struct scene s;
	struct list l;
	size_t end;

	(void)state;
	open_jpeg(&s);
	list_all(&s, SPECIFICATION, &l);
	put_list(&s, &l);
	end = s.file.len;
	bytes_add(&s.file, "appended", 8);
	scene_reopen(&s);
	scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.unknownBox");
	assert_true(scene_names(&s, UNBOUND_AFTER_END, end, 8));
	scene_close(&s);
}

/* Multi-picture files: the second picture's boxes are listed behind those of the first. */
static void a_second_picture_may_be_listed(void **state)
{
	const struct jpeg_wish small = { .width = 8, .height = 8 };
	struct bytes other = picture_jpeg(&small);
	struct scene alone, s;
	struct list l, more;

	(void)state;
	open_jpeg(&s);
	list_all(&s, SPECIFICATION, &l);
	scene_open(&alone, bytes_copy(other.data, other.len));
	list_all(&alone, SPECIFICATION, &more);
	for (unsigned i = 0; i < more.n; i++) {
		l.e[l.n] = more.e[i];
		l.e[l.n++].at.start += s.file.len;
	}
	bytes_add(&s.file, other.data, other.len);
	scene_reopen(&s);
	put_list(&s, &l);
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	s.file.data[s.file.len - 5] ^= 1;
	scene_check(&s, BOXES, BINDING_MISMATCH, "boxesHash.mismatch");
	bytes_release(&other);
	scene_close(&alone);
	scene_close(&s);
}

static void fill_bytes_are_said(void **state)
{
	struct scene s;
	struct list l;
	uint64_t at;

	(void)state;
	open_jpeg(&s);
	list_all(&s, SPECIFICATION, &l);
	put_list(&s, &l);
	at = entry_of(&l, "DQT")->at.start;
	bytes_insert(&s.file, (size_t)at, "\xFF\xFF\xFF", 3);
	scene_reopen(&s);
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	assert_true(scene_says(&s, "boxesHash.additionalExclusionsPresent"));
	assert_true(scene_names(&s, UNBOUND_FILL, at, 3));
	scene_close(&s);
}

static void excluded_boxes_are_named(void **state)
{
	struct scene s;
	struct list l;

	(void)state;
	open_jpeg(&s);
	list_all(&s, REFERENCE, &l);
	entry_of(&l, "APP0")->excluded = true;
	put_list(&s, &l);
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	assert_true(scene_says(&s, "boxesHash.additionalExclusionsPresent"));
	assert_false(s.r.picture_unbound);
	entry_of(&l, "SOS")->excluded = true;
	put_list(&s, &l);
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	assert_true(s.r.picture_unbound);
	assert_true(strstr(s.r.note, "the picture is not bound"));
	scene_close(&s);
}

static void put_head(struct scene *s, unsigned entries)
{
	str_clear(&s->cbor);
	cbor_put_map(&s->cbor, 1);
	cbor_put_text(&s->cbor, "boxes");
	cbor_put_array(&s->cbor, entries);
}

/* Names in one entry: one hash from the first to the last. The store never shares one. */
static void names_may_share_a_hash(void **state)
{
	struct scene s;
	struct list l;
	unsigned store;

	(void)state;
	open_jpeg(&s);
	list_all(&s, SPECIFICATION, &l);
	store = (unsigned)(entry_of(&l, "C2PA") - l.e);
	put_head(&s, 3);
	put_entry(&s, &l.e[0], store, "sha384");
	put_entry(&s, &l.e[store], 1, NULL);
	put_entry(&s, &l.e[store + 1], l.n - store - 1, "sha512");
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	put_head(&s, 2);
	put_entry(&s, &l.e[0], store + 1, NULL);
	put_entry(&s, &l.e[store + 1], l.n - store - 1, NULL);
	scene_check(&s, BOXES, BINDING_MALFORMED, "boxesHash.malformed");
	put_head(&s, 1);
	put_entry(&s, &l.e[0], 1, "sha256");
	s.in.default_alg = NULL;
	list_all(&s, SPECIFICATION, &l);
	put_list(&s, &l);
	scene_check(&s, BOXES, BINDING_UNSUPPORTED, "algorithm.unsupported");
	scene_close(&s);
}

static void png_chunks_are_boxes(void **state)
{
	struct bytes store = small_store();
	struct scene s;
	struct list l;

	(void)state;
	scene_open(&s, store_in_png(&store));
	list_all(&s, SPECIFICATION, &l);
	put_list(&s, &l);
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	memmove(&l.e[0], &l.e[1], (--l.n) * sizeof *l.e); /* without PNGh, as older writers */
	put_list(&s, &l);
	scene_check(&s, BOXES, BINDING_MATCH, "boxesHash.match");
	assert_true(scene_names(&s, UNBOUND_OTHER, 0, 8));
	scene_check(&s, BMFF, BINDING_MISMATCH, "bmffHash.mismatch");
	bytes_release(&store);
	scene_close(&s);
}

static void broken_lists_are_malformed(void **state)
{
	struct scene s;

	(void)state;
	open_jpeg(&s);
	put_head(&s, 0);
	scene_check(&s, BOXES, BINDING_MALFORMED, "boxesHash.malformed");
	put_head(&s, 1);
	cbor_put_null(&s.cbor);
	scene_check(&s, BOXES, BINDING_MALFORMED, "boxesHash.malformed");
	put_head(&s, 1);
	cbor_put_map(&s.cbor, 1);
	cbor_put_text(&s.cbor, "names");
	cbor_put_array(&s.cbor, 1);
	cbor_put_text(&s.cbor, "SOI");
	scene_check(&s, BOXES, BINDING_MALFORMED, "boxesHash.malformed");
	scene_close(&s);
}

/* ---- BMFF ---- */

static const uint8_t c2pa[16] = { 0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C,
				  0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81 };

/* ftyp, the store, meta with iloc of one item, free, mdat: `item` is where the item's four bytes lie. */
enum where { IN_MDAT, IN_FREE };

static struct bytes heif(enum where item, const char *type)
{
	struct bytes store = small_store();
	struct boxes x = { 0 };
	size_t offset;
	uint32_t at;

	put_ftyp(&x, "heic", "mif1");
	put_c2pa_box(&x, "manifest", &store);
	box_open_full(&x, "meta", 0, 0);
	box_open_full(&x, "iinf", 0, 0);
	put_int(&x, 2, 1);
	box_open_full(&x, "infe", 2, 0);
	put_int(&x, 2, 1);
	put_int(&x, 2, 0);
	put(&x, type, 4);
	put_int(&x, 1, 0);
	box_close(&x);
	box_close(&x);
	box_open_full(&x, "iloc", 0, 0);
	put_int(&x, 2, 0x4400);
	put_int(&x, 2, 1);
	put_int(&x, 2, 1);
	put_int(&x, 2, 0);
	put_int(&x, 2, 1);
	offset = x.b.len;
	put_int(&x, 4, 0);
	put_int(&x, 4, 4);
	box_close(&x);
	box_close(&x);
	box_whole(&x, "free", "free", 4);
	box_whole(&x, "mdat", "data", 4);
	at = (uint32_t)(x.b.len - (item == IN_MDAT ? 4 : 4 + 8 + 4));
	for (int i = 0; i < 4; i++)
		x.b.data[offset + (size_t)i] = (uint8_t)(at >> (24 - 8 * i));
	bytes_release(&store);
	return x.b;
}

struct top { size_t at, len; char type[5]; };

static size_t top_box(const struct bytes *b, size_t at, struct top *out)
{
	const uint8_t *p = b->data + at;

	out->at = at;
	out->len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	memcpy(out->type, p + 4, 4);
	out->type[4] = '\0';
	return at + out->len;
}

/* An independent hash of the top-level boxes but those named. */
static void put_bmff_digest(struct scene *s, bool offsets, const char *const *out, size_t n_out)
{
	struct str all;
	struct top t;

	str_init(&all, 1 << 20);
	for (size_t at = 0; at < s->file.len;) {
		uint8_t be[8];
		bool skip = false;

		at = top_box(&s->file, at, &t);
		for (size_t i = 0; i < n_out; i++)
			skip |= strcmp(out[i], t.type) == 0;
		for (int i = 0; i < 8; i++)
			be[i] = (uint8_t)((uint64_t)t.at >> (56 - 8 * i));
		if (!skip && offsets)
			str_add(&all, be, 8);
		if (!skip)
			str_add(&all, s->file.data + t.at, t.len);
	}
	cbor_put_text(&s->cbor, "hash");
	digest_of("sha256", &all, &s->cbor);
	str_release(&all);
}

static void put_path(struct str *o, const char *path)
{
	bool store = strcmp(path, "/uuid") == 0;

	cbor_put_map(o, 3);
	cbor_put_text(o, "xpath");
	cbor_put_text(o, path);
	cbor_put_text(o, "length");
	cbor_put_null(o);
	cbor_put_text(o, "data");
	if (!store) {
		cbor_put_null(o);
		return;
	}
	cbor_put_array(o, 1);
	cbor_put_map(o, 2);
	cbor_put_text(o, "offset");
	cbor_put_uint(o, 8);
	cbor_put_text(o, "value");
	cbor_put_bytes(o, c2pa, sizeof c2pa);
}

static const char *const plain[] = { "/uuid", "/ftyp", "/mfra", NULL };
static const char *const with_free[] = { "/uuid", "/ftyp", "/mfra", "/free", NULL };
static const char *const with_meta[] = { "/uuid", "/ftyp", "/mfra", "/meta/iloc", NULL };
static const char *const with_mdat[] = { "/uuid", "/ftyp", "/mdat", NULL };

static void put_bmff(struct scene *s, const char *const *paths, bool offsets)
{
	static const char *const out[] = { "uuid", "ftyp", "free", "mdat" };
	const char *left[4];
	size_t n = 0, k = 0;

	while (paths[n])
		n++;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < ARRAY_LEN(out); j++)
			if (strcmp(paths[i] + 1, out[j]) == 0)
				left[k++] = out[j];
	str_clear(&s->cbor);
	cbor_put_map(&s->cbor, 2);
	cbor_put_text(&s->cbor, "exclusions");
	cbor_put_array(&s->cbor, n);
	for (size_t i = 0; i < n; i++)
		put_path(&s->cbor, paths[i]);
	put_bmff_digest(s, offsets, left, k);
}

static void boxes_are_hashed_with_their_offsets(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s, heif(IN_MDAT, "hvc1"));
	put_bmff(&s, plain, true);
	scene_check(&s, "c2pa.hash.bmff.v2", BINDING_MATCH, "bmffHash.match");
	scene_check(&s, BMFF, BINDING_MATCH, "bmffHash.match");
	assert_int_equal(s.log.n, 1);
	assert_int_equal(s.r.n_unbound, 2);
	assert_int_equal(s.r.unbound[0].kind, UNBOUND_METADATA);
	assert_int_equal(s.r.unbound[1].kind, UNBOUND_STORE);
	scene_check(&s, "c2pa.hash.bmff", BINDING_MISMATCH, "bmffHash.mismatch");
	put_bmff(&s, plain, false);
	scene_check(&s, "c2pa.hash.bmff", BINDING_MATCH, "bmffHash.match");
	bytes_insert(&s.file, 0, "\0\0\0\x08" "free", 8); /* all boxes as they were, but moved */
	scene_reopen(&s);
	put_bmff(&s, with_free, true);
	s.file.data[7] ^= 1; /* a box of another type in front */
	scene_reopen(&s);
	scene_check(&s, BMFF, BINDING_MISMATCH, "bmffHash.mismatch");
	scene_close(&s);
}

static void each_changed_byte_of_a_box_is_found(void **state)
{
	struct top t;
	struct scene s;

	(void)state;
	scene_open(&s, heif(IN_MDAT, "hvc1"));
	put_bmff(&s, plain, true);
	for (size_t at = 0, end; at < s.file.len; at = end) {
		end = top_box(&s.file, at, &t);
		for (size_t i = at; i < end && strcmp(t.type, "uuid") != 0 && strcmp(t.type, "ftyp") != 0; i++) {
			s.file.data[i] ^= 4;
			scene_check(&s, BMFF, BINDING_MISMATCH, "bmffHash.mismatch");
			s.file.data[i] ^= 4;
		}
	}
	scene_close(&s);
}

static void the_picture_may_not_lie_in_a_hole(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s, heif(IN_MDAT, "hvc1"));
	put_bmff(&s, with_free, true);
	scene_check(&s, BMFF, BINDING_MATCH, "bmffHash.match");
	assert_true(scene_says(&s, "bmffHash.additionalExclusionsPresent"));
	assert_false(s.r.picture_unbound);
	put_bmff(&s, with_mdat, true);
	scene_check(&s, BMFF, BINDING_MISMATCH, "bmffHash.mismatch");
	assert_true(s.r.picture_unbound);
	scene_close(&s);
	scene_open(&s, heif(IN_FREE, "hvc1"));
	put_bmff(&s, with_free, true);
	scene_check(&s, BMFF, BINDING_MISMATCH, "bmffHash.mismatch");
	assert_true(s.r.picture_unbound);
	assert_true(strstr(s.r.note, "an item of the picture lies in bytes"));
	scene_close(&s);
	scene_open(&s, heif(IN_FREE, "Exif")); /* metadata may */
	put_bmff(&s, with_free, true);
	scene_check(&s, BMFF, BINDING_MATCH, "bmffHash.match");
	scene_close(&s);
}

static void where_items_lie_must_be_signed(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s, heif(IN_MDAT, "hvc1"));
	put_bmff(&s, with_meta, true);
	scene_check(&s, BMFF, BINDING_MISMATCH, "bmffHash.mismatch");
	assert_true(s.r.picture_unbound);
	scene_close(&s);
}

static void put_one(struct scene *s, const char *key, const char *path, const char *merkle)
{
	str_clear(&s->cbor);
	cbor_put_map(&s->cbor, 2 + (merkle != NULL));
	cbor_put_text(&s->cbor, "exclusions");
	cbor_put_array(&s->cbor, path != NULL);
	if (path) {
		cbor_put_map(&s->cbor, 1);
		cbor_put_text(&s->cbor, key);
		cbor_put_text(&s->cbor, path);
	}
	cbor_put_text(&s->cbor, "hash");
	cbor_put_bytes(&s->cbor, "x", 1);
	if (merkle) {
		cbor_put_text(&s->cbor, merkle);
		cbor_put_array(&s->cbor, 0);
	}
}

static void broken_exclusions_are_malformed(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s, heif(IN_MDAT, "hvc1"));
	put_one(&s, NULL, NULL, NULL);
	scene_check(&s, BMFF, BINDING_MALFORMED, "bmffHash.malformed");
	put_one(&s, "path", "/ftyp", NULL);
	scene_check(&s, BMFF, BINDING_MALFORMED, "bmffHash.malformed");
	put_one(&s, "xpath", "/ftyp", "merkle");
	scene_check(&s, BMFF, BINDING_UNSUPPORTED, "general.error");
	assert_true(strstr(s.r.note, "merkle"));
	scene_close(&s);
}

/* meta/iinf and so on are no containers of boxes; trak is. */
static void paths_may_count(void **state)
{
	static const char *const first[] = { "/uuid", "/ftyp", "/moov/trak[1]", NULL };
	static const char *const second[] = { "/uuid", "/ftyp", "/moov/trak[2]/tkhd", NULL };
	static const char *const none[] = { "/uuid", "/ftyp", "/moov/trak[3]", "/trak", "moov", "/moov/trak[]", NULL };
	static const struct { const char *const *paths; unsigned holes; size_t length; } cases[] = {
		{ first, 3, 8 + 9 }, { second, 3, 10 }, { none, 2, 0 },
	};
	struct bytes store = small_store();
	struct boxes x = { 0 };
	struct scene s;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	put_c2pa_box(&x, "manifest", &store);
	box_open(&x, "moov");
	box_open(&x, "trak");
	box_whole(&x, "tkhd", "1", 1);
	box_close(&x);
	box_open(&x, "trak");
	box_whole(&x, "tkhd", "22", 2);
	box_close(&x);
	box_close(&x);
	scene_open(&s, x.b);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		put_bmff(&s, cases[i].paths, true);
		scene_check(&s, BMFF, i == 2 ? BINDING_MATCH : BINDING_MISMATCH, i == 2 ? "bmffHash.match" : "bmffHash.mismatch");
		assert_int_equal(s.r.n_unbound, cases[i].holes);
		if (cases[i].length)
			assert_int_equal(s.r.unbound[2].at.length, cases[i].length);
	}
	bytes_release(&store);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(restarts_are_read_in_three_ways),
		cmocka_unit_test(each_changed_byte_is_found),
		cmocka_unit_test(the_box_that_differs_is_named),
		cmocka_unit_test(every_box_must_be_listed),
		cmocka_unit_test(nothing_may_follow_the_end),
		cmocka_unit_test(a_second_picture_may_be_listed),
		cmocka_unit_test(fill_bytes_are_said),
		cmocka_unit_test(excluded_boxes_are_named),
		cmocka_unit_test(names_may_share_a_hash),
		cmocka_unit_test(png_chunks_are_boxes),
		cmocka_unit_test(broken_lists_are_malformed),
		cmocka_unit_test(boxes_are_hashed_with_their_offsets),
		cmocka_unit_test(each_changed_byte_of_a_box_is_found),
		cmocka_unit_test(the_picture_may_not_lie_in_a_hole),
		cmocka_unit_test(where_items_lie_must_be_signed),
		cmocka_unit_test(broken_exclusions_are_malformed),
		cmocka_unit_test(paths_may_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
