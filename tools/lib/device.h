/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to a BMC: the door (/dev/ipmiN, or a fake one in tests), requests and
 * their answers, and the settings that bear on them.
 */
#ifndef BMC_DEVICE_H
#define BMC_DEVICE_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "error.h"
#include "ipmi/channel.h"

/**
 * struct bmc_door_ops - what carries requests to a BMC, and the clock
 * @open: opens @path, sets @readonly when only that was granted; 0 or -errno
 * @close: gives up everything that @open got
 * @send: queues a request under @msgid; 0 or -errno
 * @receive: takes one answer, sets @msgid of its request; 0, -EAGAIN when there
 *	is none, or -errno
 * @wait: waits for an answer up to @ms; 0 when it is worth to look, -ETIME,
 *	-EINTR after a signal, -ENODEV when the BMC went away
 * @now_ms: monotonic clock
 * @sleep_ms: sleeps; 0, or -EINTR after a signal
 */
struct bmc_door_ops {
	int (*open)(void *priv, const char *path, bool *readonly);
	void (*close)(void *priv);
	int (*send)(void *priv, long msgid, const struct ipmi_request *rq);
	int (*receive)(void *priv, long *msgid, struct ipmi_response *rs);
	int (*wait)(void *priv, long ms);
	long long (*now_ms)(void *priv);
	int (*sleep_ms)(void *priv, long ms);
};

/**
 * struct bmc_system - the world around the tool, replaced by tests
 * @door: the door
 * @door_priv: passed to it
 * @dev_root: where device nodes are
 * @sysfs_root: where sysfs is
 * @lock_dir: where lock files are
 * @state_dir: where the journals of changes are
 * @policy: file with the rules for passwords
 * @spawn: starts what undoes an unconfirmed change of a device in time; 0 or -errno
 * @cache_dir: where this user's caches are, NULL = nowhere
 * @cache_shared: where caches are that the administrator made, NULL = nowhere
 * @journal: socket of the journal
 * @tty: the terminal passwords are asked at
 * @in: standard input as a file descriptor
 * @out: standard output
 * @err: standard error
 * @signal: number of the signal that asks to stop, 0 = none
 * @asked: not 0 when somebody asks how far the work is; may be NULL
 */
struct bmc_system {
	const struct bmc_door_ops *door;
	void *door_priv;
	const char *dev_root;
	const char *sysfs_root;
	const char *lock_dir;
	const char *state_dir;
	const char *policy;
	int (*spawn)(const char *device);
	const char *cache_dir;
	const char *cache_shared;
	const char *journal;
	const char *tty;
	int in;
	FILE *out;
	FILE *err;
	volatile int *signal;
	volatile int *asked;
};

/**
 * struct bmc_options - global options that bear on the talk with the BMC
 * @device: value of -d, NULL when not given
 * @timeout_ms: limit for the whole run, 0 = none
 * @retries: how often a request is repeated when the BMC is busy
 * @verbose: 1 names each request, 2 shows its bytes
 * @quiet: nothing on standard error
 * @dry_run: send nothing that changes the BMC
 * @force: relax soft checks
 * @yes: take guarded questions as answered
 * @no_progress: don't show progress
 * @no_color: no colors
 * @json: remarks are JSON, as all else
 */
struct bmc_options {
	const char *device;
	long timeout_ms;
	unsigned int retries;
	unsigned int verbose;
	bool quiet;
	bool dry_run;
	bool force;
	bool yes;
	bool no_progress;
	bool no_color;
	bool json;
};

/**
 * struct bmc - one run of the tool against one BMC
 * @sys: the world around
 * @opt: options
 * @err: the last error
 * @open: the device is open
 * @readonly: it is open for reading only
 * @path: path of the device
 * @name: its short name, ipmiN
 * @deadline: end of the run on the monotonic clock, 0 = none
 * @msgid: of the last request
 * @cleanup: a signal does not stop requests now: the BMC is being put in order
 * @lock_fd: host lock, -1 when not held
 * @writes: what a dry run would have sent, an array
 * @collect: changes go into this array instead of being printed; NULL = no
 * @lan: LAN channels that were found, valid when @lan_known
 * @n_lan: how many
 * @lan_known: they were looked for; channels don't come and go
 */
struct bmc {
	const struct bmc_system *sys;
	struct bmc_options opt;
	struct bmc_error err;
	bool open;
	bool readonly;
	char path[64];
	char name[32];
	long long deadline;
	long msgid;
	bool cleanup;
	int lock_fd;
	struct json_object *writes;
	struct json_object *collect;
	struct ipmi_channel_info lan[11];
	unsigned int n_lan;
	bool lan_known;
};

#define BMC_DEVICES_MAX 64

/**
 * struct bmc_device - a device node found on this host
 * @number: N of ipmiN
 * @path: path of the node
 */
struct bmc_device {
	unsigned int number;
	char path[64];
};

extern const struct bmc_door_ops bmc_chardev_ops;

/**
 * struct bmc_chardev - private data of the door to /dev/ipmiN
 * @fd: the open device, -1 = none
 */
struct bmc_chardev {
	int fd;
};

void bmc_init(struct bmc *bmc, const struct bmc_system *sys, const struct bmc_options *opt);
void bmc_done(struct bmc *bmc);
unsigned int bmc_devices(const struct bmc_system *sys, struct bmc_device *found,
			 unsigned int room);
int bmc_select(struct bmc *bmc);
int bmc_open(struct bmc *bmc);
void bmc_close(struct bmc *bmc);
int bmc_call(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	     long limit_ms);
int bmc_query(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs);
int bmc_ask(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	    const char *what);
int bmc_change(struct bmc *bmc, const struct ipmi_request *rq, struct ipmi_response *rs,
	       const char *what);
int bmc_garbled(struct bmc *bmc, const struct ipmi_response *rs, const char *what);
int bmc_interrupted(struct bmc *bmc);
int bmc_sleep(struct bmc *bmc, long ms);
long long bmc_now(struct bmc *bmc);
int bmc_lock(struct bmc *bmc);
void bmc_unlock(struct bmc *bmc);
void bmc_note(struct bmc *bmc, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void bmc_hex(char *dst, size_t room, const uint8_t *data, size_t len, size_t secret);

#endif
