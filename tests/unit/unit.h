/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unit.h: cmocka with what it needs before it. */
#ifndef COTTINGLEY_UNIT_H
#define COTTINGLEY_UNIT_H

#include "src/base/base.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#endif
