# SPDX-License-Identifier: GPL-3.0-or-later
"""Decodes pictures here and with the reference readers (dwebp, webpmux, giftopnm, bmptopnm) and compares every
sample. Prints TAP lines, from the number given on."""
import os, shutil, subprocess, sys, tempfile

dump, number, *paths = sys.argv[1:]
number = int(number)
# What a reference reader accepts and we do not, or the other way round, and why; by the end of the path.
KNOWN = {
    "made/bmp4": "bmptopnm takes six bits of green as five",
    "made/bmp5": "bmptopnm does not look at the masks of version 5",
}
tools = {"WebP": ["dwebp", "webpmux"], "GIF": ["giftopnm"], "BMP": ["bmptopnm"]}


def run(*command):
    p = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.stdout if p.returncode == 0 else None


def kind(data):
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "GIF"
    return "BMP" if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in (12, 16, 40, 52, 56, 64, 108, 124) else None


def netpbm(data):
    """Width, height, channels, maxval, samples of a PAM or a raw PPM."""
    if data[:2] == b"P7":
        head, body = data.split(b"ENDHDR\n", 1)
        h = dict(line.split(None, 1) for line in head.split(b"\n")[1:] if line)
        return int(h[b"WIDTH"]), int(h[b"HEIGHT"]), int(h[b"DEPTH"]), int(h[b"MAXVAL"]), body
    fields = data.split(None, 4)[:4]
    w, h, top = map(int, fields[1:4])
    return w, h, 3, top, data[-(w * h * 3 * (1 if top < 256 else 2)):]


def ppm(data):
    """What netpbm's readers write is gray or bits where it can be."""
    return data and netpbm(subprocess.run(["ppmtoppm"], input=data, stdout=subprocess.PIPE).stdout)


def webp(path, data):
    with tempfile.TemporaryDirectory() as d:
        source, at = path, (0, 0)
        if data[12:16] == b"VP8X" and len(data) > 30 and data[20] & 2:
            if run("webpmux", "-get", "frame", "1", path, "-o", d + "/1.webp") is None:
                return None
            source, a = d + "/1.webp", data.find(b"ANMF") + 8
            at = tuple(2 * int.from_bytes(data[a + i:a + i + 3], "little") for i in (0, 3))
        # dwebp adds noise to the flat parts of lossy pictures unless told not to.
        if run("dwebp", "-quiet", "-nodither", "-pam", source, "-o", d + "/out") is None:
            return None
        return netpbm(open(d + "/out", "rb").read()), at


def gif(path, data):
    out = ppm(run("giftopnm", "-image=1", path))
    if not out:
        return None
    at = 13 + (3 << (data[10] & 7) + 1 if data[10] & 0x80 else 0)
    while data[at:at + 1] == b"!":
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    return out, (int.from_bytes(data[at + 1:at + 3], "little"), int.from_bytes(data[at + 3:at + 5], "little"))


def bmp(path, data):
    out = ppm(run("bmptopnm", path))
    return out and (out, (0, 0))


def differs(own, theirs, at, alpha_tells):
    ow, oh, oc, otop, mine = own
    tw, th, tc, ttop, their = theirs
    if at[0] + tw > ow or at[1] + th > oh:
        return f"{ow}x{oh} here, {tw}x{th} at {at} there"
    so, st = 1 if otop < 256 else 2, 1 if ttop < 256 else 2
    for y in range(th):
        a = mine[((at[1] + y) * ow + at[0]) * oc * so:][:tw * oc * so]
        b = their[y * tw * tc * st:][:tw * tc * st]
        if otop == ttop == 255 and all(a[c::oc] == b[c::tc] for c in range(3)) and not (alpha_tells and oc == tc == 4):
            continue
        if a == b and oc == tc and otop == ttop:
            continue
        for x in range(tw):
            p = [int.from_bytes(a[(x * oc + c) * so:][:so], "big") for c in range(oc)]
            q = [int.from_bytes(b[(x * tc + c) * st:][:st], "big") for c in range(tc)]
            if oc == 4 and not alpha_tells and p[3] == 0:
                continue
            p, q = p + [otop] * (4 - oc), q + [ttop] * (4 - tc)
            if not alpha_tells:
                p, q = p[:3], q[:3]
            # A reader that keeps five bits has its own maximum.
            if any(abs(v * ttop - w * otop) * 2 > max(otop, ttop) for v, w in zip(p, q)):
                return f"at {x},{y}: {p} of {otop} here, {q} of {ttop} there"
    return None


def compare(path, data, what):
    got = {"WebP": webp, "GIF": gif, "BMP": bmp}[what](path, data)
    if got is None:
        return None
    own = run(dump, path)
    if own is None:
        return "not decoded here"
    return differs(netpbm(own), *got, what == "WebP") or ""


for what in tools:
    missing = [t for t in tools[what] + ["ppmtoppm"] if not shutil.which(t)]
    files = []
    for root in paths:
        for folder, _, names in os.walk(root):
            files += [os.path.join(folder, n) for n in names]
    same = refused = 0
    bad = []
    for path in sorted(files):
        with open(path, "rb") as f:
            data = f.read()
        if kind(data) != what or missing:
            continue
        reason = next((why for end, why in KNOWN.items() if path.endswith(end)), None)
        result = compare(path, data, what)
        if result is None:
            refused += 1
        elif result == "" and not reason:
            same += 1
        elif not reason:
            bad.append(f"{path}: {result}")
        else:
            print(f"# {path}: {result or 'the same now'} ({reason})")
    if missing:
        print(f"ok {number} - {what} # SKIP no {', '.join(missing)}: pixels were NOT compared")
    else:
        print(("ok" if not bad and same else "not ok") +
              f" {number} - {what}: {same} pictures as {tools[what][0]} decodes them, {refused} that it refuses")
        for line in bad:
            print(f"# {line}")
    number += 1
