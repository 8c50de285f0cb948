/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C2PA 2.2 section 14.4.1 (the default trust list's purposes) and 14.5.1.1; the last two are those that the C2PA's own
 * list and the reference verifier's configuration add. timeStamping and OCSPSigning stand here for the roles of time-stamp
 * authorities and responders; section 14.5.1.1 lets a certificate that has one of them have no other. */
#include "src/base/base.h"

#include "src/trust/list_parse.h"

const char *const eku_table[] = {
	"1.3.6.1.5.5.7.3.4",        /* id-kp-emailProtection, RFC 5280 */
	"1.3.6.1.5.5.7.3.36",       /* id-kp-documentSigning, RFC 9336 */
	"1.3.6.1.5.5.7.3.8",        /* id-kp-timeStamping, RFC 3161 */
	"1.3.6.1.5.5.7.3.9",        /* id-kp-OCSPSigning, RFC 6960 */
	"1.3.6.1.4.1.311.76.59.1.9", /* Microsoft: C2PA signing */
	"1.3.6.1.4.1.62558.2.1",    /* c2pa-kp-claimSigning */
};
const uint32_t eku_table_n = ARRAY_LEN(eku_table);
