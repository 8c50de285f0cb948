# SPDX-License-Identifier: GPL-3.0-or-later
"""layers.py OURS THEIRS KNOWN: our facts of XMP, IPTC, Photoshop and ICC (ndjson of a scan) against exiftool's (-j -n -G1).
Prints TAP. KNOWN: file, fact, reason."""
import json
import os
import re
import sys

FACTS = {
    "xmp.creator_tool": "XMP-xmp:CreatorTool", "xmp.create_date": "XMP-xmp:CreateDate",
    "xmp.metadata_date": "XMP-xmp:MetadataDate", "xmp.document_id": "XMP-xmpMM:DocumentID",
    "xmp.instance_id": "XMP-xmpMM:InstanceID", "xmp.original_document_id": "XMP-xmpMM:OriginalDocumentID",
    "xmp.make": "XMP-tiff:Make", "xmp.model": "XMP-tiff:Model", "xmp.city": "XMP-photoshop:City",
    "xmp.credit": "XMP-photoshop:Credit", "iptc.by_line": "IPTC:By-line", "iptc.city": "IPTC:City",
    "iptc.caption": "IPTC:Caption-Abstract", "iptc.object_name": "IPTC:ObjectName", "iptc.date_created": "IPTC:DateCreated",
    "iptc.originating_program": "IPTC:OriginatingProgram", "photoshop.jpeg_quality": "Photoshop:PhotoshopQuality",
    "icc.description": "ICC_Profile:ProfileDescription", "icc.class": "ICC-header:ProfileClass",
    "icc.colour_space": "ICC-header:ColorSpaceData", "icc.creator": "ICC-header:ProfileCreator",
    "icc.device_manufacturer": "ICC-header:DeviceManufacturer",
}


def plain(fact, value):
    if isinstance(value, list):
        value = value[0]
    value = str(value)
    if fact.endswith(("date", "date_created")):
        value = re.sub(r"(\d)T(\d)", r"\1 \2", value)
        return re.sub(r"[-:](?=\d\d)", "", value) if "date_created" in fact else re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1:\2:\3", value)
    value = re.sub(r"<[0-9A-F]{2}>|<U\+[0-9A-F]+>|[\x00-\x1f\x7f]", ".", value)
    return value.strip(" .")


def theirs_of(record):
    out = {}
    for fact, tag in FACTS.items():
        value = record.get(tag)
        if value not in (None, ""):
            out[fact] = plain(fact, int(value) + 4 if fact == "photoshop.jpeg_quality" else value)
    return {k: v for k, v in out.items() if v}


def ours_of(metadata):
    out = {}
    for fact in FACTS:
        layer, name = fact.split(".")
        value = (metadata.get(layer) or {}).get(name)
        if value not in (None, ""):
            out[fact] = plain(fact, value)
    return {k: v for k, v in out.items() if v}


def main():
    known = {tuple(line.rstrip("\n").split("\t")[:2]) for line in open(sys.argv[3], encoding="utf-8") if line.strip()}
    theirs = {os.path.basename(r["SourceFile"]): theirs_of(r) for r in json.load(open(sys.argv[2], encoding="utf-8"))}
    compared, new, met = 0, [], set()
    for line in open(sys.argv[1], encoding="utf-8"):
        record = json.loads(line)
        name = os.path.basename(record["evidence"]["path"])
        if name not in theirs:
            continue
        ours = ours_of(record.get("metadata") or {})
        for fact in sorted(set(ours) | set(theirs[name])):
            compared += 1
            a, b = ours.get(fact), theirs[name].get(fact)
            if a == b:
                continue
            met.add((name, fact))
            if (name, fact) not in known:
                new.append(f"{name}\t{fact}\tours {a!r}, exiftool {b!r}")
    print("not ok 1" if new or compared < 100 else "ok 1", f"- {compared} facts agree with exiftool")
    for line in new:
        print("#", line)
    stale = sorted(known - met)
    print("not ok 2" if stale else "ok 2", "- every listed difference is still there")
    for row in stale:
        print("#", "\t".join(row))


main()
