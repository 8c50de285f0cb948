/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Codes and sentences: C2PA 2.2 section 15.2.2, tables of success, informational and failure codes, verbatim; a few that
 * older and newer editions and the reference implementation use. In order of the codes: looked up by bisection. */
#include "src/base/base.h"

#include "src/trust/status_log.h"

#include <stdlib.h>

struct code {
	const char *code;
	enum code_class class;
	const char *meaning;
};

static const struct code codes[] = {
	{ "algorithm.deprecated", CODE_INFORMATIONAL,
	  "The algorithm has been deprecated" },
	{ "algorithm.unsupported", CODE_FAILURE,
	  "The algorithm is unspecified or unsupported" },
	{ "assertion.accessible", CODE_SUCCESS,
	  "A non-embedded (remote) assertion was accessible at the time of validation" },
	{ "assertion.action.ingredientMismatch", CODE_FAILURE,
	  "An action that requires an associated ingredient either does not have one or the one "
	  "specified cannot be located" },
	{ "assertion.action.malformed", CODE_FAILURE,
	  "An actions assertion is malformed" },
	{ "assertion.action.redacted", CODE_FAILURE,
	  "An actions assertion was redacted when the claim was created" },
	{ "assertion.action.redactionMismatch", CODE_FAILURE,
	  "An action that requires an associated redaction either does not have one or the one "
	  "specified cannot be located" },
	{ "assertion.bmffHash.additionalExclusionsPresent", CODE_INFORMATIONAL,
	  "The BMFF hash excludes boxes beside those that the specification names" },
	{ "assertion.bmffHash.malformed", CODE_FAILURE,
	  "A BMFF hash assertion is malformed" },
	{ "assertion.bmffHash.match", CODE_SUCCESS,
	  "Hash of a box-based asset matches the hash declared in the BMFF hash assertion" },
	{ "assertion.bmffHash.mismatch", CODE_FAILURE,
	  "The hash of a box-based asset does not match the hash declared in a BMFF hash "
	  "assertion" },
	{ "assertion.boxesHash.additionalExclusionsPresent", CODE_INFORMATIONAL,
	  "The general box hash excludes boxes beside the manifest store" },
	{ "assertion.boxesHash.malformed", CODE_FAILURE,
	  "The general box hash assertion is malformed" },
	{ "assertion.boxesHash.match", CODE_SUCCESS,
	  "Hash of a box-based asset matches the hash declared in the general box hash "
	  "assertion" },
	{ "assertion.boxesHash.mismatch", CODE_FAILURE,
	  "The hash of a general box-like asset format does not match the hash declared in a "
	  "general box hash assertion" },
	{ "assertion.boxesHash.unknownBox", CODE_FAILURE,
	  "A box other than those expected was found" },
	{ "assertion.cbor.invalid", CODE_FAILURE,
	  "The cbor of an assertion is not valid" },
	{ "assertion.cloud-data.actions", CODE_FAILURE,
	  "An update manifest contains a cloud data assertion referencing an actions assertion" },
	{ "assertion.cloud-data.hardBinding", CODE_FAILURE,
	  "A hard binding assertion is in a cloud data assertion" },
	{ "assertion.cloud-data.labelMismatch", CODE_FAILURE,
	  "The label of a cloud data assertion does not match what it points to" },
	{ "assertion.cloud-data.malformed", CODE_FAILURE,
	  "The cloud-data assertion was incomplete" },
	{ "assertion.collectionHash.incorrectFileCount", CODE_FAILURE,
	  "An asset that was listed in the collection data hash assertion is missing from the "
	  "collection" },
	{ "assertion.collectionHash.invalidURI", CODE_FAILURE,
	  "A URI of an asset in the collection data hash assertion contains the file part '..' "
	  "or '.'" },
	{ "assertion.collectionHash.malformed", CODE_FAILURE,
	  "The collection hash assertion was incomplete" },
	{ "assertion.collectionHash.match", CODE_SUCCESS,
	  "Hashes of all the assets contained in a collection matches the hashes declared in "
	  "the collection data hash assertion" },
	{ "assertion.collectionHash.mismatch", CODE_FAILURE,
	  "A hash of an asset in the collection does not match hash declared in the collection "
	  "data hash assertion" },
	{ "assertion.dataHash.additionalExclusionsPresent", CODE_INFORMATIONAL,
	  "The data hash excludes ranges beside the manifest store" },
	{ "assertion.dataHash.malformed", CODE_FAILURE,
	  "A data hash assertion is malformed" },
	{ "assertion.dataHash.match", CODE_SUCCESS,
	  "Hash of a byte range of the asset matches the hash declared in the data hash "
	  "assertion" },
	{ "assertion.dataHash.mismatch", CODE_FAILURE,
	  "The hash of a byte range of the asset does not match the hash declared in the data "
	  "hash assertion" },
	{ "assertion.dataHash.redacted", CODE_FAILURE,
	  "A hard binding assertion was redacted when the claim was created" },
	{ "assertion.external-reference.malformed", CODE_FAILURE,
	  "An external reference assertion is malformed" },
	{ "assertion.hardBinding.redacted", CODE_FAILURE,
	  "A hard binding assertion was redacted when the claim was created" },
	{ "assertion.hashedURI.match", CODE_SUCCESS,
	  "The hash of the referenced assertion matches the corresponding hash in the "
	  "assertion's hashed URI in the claim" },
	{ "assertion.hashedURI.mismatch", CODE_FAILURE,
	  "The hash of the referenced assertion in the manifest does not match the "
	  "corresponding hash in the assertion's hashed URI in the claim" },
	{ "assertion.inaccessible", CODE_FAILURE,
	  "A non-embedded (remote) assertion was inaccessible at the time of validation" },
	{ "assertion.ingredient.malformed", CODE_FAILURE,
	  "The ingredient assertion was incomplete" },
	{ "assertion.json.invalid", CODE_FAILURE,
	  "The JSON(-LD) of an assertion is not valid" },
	{ "assertion.metadata.disallowed", CODE_FAILURE,
	  "A metadata assertion holds fields that it may not hold" },
	{ "assertion.missing", CODE_FAILURE,
	  "An assertion listed in the manifest's claim is missing from the asset's manifest" },
	{ "assertion.multiAssetHash.malformed", CODE_FAILURE,
	  "A multi-asset hash assertion is malformed" },
	{ "assertion.multiAssetHash.match", CODE_SUCCESS,
	  "The hash of one part of a multi-asset hash assertion matches the corresponding hash "
	  "in the assertion's multi-asset-hash-map" },
	{ "assertion.multiAssetHash.mismatch", CODE_FAILURE,
	  "The hash of a part of a multi-part asset does not match the hash declared in the "
	  "mutli-asset hash assertion" },
	{ "assertion.multiAssetHash.missingPart", CODE_FAILURE,
	  "A required part of the multi-part asset cannot be located" },
	{ "assertion.multipleHardBindings", CODE_FAILURE,
	  "The manifest has more than one hard binding assertion" },
	{ "assertion.notRedacted", CODE_FAILURE,
	  "An assertion was declared as redacted in the claim but is still present in the "
	  "manifest" },
	{ "assertion.outsideManifest", CODE_FAILURE,
	  "An assertion listed in the claim is not in the same C2PA Manifest as the claim" },
	{ "assertion.selfRedacted", CODE_FAILURE,
	  "An assertion was declared as redacted by its own claim" },
	{ "assertion.timestamp.malformed", CODE_FAILURE,
	  "The time-stamp assertion is malformed" },
	{ "assertion.undeclared", CODE_FAILURE,
	  "An assertion was found in the manifest that was not explicitly declared in the claim" },
	{ "claim.cbor.invalid", CODE_FAILURE,
	  "The cbor of the claim is not valid" },
	{ "claim.hardBindings.missing", CODE_FAILURE,
	  "No hard bindings are present" },
	{ "claim.malformed", CODE_FAILURE,
	  "The data/fields of the referenced claim in the manifest are not correct" },
	{ "claim.missing", CODE_FAILURE,
	  "The referenced claim in the manifest cannot be found" },
	{ "claim.multiple", CODE_FAILURE,
	  "More than one claim box is present in the manifest" },
	{ "claimSignature.insideValidity", CODE_SUCCESS,
	  "The claim signature referenced in the claim was created within the validity period "
	  "of the signing credential" },
	{ "claimSignature.mismatch", CODE_FAILURE,
	  "The claim signature referenced in the claim failed to validate" },
	{ "claimSignature.missing", CODE_FAILURE,
	  "The claim signature referenced in the claim cannot be found in its manifest" },
	{ "claimSignature.outsideValidity", CODE_FAILURE,
	  "The claim signature referenced in the claim was created outside the validity period "
	  "of the signing credential" },
	{ "claimSignature.validated", CODE_SUCCESS,
	  "The claim signature referenced in the claim validated" },
	{ "general.error", CODE_FAILURE,
	  "A value to be used when there was an error not specifically listed here" },
	{ "hashedURI.mismatch", CODE_FAILURE,
	  "The hash of a given hashed_uri does not match the corresponding hash of the "
	  "destination URI's data" },
	{ "hashedURI.missing", CODE_FAILURE,
	  "The data pointed to by a hashed_uri cannot be located" },
	{ "ingredient.claimSignature.mismatch", CODE_FAILURE,
	  "The hash of an embedded C2PA Manifest's C2PA Claim Signature does not match the hash "
	  "declared in the hashed_uri value of the claimSignature field in the ingredient "
	  "assertion" },
	{ "ingredient.claimSignature.missing", CODE_FAILURE,
	  "The referenced ingredient C2PA Claim Signature was not found" },
	{ "ingredient.claimSignature.validated", CODE_SUCCESS,
	  "The hash of the ingredient's C2PA Claim Signature box was successfully validated" },
	{ "ingredient.hashedURI.mismatch", CODE_FAILURE,
	  "The hash of an ingredient's hashed URI does not match (older name)" },
	{ "ingredient.manifest.mismatch", CODE_FAILURE,
	  "The hash of an embedded C2PA Manifest does not match the hash declared in the "
	  "hashed_uri value of the activeManifest field in the ingredient assertion" },
	{ "ingredient.manifest.missing", CODE_FAILURE,
	  "The referenced ingredient C2PA Manifest was not found" },
	{ "ingredient.manifest.validated", CODE_SUCCESS,
	  "The hash of the ingredient's C2PA Manifest box was successfully validated" },
	{ "ingredient.unknownProvenance", CODE_INFORMATIONAL,
	  "The ingredient does not have a C2PA Manifest" },
	{ "manifest.compressed.invalid", CODE_FAILURE,
	  "The compressed manifest was not valid" },
	{ "manifest.inaccessible", CODE_FAILURE,
	  "A non-embedded (remote) manifest was inaccessible at the time of validation" },
	{ "manifest.multipleParents", CODE_FAILURE,
	  "The manifest has more than one ingredient whose relationship is parentOf" },
	{ "manifest.timestamp.invalid", CODE_FAILURE,
	  "The manifest is a time-stamp manifest, but it contains a disallowed (non-ingredient) "
	  "assertion" },
	{ "manifest.timestamp.wrongParents", CODE_FAILURE,
	  "The manifest is an time-stamp manifest, but it contains either zero or multiple "
	  "parentOf ingredients" },
	{ "manifest.unknownProvenance", CODE_INFORMATIONAL,
	  "The ingredient does not have a C2PA Manifest (older name)" },
	{ "manifest.unreferenced", CODE_INFORMATIONAL,
	  "A manifest of the store is referenced by no other" },
	{ "manifest.update.invalid", CODE_FAILURE,
	  "The manifest is an update manifest, but it contains a disallowed assertion, such as "
	  "a hard binding or actions assertions" },
	{ "manifest.update.wrongParents", CODE_FAILURE,
	  "The manifest is an update manifest, but it contains either zero or multiple parentOf "
	  "ingredients" },
	{ "signingCredential.expired", CODE_FAILURE,
	  "The signing credential was outside its validity period (older name of "
	  "claimSignature.outsideValidity)" },
	{ "signingCredential.invalid", CODE_FAILURE,
	  "The signing credential is not valid for signing" },
	{ "signingCredential.ocsp.inaccessible", CODE_INFORMATIONAL,
	  "The validator attempted to perform an online OCSP check, but did not receive a "
	  "response" },
	{ "signingCredential.ocsp.notRevoked", CODE_SUCCESS,
	  "The signing credential was not revoked at the time of signing" },
	{ "signingCredential.ocsp.revoked", CODE_FAILURE,
	  "The OCSP response indicates that the signing credential has been revoked by the "
	  "issuer" },
	{ "signingCredential.ocsp.skipped", CODE_INFORMATIONAL,
	  "The validator chose not to perform an online OCSP check" },
	{ "signingCredential.ocsp.unknown", CODE_FAILURE,
	  "The OCSP response contains an unknown status for the signing credential" },
	{ "signingCredential.trusted", CODE_SUCCESS,
	  "The signing credential is trusted" },
	{ "signingCredential.untrusted", CODE_FAILURE,
	  "The signing credential is not listed on any of the validator's applicable trust "
	  "lists" },
	{ "timeOfSigning.insideValidity", CODE_INFORMATIONAL,
	  "The claimed time of signing (in the iat header of the signature) is within the "
	  "validity period of the signer's certificate chain and before the time in any "
	  "corresponding trusted time-stamp" },
	{ "timeOfSigning.outsideValidity", CODE_INFORMATIONAL,
	  "The claimed time of signing (in the iat header of the signature) is outside the "
	  "validity period of the signer's certificate chain or later than the time in a "
	  "corresponding trusted time-stamp" },
	{ "timeStamp.credentialInvalid", CODE_INFORMATIONAL,
	  "The credential of the time-stamp authority is not valid for time stamps" },
	{ "timeStamp.malformed", CODE_INFORMATIONAL,
	  "The time-stamp response included in the claim signature header is not properly "
	  "formed, as per RFC 3161" },
	{ "timeStamp.mismatch", CODE_INFORMATIONAL,
	  "The time-stamp does not correspond to the contents of the claim" },
	{ "timeStamp.outsideValidity", CODE_INFORMATIONAL,
	  "The signed time-stamp attribute in the signature was created outside the validity "
	  "period of the TSA's certificate" },
	{ "timeStamp.trusted", CODE_SUCCESS,
	  "The time-stamp credential is listed on the validator's list of trust anchors for "
	  "time stamp authorities" },
	{ "timeStamp.untrusted", CODE_INFORMATIONAL,
	  "The time-stamp credential is not listed on the validator's TSA trust lists" },
	{ "timeStamp.validated", CODE_SUCCESS,
	  "The time-stamp is well-formed, has a message imprint that matches the Claim "
	  "Signature, and was created within the validity period of the time-stamp credential" },
};

static int compare(const void *key, const void *row)
{
	return strcmp(key, ((const struct code *)row)->code);
}

static const struct code *find(const char *code)
{
	return bsearch(code, codes, sizeof codes / sizeof *codes, sizeof *codes, compare);
}

enum code_class status_class(const char *code)
{
	const struct code *c = find(code);

	return c ? c->class : CODE_FAILURE;
}

const char *status_meaning(const char *code)
{
	const struct code *c = find(code);

	return c ? c->meaning : NULL;
}
