/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SMBus System Interface (IPMI 2.0, section 12): what the files of this module
 * share.
 */
#ifndef BMCLINK_SSIF_SSIF_H
#define BMCLINK_SSIF_SSIF_H

#include <linux/device.h>
#include <linux/list.h>
#include <linux/types.h>

#include "part.h"
#include "transport.h"

struct i2c_adapter;
struct i2c_client;

/*
 * A BMC that has given so many new responses in turn at the first look, and an old one never,
 * is prompt: a response that could be the one before is not taken for that.
 */
#define SSIF_PROMPT	8

/* Addresses that a device may have; the others mean something to the bus. */
#define SSIF_ADDR_MIN	0x08
#define SSIF_ADDR_MAX	0x77

/**
 * struct ssif - one SMBus system interface
 * @client: the BMC on its bus
 * @wait: how it waits
 * @pec: transfers have a checksum
 * @end: how the end of a request of several parts is told
 * @learned: @pec_works and @end are of the BMC in @identity
 * @pec_works: transfers can have a checksum
 * @identity: whose they are
 * @owed: the BMC has a request to which there was no response
 * @sent: when the last request was sent
 * @refusals: how often the BMC did not acknowledge since then
 * @busy: the BMC was seen to have no response since then, and said so
 * @old: how often an old response was seen since then, or one that may be
 * @honest: the BMC does not acknowledge while it has no response
 * @prompt: how often in turn a new response was there at the first look
 * @lagged: it was seen to give an old response
 * @once: it was seen to give an old response, and then, for the same request, none
 * @persists: it was seen to give an old response twice for one request
 * @draining: any response will do
 * @last: first block of the last response
 * @failures: how often the line was brought to idle since the last response
 * @alerted: there was an alert since somebody last looked; set by anybody
 * @heard: a BMC has answered here; written by the link's thread, read by anybody
 * @netfn_lun: of the request that was sent last
 * @cmd: of the request that was sent last
 * @part: what is being written
 * @command: SMBus command of the block that is being read
 * @short_since: when there was a response without completion code first, 0 for never
 * @result: of the last transfer: length of the block, or a negative error number
 * @block: the block that was read last
 * @scratch: the link's thread's own requests and responses
 *
 * All that is not said to be somebody else's is the link's thread's.
 */
struct ssif {
	struct i2c_client *client;
	struct bmc_wait *wait;
	bool pec;
	enum ssif_end end;
	bool learned;
	bool pec_works;
	struct bmc_identity identity;
	bool owed;
	ktime_t sent;
	unsigned int refusals;
	bool busy;
	unsigned int old;
	bool honest;
	unsigned int prompt;
	bool lagged;
	bool once;
	bool persists;
	bool draining;
	u8 last[SSIF_BLOCK + 1];
	unsigned int failures;
	bool alerted;
	bool heard;
	u8 netfn_lun;
	u8 cmd;
	struct ssif_part part;
	u8 command;
	ktime_t short_since;
	int result;
	union i2c_smbus_data block;
	struct bmc_frame scratch;
};

/**
 * struct ssif_want - an interface somebody described without naming its client
 * @node: in the list of find.c
 * @addr: address on its bus, 7 bits
 * @adapter_name: name of the bus, NULL when not known
 * @slave_addr: IPMB address of the BMC, 0 when not told
 * @source: who described it, as users see it
 * @client: what was made of it, NULL for nothing yet
 *
 * The first members are constant; @node and @client are find.c's.
 */
struct ssif_want {
	struct list_head node;
	unsigned short addr;
	const char *adapter_name;
	u8 slave_addr;
	const char *source;
	struct i2c_client *client;
};

/* ssif.c */
int ssif_write_request(struct ssif *ssif, const struct bmc_frame *req, ktime_t deadline);
int ssif_read_response(struct ssif *ssif, struct bmc_frame *rsp, ktime_t deadline);
int ssif_make_idle(struct ssif *ssif);
int ssif_transact(struct ssif *ssif, struct bmc_frame *frame, u64 limit_ns);

/* caps.c */
int ssif_learn(struct ssif *ssif, const struct bmc_identity *identity,
	       struct bmc_limits *limits);

/* i2c.c */
extern const struct bmc_transport ssif_transport;
int ssif_i2c_init(void);
void ssif_i2c_exit(void);
bool ssif_i2c_drives(struct i2c_client *client);
bool ssif_i2c_can(struct i2c_adapter *adapter);
bool ssif_i2c_heard(struct i2c_client *client);
bool ssif_i2c_ask(struct i2c_adapter *adapter, unsigned short addr);

/* find.c */
int ssif_find_init(void);
void ssif_find_exit(void);
int ssif_find_add(struct ssif_want *want);
void ssif_find_remove(struct ssif_want *want);
const char *ssif_find_known(const struct i2c_client *client, u8 *slave_addr);

/* discover_smbios.c */
int ssif_smbios_init(void);
void ssif_smbios_exit(void);

/* discover_param.c */
int ssif_param_init(void);
void ssif_param_exit(void);

#endif
