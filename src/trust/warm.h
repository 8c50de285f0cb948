/* SPDX-License-Identifier: GPL-3.0-or-later */
/* warm.h: what OpenSSL loads on its first use, done before a sandbox closes. */
#ifndef COTTINGLEY_WARM_H
#define COTTINGLEY_WARM_H

void trust_warm(void);

#endif
