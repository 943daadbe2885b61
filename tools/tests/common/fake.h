/* SPDX-License-Identifier: GPL-2.0-only */
/* A BMC made of memory behind the tool's door, with a clock that runs when waited for. */
#ifndef BMC_FAKE_H
#define BMC_FAKE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "../../lib/device.h"

#define FAKE_LOG 16384
#define FAKE_USERS 16
#define FAKE_CHANNELS 16

/**
 * struct fake_user - a user of the fake BMC
 * @name: name, NUL padded
 * @password: password, NUL padded
 * @size: form the password is stored in, 16 or 20
 * @state: enable state
 * @access: access byte (callback, link, messaging) and privilege, per channel
 * @sol: channels on which serial over LAN is allowed, a bit each
 */
struct fake_user {
	uint8_t name[16];
	uint8_t password[20];
	uint8_t size;
	uint8_t state;
	uint8_t access[FAKE_CHANNELS];
	uint16_t sol;
};

/**
 * struct fake_rule - an answer that is not the usual one
 * @netfn: request it is for
 * @cmd: request it is for
 * @byte: value of data byte @at, -1 = any
 * @at: which data byte is looked at
 * @cc: the completion code to give
 * @times: how often, -1 = always
 * @silent: no answer at all
 * @act: the request is carried out all the same
 */
struct fake_rule {
	uint8_t netfn, cmd;
	int byte;
	unsigned int at;
	uint8_t cc;
	int times;
	bool silent;
	bool act;
};

/**
 * struct fake - the fake BMC and what was asked of it
 * @log: requests, in order
 * @n: how many
 * @opens: how often the device was opened
 * @now: the clock
 * @rules: special answers
 * @medium: medium of each channel, 0 = no such channel
 * @access_mode: access mode of each channel, for fake_reset() and old tests
 * @saved_access: saved access of each channel
 * @active_access: its access in force
 * @users: users, by ID
 * @max_users: largest ID
 * @fixed: fixed names
 * @hide_state: enable state is not told
 * @password_any: the password test says yes to everything
 * @password_cut: passwords are cut to this many bytes, 0 = not
 * @enable_first: access can be set for enabled users only
 * @privilege_first: messaging can be switched on only with a privilege
 * @access_first: users without privilege can't be enabled
 * @name_first: users without name have no password
 * @refuse_20: no passwords of 20 bytes
 * @keep_names: a name can be changed, but not taken away
 * @wrong_slot: this user is given the passwords too, 0 = none
 * @lan: parameters, by number
 * @lan_size: their sizes, 0 = not supported
 * @lan_staged: values written since "set in progress", if @staging
 * @staging: values count only from commit on
 * @lan_sets: parameters with sets, by number and set
 * @sol: SOL parameters, by number
 * @boot: boot options, by number
 * @drop_persistent: boot flags are never persistent
 * @drop_saved: what is saved of a channel's access never changes
 * @info: system info, by number
 * @key: K_g of the channels
 * @strict_dhcp: addresses are refused while DHCP is on
 * @forget_on_static: leaving DHCP clears the addresses
 * @ignore: this parameter is accepted but never changes, 0 = none
 * @delay_ms: read values change only so long after they were written
 * @foreign_until: until then another party has "set in progress"
 * @stale: this many answers to nobody come before each answer
 * @device_id: answer to Get Device ID
 * @device_id_len: its length
 * @status: answer to Get Chassis Status
 * @identify_known: whether the identify state is told
 * @identify: identify state
 * @short_answers: answers are cut to this many bytes, -1 = not
 * @down_at: no answers from this time ...
 * @down_until: ... to this
 * @signal_at: number of the request after which a signal comes, 0 = none
 * @signal: the signal
 * @open_error: what opening gives
 * @gone_after: the device is gone after so many requests, 0 = never
 * @dir: folder of the test
 * @state: folder for journals
 * @policy: file with the rules for passwords
 * @spawned: how often the guard of an unconfirmed change was started
 * @spawn_error: what starting it gives
 * @kill_at: number of the request at which the program is killed, 0 = never
 * @kill_before: before the BMC carries it out, not after
 * @kill_fd: where this structure goes then
 * @tick: called before each request, for what happens meanwhile
 * @only_bmc: the driver lets nothing through to other controllers
 * @refuse: error number that sending gives, 0 = none
 * @reader: the device is open for reading only, as on bmclink: only what changes nothing
 */
struct fake {
	struct ipmi_request log[FAKE_LOG];
	unsigned int n;
	unsigned int opens;
	long long now;
	struct fake_rule rules[8];
	uint8_t medium[FAKE_CHANNELS];
	uint8_t access_mode[FAKE_CHANNELS];
	uint8_t saved_access[FAKE_CHANNELS][2];
	uint8_t active_access[FAKE_CHANNELS][2];
	struct fake_user users[FAKE_USERS];
	uint8_t max_users;
	uint8_t fixed;
	bool hide_state;
	bool password_any;
	unsigned int password_cut;
	bool enable_first;
	bool privilege_first;
	bool access_first;
	bool name_first;
	bool refuse_20;
	bool keep_names;
	uint8_t wrong_slot;
	uint8_t lan[80][20];
	uint8_t lan_size[80];
	uint8_t lan_sets[80][4][20];
	uint8_t lan_old[80][20];
	long long lan_since[80];
	uint8_t lan_staged[80][20];
	bool lan_is_staged[80];
	uint8_t sol[9][2];
	uint8_t boot[8][6];
	bool drop_persistent;
	bool drop_saved;
	uint8_t info[7][64];
	uint8_t key[20];
	bool staging;
	bool strict_dhcp;
	bool forget_on_static;
	uint8_t ignore;
	long delay_ms;
	long long foreign_until;
	unsigned int stale;
	uint8_t device_id[32];
	uint8_t device_id_len;
	uint8_t status[4];
	bool identify_known;
	uint8_t identify;
	int short_answers;
	long long down_at, down_until;
	unsigned int signal_at;
	volatile int signal;
	int open_error;
	unsigned int gone_after;
	void (*tick)(void);
	bool only_bmc;
	int refuse;
	bool reader;

	/* The answers under way. */
	struct ipmi_response queue[8];
	long queue_id[8];
	unsigned int queued;
	char dir[64];
	char state[96];
	char policy[96];
	unsigned int spawned;
	int spawn_error;
	unsigned int kill_at;
	bool kill_before;
	int kill_fd;
	char cache[72];
	char journal[80];
};

/**
 * struct fake_run - what a run of the tool gave
 * @status: exit status
 * @out: standard output
 * @err: standard error
 */
struct fake_run {
	int status;
	char *out;
	char *err;
};

extern struct fake fake;

void fake_reset(void);
void fake_ip6(void);
int fake_setup(void **state);
int fake_teardown(void **state);
void fake_rule(uint8_t netfn, uint8_t cmd, int byte, unsigned int at, uint8_t cc, int times);
void fake_answer(const struct ipmi_request *rq, struct ipmi_response *rs);
void fake_lan_answer(const struct ipmi_request *rq, struct ipmi_response *rs);
void fake_user_answer(const struct ipmi_request *rq, struct ipmi_response *rs);
const struct fake_run *run_bmc(const char *line);
int run_bmc_with(const char *line, int in, FILE *out, FILE *err);
const struct fake_run *run_bmc_on(const char *line, int in);
bool run_bmc_killed(const char *line, unsigned int at, bool before);
const struct fake_run *run_bmc_in(const char *line, const char *in, size_t len);
unsigned int fake_count(uint8_t netfn, uint8_t cmd);
void fake_writes(char *text, size_t room);
void assert_json(const struct fake_run *r, int status, ...);
void assert_run(const struct fake_run *r, int status, const char *out, const char *err);

#endif
