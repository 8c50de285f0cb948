# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the reference reader of each format over the files of a scan. Prints TAP lines, one a format."""
import csv, json, os, shutil, subprocess, sys, tempfile

scan, exceptions_file = sys.argv[1:]
out = tempfile.mkdtemp()
READERS = { # media type: command, {} is the file, the picture is thrown away
    "image/png": ["pngtopnm", "{}"],
    "image/webp": ["dwebp", "-quiet", "{}", "-ppm", "-o", "/dev/null"],
    "image/tiff": ["tiffinfo", "-D", "{}"],
    "image/heic": ["heif-convert", "{}", out + "/o.png"],
    "image/heif": ["heif-convert", "{}", out + "/o.png"],
    "image/avif": ["heif-convert", "{}", out + "/o.png"],
    "image/gif": ["giftopnm", "-image=1", "{}"],
    "image/bmp": ["bmptopnm", "{}"],
}
with open(exceptions_file, newline="", encoding="utf-8") as f:
    EXCEPTIONS = {r["file"]: r["reason"] for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}


def accepts(media_type, path):
    """No error and no complaint: tiffinfo and dwebp tell some damage on stderr only."""
    cmd = [w.replace("{}", path) for w in READERS[media_type]]
    try:
        p = subprocess.run(cmd, capture_output=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return False
    said = p.stderr.lower()
    return p.returncode == 0 and b"error" not in said and (media_type != "image/tiff" or not said)


def decoded(o):
    return o["status"] == "done" and o["evidence"]["width"]


def main():
    files, number, unused = {t: [] for t in READERS}, 0, set(EXCEPTIONS)
    for line in open(scan, encoding="utf-8"):
        o = json.loads(line)
        if o["evidence"]["media_type"] in files:
            files[o["evidence"]["media_type"]].append(o)
    for media_type, list_ in sorted(files.items()):
        number += 1
        tool = READERS[media_type][0]
        if not shutil.which(tool):
            print(f"ok {number} - {media_type} # SKIP {tool} is not installed")
            continue
        good, bad = 0, []
        for o in list_:
            name = o["evidence"]["path"].split("/files/", 1)[1]
            if decoded(o) or not accepts(media_type, o["evidence"]["path"]):
                good += 1
            elif name in EXCEPTIONS:
                unused.discard(name)
            else:
                bad.append(f"{name}: {(o['error'] or {}).get('message')}")
        print(("not " if bad else "") + f"ok {number} - {media_type}: what {tool} accepts is decoded ({good} of {len(list_)} files)")
        for w in bad:
            print(f"# {w}")
    print(("not " if unused else "") + f"ok {number + 1} - every exception is needed")
    for w in sorted(unused):
        print(f"# not needed: {w}")
    shutil.rmtree(out)


main()
