/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeutil.h: civil dates without the C library's global state. Proleptic Gregorian, no leap seconds.
 * The day arithmetic is Howard Hinnant's "chrono-compatible low-level date algorithms". */
#ifndef COTTINGLEY_TIMEUTIL_H
#define COTTINGLEY_TIMEUTIL_H

#include "src/base/base.h"

struct civil {
	int year, month, day, hour, minute, second; /* month 1..12, day 1..31 */
};

bool civil_valid(const struct civil *c);
int64_t civil_seconds(const struct civil *c); /* since 1970-01-01T00:00:00, same zone as c */
struct civil civil_from_seconds(int64_t seconds); /* outside the years 0 to 9999: the nearest second in them */

/* "2026-11-21T10:00:00Z" and back; out holds 32. Parsing also takes a date alone (midnight). */
char *time_format_utc(char out[32], int64_t seconds);
MUST_USE bool time_parse_utc(const char *text, int64_t *seconds);

/* EXIF 2.32: "YYYY:MM:DD HH:MM:SS". False for blanks, zeros and anything malformed. */
MUST_USE bool time_parse_exif(const char *text, struct civil *out);
/* EXIF OffsetTime: "+HH:MM" or "-HH:MM" or "Z", to minutes east of UTC. */
MUST_USE bool time_parse_offset(const char *text, int *minutes);

int64_t time_now(void); /* the only clock; seconds since 1970 UTC; see --now */

#endif
