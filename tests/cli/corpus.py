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
    if want and o["evidence"]["media_type"] not in want:
        bad.append(f"{f}: {o['evidence']['media_type']}, manifest says {r['notes'].split(';')[0]}")
say(not bad, "the right media type", bad)
bad = [f"{f}: {o['error']}" for f, o, r in known if r["djpeg_2.1.5"] == "clean" and o["status"] != "done"]
say(not bad, "every JPEG that djpeg decodes clean decodes here", bad)
bad = [f for f, o, r in known if o["status"] == "failed" and not o["error"]["message"]]
say(not bad, "every refusal gives its reason", bad)
bad = [f"{f}: {o['evidence']['media_type']}" for f, o, r in known if code(o) == "unsupported" and o["evidence"]["media_type"] in ("image/jpeg", "image/png")
       and "0xc3" not in r["djpeg_2.1.5"] and "precision" not in r["djpeg_2.1.5"] and "SOF type" not in r["djpeg_2.1.5"]]
say(not bad, "JPEG and PNG are unsupported only where the process is", bad)
