/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the decoded picture of a file as PAM, for comparison with other readers. Exit 1 and a sentence on
 * standard error when it is not decoded; a warning is a sentence too. */
#include "src/base/base.h"
#include "src/media/evidence.h"
#include "src/media/subject.h"

static int dump(struct subject *s)
{
	static const char *const types[] = { "", "GRAYSCALE", "GRAYSCALE_ALPHA", "RGB", "RGB_ALPHA" };
	struct error e = ERROR_INIT;
	const struct raster *r;
	size_t samples;

	if (subject_raster(s, NULL, &r, &e) != ST_OK) {
		fprintf(stderr, "%s: %s\n", status_name(e.code), e.message);
		return EXIT_FAILURE;
	}
	if (s->container.damage.code != ST_OK)
		fprintf(stderr, "damage: %s\n", s->container.damage.message);
	printf("P7\nWIDTH %u\nHEIGHT %u\nDEPTH %u\nMAXVAL %u\nTUPLTYPE %s\nENDHDR\n", r->width, r->height,
	       r->channels, r->depth == 16 ? 65535u : 255u, types[r->channels]);
	samples = (size_t)r->width * r->height * r->channels;
	for (size_t i = 0; i < samples; i++) {
		if (r->depth == 16)
			putchar(((const uint16_t *)r->data)[i] >> 8);
		putchar(r->depth == 16 ? ((const uint16_t *)r->data)[i] & 255 : ((const uint8_t *)r->data)[i]);
	}
	return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	struct evidence ev;
	struct subject s;
	struct span bytes;
	int code;

	if (argc != 2 || evidence_open(argv[1], NULL, &ev, &e) || evidence_map(ev.fd, &bytes, &e)) {
		fprintf(stderr, "%s\n", e.message);
		return EXIT_FAILURE;
	}
	if (subject_open(&s, bytes, &lim, &e) != ST_OK)
		fprintf(stderr, "%s\n", e.message);
	code = dump(&s);
	subject_release(&s);
	evidence_unmap(&bytes);
	evidence_release(&ev);
	return code;
}
