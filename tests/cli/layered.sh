# SPDX-License-Identifier: GPL-3.0-or-later
# layered.sh: pictures of every container that say SECRET things in every layer which exiftool can write, for tests that read
# them back. Sourced after lib.sh. Sets $layered to the files that could be made.
# Every text begins with one of $secrets; numbers that tell of a place are in $secrets too.
secrets='Zsecret ZSERIAL 48.858 2.2945 48.85 Zcity'
layered=

write_layers() { # FILE: what exiftool can write to this container
	exiftool -q -m -overwrite_original \
		-EXIF:Make=ZsecretMake -EXIF:Model=ZsecretModel -EXIF:Artist=ZsecretArtist -EXIF:Copyright=ZsecretCopy \
		-EXIF:OwnerName=ZsecretOwner -EXIF:SerialNumber=ZSERIAL1 -EXIF:LensSerialNumber=ZSERIAL2 \
		-EXIF:UserComment=ZsecretComment -EXIF:ImageDescription=ZsecretDescription -EXIF:Software=ZsecretSoft \
		-EXIF:ImageUniqueID=ZSERIAL3 -EXIF:XPAuthor=ZsecretXp -EXIF:DateTimeOriginal='2031:02:03 04:05:06' \
		-EXIF:GPSLatitude=48.8584 -EXIF:GPSLatitudeRef=N -EXIF:GPSLongitude=2.2945 -EXIF:GPSLongitudeRef=E \
		-XMP:Creator=ZsecretCreator -XMP:City=Zcity -XMP:CreatorTool=ZsecretTool \
		-XMP-aux:SerialNumber=ZSERIAL4 -XMP:DocumentID=ZSERIAL5 \
		-IPTC:By-line=ZsecretByline -IPTC:City=Zcity -Photoshop:URL=http://Zsecret/ -Comment=ZsecretWords \
		"-ICC_Profile<=profile.icc" "$1" 2>err || :
}

make_layered() {
	draw harbour base.jpg width=320 height=240 exif=camera thumb=harbour
	draw harbour plain.jpg width=320 height=240
	draw harbour base.png width=320 height=240
	for icc in /usr/share/color/icc/ghostscript/srgb.icc /usr/share/color/icc/colord/sRGB.icc /usr/share/color/icc/sRGB.icc; do
		[ -f $icc ] && cp $icc profile.icc && break
	done
	[ -f profile.icc ] || python3 -c '
from PIL import ImageCms
open("profile.icc", "wb").write(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())' 2>/dev/null || :
	mkdir layered
	cp base.jpg layered/Zsecret-jpeg.jpg
	cp base.png layered/Zsecret-png.png
	command -v cwebp >/dev/null && cwebp -quiet base.png -o layered/Zsecret-webp.webp
	command -v pngtopnm >/dev/null && pngtopnm base.png >base.ppm 2>/dev/null
	[ -s base.ppm ] && pnmtotiff base.ppm >layered/Zsecret-tiff.tif 2>/dev/null
	[ -s base.ppm ] && pnmquant 64 base.ppm 2>/dev/null | ppmtogif >layered/Zsecret-gif.gif 2>/dev/null
	command -v heif-enc >/dev/null && heif-enc -q 50 base.png -o layered/Zsecret-heif.heic >/dev/null 2>&1
	for f in layered/*; do
		if [ -s "$f" ]; then
			write_layers "$f"
			layered="$layered $f"
		else
			rm "$f"
		fi
	done
}
