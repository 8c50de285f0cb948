/* SPDX-License-Identifier: GPL-3.0-or-later */
/* public_test.h: certificates that anybody can sign with. */
#ifndef COTTINGLEY_PUBLIC_TEST_H
#define COTTINGLEY_PUBLIC_TEST_H

#include "src/base/base.h"
#include "src/base/hash.h"

bool public_test_key(const uint8_t spki_sha256[SHA256_LEN]);
bool public_test_name(const char *organization, const char *unit); /* of a subject or an issuer; NULLs are fine */

#endif
