/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lcms2 gets the profile from memory, in a context of its own whose complaints are kept and never printed. */
#include "src/base/base.h"
#include "src/media/icc_lib.h"

#include "src/base/utf8.h"

#ifdef WITH_LCMS
#include <lcms2.h>

#include <wchar.h>

struct complaint {
	char text[160]; /* the first */
};

static void complain(cmsContext cx, cmsUInt32Number code, const char *text)
{
	struct complaint *c = cmsGetContextUserData(cx);

	(void)code;
	if (c && !c->text[0])
		snprintf(c->text, sizeof c->text, "%s", text ? text : "");
}

static const char *utf8_of(struct arena *a, const wchar_t *w)
{
	char *out = arena_alloc(a, wcslen(w) * 4 + 1, 1);
	size_t used = 0;

	for (; out && *w; w++) {
		unsigned n = utf8_encode((uint32_t)*w, out + used);

		used += n ? n : utf8_encode(0xFFFD, out + used);
	}
	return out;
}

/* English where there is a choice: what is shown does not depend on a locale. NULL in *to: the tag is missing. */
static bool text(struct arena *a, cmsHPROFILE h, cmsInfoType what, const char **to)
{
	wchar_t buf[ICC_MAX_TEXT + 1];
	cmsUInt32Number n;

	memset(buf, 0, sizeof buf);
	n = cmsGetProfileInfo(h, what, "en", "US", buf, sizeof buf);
	buf[ICC_MAX_TEXT] = L'\0';
	if (n == 0 || buf[0] == L'\0')
		return true;
	*to = utf8_of(a, buf);
	return *to != NULL;
}

bool icc_lib_texts(struct arena *a, struct span profile, struct icc *out)
{
	struct complaint c = { "" };
	cmsContext cx = cmsCreateContext(NULL, &c);
	cmsHPROFILE h = NULL;
	bool ok = true;

	if (!cx)
		return false;
	cmsSetLogErrorHandlerTHR(cx, complain);
	h = cmsOpenProfileFromMemTHR(cx, profile.data, (cmsUInt32Number)profile.len);
	if (h) {
		ok = text(a, h, cmsInfoDescription, &out->description) &&
		     text(a, h, cmsInfoCopyright, &out->copyright) &&
		     text(a, h, cmsInfoManufacturer, &out->manufacturer_text) &&
		     text(a, h, cmsInfoModel, &out->model_text);
		cmsCloseProfile(h);
	}
	if (c.text[0] || !h)
		out->why = arena_fmt(a, "the colour library says: %s", c.text[0] ? c.text : "not a profile");
	cmsDeleteContext(cx);
	return ok;
}

#else

bool icc_lib_texts(struct arena *a, struct span profile, struct icc *out)
{
	(void)a;
	(void)profile;
	out->why = "texts not read: built without lcms";
	return true;
}

#endif
