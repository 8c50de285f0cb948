/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_builder.h: trust lists made of the certificates of tests/gen/sign_pki.h. */
#ifndef COTTINGLEY_LIST_BUILDER_H
#define COTTINGLEY_LIST_BUILDER_H

#include "src/base/base.h"
#include "src/base/str.h"
#include "tests/gen/sign_pki.h"

void list_base64(enum who who, struct str *out);  /* of the DER */
/* An official list with one service; status and since are those of the service, history (or NULL) the JSON of its
 * ServiceHistory. */
void list_lote(const char *scheme, enum who who, const char *status, const char *since, const char *history,
	       struct str *out);
/* A CRL of who, on which nothing is revoked but the serial number 1; DER. */
void list_crl_der(enum who who, struct str *out);

#endif
