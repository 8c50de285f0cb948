/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The incidents that are known without a list. What a row states, its source states; a report prints both. */
#include "src/base/base.h"

#include "src/trust/list_parse.h"

const char incident_table[] =
	"issued 2026-02-27\n"
	"\n"
	"# The camera's own name in EXIF is \"NIKON Z6_3\". The end is open: cameras that were not connected since keep their\n"
	"# key and go on signing. 21 September 2025 as the day of the revocation rests on the second source alone.\n"
	"incident nikon-z6iii-2025\n"
	"vendor nikon*\n"
	"model *z*6*[3i]*\n"
	"from 2025-08-27\n"
	"effect class-revoked\n"
	"condition a multiple exposure, which the camera signed whatever its first frame was\n"
	"text Nikon Z6III, firmware 2.00 of 27 August 2025: in its multiple-exposure mode the camera signed pictures that "
	"it had not taken, generated ones among them. Nikon suspended the service on 5 September 2025 and revoked all its "
	"certificates; a camera that was not connected since still signs.\n"
	"source https://petapixel.com/2025/09/05/nikon-suspends-c2pa-functionality-on-the-z6-iii-due-to-authentication-issue "
	"and https://c2paviewer.com/articles/nikon-cameras-c2pa\n"
	"as-of 2026-02-27\n";
