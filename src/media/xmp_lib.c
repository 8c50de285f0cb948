/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libexempi keeps its C++ exceptions to itself and answers false. It also writes them to standard error, which in a
 * worker leads nowhere. */
#include "src/base/base.h"
#include "src/media/xmp_lib.h"

#include "src/base/mem.h"

#ifdef WITH_EXEMPI
#include <exempi/xmp.h>
#include <exempi/xmperrors.h>

#include <fcntl.h>
#include <unistd.h>

struct xmp_lib {
	XmpPtr xmp;
	XmpIteratorPtr it;
	XmpStringPtr schema, path, value;
};

/* The library counts its users; once is enough for a process. */
static bool ready(void)
{
	static bool done;

	if (!done)
		done = xmp_init();
	return done;
}

void xmp_lib_close(struct xmp_lib *l)
{
	if (!l)
		return;
	if (l->it)
		xmp_iterator_free(l->it);
	if (l->schema)
		xmp_string_free(l->schema);
	if (l->path)
		xmp_string_free(l->path);
	if (l->value)
		xmp_string_free(l->value);
	if (l->xmp)
		xmp_free(l->xmp);
	mem_free(l);
}

/* The parser wants no bytes behind the packet; writers pad with NULs. */
static size_t trimmed(struct span s)
{
	size_t n = s.len;

	while (n && s.data[n - 1] == '\0')
		n--;
	return n;
}

/* A packet that is XML and no XMP (a property twice, an attribute where none may be) is no damage to the file. */
static enum status refused(struct span packet, struct error *e)
{
	int code = xmp_get_error();

	if (code == XMPErr_BadXML)
		return err_corrupt(e, packet.origin, "the XMP packet is not well-formed XML");
	if (code == XMPErr_NoMemory)
		return err_nomem(e);
	return err_at(e, ST_UNSUPPORTED, packet.origin,
		      code == XMPErr_BadXMP || code == XMPErr_BadRDF ? "the XMP packet breaks the rules of XMP or RDF"
								      : "the XMP library refused the packet");
}

static enum status parse(struct xmp_lib *l, struct span packet, struct error *e)
{
	l->xmp = xmp_new_empty();
	l->schema = xmp_string_new();
	l->path = xmp_string_new();
	l->value = xmp_string_new();
	if (!l->xmp || !l->schema || !l->path || !l->value)
		return err_nomem(e);
	if (!xmp_parse(l->xmp, (const char *)packet.data, trimmed(packet)))
		return refused(packet, e);
	l->it = xmp_iterator_new(l->xmp, NULL, NULL, XMP_ITER_PROPERTIES | XMP_ITER_JUSTLEAFNODES);
	return l->it ? ST_OK : err_nomem(e);
}

enum status xmp_lib_open(struct span packet, struct xmp_lib **out, struct error *e)
{
	struct xmp_lib *l;
	enum status st;

	if (!ready())
		return err_set(e, ST_UNSUPPORTED, "the XMP library did not start");
	l = mem_array(1, sizeof *l);
	if (!l)
		return err_nomem(e);
	st = parse(l, packet, e);
	if (st) {
		xmp_lib_close(l);
		return st;
	}
	*out = l;
	return ST_OK;
}

bool xmp_lib_next(struct xmp_lib *l, const char **schema, const char **path, const char **value)
{
	uint32_t options = 0;

	if (!xmp_iterator_next(l->it, l->schema, l->path, l->value, &options))
		return false;
	*schema = xmp_string_cstr(l->schema);
	*path = xmp_string_cstr(l->path);
	*value = xmp_string_cstr(l->value);
	return *schema && *path && *value;
}

static void warm(const char *text)
{
	const char *schema, *path, *value;
	struct xmp_lib *l;
	struct error e;

	if (xmp_lib_open(span_of(text, strlen(text), 0), &l, &e) != ST_OK)
		return;
	while (xmp_lib_next(l, &schema, &path, &value))
		;
	xmp_lib_close(l);
}

/* Runs with standard error closed off: the library says there what it could not parse, and a worker that still has
 * one may share it with the screen. */
static void warm_quietly(const char *text)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC), kept = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);

	if (null >= 0 && kept >= 0 && dup2(null, STDERR_FILENO) >= 0) {
		warm(text);
		(void)dup2(kept, STDERR_FILENO);
	}
	if (null >= 0)
		close(null);
	if (kept >= 0)
		close(kept);
}

/* The second throws inside the library: the first exception of a process looks for its tables. */
void xmp_lib_warm_up(void)
{
	warm("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
	     "<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' xmp:CreatorTool='a'/>"
	     "</rdf:RDF></x:xmpmeta>");
	warm_quietly("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>");
}

#else

enum status xmp_lib_open(struct span packet, struct xmp_lib **out, struct error *e)
{
	(void)packet;
	*out = NULL;
	return err_set(e, ST_UNSUPPORTED, "not read: built without exempi");
}

bool xmp_lib_next(struct xmp_lib *l, const char **schema, const char **path, const char **value)
{
	(void)l;
	*schema = *path = *value = "";
	return false;
}

void xmp_lib_close(struct xmp_lib *l)
{
	(void)l;
}

void xmp_lib_warm_up(void)
{
}

#endif
