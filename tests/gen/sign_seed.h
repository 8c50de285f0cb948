/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_seed.h: keys, salts and nonces as a function of a text, so that a set can be made again byte by byte. What is
 * signed this way proves nothing to anybody: whoever knows the text has the keys. */
#ifndef GEN_SIGN_SEED_H
#define GEN_SIGN_SEED_H

#include "src/base/base.h"

/* From here on OpenSSL's random numbers follow from the texts; NULL: they are random again. */
void seed_random(const char *set, const char *what);
void seed_bytes(void *out, size_t len);
/* "3f2a...-....": version 4, from the numbers under way. */
void seed_uuid(char out[37]);

#endif
