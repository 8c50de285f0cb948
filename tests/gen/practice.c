/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice.h"
#include "common.h"
#include "draw.h"
#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { KEYS_MAX = 20 };

struct task {
	const char *file;
	const char *kind;
	const char *keys[KEYS_MAX];
	const char *truth; /* what was done */
	const char *check; /* which check should see it; "-" means none should */
	const char *region; /* x,y,width,height in pixels, or words */
};

static const struct task tasks[] = {
	{ "harbour-original.jpg", "harbour",
	  { "width=4000", "height=3000", "seed=3", "exif=camera", "gps_lat=50.1530",
	    "gps_lon=-5.0640", "gps_alt=6", "gps_date=2024:06:14", "gps_time=19:40:12",
	    "image_unique_id=4e4c370000000000000000000000a101" },
	  "nothing: an original with metadata and a thumbnail of the same scene", "-", "-" },
	{ "harbour-stripped.jpg", "resave",
	  { "from=harbour-original.jpg", "resize=1600", "quality=80", "sampling=420",
	    "progressive=1", "optimise=1" },
	  "harbour-original.jpg made smaller and saved again without metadata, as social "
	  "networks do", "identity", "-" },
	{ "crowd-screen.jpg", "screen",
	  { "scene=crowd", "seed=8", "width=2400", "height=1800", "pitch=1.37", "angle=1.8",
	    "perspective=0.004", "bezel=0.04", "exif=camera",
	    "datetime=2024:09:03 14:12:40", "exposure_time=1/60", "fnumber=4.0", "iso=200" },
	  "a photograph of a screen that shows a crowd", "recapture", "whole picture" },
	{ "flag-splice.jpg", "splice",
	  { "scene=crowd", "seed=21", "width=2000", "height=1500", "paste=flag", "x=0.45",
	    "y=0.20", "size=0.52", "gains=1.45,1,0.55", "paste_quality=72", "paste_seed=4",
	    "exif=camera", "datetime=2024:09:03 14:31:05", "exposure_time=1/250",
	    "software=NL-7 1.04" },
	  "a flag from a picture taken under another lamp was pasted in (linear gains 1.45, "
	  "1, 0.55; saved before at quality 72)", "whitebalance", "654,240,810,1243" },
	{ "street-dates.jpg", "street",
	  { "seed=5", "width=2000", "height=1500", "exif=camera",
	    "datetime=2024:05:11 16:02:09", "datetime_original=2031:03:02 09:15:44",
	    "datetime_digitized=2024:05:11 16:02:09", "pixel_x=4032", "pixel_y=3024",
	    "gps_lat=50.2660", "gps_lon=-5.0527", "gps_date=2024:05:04",
	    "gps_time=15:02:09", "exposure_time=1/250" },
	  "the date taken lies after the date digitised and in the future, the GPS date is a "
	  "week off, and the size in the metadata is not the picture's", "exif", "-" },
	{ "portrait-thumb.jpg", "portrait",
	  { "seed=6", "width=1800", "height=1350", "exif=camera", "thumb=street",
	    "datetime=2024:07:21 11:20:33", "exposure_time=1/160" },
	  "the embedded thumbnail shows a street", "thumbnail", "-" },
	{ "fence.jpg", "fence",
	  { "seed=2", "width=2000", "height=1500", "exif=camera",
	    "datetime=2024:05:25 12:47:50", "exposure_time=1/250" },
	  "nothing: a real fence is regular too", "-", "-" },
	{ "cloth.jpg", "cloth",
	  { "seed=4", "width=2000", "height=1500", "exif=camera",
	    "datetime=2024:02:17 15:05:18", "exposure_time=1/60" },
	  "nothing: woven cloth is regular too", "-", "-" },
	{ "boats.png", "boats",
	  { "seed=9", "width=1600", "height=1200", "phys=2835" },
	  "nothing: a clean PNG", "-", "-" },
	{ "generated.png", "portrait",
	  { "seed=12", "width=1024", "height=1024", "camera=off", "srgb=0",
	    "text.parameters=portrait photo of a person in a park, natural light, 35mm\\n"
	    "Negative prompt: blurry, deformed, text\\nSteps: 20, Sampler: Euler a, "
	    "CFG scale: 7, Seed: 1234, Size: 1024x1024, Model hash: 31e35c80fc, "
	    "Model: sd_xl_base_1.0, Version: v1.9.3" },
	  "made by an image generator, whose settings stand in a text chunk", "generator",
	  "-" },
	{ "trailing.jpg", "boats",
	  { "seed=17", "width=1600", "height=1200", "exif=camera", "append=street",
	    "datetime=2024:08:09 10:55:27", "exposure_time=1/500" },
	  "a second JPEG stands after the end of the picture", "structure",
	  "after the end marker" },
	{ "broken.jpg", "broken",
	  { "scene=street", "seed=29", "width=800", "height=600", "fault=truncated-header",
	    "datetime=2024:10:01 08:29:00", "exposure_time=1/250" },
	  "the file ends inside its header; no picture is left", "structure", "-" },
	{ "half-download.jpg", "broken",
	  { "scene=street", "seed=23", "width=1600", "height=1200", "fault=truncated",
	    "datetime=2024:10:01 08:30:00", "exposure_time=1/250" },
	  "the file is cut off; the lower part of the picture is missing", "structure",
	  "end of the file" },
	/* The next six are signed afterwards by sign-pictures. */
	{ "regatta-signed.jpg", "boats",
	  { "seed=31", "width=960", "height=720", "exif=camera", "datetime=2024:06:22 13:05:44",
	    "exposure_time=1/500" },
	  "nothing: a capture that its camera signed and had time-stamped, under a root that is on "
	  "no list", "c2pa", "-" },
	{ "regatta-changed.jpg", "clone",
	  { "scene=boats", "seed=31", "width=960", "height=720", "exif=camera",
	    "datetime=2024:06:22 13:05:44", "exposure_time=1/500", "region=790,346,104,128",
	    "to=630,346" },
	  "a sailing boat of regatta-signed.jpg was copied to a second place, and Exif and the "
	  "camera's signed manifest were carried over into the new file", "c2pa",
	  "630,346,104,128" },
	{ "regatta-desk.jpg", "clone",
	  { "scene=boats", "seed=31", "width=960", "height=720", "exif=camera",
	    "datetime=2024:06:22 16:40:10", "datetime_original=2024:06:22 13:05:44",
	    "datetime_digitized=2024:06:22 13:05:44", "exposure_time=1/500",
	    "software=Harbour Gazette desk 4", "region=790,346,104,128", "to=630,346",
	    "crop=240,180,640,480" },
	  "a picture desk cropped regatta-changed.jpg and signed that, and recorded that the file "
	  "it had opened was not what the camera had signed", "c2pa", "390,166,104,128" },
	{ "regatta-shared.jpg", "resave",
	  { "from=regatta-signed.jpg", "resize=640", "quality=80", "sampling=420", "optimise=1",
	    "xmp=<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description "
	    "rdf:about=\"\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
	    "dcterms:provenance=\"https://gazette.invalid/manifests/regatta\"/></rdf:RDF>"
	    "</x:xmpmeta>" },
	  "regatta-signed.jpg made smaller by a service that took the manifest out, all but its "
	  "last piece and an address", "c2pa", "-" },
	{ "easel.png", "harbour",
	  { "seed=44", "width=512", "height=512", "camera=off", "srgb=0" },
	  "made by an image generator, which states that in a signed manifest", "c2pa", "-" },
	{ "boathouse.jpg", "harbour",
	  { "seed=52", "width=960", "height=720", "exif=camera", "datetime=2024:06:22 19:31:02",
	    "exposure_time=1/125" },
	  "nothing: a capture whose signed manifest stands beside it in boathouse.c2pa", "c2pa",
	  "-" },
};

enum { TASKS = sizeof tasks / sizeof *tasks };

static char *join(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + 2;
	char *path = xnew(n, 1);

	snprintf(path, n, "%s/%s", folder, name);
	return path;
}

static void add_key(struct options *o, const char *folder, const char *key)
{
	char *path;

	if (strncmp(key, "from=", 5)) {
		options_add(o, key);
		return;
	}
	path = join(folder, key + 5);
	options_set(o, "from", path);
	free(path);
}

static void write_task(const struct task *t, const char *folder)
{
	struct options o = { 0 };
	char *path = join(folder, t->file);

	for (int i = 0; i < KEYS_MAX && t->keys[i]; i++)
		add_key(&o, folder, t->keys[i]);
	draw_file(t->kind, path, &o);
	options_release(&o);
	free(path);
}

void practice_write(const char *folder)
{
	if (mkdir(folder, 0777) && errno != EEXIST)
		die("cannot make the folder '%s'", folder);
	for (size_t i = 0; i < TASKS; i++)
		write_task(&tasks[i], folder);
}

void practice_answers(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f)
		die("cannot write '%s'", path);
	fputs("file\tdone\tcheck\tregion\n", f);
	for (size_t i = 0; i < TASKS; i++)
		fprintf(f, "%s\t%s\t%s\t%s\n", tasks[i].file, tasks[i].truth, tasks[i].check,
			tasks[i].region);
	if (fclose(f))
		die("cannot write '%s'", path);
}
