// SPDX-License-Identifier: GPL-2.0-only
/* Points in time, as BMCs and people write them. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "../lib/array.h"
#include "watch.h"

/**
 * time_text() - a point in time as RFC 3339, in local time with its offset
 * @text: filled
 * @seconds: seconds since 1970
 */
void time_text(char text[TIME_TEXT], long long seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;
	size_t n = 0;

	if (localtime_r(&t, &tm))
		n = strftime(text, TIME_TEXT - 2, "%Y-%m-%dT%H:%M:%S%z", &tm);
	if (n < 2) {
		text[0] = '\0';
		return;
	}
	/* +0100 to +01:00 */
	memmove(text + n - 1, text + n - 2, 3);
	text[n - 2] = ':';
}

/**
 * out_time() - set a time stamp of a BMC
 * @o: the object
 * @key: its key; null when the stamp is no point in time, and with KEY_raw
 * @stamp: the stamp
 * @utc_minutes: offset of the BMC's clock from UTC; most run on UTC
 */
void out_time(struct json_object *o, const char *key, uint32_t stamp, int utc_minutes)
{
	char text[TIME_TEXT], raw[64];

	if (stamp <= IPMI_STAMP_SINCE_INIT || stamp == IPMI_STAMP_UNSPECIFIED) {
		out_null(o, key);
	} else {
		time_text(text, (long long)stamp - utc_minutes * 60LL);
		out_str(o, key, text);
	}
	snprintf(raw, sizeof(raw), "%s_raw", key);
	out_int(o, raw, stamp);
}

static bool read_duration(const char *text, long long *seconds)
{
	unsigned long n;
	char *end;

	if (*text < '0' || *text > '9' || strlen(text) > 10)
		return false;
	n = strtoul(text, &end, 10);
	if (!*end || end[1])
		return false;
	*seconds = (long long)n * (*end == 's' ? 1 : *end == 'm' ? 60 : *end == 'h' ? 3600 :
				   *end == 'd' ? 86400 : 0);
	return *seconds || !n;
}

static bool read_date(const char *text, long long *seconds)
{
	static const char *const forms[] = {
		"%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S",
		"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d",
	};
	struct tm tm;
	const char *end;
	unsigned int i;
	long offset;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		memset(&tm, 0, sizeof(tm));
		tm.tm_isdst = -1;
		end = strptime(text, forms[i], &tm);
		if (!end || *end)
			continue;
		offset = tm.tm_gmtoff;
		*seconds = i < 2 ? timegm(&tm) - (i ? 0 : offset) : mktime(&tm);
		return true;
	}
	return false;
}

/**
 * time_read() - a point in time as people write it
 * @text: a date, a date with a time, "@SECONDS", or how long ago: 30m, 2h, 7d
 * @seconds: set to seconds since 1970
 *
 * Return: false when it is none of these.
 */
bool time_read(const char *text, long long *seconds)
{
	unsigned long n;

	if (*text == '@') {
		if (!parse_ulong(text + 1, &n) || n >= IPMI_STAMP_UNSPECIFIED)
			return false;
		*seconds = (long long)n;
		return true;
	}
	if (read_duration(text, seconds)) {
		*seconds = (long long)time(NULL) - *seconds;
		return true;
	}
	return read_date(text, seconds);
}

/**
 * parse_time() - read a point in time
 * @err: set when it is none
 * @field: name of the argument
 * @text: the value
 * @v: its number is set to seconds since 1970
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int parse_time(struct bmc_error *err, const char *field, const char *text, struct arg_value *v)
{
	long long seconds;

	if (!time_read(text, &seconds) || seconds < 0 || seconds >= IPMI_STAMP_UNSPECIFIED)
		return bmc_error_value(err, field, text, "%s",
				       "is no time (2026-01-31, 2026-01-31T12:00:00+01:00, @SECONDS, 2h ago: 2h)");
	v->u = (unsigned long)seconds;
	return 0;
}
