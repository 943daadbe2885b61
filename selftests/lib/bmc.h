/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A BMC made of memory: what it holds, and what it answers when nobody tells it to misbehave.
 *
 * No input or output, no clock of its own: who uses it sets bmc.now_ms and hands it requests.
 * sbmc.c puts it behind a socket, rules (rule.h) stand in front of it.
 */
#ifndef SELFTESTS_LIB_BMC_H
#define SELFTESTS_LIB_BMC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#endif

#define BMC_DATA_MAX	1024
#define BMC_CHANNELS	16
#define BMC_USERS	64
#define BMC_LAN_PARAMS	256
#define BMC_LAN_SETS	16
#define BMC_LAN_BYTES	24
#define BMC_SOL_PARAMS	16
#define BMC_BOOT_PARAMS	16
#define BMC_EVENTS	64
#define BMC_QUEUE	64
#define BMC_SEL		256
#define BMC_SDR		128
#define BMC_FRUS	4
#define BMC_FRU_BYTES	2048
#define BMC_SENSORS	256
#define BMC_STRINGS	8

/* Completion codes (IPMI 2.0 table 5-2) */
#define CC_OK		0x00
#define CC_BUSY		0xc0
#define CC_COMMAND	0xc1
#define CC_TIMEOUT	0xc3
#define CC_SPACE	0xc4
#define CC_RESERVATION	0xc5
#define CC_LENGTH	0xc7
#define CC_LIMIT	0xc8
#define CC_RANGE	0xc9
#define CC_ABSENT	0xcb
#define CC_FIELD	0xcc
#define CC_INIT		0xd2
#define CC_STATE	0xd5
/* and of Send Message: nobody acknowledged */
#define CC_NAK		0x83

/* Message flags */
#define FLAG_QUEUE	0x01
#define FLAG_EVENT	0x02
#define FLAG_PRETIMEOUT	0x08

/* Global enables */
#define ENABLE_QUEUE_IRQ	0x01
#define ENABLE_EVENT_IRQ	0x02
#define ENABLE_EVENTS		0x04
#define ENABLE_SEL		0x08

/**
 * struct bmc_msg - a request, or the answer to one
 * @netfn: network function; odd in answers
 * @lun: logical unit
 * @cmd: command
 * @len: bytes in @data
 * @data: the data; in answers the completion code comes first
 */
struct bmc_msg {
	uint8_t netfn, lun, cmd;
	size_t len;
	uint8_t data[BMC_DATA_MAX];
};

/**
 * struct bmc_user - a slot of the user table
 * @name: NUL padded
 * @password: NUL padded
 * @size: form the password was set in, 16 or 20, 0 = never set
 * @state: 0 not told, 1 enabled, 2 disabled
 * @access: callback, link, messaging bits and privilege, per channel
 * @payload: payload mask, per channel
 */
struct bmc_user {
	uint8_t name[16];
	uint8_t password[20];
	uint8_t size;
	uint8_t state;
	uint8_t access[BMC_CHANNELS];
	uint8_t payload[BMC_CHANNELS][4];
};

/**
 * struct bmc_value - a parameter of a few bytes
 * @len: its length, 0 = there is no such parameter
 * @data: what it is
 * @old: what it was, and still looks like until @since + the BMC's delay
 * @staged: what it will be on commit
 * @is_staged: whether something waits for the commit
 * @since: when it was written
 */
struct bmc_value {
	uint8_t len;
	uint8_t data[BMC_LAN_BYTES];
	uint8_t old[BMC_LAN_BYTES];
	uint8_t staged[BMC_LAN_BYTES];
	bool is_staged;
	uint64_t since;
};

/**
 * struct bmc_lan - LAN and SOL settings of a channel
 * @param: LAN parameters that have one value
 * @dest_type: parameter 18, by set selector
 * @dest_addr: parameter 19, by set selector
 * @ip6: parameter 56, by set selector
 * @sol: SOL parameters
 * @lock_since: when "set in progress" was written
 */
struct bmc_lan {
	struct bmc_value param[BMC_LAN_PARAMS];
	struct bmc_value dest_type[BMC_LAN_SETS];
	struct bmc_value dest_addr[BMC_LAN_SETS];
	struct bmc_value ip6[BMC_LAN_SETS];
	struct bmc_value sol[BMC_SOL_PARAMS];
	uint64_t lock_since;
};

/**
 * struct bmc_channel - a channel
 * @medium: its medium, 0 = there is no such channel
 * @protocol: protocol and
 * @session: session bits, as Get Channel Info tells them
 * @access: access byte, non-volatile and volatile
 * @limit: privilege limit, non-volatile and volatile
 * @lan: what a channel of medium 4 or 6 holds besides
 */
struct bmc_channel {
	uint8_t medium, protocol, session;
	uint8_t access[2], limit[2];
	struct bmc_lan *lan;
};

/**
 * struct bmc_queued - a message that waits to be fetched
 * @ready: when it can be fetched
 * @len: bytes in @data
 * @data: as Get Message gives it, channel first
 */
struct bmc_queued {
	uint64_t ready;
	size_t len;
	uint8_t data[BMC_DATA_MAX - 8];
};

/**
 * struct bmc_record - a record of the SEL or of the SDR repository
 * @len: bytes
 * @data: them
 */
struct bmc_record {
	uint8_t len;
	uint8_t data[80];
};

/**
 * struct bmc_sensor - what a sensor reads
 * @there: whether there is one with that number
 * @reading: Get Sensor Reading's four bytes
 * @thresholds: Get Sensor Thresholds' seven bytes
 */
struct bmc_sensor {
	bool there;
	uint8_t reading[4];
	uint8_t thresholds[7];
};

/**
 * struct bmc_knobs - what makes the BMC of one vendor differ from that of another
 *
 * By name in knob.c, where each is described.
 */
struct bmc_knobs {
	unsigned int lan_staging, lan_late_ms, lan_dhcp_strict, lan_forget, lan_lock_stuck;
	unsigned int lan_lock_ms, lan_no_lock, lan_no_commit, lan_ignore, lan_vlan, lan_no_gw_mac;
	unsigned int user_max, user_fixed, user_hide_state, user_size, user_cut, user_any_password;
	unsigned int user_min, user_classes, user_policy_cc, user_enable_needs, user_access_needs;
	unsigned int user_keep_name, user_password_enables, user_no_empty_name, user_shift;
	unsigned int access_one, access_no_modes, payload_none;
	unsigned int identify_unknown, identify_no_force, boot_drop_persistent, power_refused;
	unsigned int restore_known, dcmi, sysinfo, watchdog_forgets;
	unsigned int init_answers, init_ms, init_cc, down_ms;
	unsigned int sdr_max_read, fru_busy;
	unsigned int bridge_delay_ms, bridge_copies, bridge_lost, bridge_seq_add, bridge_badsum;
};

/**
 * struct bmc_wishes - what the BMC was asked to do outside of itself
 * @power: BMC_POWER_*, what is to be done with the machine
 * @reset: the BMC is to go down and come back
 */
struct bmc_wishes {
	int power;
	bool reset;
};

/* Chassis control */
enum {
	BMC_POWER_NONE = -1, BMC_POWER_OFF, BMC_POWER_ON, BMC_POWER_CYCLE, BMC_POWER_RESET,
	BMC_POWER_NMI, BMC_POWER_SOFT,
};

/**
 * struct bmc - the BMC
 *
 * @now_ms is set by who uses it, @wish is taken by them; all else is the BMC's.
 */
struct bmc {
	uint64_t now_ms;
	struct bmc_wishes wish;
	struct bmc_knobs knob;

	uint8_t device_id[32];
	size_t device_id_len;
	uint8_t guid[16];
	uint8_t enables;
	uint8_t flags_sticky;
	bool flags_fixed;
	bool pretimeout;
	unsigned int init_left;
	uint64_t init_until;
	uint8_t self_test[2];

	uint8_t events[BMC_EVENTS][16];
	unsigned int nr_events;
	bool endless;
	uint8_t endless_event[16];
	unsigned long events_lost, events_read;
	struct bmc_queued queue[BMC_QUEUE];
	unsigned int nr_queue;
	unsigned long queue_lost;

	struct bmc_channel channel[BMC_CHANNELS];
	struct bmc_user user[BMC_USERS];
	struct bmc_value boot[BMC_BOOT_PARAMS];
	struct bmc_value string[BMC_STRINGS][BMC_LAN_SETS];

	bool powered;
	uint8_t identify;
	uint64_t identify_until;
	uint8_t restore, panel, restart_cause, cycle_s, last_power;

	struct bmc_record sel[BMC_SEL], sdr[BMC_SDR];
	unsigned int nr_sel, nr_sdr, next_sel_id;
	uint16_t sel_reservation, sdr_reservation;
	uint32_t sel_added, sel_erased, sdr_added;
	int64_t sel_clock;
	int16_t utc_offset;
	bool sel_overflow;
	uint8_t fru[BMC_FRUS][BMC_FRU_BYTES];
	size_t fru_len[BMC_FRUS];
	unsigned int fru_refused;
	struct bmc_sensor sensor[BMC_SENSORS];

	uint8_t wdt[6];
	bool wdt_set, wdt_running;
	uint64_t wdt_until;

	char asset_tag[64], controller_id[65];
	uint16_t watts;
	uint8_t limit[15];
	bool limit_set, limit_active;

	/* Bridging: who answers on other buses, and who was asked. */
	bool satellite[256];
	uint8_t satellite_id[256][16];
	uint8_t bridge_seq;
	unsigned long replies;
	struct bmc_queued late[BMC_QUEUE];
	unsigned int nr_late;
	struct bmc_queued reply;
};

/**
 * struct bmc_command - a command the BMC knows
 * @netfn: network function
 * @cmd: command
 * @min: least data bytes
 * @max: most data bytes
 * @run: carries it out; @rs has completion code 0 and no data
 */
struct bmc_command {
	uint8_t netfn, cmd;
	size_t min, max;
	void (*run)(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs);
};

#define BMC_ANY	BMC_DATA_MAX

extern const struct bmc_command bmc_app_commands[];
extern const size_t bmc_app_count;
extern const struct bmc_command bmc_bridge_commands[];
extern const size_t bmc_bridge_count;
extern const struct bmc_command bmc_user_commands[];
extern const size_t bmc_user_count;
extern const struct bmc_command bmc_lan_commands[];
extern const size_t bmc_lan_count;
extern const struct bmc_command bmc_chassis_commands[];
extern const size_t bmc_chassis_count;
extern const struct bmc_command bmc_storage_commands[];
extern const size_t bmc_storage_count;
extern const struct bmc_command bmc_dcmi_commands[];
extern const size_t bmc_dcmi_count;

/**
 * bmc_new() - a BMC as it leaves the factory
 *
 * System interface, IPMB on channel 0, LAN on channel 1, users 1 (null) and 2 (ADMIN).
 *
 * Return: the BMC; ends the program when there is no memory.
 */
struct bmc *bmc_new(void);

/** bmc_free() - done with it. @b: the BMC */
void bmc_free(struct bmc *b);

/**
 * bmc_answer() - carry out a request
 * @b: the BMC
 * @rq: the request
 * @rs: the answer
 */
void bmc_answer(struct bmc *b, const struct bmc_msg *rq, struct bmc_msg *rs);

/**
 * bmc_restart() - what a reset of the BMC does to what it holds
 * @b: the BMC
 * @down_ms: how long it is away
 *
 * Enables, queues, flags, volatile settings and staged parameters are lost.
 */
void bmc_restart(struct bmc *b, unsigned int down_ms);

/** bmc_flags() - message flags. @b: the BMC. Return: them. */
uint8_t bmc_flags(const struct bmc *b);

/** bmc_irq() - whether what waits may interrupt. @b: the BMC. Return: true if so. */
bool bmc_irq(const struct bmc *b);

/**
 * bmc_event() - put an event into the event message buffer
 * @b: the BMC
 * @event: 16 bytes
 *
 * Return: false when the buffer is off or full.
 */
bool bmc_event(struct bmc *b, const uint8_t event[16]);

/**
 * bmc_queue() - put a message into the receive message queue
 * @b: the BMC
 * @data: as Get Message gives it, channel first
 * @len: bytes
 *
 * Return: false when the queue is full.
 */
bool bmc_queue(struct bmc *b, const uint8_t *data, size_t len);

/**
 * bmc_tick() - what was on its way from another controller has come by now
 * @b: the BMC
 *
 * Return: ms until more comes, -1 when nothing will.
 */
long bmc_tick(struct bmc *b);

/**
 * bmc_ipmb_request() - a request from another controller to the host's software
 * @b: the BMC
 * @channel: the channel it comes from
 * @from: address of the controller
 * @rq: the request
 * @host_lun: LUN of the host's software
 *
 * Return: false when the queue is full.
 */
bool bmc_ipmb_request(struct bmc *b, uint8_t channel, uint8_t from, const struct bmc_msg *rq,
		      uint8_t host_lun);

/**
 * bmc_lan_request() - a request from a remote console to the host's software
 * @b: the BMC
 * @channel: the channel it comes from
 * @session: session handle
 * @from: the console's software ID
 * @rq: the request
 *
 * Return: false when the queue is full.
 */
bool bmc_lan_request(struct bmc *b, uint8_t channel, uint8_t session, uint8_t from,
		     const struct bmc_msg *rq);

/** bmc_lan_is() - whether a channel is a LAN. @b: the BMC; @channel: which. Return: true if so. */
bool bmc_lan_is(const struct bmc *b, unsigned int channel);

/**
 * bmc_channel_set() - make, change or remove a channel
 * @b: the BMC
 * @channel: which
 * @medium: its medium, 0 to remove it
 * @protocol: its protocol
 */
void bmc_channel_set(struct bmc *b, unsigned int channel, uint8_t medium, uint8_t protocol);

/** bmc_lan_new() - LAN parameters as they leave the factory. Return: them. */
struct bmc_lan *bmc_lan_new(void);

/** bmc_lan_restart() - forget what is staged. @lan: the parameters */
void bmc_lan_restart(struct bmc_lan *lan);

/** bmc_users_init() - the first users. @b: the BMC */
void bmc_users_init(struct bmc *b);

/** bmc_chassis_init() - boot options. @b: the BMC */
void bmc_chassis_init(struct bmc *b);

/** bmc_storage_init() - sensors, a board, an event or two. @b: the BMC */
void bmc_storage_init(struct bmc *b);

/**
 * bmc_sel_add() - log an event
 * @b: the BMC
 * @record: 16 bytes; its ID is set
 *
 * Return: false when the log is full.
 */
bool bmc_sel_add(struct bmc *b, const uint8_t record[16]);

/**
 * bmc_knob() - set by name what makes this BMC differ
 * @b: the BMC
 * @name: such as "lan.staging"
 * @value: the value
 *
 * Return: false when there is no such knob.
 */
bool bmc_knob(struct bmc *b, const char *name, unsigned int value);

/** bmc_knobs_list() - all knobs, for --help. @f: where to write */
void bmc_knobs_list(FILE *f);

/**
 * bmc_set_value() - a parameter and its length
 * @v: the parameter
 * @data: bytes
 * @len: how many
 */
void bmc_set_value(struct bmc_value *v, const void *data, size_t len);

/**
 * bmc_put() - data for an answer
 * @rs: the answer
 * @data: bytes
 * @len: how many
 */
void bmc_put(struct bmc_msg *rs, const void *data, size_t len);

/* BMC_PUT() - bytes for an answer, one by one */
#define BMC_PUT(rs, ...)						\
	do {								\
		const uint8_t bytes_[] = { __VA_ARGS__ };		\
									\
		bmc_put(rs, bytes_, sizeof(bytes_));			\
	} while (0)

/**
 * bmc_put_number() - a number for an answer, least significant byte first
 * @rs: the answer
 * @value: the number
 * @bytes: how many of its bytes
 */
void bmc_put_number(struct bmc_msg *rs, uint64_t value, unsigned int bytes);

/**
 * bmc_number() - a number from a request, least significant byte first
 * @data: its first byte
 * @bytes: how many
 *
 * Return: the number.
 */
uint64_t bmc_number(const uint8_t *data, unsigned int bytes);

#endif
