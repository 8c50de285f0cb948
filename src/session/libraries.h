/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libraries.h: which versions did the work; part of every examination. */
#ifndef COTTINGLEY_LIBRARIES_H
#define COTTINGLEY_LIBRARIES_H

#include "src/base/value.h"

struct value *libraries_value(struct arena *a); /* VALUE_MAP name -> version */

#endif
