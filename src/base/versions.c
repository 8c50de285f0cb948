/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/versions.h"

#include <openssl/crypto.h>

const char *version_openssl(void)
{
	return OpenSSL_version(OPENSSL_VERSION_STRING);
}
