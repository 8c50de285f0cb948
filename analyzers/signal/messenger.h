/* SPDX-License-Identifier: GPL-3.0-or-later */
/* messenger.h: does the file itself say that a messenger or a social network wrote it? These resize
 * and recompress, which destroys fine waves and adds its own. Names and sizes prove nothing and are
 * not asked. */
#ifndef COTTINGLEY_MESSENGER_H
#define COTTINGLEY_MESSENGER_H

#include "src/base/base.h"
#include "src/media/subject.h"

/* "WhatsApp", "Facebook", ...; NULL when the file says nothing of the kind. */
const char *messenger_of(const struct subject *s);

#endif
