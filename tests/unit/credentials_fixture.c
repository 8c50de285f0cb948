/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/credentials_fixture.h"

#include "src/base/mem.h"

#include <assert.h>
#include <jansson.h>

/* ---- JSON as the details of a result; ' stands for " ---- */

static void add(struct arena *a, struct value *in, const char *key, const json_t *j)
{
	struct value *v;
	const char *k;
	json_t *child;
	size_t i;

	switch (json_typeof(j)) {
	case JSON_OBJECT:
		v = value_add(a, in, key, VALUE_MAP);
		json_object_foreach((json_t *)j, k, child)
			add(a, v, k, child);
		break;
	case JSON_ARRAY:
		v = value_add(a, in, key, VALUE_ARRAY);
		json_array_foreach(j, i, child)
			add(a, v, NULL, child);
		break;
	case JSON_STRING: value_add_text(a, in, key, json_string_value(j)); break;
	case JSON_INTEGER: value_add_int(a, in, key, json_integer_value(j)); break;
	case JSON_REAL: value_add_real(a, in, key, json_real_value(j)); break;
	case JSON_TRUE: case JSON_FALSE: value_add_bool(a, in, key, json_is_true(j)); break;
	default: value_add_null(a, in, key); break;
	}
}

static void parse(struct result *r, const char *text)
{
	struct value *details = result_details(r);
	char *copy = mem_need_str(text);
	json_error_t e;
	json_t *j, *child;
	const char *key;

	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	j = json_loads(copy, 0, &e);
	if (!j)
		fprintf(stderr, "fixture: %s at %d: %.60s\n", e.text, e.position, copy + (e.position > 30 ? e.position - 30 : 0));
	assert(j);
	json_object_foreach(j, key, child)
		add(r->arena, details, key, child);
	json_decref(j);
	free(copy);
}

/* ---- the pieces of a chain ---- */

#define HASH "'4f1c09ab4f1c09ab4f1c09ab4f1c09ab4f1c09ab4f1c09ab4f1c09ab4f1c09ab'"
#define LIST "{'name':'official','kind':'anchors','issued':'2026-08-05T00:00:00Z','next_update':'2026-11-30T00:00:00Z','sha256':" HASH "}"
#define LISTS "'lists':[{'name':'official','kind':'anchors','issued':'2026-08-05T00:00:00Z','next_update':null,'sha256':" HASH \
	",'added':'2026-08-06T09:00:00Z'},{'name':'official','kind':'tsa','issued':'2026-08-05T00:00:00Z','sha256':" HASH \
	",'added':'2026-08-06T09:00:00Z'}],'judges':true,'why_not':null"
#define NO_CODES "{'success':[],'informational':[],'failure':[]}"
#define GOOD_CODES "{'success':['claimSignature.validated','assertion.hashedURI.match'],'informational':[],'failure':[]}"

#define CERTIFICATE(subject, cn, o, issuer) \
	"{'subject':'" subject "','common_name':'" cn "','organization':'" o "','issuer':'" issuer "','serial':'1f09'," \
	"'not_before':'2025-03-01T00:00:00Z','not_after':'2027-03-01T00:00:00Z','sha256':" HASH ",'spki_sha256':" HASH "," \
	"'key':'P-256','signature':'ecdsa-with-SHA256','ca':false,'public_test':false," \
	"'ekus':['1.3.6.1.4.1.62558.2.1'],'problem':null}"
#define STAMP(time) \
	"{'state':'trusted','time':'" time "','version':2,'authority':'DigiCert TSA','list':" LIST ",'note':null}"
#define NOT_REVOKED "{'state':'not revoked','source':'stapled OCSP','checked':'2026-11-02T12:00:00Z','revoked_at':null,'reason':null,'note':null}"
#define SIGNATURE(identity, entity, list, stamp, cert) \
	"'signature':{'algorithm':'ES256','intact':true,'identity':'" identity "','note':null,'judged_at':'2026-11-02T15:20:00Z'," \
	"'judged_by':'stamp','list':" list ",'entity':" entity ",'certificates':[" cert "," \
	CERTIFICATE("CN=Signing CA,O=Trust Services", "Signing CA", "Trust Services", "CN=Root,O=Trust Services") "],'stamp':" stamp \
	",'revocation':" NOT_REVOKED ",'oddities':[]}"

#define CAPTURED \
	"{'label':'urn:c2pa:1','role':'parentOf','parent':1,'depth':2,'kind':'standard','compressed':false,'checked':true," \
	"'claim_version':2,'title':'IMG_2041.jpg','format':'image/jpeg','instance_id':'xmp:iid:1','generator':'Leica M11-P','generator_version':null," \
	SIGNATURE("listed", "'Leica Camera AG'", LIST, "null", CERTIFICATE("CN=M11-P 5532,O=Leica Camera AG", "M11-P 5532", "Leica Camera AG", "CN=Signing CA,O=Trust Services")) "," \
	"'codes':" GOOD_CODES ",'entries':[{'code':'claimSignature.validated','class':'success','url':'self#jumbf=c2pa/urn:c2pa:1/c2pa.signature','explanation':'the signature verifies'}]," \
	"'actions':[{'action':'c2pa.created','when':'2026-11-02T14:03:00Z','agent':'Leica M11-P','type':'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'," \
	"'description':null,'reason':null,'ingredients':[],'changes':false}],'all_actions_included':true,'ingredients':[]," \
	"'assertions':[{'label':'c2pa.actions.v2','listed':'created','state':'match','offset':900,'length':210,'media_type':'application/cbor','content':{'actions':1},'cut':false}," \
	"{'label':'stds.exif','listed':'gathered','state':'match','offset':1200,'length':420,'media_type':'application/json','content':'a place','cut':false}]," \
	"'redactions':[],'binding':null,'thumbnail':{'offset':2000,'length':5120,'media_type':'image/jpeg','distance':null}}"
#define OPENED \
	"{'label':'urn:c2pa:2','role':'parentOf','parent':2,'depth':1,'kind':'standard','compressed':false,'checked':true," \
	"'claim_version':2,'title':'IMG_2041.jpg','format':'image/jpeg','instance_id':'xmp:iid:2','generator':'Adobe Bridge','generator_version':'16'," \
	SIGNATURE("listed", "'Adobe Inc.'", LIST, STAMP("2026-11-02T15:02:00Z"), CERTIFICATE("CN=Content Credentials,O=Adobe Inc.", "Content Credentials", "Adobe Inc.", "CN=Signing CA,O=Trust Services")) "," \
	"'codes':" GOOD_CODES ",'entries':[],'actions':[{'action':'c2pa.opened','when':'2026-11-02T15:01:00Z','agent':'Adobe Bridge 16','type':null," \
	"'description':null,'reason':null,'ingredients':['c2pa.ingredient.v3'],'changes':false}],'all_actions_included':false," \
	"'ingredients':[{'label':'c2pa.ingredient.v3','title':'IMG_2041.jpg','format':'image/jpeg','relationship':'parentOf','manifest':'urn:c2pa:1','resolved':0," \
	"'recorded':" GOOD_CODES ",'fresh':" NO_CODES ",'thumbnail':9000}],'assertions':[],'redactions':[],'binding':null,'thumbnail':null}"
#define CROPPED(binding, codes, entries) \
	"{'label':'urn:c2pa:3','role':'active','parent':null,'depth':0,'kind':'standard','compressed':false,'checked':true," \
	"'claim_version':2,'title':'IMG_2041.jpg','format':'image/jpeg','instance_id':'xmp:iid:3','generator':'Adobe Photoshop','generator_version':'26'," \
	SIGNATURE("listed", "'Adobe Inc.'", LIST, STAMP("2026-11-02T15:20:00Z"), CERTIFICATE("CN=Content Credentials,O=Adobe Inc.", "Content Credentials", "Adobe Inc.", "CN=Signing CA,O=Trust Services")) "," \
	"'codes':" codes ",'entries':[" entries "],'actions':[" \
	"{'action':'c2pa.opened','when':'2026-11-02T15:10:00Z','agent':'Adobe Photoshop 26','type':null,'description':null,'reason':null,'ingredients':['c2pa.ingredient.v3'],'changes':false}," \
	"{'action':'c2pa.cropped','when':'2026-11-02T15:12:00Z','agent':'Adobe Photoshop 26','type':null,'description':'to 3:2','reason':null,'ingredients':[],'changes':true}," \
	"{'action':'c2pa.color_adjustments','when':'2026-11-02T15:15:00Z','agent':'Adobe Photoshop 26','type':null,'description':null,'reason':null,'ingredients':[],'changes':false}]," \
	"'all_actions_included':true,'ingredients':[{'label':'c2pa.ingredient.v3','title':'IMG_2041.jpg','format':'image/jpeg','relationship':'parentOf','manifest':'urn:c2pa:2'," \
	"'resolved':1,'recorded':" GOOD_CODES ",'fresh':" NO_CODES ",'thumbnail':12000}]," \
	"'assertions':[{'label':'c2pa.hash.data','listed':'created','state':'match','offset':20000,'length':110,'media_type':'application/cbor','content':null,'cut':false}]," \
	"'redactions':['self#jumbf=/c2pa/urn:c2pa:1/c2pa.assertions/stds.schema-org.CreativeWork']," \
	"'binding':" binding ",'thumbnail':{'offset':15000,'length':4096,'media_type':'image/jpeg','distance':0.31}}"
#define BINDING(answer) "{'kind':'c2pa.hash.data','algorithm':'sha256','answer':'" answer "','note':null,'picture_unbound':false}"
#define STORE "'place':'embedded','container':'JPEG','store':{'offset':8212,'length':41220}"
#define UNBOUND "'unbound':[{'start':8212,'length':41220,'kind':'store','what':'the manifest store'}," \
	"{'start':2,'length':8210,'kind':'metadata','what':'APP1 Exif, 8,210 bytes'},{'start':60000,'length':200,'kind':'metadata','what':'COM, 200 bytes'}]"
#define REST "'residue':[],'incidents':[]," LISTS
#define GAPS "'gaps':{'answer':'some','text':'revocation was not asked online; the place is only claimed'," \
	"'items':['revocation was not asked online','the place is a claim of the camera','APP1 Exif and COM are not bound']}"

static const char changed[] =
	"{'state':'invalid'," STORE ",'answers':{"
	"'integrity':{'answer':'changed','text':'the picture differs from what was signed last'},"
	"'identity':{'answer':'listed','text':'Adobe Inc., on the list official'},"
	"'time':{'answer':'proved','text':'2026-11-02 15:20, proved by DigiCert TSA'},"
	"'statements':{'answer':'camera','text':'the signers state: captured by a camera, then edited'}," GAPS "},"
	"'codes':{'success':['claimSignature.validated'],'informational':[],'failure':['assertion.dataHash.mismatch']},"
	"'ingredients':[],'active':2,'manifests':[" CAPTURED "," OPENED ","
	CROPPED(BINDING("mismatch"), "{'success':['claimSignature.validated'],'informational':[],'failure':['assertion.dataHash.mismatch']}",
		"{'code':'assertion.dataHash.mismatch','class':'failure','url':'self#jumbf=c2pa.assertions/c2pa.hash.data','explanation':'the hash of the file is another'},"
		"{'code':'claimSignature.validated','class':'success','url':'self#jumbf=c2pa.signature','explanation':'the signature verifies'}")
	"]," UNBOUND "," REST "}";

static const char intact[] =
	"{'state':'trusted'," STORE ",'answers':{"
	"'integrity':{'answer':'intact','text':'every bound byte is as it was signed'},"
	"'identity':{'answer':'listed','text':'Adobe Inc., on the list official'},"
	"'time':{'answer':'proved','text':'2026-11-02 15:20, proved by DigiCert TSA'},"
	"'statements':{'answer':'camera','text':'the signers state: captured by a camera, then edited'}," GAPS "},"
	"'codes':" GOOD_CODES ",'ingredients':[],'active':2,'manifests':[" CAPTURED "," OPENED ","
	CROPPED(BINDING("match"), GOOD_CODES, "") "]," UNBOUND "," REST "}";

#define SINGLE(role, generator, type, identity, cert, codes) \
	"{'label':'urn:c2pa:9','role':'" role "','parent':null,'depth':0,'kind':'standard','compressed':false,'checked':true,'claim_version':1," \
	"'title':null,'format':null,'instance_id':null,'generator':'" generator "','generator_version':null,'signature':{'algorithm':'PS256','intact':true," \
	"'identity':'" identity "','note':null,'judged_at':'2026-11-21T10:00:00Z','judged_by':'now','list':null,'entity':null,'certificates':[" cert "]," \
	"'stamp':null,'revocation':null,'oddities':['the signature has data in its padding']},'codes':" codes ",'entries':[]," \
	"'actions':[{'action':'c2pa.created','when':null,'agent':null,'type':'" type "','description':null,'reason':null,'ingredients':[],'changes':false}]," \
	"'all_actions_included':false,'ingredients':[],'assertions':[],'redactions':[],'binding':" BINDING("match") ",'thumbnail':null}"

static const char unlisted[] =
	"{'state':'valid'," STORE ",'answers':{'integrity':{'answer':'intact','text':'every bound byte is as it was signed'},"
	"'identity':{'answer':'unlisted','text':'on no list; the certificate says Truepic'},"
	"'time':{'answer':'none','text':'no time is stated'},'statements':{'answer':'none','text':'stated: made by hand'},"
	"'gaps':{'answer':'some','text':'nobody vouches for the key','items':['nobody vouches for the key']}},"
	"'codes':{'success':['claimSignature.validated'],'informational':[],'failure':['signingCredential.untrusted']},'ingredients':[],'active':0,'manifests':["
	SINGLE("active", "Truepic Lens", "http://cv.iptc.org/newscodes/digitalsourcetype/digitalArt", "unlisted",
	       CERTIFICATE("CN=Lens,O=Truepic", "Lens", "Truepic", "CN=Truepic CA"), "{'success':[],'informational':[],'failure':['signingCredential.untrusted']}")
	"],'unbound':[]," REST "}";

static const char ai[] =
	"{'state':'valid'," STORE ",'answers':{'integrity':{'answer':'intact','text':'every bound byte is as it was signed'},"
	"'identity':{'answer':'not_judged','text':'no trust list is installed'},"
	"'time':{'answer':'none','text':'no time is stated'},'statements':{'answer':'ai','text':'the signer states: made by AI'},"
	"'gaps':{'answer':'some','text':'identity was not judged','items':[]}},'codes':" GOOD_CODES ",'ingredients':[],'active':0,'manifests':["
	SINGLE("active", "Paint Machine 3", "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "not_judged",
	       "{'subject':'CN=C2PA Signer,OU=FOR TESTING_ONLY,O=C2PA Test Signing Cert','common_name':'C2PA Signer','organization':'C2PA Test Signing Cert',"
	       "'issuer':'CN=C2PA Test Root CA','serial':'01','not_before':'2022-06-10T00:00:00Z','not_after':'2030-08-26T00:00:00Z','sha256':" HASH ",'spki_sha256':" HASH ","
	       "'key':'RSA 2048','signature':'RSASSA-PSS','ca':false,'public_test':true,'ekus':['1.3.6.1.5.5.7.3.4'],'problem':null}", GOOD_CODES)
	"],'unbound':[],'residue':[],'incidents':[],'lists':[],'judges':false,'why_not':'no trust list is installed'}";

static const char malformed[] =
	"{'state':'invalid'," STORE ",'answers':{'integrity':{'answer':'unreadable','text':'there is a manifest store, but it cannot be read'},"
	"'identity':{'answer':'none','text':'nobody: no claim could be read'},'time':{'answer':'none','text':'no time is stated'},"
	"'statements':{'answer':'none','text':'none could be read'},'gaps':{'answer':'all','text':'nothing is bound','items':[]}},"
	"'codes':{'success':[],'informational':[],'failure':['claim.missing']},'ingredients':[],'active':null,'manifests':[],'unbound':[]," REST "}";

#define NO_STORE(residue) \
	"{'state':'none','place':null,'container':'JPEG','store':null,'answers':{" \
	"'integrity':{'answer':'no_signature','text':'no signature, so nothing to compare'},'identity':{'answer':'none','text':'unknown'}," \
	"'time':{'answer':'none','text':'no time is proved'},'statements':{'answer':'none','text':'none'}," \
	"'gaps':{'answer':'all','text':'what the lens saw; who sent it','items':[]}},'codes':" NO_CODES ",'ingredients':[],'active':null,'manifests':[],'unbound':[]," \
	"'residue':[" residue "],'incidents':[]," LISTS "}"

static const char attested[] =
	"{'rung':'R3','steps':[{'step':'signature','answer':'pass','text':'the claim signature verifies'},"
	"{'step':'listed','answer':'pass','text':'the key is on a list'},{'step':'device','answer':'pass','text':'the key is in the device'},"
	"{'step':'fresh','answer':'unknown','text':'nobody was asked online'}],'profile':'camera','incident':null,'one_time_key':null}";

/* ---- long chains ---- */

static void chain(struct str *o, bool deep)
{
	enum { N = 40 };

	str_puts(o, "{'state':'trusted'," STORE ",'answers':{'integrity':{'answer':'intact','text':'every bound byte is as it was signed'},"
		    "'identity':{'answer':'listed','text':'Adobe Inc., on the list official'},'time':{'answer':'claimed','text':'only claimed'},"
		    "'statements':{'answer':'edited','text':'edited'},'gaps':{'answer':'none','text':'none','items':[]}},"
		    "'codes':" GOOD_CODES ",'ingredients':[],'active':39,'manifests':[");
	for (int i = 0; i < N; i++) {
		bool active = i == N - 1;

		str_printf(o, "%s{'label':'urn:c2pa:%d','role':'%s',", i ? "," : "", i, active ? "active" : deep ? "parentOf" : "componentOf");
		if (active)
			str_puts(o, "'parent':null,'depth':0,");
		else
			str_printf(o, "'parent':%d,'depth':%d,", deep ? i + 1 : N - 1, deep ? N - 1 - i : 1);
		str_printf(o, "'kind':'standard','checked':true,'claim_version':2,'generator':'Editor','generator_version':'%d',", i);
		str_puts(o, SIGNATURE("listed", "'Adobe Inc.'", LIST, "null",
				      CERTIFICATE("CN=A,O=Adobe Inc.", "A", "Adobe Inc.", "CN=B")) ","
			    "'codes':" GOOD_CODES ",'entries':[],'actions':[{'action':'c2pa.edited','when':'2026-11-02T14:03:00Z'}],"
			    "'ingredients':[],'assertions':[],'redactions':[],'binding':null,'thumbnail':null}");
	}
	str_puts(o, "]," UNBOUND "," REST "}");
}

/* 40,000 letters in one text; two manifests that are each other's parent; parents and an active one that are not there;
 * a manifest that is a number; wide and right-to-left letters. */
static void hostile(struct str *o)
{
	str_puts(o, "{'state':'invalid','answers':{'integrity':{'answer':'");
	for (int i = 0; i < 4000; i++)
		str_puts(o, "changed ");
	str_puts(o, "','text':17},'identity':[],'time':{'answer':'proved'},'gaps':{'items':[1,{'a':2},'one gap']}},'active':99,'manifests':[");
	str_puts(o, "{'label':'a','parent':1,'checked':true,'actions':[{'action':'");
	for (int i = 0; i < 5000; i++)
		str_puts(o, "x y\xE5\xA4\xA7 ");
	str_puts(o, "'},3,[],{'action':'c2pa.cropped','type':'a/b/c'}]},");
	str_puts(o, "{'label':'b','parent':0,'signature':'none','binding':7,'ingredients':[{'resolved':0,'recorded':{'failure':[1,'x']}},5]},");
	str_puts(o, "17,{'label':'c','parent':12345,'checked':'yes','signature':{'certificates':[3,{'organization':'\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D'}],"
		    "'identity':'other'},'thumbnail':[1]},{'label':'d','parent':3,'codes':{'failure':7},'entries':[{'class':'failure'},4]},"
		    "{'label':'e','parent':5}],'unbound':[3],'lists':[4],'judges':true}");
}

/* ---- examinations ---- */

static struct result *more_results(struct examination *x, uint32_t n)
{
	struct result *all = arena_alloc(&x->arena, x->n_results + n, sizeof *all), *first;

	assert(all);
	if (x->n_results)
		memcpy(all, x->results, x->n_results * sizeof *all);
	first = all + x->n_results;
	for (uint32_t i = 0; i < n; i++)
		first[i].arena = &x->arena;
	x->results = all;
	x->n_results += n;
	return first;
}

static void text_of_case(enum credentials_case which, struct str *o)
{
	static const char *const texts[CREDENTIALS_CASES] = {
		[CREDENTIALS_CHANGED] = changed,     [CREDENTIALS_INTACT] = intact, [CREDENTIALS_UNLISTED] = unlisted,
		[CREDENTIALS_AI] = ai,               [CREDENTIALS_MALFORMED] = malformed,
		[CREDENTIALS_RESIDUE] = NO_STORE("{'code':'c2pa.residue.xmp','text':'XMP names a manifest that is not here','offset':612}"),
		[CREDENTIALS_NONE] = NO_STORE(""),
	};

	if (which == CREDENTIALS_HOSTILE)
		hostile(o);
	else if (which == CREDENTIALS_DEEP || which == CREDENTIALS_WIDE)
		chain(o, which == CREDENTIALS_DEEP);
	else
		str_puts(o, texts[which]);
}

static void found(struct result *r, enum credentials_case which)
{
	static const char *const alt[] = { "a service that saved the picture again", NULL };
	static const struct finding_spec all[CREDENTIALS_CASES] = {
		[CREDENTIALS_CHANGED] = { "c2pa.changed", FINDING_OBSERVATION, LEVEL_ALERT, TRACE_PROVENANCE,
					  "the picture differs from what was signed last", "the hash of the bound bytes is another", NULL, NULL },
		[CREDENTIALS_AI] = { "c2pa.ai", FINDING_OBSERVATION, LEVEL_NOTICE, TRACE_PROVENANCE,
				     "the signer (not judged) states that AI made this picture", NULL, NULL, NULL },
		[CREDENTIALS_MALFORMED] = { "c2pa.malformed", FINDING_OBSERVATION, LEVEL_WARNING, TRACE_PROVENANCE,
					    "the manifest store cannot be read: claim.missing", NULL, NULL, NULL },
		[CREDENTIALS_RESIDUE] = { "c2pa.residue", FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_PROVENANCE,
					  "XMP names Content Credentials that the file does not hold", NULL, NULL, alt },
	};

	if (all[which].code)
		result_add_finding(r, &all[which]);
	r->level = all[which].level;
}

void credentials_add(struct examination *x, enum credentials_case which)
{
	bool attests = which == CREDENTIALS_CHANGED || which == CREDENTIALS_INTACT;
	struct result *r = more_results(x, attests ? 2 : 1);
	struct str o;

	str_init(&o, 1u << 20);
	text_of_case(which, &o);
	assert(!o.failed);
	r[0].check = "c2pa";
	r[0].status = RESULT_DONE;
	parse(&r[0], o.data);
	found(&r[0], which);
	str_release(&o);
	if (!attests)
		return;
	r[1].check = "attestation";
	r[1].status = RESULT_DONE;
	parse(&r[1], attested);
}

struct examination *credentials_exam(enum credentials_case which)
{
	struct examination *x = exam_new();

	x->path = "photos/IMG_2041.jpg";
	x->media_type = "image/jpeg";
	credentials_add(x, which);
	return x;
}
