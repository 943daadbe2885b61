// SPDX-License-Identifier: GPL-2.0-only
/* bmc sensor set: thresholds. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "watch.h"

/* From the lowest to the highest. */
static const uint8_t order[] = { IPMI_LNR, IPMI_LC, IPMI_LNC, IPMI_UNC, IPMI_UC, IPMI_UNR };

/**
 * struct wish - thresholds to set
 * @mask: which
 * @value: their values
 */
struct wish {
	uint8_t mask;
	double value[IPMI_THRESHOLDS];
};

/* Names as this tool prints them, and as others call them: ucr is uc, lcr is lc. */
static int find_threshold(const char *name, size_t len)
{
	unsigned int i;

	for (i = 0; i < IPMI_THRESHOLDS; i++)
		if (strlen(ipmi_threshold_name(i)) == len &&
		    !strncmp(ipmi_threshold_name(i), name, len))
			return (int)i;
	if (len == 3 && !strncmp(name, "ucr", 3))
		return IPMI_UC;
	return len == 3 && !strncmp(name, "lcr", 3) ? IPMI_LC : -1;
}

static int read_one(struct bmc_error *err, const char *word, struct wish *wish)
{
	const char *eq = strchr(word, '=');
	double value;
	char *end;
	int i;

	if (!eq)
		return bmc_error_value(err, "threshold", word, "is not THRESHOLD=VALUE");
	i = find_threshold(word, (size_t)(eq - word));
	if (i < 0)
		return bmc_error_value(err, "threshold", word,
				       "is none of lnr, lc, lnc, unc, uc, unr");
	if (wish->mask >> i & 1)
		return bmc_error_value(err, "threshold", word, "is given twice");
	value = strtod(eq + 1, &end);
	if (end == eq + 1 || *end || !isfinite(value) || strpbrk(eq + 1, "xXpP \t"))
		return bmc_error_value(err, ipmi_threshold_name((unsigned int)i), eq + 1,
				       "is not a decimal number");
	wish->mask |= (uint8_t)(1 << i);
	wish->value[i] = value;
	return 0;
}

static int read_wish(struct bmc_error *err, const struct args *args, struct wish *wish)
{
	size_t i;
	int rc = 0;

	memset(wish, 0, sizeof(*wish));
	for (i = 0; i < args->n_words && !rc; i++)
		rc = read_one(err, args->words[i], wish);
	return rc;
}

/**
 * sensor_set_check() - are the thresholds given well-formed?
 * @cli: the run
 * @args: the arguments
 *
 * Return: 0, or BMC_EXIT_USAGE.
 */
int sensor_set_check(struct cli *cli, const struct args *args)
{
	struct wish wish;

	return read_wish(&cli->bmc.err, args, &wish);
}

/* What would be set, as raw values; the rules that need the sensor to be known. */
static int plan(struct cli *cli, const struct sensor *s, const struct wish *wish,
		uint8_t raw[IPMI_THRESHOLDS])
{
	double value[IPMI_THRESHOLDS], min = 0, max = 0;
	struct bmc_error *err = &cli->bmc.err;
	const char *name, *before = NULL;
	double last = 0;
	char text[40];
	unsigned int i, t;

	memcpy(raw, s->raw, IPMI_THRESHOLDS);
	for (i = 0; i < IPMI_THRESHOLDS; i++) {
		t = order[i];
		name = ipmi_threshold_name(t);
		if (!(wish->mask >> t & 1)) {
			if (!sensor_threshold(s, t, &value[t]))
				continue;
		} else {
			snprintf(text, sizeof(text), "%g", wish->value[t]);
			if (!(s->settable >> t & 1))
				return bmc_error_value(err, name, text,
						       "can't be set: %s does not let it",
						       s->sdr.name);
			if (!ipmi_unconvert(&s->sdr.factors, wish->value[t], &raw[t], &min, &max))
				return bmc_error_value(err, name, text,
						       "is outside of what %s can express: %g to %g",
						       s->sdr.name, min, max);
			value[t] = wish->value[t];
		}
		snprintf(text, sizeof(text), "%g", value[t]);
		if (before && (value[t] < last || (value[t] <= last && t == IPMI_UNC)))
			return bmc_error_value(err, name, text, "is not above %s, which is %g",
					       before, last);
		before = name;
		last = value[t];
	}
	return 0;
}

static int read_back(struct cli *cli, struct sensor *s, uint8_t mask, const uint8_t *raw)
{
	unsigned int i;
	int rc;

	s->live = false;
	rc = sensor_read_thresholds(&cli->bmc, s);
	if (rc)
		return rc;
	for (i = 0; i < IPMI_THRESHOLDS; i++)
		if (mask >> i & 1 && (!s->live || s->raw[i] != raw[i]))
			return bmc_error_set(&cli->bmc.err, BMC_EXIT_UNKNOWN,
					     "the BMC took the thresholds, but %s is not what was set",
					     ipmi_threshold_name(i));
	return 0;
}

static void note_change(struct json_object *changes, const struct sensor *s, unsigned int i,
			uint8_t raw)
{
	char old[40] = "", new[40];
	bool had;
	double v;

	had = sensor_threshold(s, i, &v);
	if (had)
		snprintf(old, sizeof(old), "%.10g", v);
	if (!ipmi_convert(&s->sdr.factors, raw, &v))
		v = 0;
	snprintf(new, sizeof(new), "%.10g", v);
	cli_change(changes, had ? old : NULL, new, "sensor.%s.%s", s->sdr.name,
		   ipmi_threshold_name(i));
}

static int set(struct cli *cli, struct sensor *s, const struct wish *wish)
{
	struct json_object *changes;
	uint8_t raw[IPMI_THRESHOLDS], mask = 0;
	struct ipmi_request rq;
	struct ipmi_response rs;
	unsigned int i;
	int rc;

	rc = plan(cli, s, wish, raw);
	if (rc)
		return rc;
	changes = json_object_new_array();
	for (i = 0; i < IPMI_THRESHOLDS; i++) {
		if (!(wish->mask >> i & 1) || (s->mask >> i & 1 && s->raw[i] == raw[i]))
			continue;
		mask |= (uint8_t)(1 << i);
		note_change(changes, s, i, raw[i]);
	}
	if (mask) {
		ipmi_thresholds_encode(&rq, s->sdr.lun, s->sdr.number, mask, raw);
		if (s->sdr.owner != IPMI_BMC_ADDRESS) {
			rq.slave = s->sdr.owner;
			rq.channel = s->sdr.channel;
		}
		rc = bmc_change(&cli->bmc, &rq, &rs, "thresholds");
		if (!rc && rs.cc)
			rc = bmc_error_cc(&cli->bmc.err, rq.netfn, rq.cmd, rs.cc, "thresholds");
		if (!rc && !cli->bmc.opt.dry_run)
			rc = read_back(cli, s, mask, raw);
	}
	if (rc) {
		json_object_put(changes);
		return rc;
	}
	return cli_changed(cli, changes, 1);
}

/**
 * sensor_set_run() - set thresholds and read them back
 * @cli: the run
 * @args: the arguments
 *
 * Return: exit status.
 */
int sensor_set_run(struct cli *cli, const struct args *args)
{
	struct sensors all;
	struct sensor *s;
	struct wish wish;
	size_t at = 0, again;
	int rc;

	read_wish(&cli->bmc.err, args, &wish);
	rc = sensors_load(&cli->bmc, &all);
	if (!rc)
		rc = sensor_choose(cli, &all, args->v[0].text, &at);
	again = at + 1;
	if (!rc && !sensor_choose(cli, &all, args->v[0].text, &again))
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				   "there are several sensors %s: use a key, such as %s",
				   args->v[0].text, all.list[at].key);
	s = rc ? NULL : &all.list[at];
	if (!rc && (!ipmi_sdr_is_threshold(&s->sdr) || !ipmi_sdr_is_analog(&s->sdr)))
		rc = bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED,
				   "%s is a sensor without thresholds", s->sdr.name);
	if (!rc)
		rc = bmc_lock(&cli->bmc);
	if (!rc && s->sdr.factors.linearization == IPMI_NONLINEAR)
		rc = sensor_read(&cli->bmc, &all, s);
	if (!rc)
		rc = sensor_read_thresholds(&cli->bmc, s);
	if (!rc)
		rc = set(cli, s, &wish);
	sensors_free(&all);
	return rc;
}

const struct arg_spec sensor_set_args[] = {
	{ .kind = ARG_POS, .name = "sensor", .meta = "NAME", .parse = parse_text,
	  .flags = ARG_REQUIRED, .help = "name of a sensor, or its key (20.0.01)" },
	{ .kind = ARG_POS, .name = "thresholds", .meta = "THRESHOLD=VALUE", .parse = parse_text,
	  .flags = ARG_REQUIRED | ARG_WORDS, .words = "lnr= lc= lnc= unc= uc= unr=",
	  .help = "lnr, lc, lnc, unc, uc or unr, and its value in the sensor's unit" },
	{ .name = NULL },
};
