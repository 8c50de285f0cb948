# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what a scan of the corpus said with the corpus' manifest. Prints TAP lines (numbers from 4 on)."""
import csv, json, sys

scan, manifest = sys.argv[1:]
byname = {}
for line in open(scan, encoding="utf-8"):
    o = json.loads(line)
    byname[o["evidence"]["path"].split("/files/", 1)[1]] = o
rows = list(csv.DictReader(open(manifest, newline="", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))

# What the manifest's first word means in media types; a word that is not here is not compared.
TYPES = {"jpeg": {"image/jpeg"}, "png": {"image/png"}, "webp": {"image/webp"},
         "gif": {"image/gif"}, "bmp": {"image/bmp"}, "psd": {"image/vnd.adobe.photoshop"}}
# Files whose manifest names a type that their bytes no longer have.
BROKEN_MAGIC = {
    "exiv2/data_3-stringformat-outofbound-read": "begins ff d8 7f: no marker follows the start of image",
    "ljt-bugs/compress_github_493_CVE-2021-20205_reproducer": "begins GIF and then neither 87a nor 89a",
}
number = 3


def say(good, what, wrong):
    global number
    number += 1
    print(("ok" if good else "not ok") + f" {number} - {what}")
    for w in wrong[:10]:
        print(f"# {w}")


def code(o):
    return (o["error"] or {}).get("code")


known = [(r["file"], byname[r["file"]], r) for r in rows if r["file"] in byname]
bad = [f"{f}: {o['error']}" for f, o, r in known if code(o) in ("crashed", "sandbox", "time_limit", "internal", "protocol")]
say(not bad, f"no crash, no hang among {len(known)} files", bad)
bad = [f"{f}: {c['reason']}" for f, o, r in known for c in o["results"] if c["status"] == "failed" and c.get("code") in ("internal", "time_limit")]
say(not bad, "no check fails of itself", bad)
bad = []
for f, o, r in known:
    want = TYPES.get(r["notes"].split(";")[0].strip())
    if want and f not in BROKEN_MAGIC and o["evidence"]["media_type"] not in want:
        bad.append(f"{f}: {o['evidence']['media_type']}, manifest says {r['notes'].split(';')[0]}")
say(not bad, "the right media type", bad)
bad = [f"{f}: {o['error']}" for f, o, r in known if r["djpeg_2.1.5"] == "clean" and o["status"] != "done"]
say(not bad, "every JPEG that djpeg decodes clean decodes here", bad)
bad = [f for f, o, r in known if o["status"] == "failed" and not o["error"]["message"]]
say(not bad, "every refusal gives its reason", bad)
refused = [(f, o) for f, o, r in known if "SOF type 0xc3" in r["djpeg_2.1.5"] or r["djpeg_2.1.5"].startswith("refused: Unsupported JPEG data precision 12")]
bad = [f"{f}: {o['error']}" for f, o in refused if code(o) != "unsupported" or not ("lossless" in o["error"]["message"] or "12-bit" in o["error"]["message"])]
say(refused and not bad, f"{len(refused)} lossless and 12-bit files are refused by name", bad)
