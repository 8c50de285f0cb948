/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warm.h: what OpenSSL loads on its first use, done before a sandbox closes. */
#ifndef COTTINGLEY_WARM_H
#define COTTINGLEY_WARM_H

#include "src/base/base.h"

/* Before anything else that uses OpenSSL. False: it does not verify what it must. */
bool trust_warm(void);

#endif
