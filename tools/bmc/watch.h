/* SPDX-License-Identifier: GPL-2.0-only */
/* What the commands that watch the machine share. */
#ifndef BMC_WATCH_H
#define BMC_WATCH_H

#include "../lib/ipmi/chassis.h"
#include "../lib/ipmi/dcmi.h"
#include "../lib/sel.h"
#include "../lib/sensors.h"
#include "cli.h"

#define TIME_TEXT 40

/* times.c */
void time_text(char text[TIME_TEXT], long long seconds);
void out_time(struct json_object *o, const char *key, uint32_t stamp, int utc_minutes);
bool time_read(const char *text, long long *seconds);
parse_fn parse_time;

/* files.c */
int file_save(struct bmc_error *err, const char *path, const void *data, size_t len,
	      unsigned int mode);
int file_load(struct bmc_error *err, const char *path, void *data, size_t room, size_t *len);

/* sel_out.c */
struct json_object *sel_json(const struct sensors *sensors, const uint8_t *record,
			     int utc_minutes);
extern const struct out_field sel_fields[];

/* power.c, dcmi.c */
int power_show_run(struct cli *cli, const struct args *args);
int dcmi_power(struct cli *cli, struct ipmi_dcmi_power *p);

/* live.c, monitor.c */
int live_run(struct cli *cli, long interval_ms);
extern const struct arg_spec monitor_args[];
int monitor_run(struct cli *cli, const struct args *args);

/* sensor.c, sensor_out.c, sensor_set.c */
#define SENSOR_BAR 16

extern const struct arg_spec sensor_set_args[];
int sensor_set_check(struct cli *cli, const struct args *args);
int sensor_set_run(struct cli *cli, const struct args *args);
int sensor_choose(struct cli *cli, const struct sensors *all, const char *name, size_t *at);
void sensor_value_text(const struct sensor *s, double value, char *text, size_t room);
struct json_object *sensor_thresholds_json(const struct sensor *s);
struct json_object *sensor_json(const struct sensor *s);
void sensor_bar(const struct sensor *s, char bar[SENSOR_BAR]);

#endif
