/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/timeutil.h"

/* The first seconds of these years. */
#define YEAR_0 (-62167219200LL)
#define YEAR_10000 253402300800LL

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool civil_valid(const struct civil *c)
{
	return c->year >= 0 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
	       c->day <= month_days(c->year, c->month) && c->hour >= 0 && c->hour < 24 &&
	       c->minute >= 0 && c->minute < 60 && c->second >= 0 && c->second <= 60;
}

int64_t civil_seconds(const struct civil *c)
{
	int64_t y = c->year - (c->month <= 2), m = c->month, d = c->day;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	int64_t days = era * 146097 + doe - 719468;

	return ((days * 24 + c->hour) * 60 + c->minute) * 60 + c->second;
}

struct civil civil_from_seconds(int64_t t)
{
	int64_t in = t < YEAR_0 ? YEAR_0 : t < YEAR_10000 ? t : YEAR_10000 - 1;
	int64_t days = in / 86400 - (in % 86400 < 0);
	int64_t rest = in - days * 86400;
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct civil c = { .day = (int)(doy - (153 * mp + 2) / 5 + 1),
			   .month = (int)(mp < 10 ? mp + 3 : mp - 9) };

	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	c.hour = (int)(rest / 3600);
	c.minute = (int)(rest / 60 % 60);
	c.second = (int)(rest % 60);
	return c;
}

char *time_format_utc(char out[32], int64_t seconds)
{
	struct civil c = civil_from_seconds(seconds);

	snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
		 c.minute, c.second);
	return out;
}

/* n decimal digits, advancing *p. */
static bool digits(const char **p, int n, int *v)
{
	int x = 0;

	for (int i = 0; i < n; i++) {
		if ((*p)[i] < '0' || (*p)[i] > '9')
			return false;
		x = x * 10 + ((*p)[i] - '0');
	}
	*p += n;
	*v = x;
	return true;
}

static bool mark(const char **p, char c)
{
	return *(*p)++ == c;
}

static bool date_part(const char **p, char sep, struct civil *c)
{
	return digits(p, 4, &c->year) && mark(p, sep) && digits(p, 2, &c->month) && mark(p, sep) &&
	       digits(p, 2, &c->day);
}

static bool clock_part(const char **p, struct civil *c)
{
	return digits(p, 2, &c->hour) && mark(p, ':') && digits(p, 2, &c->minute) && mark(p, ':') &&
	       digits(p, 2, &c->second);
}

bool time_parse_utc(const char *text, int64_t *seconds)
{
	struct civil c = { 0 };
	const char *p = text;

	if (!date_part(&p, '-', &c))
		return false;
	if (*p) {
		if ((*p != 'T' && *p != ' ') || (p++, !clock_part(&p, &c)) ||
		    (*p && strcmp(p, "Z") != 0))
			return false;
	}
	if (!civil_valid(&c))
		return false;
	*seconds = civil_seconds(&c);
	return true;
}

bool time_parse_exif(const char *text, struct civil *out)
{
	struct civil c = { 0 };
	const char *p = text;

	if (!date_part(&p, ':', &c) || !mark(&p, ' ') || !clock_part(&p, &c))
		return false;
	if (!civil_valid(&c) || c.year == 0)
		return false;
	*out = c;
	return true;
}

bool time_parse_offset(const char *text, int *minutes)
{
	const char *p = text + 1;
	int h, m;

	if (strcmp(text, "Z") == 0) {
		*minutes = 0;
		return true;
	}
	if ((text[0] != '+' && text[0] != '-') || !digits(&p, 2, &h) || !mark(&p, ':') ||
	    !digits(&p, 2, &m) || *p || h > 14 || m > 59)
		return false;
	*minutes = (h * 60 + m) * (text[0] == '-' ? -1 : 1);
	return true;
}

int64_t time_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec;
}
