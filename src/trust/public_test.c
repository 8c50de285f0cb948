/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys whose private half is in a public repository: whatever they sign, anybody can have signed. SHA-256 of
 * SubjectPublicKeyInfo, from the certificates beside the published private keys of github.com/contentauth/c2pa-rs. */
#include "src/base/base.h"

#include "src/base/hash.h"
#include "src/trust/public_test.h"

static const char *const keys[] = {
	/* roots, sdk/tests/fixtures/certs/trust/test_cert_root_bundle.pem */
	"09dd8527baf1a66cf0f040bda1b56866e4a8af6332d829f12936a2b599a7fbd5",
	"67d328b408a528e19671a2126648d4cf2aaf09afc44e86eedb211e887cb71bb6",
	"c703d9d689adf081e18712fdae1939da67c01c72751387cd4aa64f454b0714d7",
	"c346b342738f2148e4902f82f1dbf12a27a0f9fe028e1f5a71e383df13447337",
	"9a4a2e9d74df5996d61baaae2751e0cc9d0635cd5acb4a4eb290ed94c4d188dd",
	"13c91e18f15415d1a08a34b76248212cc7fb364e19295cd5f52f77ff4f05a9c3",
	"eeeb72e5e7c2553a0d9109eb861b6396be496e5a55bde03d08efc5d5ac4015dc",
	"f9b85f6ccc4ebe2b5fa472333ea1561d4bad4548bf01485e152acbaf39c249e2",
	/* the intermediates of sdk/tests/fixtures/certs (.pub files) */
	"d95585540040ed4f07d69e965d91ea2de483a9147ffb3dfe1ed2a040ba881fec",
	"6d4b5d6e110271f65568490c649bfab1c13183a2d385fee8a9d90a83fc028f64",
	"0c5decaa72b3844878478336adb90de15d9737776b13897e1637c388e2511121",
	"58ae7d89711e9e13df4eeb9603874b25bca8693dcc410137699327412ec34b5d",
	"2654471c9a115a5e3c8ad70d04b495434c432dd7bd8e543afac6ab1fadf6e304",
	"0fa8a09fbb388a2cf79a1ef7099d7338fd6187e1e6f7e12f2383179c5b860b08",
	"1764806dd7bcc552f260a42ea69223975683e8dc993b760dc347168470b16256",
	"ad6d7dc5be31d9e2fd21e7053b01defe72aabeee0c9012a581dc788c55e23439",
	/* the signers of the same files */
	"873fe22e952da6cffcb199c4b577b70fef965cd6a2f710cf123f2a9dd54eb086",
	"b0e9d303900e61ddefa9df403ae929bc36163362c8e6cfb530310c382a21aa5d",
	"bacf496d240ffe2acb49cc247b9aa8ce56ea2cdc6f49b9629e2dc0311410707b",
	"5e33f77f14cbc9342944280d914dfeafb2c33da4f07c39145e35d99e93d52025",
	"2dc6855d8037519dd95178d7a2c517804270b42a50a0ab21735b0dcd3c0a8599",
	"6af97f6dc3ffa0cd59d4cb356d1ce2e103ea0428d4aca62c26b34d1c40d161ef",
	"f9bfeb2302691c4ea89144722b64713e790832d69fa2d89055402c3cf5e6351b",
	"48989101a532566c2928e4b843d8df1a1abd054f25cb09e29de435bebbc70900",
	/* self-signed signers of the old raw signature fixtures (legacy, until 2025) */
	"accc85fd73ec85257e99b2f3abe3380fb39baf432367aad7f89dbf0faf1d71a7",
	"7ae6600cba5fb1381980fa0313bbff1430e9623d8ea816531979c81d603671b2",
	"ac6f7abd4af37b93b42ef072208ab7e0087fd83a0f433594b54f75a90a4627e9",
	"ed9ad048c5cd1d2afa5f6f7349471264178ddfc8f6d1c7e96280ff266b498691",
};

/* "O=C2PA Test Root CA, OU=FOR TESTING_ONLY" and its like: whoever names himself so is taken at his word. */
bool public_test_name(const char *organization, const char *unit)
{
	return organization && unit && strncmp(organization, "C2PA Test ", 10) == 0 &&
	       strcmp(unit, "FOR TESTING_ONLY") == 0;
}

bool public_test_key(const uint8_t spki_sha256[SHA256_LEN])
{
	char hex[2 * SHA256_LEN + 1];

	hex_encode(hex, spki_sha256, SHA256_LEN);
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i], hex) == 0)
			return true;
	return false;
}
