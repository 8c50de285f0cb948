#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""tiff.py RASTER_DUMP EXCEPTIONS FOLDER: every TIFF below the folder against tifftopnm, and every JPEG that exiftool finds in
a raw file against what COTTINGLEY lists. One line a failure; the last line counts."""
import json, os, subprocess, sys, tempfile

MAGIC = (b'II*\0', b'MM\0*', b'II+\0', b'MM\0+')
RAW = {'DNG', 'NEF', 'NRW', 'CR2', 'ARW', 'SR2', 'SRF', 'IIQ', 'ORF', 'RW2', 'RAF', 'MRW', 'X3F', 'CRW', 'PEF', 'SRW', '3FR', 'ERF', 'MEF',
       'MOS', 'DCR', 'KDC', 'RWL'}


def run(*words):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)


def netpbm(data):
    """(width, height, colours, 16-bit?, samples scaled as our rasters are)"""
    words, at = [], 2
    kind = data[:2]
    while len(words) < (2 if kind == b'P4' else 3):
        end = at
        while data[end:end + 1].isspace():
            end += 1
        at = end
        while not data[end:end + 1].isspace():
            end += 1
        words.append(int(data[at:end]))
        at = end
    body, (w, h) = data[at + 1:], words[:2]
    if kind == b'P4':
        stride = (w + 7) // 8
        return w, h, 1, False, bytes(0 if body[y * stride + x // 8] >> (7 - x % 8) & 1 else 255 for y in range(h) for x in range(w))
    top, colours = words[2], 3 if kind == b'P6' else 1
    if top > 255:
        return w, h, colours, True, body[:w * h * colours * 2]
    return w, h, colours, False, body[:w * h * colours].translate(bytes(min(v * 255 // top, 255) for v in range(256)))


def spread(samples, wide):
    size = 2 if wide else 1
    return b''.join(samples[i:i + size] * 3 for i in range(0, len(samples), size))


def same(a, b):
    """The other program may write gray as RGB, or RGB of three equal samples as gray."""
    if a[:2] != b[:2] or a[3] != b[3]:
        return False
    x, y = (spread(p[4], p[3]) if p[2] < max(a[2], b[2]) else p[4] for p in (a, b))
    return x == y


def compare(dump, path):
    """'same', 'both refuse', or what differs"""
    ours = run(dump, path)
    theirs = run('tifftopnm', '-orientraw', path)
    if theirs.returncode and not ours.returncode:  # YCbCr: libtiff's own tool makes RGB of it
        with tempfile.TemporaryDirectory() as folder:
            rgba = os.path.join(folder, 'rgba.tif')
            run('tiff2rgba', '-c', 'none', path, rgba)
            theirs = run('tifftopnm', '-orientraw', rgba)
    if theirs.returncode:
        return 'both refuse' if ours.returncode else 'only we decode'
    if ours.returncode == 1:
        return 'only tifftopnm decodes: ' + ours.stderr.decode().strip()
    return 'same' if same(netpbm(ours.stdout), netpbm(theirs.stdout)) else 'pixels differ'


def previews(cottingley, path):
    """Offsets that exiftool finds and that begin a JPEG, without ours"""
    tags = ('PreviewImageStart', 'JpgFromRawStart', 'ThumbnailOffset', 'OtherImageStart')
    theirs = json.loads(run('exiftool', '-j', '-n', '-a', '-G4', *['-' + t for t in tags], path).stdout or b'[{}]')[0]
    ours = json.loads(run(cottingley, 'scan', '--format', 'json', '--check', 'structure', path).stdout or b'{}')
    ours = {p['offset'] for x in ours.get('examinations', []) for p in x.get('pictures', [])}
    data = open(path, 'rb').read()
    wanted = {v for k, v in theirs.items() if k != 'SourceFile' and isinstance(v, int) and decodes(data[v:])}
    return len(wanted), sorted(wanted - ours)


def decodes(data):
    if data[:3] != b'\xff\xd8\xff':
        return False
    return subprocess.run(['djpeg', '-outfile', '/dev/null'], input=data, stderr=subprocess.DEVNULL).returncode in (0, 2)


def exceptions(path):
    with open(path) as f:
        rows = [line.rstrip('\n').split('\t') for line in f if line.strip() and not line.startswith('#')]
    return {row[0]: row[1] for row in rows}


def main():
    dump, cottingley, table, folder = sys.argv[1:5]
    known, counts, unused = exceptions(table), {}, None
    unused = set(known)
    for here, _, files in sorted(os.walk(folder)):
        for name in sorted(files):
            path = os.path.join(here, name)
            with open(path, 'rb') as f:
                head = f.read(16)
            kind = name.rsplit('.', 1)[-1].upper()
            if kind in RAW:
                n, missing = previews(cottingley, path)
                what = 'raw, %d previews' % n if not missing else 'previews not found: %s' % missing
                good = not missing
            elif head[:4] in MAGIC and kind in ('TIF', 'TIFF', 'BTF'):
                what = compare(dump, path)
                good = what in ('same', 'both refuse')
            else:
                continue
            counts[what.split(':')[0]] = counts.get(what.split(':')[0], 0) + 1
            short = os.path.relpath(path, folder)
            if short in known:
                unused.discard(short)
            elif not good:
                print('%s: %s' % (short, what))
    for short in sorted(unused):
        if os.path.exists(os.path.join(folder, short)):
            print('%s: listed as an exception, but it was not compared' % short)
    print(', '.join('%d %s' % (counts[k], k) for k in sorted(counts)), '(%d exceptions)' % len(known))


main()
