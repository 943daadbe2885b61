/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The seam to hardware: all that a transport knows of the router.
 *
 * A transport moves one message over one kind of link.  Its hooks are ordinary
 * code that reads like the flow chart of the IPMI specification; they are
 * called by the link's own thread only, one at a time, with no lock held, and
 * they may sleep - but only through wait.h.
 */
#ifndef BMCLINK_TRANSPORT_H
#define BMCLINK_TRANSPORT_H

#include <linux/device.h>
#include <linux/ktime.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/time64.h>
#include <linux/types.h>

#include "wait.h"

/* The largest frame on any link, request or response (IPMI_MAX_MSG_LENGTH). */
#define BMC_FRAME_MAX	272
/* The largest depth: tags are bits of a long. */
#define BMC_DEPTH_MAX	32
/* How long a BMC may take for one message (IPMI 2.0 table 9-4: 5 s). */
#define BMC_ANSWER_NS	(5ULL * NSEC_PER_SEC)

struct bmc_link;

/**
 * struct bmc_frame - the bytes on a link
 * @len: how many bytes of @data are used
 * @tag: which of several requests in flight this belongs to, 0 to depth - 1;
 *	set by the router in a request, by a transport with depth > 1 in a response
 * @truncated: the response was longer than @data; what did not fit is lost
 * @data: request: netfn << 2 | LUN, command, data.  Response: the same with
 *	netfn | 1, and the completion code before the data.
 */
struct bmc_frame {
	u16 len;
	u8 tag;
	bool truncated;
	u8 data[BMC_FRAME_MAX];
};

/**
 * struct bmc_transport - one kind of link; constant data of a driver
 * @owner: the module whose code this is; an open device file keeps it loaded
 * @name: as users see it ("kcs")
 * @depth: how many requests the hardware can have in flight, at least 1; more
 *	can be had through bmc_link_set_limits()
 * @max_request: longest request frame, at most BMC_FRAME_MAX
 * @max_response: longest response frame, at most BMC_FRAME_MAX
 * @polled: its @send, @recv and @resync wait through wait.h only, and take no lock
 *	once bmc_wait_seized() is true, so that they work in a panic
 * @send: hand one request to the BMC, all of it.  @deadline is absolute, by
 *	bmc_wait_now().  Return: 0 when the BMC has it; otherwise it has not (it
 *	will not execute the request) and the line may need @resync: -ETIMEDOUT
 *	the BMC does not take bytes, -EIO it reports an error, -ENODEV there is
 *	no hardware (all registers read all ones), -ESHUTDOWN the link is going away.
 * @recv: get one response.  Return: 0 with @rsp filled (also when it is too
 *	short to make sense: the router judges), -ETIMEDOUT no (complete) response
 *	by @deadline, -EIO, -ENODEV, -ESHUTDOWN as above.  With a depth > 1 also
 *	-EAGAIN: there is none yet, and bmc_link_wanted() is true; responses to
 *	requests that are not in flight any more are dropped silently.
 * @attention: a cheap look whether the BMC wants to tell something; never waits
 * @told: @attention only repeats what bmc_link_interrupt() has brought: there is
 *	nothing to look at in between
 * @setup: optional; called after every (re)appearance of the BMC, when it has
 *	answered Get Device ID and nothing is in flight, to learn what the
 *	interface can do, with bmc_link_transact() and bmc_link_set_limits().
 *	Return: 0, also when the BMC knows none of it; or an error of the line.
 * @resync: bring the line back to idle, throwing away whatever was going on.
 *	Must be safe in any state of the hardware, including none, and take a
 *	second at most.  Return: 0 the line is idle, -ENODEV there is no hardware,
 *	-EIO or -ETIMEDOUT it cannot be brought to idle now, -ESHUTDOWN.
 */
struct bmc_transport {
	struct module *owner;
	const char *name;
	unsigned int depth;
	unsigned int max_request;
	unsigned int max_response;
	bool polled;
	int (*send)(struct bmc_link *link, const struct bmc_frame *req, ktime_t deadline);
	int (*recv)(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline);
	bool (*attention)(struct bmc_link *link);
	bool told;
	int (*setup)(struct bmc_link *link);
	int (*resync)(struct bmc_link *link);
};

/**
 * struct bmc_limits - what one link can do, as its BMC says
 * @depth: how many requests may be in flight, 1 to BMC_DEPTH_MAX
 * @max_request: longest request frame, at most BMC_FRAME_MAX
 * @max_response: longest response frame, at most BMC_FRAME_MAX
 * @answer_ns: how long the BMC may take for one request
 */
struct bmc_limits {
	unsigned int depth;
	unsigned int max_request;
	unsigned int max_response;
	u64 answer_ns;
};

/**
 * struct bmc_identity - what a BMC says of itself (Get Device ID)
 * @device_id: chosen by the manufacturer
 * @device_rev: device revision, bits 3:0; bit 7: has device SDRs
 * @firmware_major: firmware revision; bit 7: device firmware is being updated
 * @firmware_minor: BCD
 * @ipmi_version: BCD with the digits swapped: 02h is 2.0, 51h is 1.5
 * @support: additional device support
 * @manufacturer: IANA enterprise number, 20 bits; 0 when not given
 * @product: chosen by the manufacturer; 0 when not given
 * @aux: auxiliary firmware revision, as sent
 * @has_aux: @aux was given
 */
struct bmc_identity {
	u8 device_id;
	u8 device_rev;
	u8 firmware_major;
	u8 firmware_minor;
	u8 ipmi_version;
	u8 support;
	u32 manufacturer;
	u16 product;
	u8 aux[4];
	bool has_aux;
};

/**
 * struct bmc_link_desc - where a link was found; copied at registration
 * @source: who described it: "acpi", "smbios", "parameter", ...
 * @address: where it is, as users write it: "i/o 0xca2", "mem 0x3f000000"
 * @irq: Linux interrupt number whose handler calls bmc_link_interrupt(), 0 for none
 * @alert: somebody else calls it when the BMC wants attention, also when @irq is 0
 * @slave_addr: IPMB address of the BMC (8 bits), 0 for the usual 20h
 */
struct bmc_link_desc {
	const char *source;
	const char *address;
	int irq;
	bool alert;
	u8 slave_addr;
};

/**
 * struct bmc_adder - a driver that can add links which no firmware describes
 * @node: the router's
 * @transports: names of the transports it has; ends with NULL
 * @change: "add,TRANSPORT,i/o|mem,ADDRESS[,rsp=N][,rsi=N][,rsh=N][,irq=N][,ipmb=N]" or
 *	"remove,TRANSPORT,i/o|mem,ADDRESS", as the in-tree driver's parameter hotmod.
 *	Return: 0, or an error number after having logged why.
 */
struct bmc_adder {
	struct list_head node;
	const char *const *transports;
	int (*change)(const char *operation);
};

void bmc_adder_register(struct bmc_adder *adder);
void bmc_adder_unregister(struct bmc_adder *adder);
void bmc_count(struct bmc_link *link, unsigned int counter);

struct bmc_link *bmc_link_register(struct device *parent, const struct bmc_transport *transport,
				   void *priv, const struct bmc_link_desc *desc);
void bmc_link_unregister(struct bmc_link *link);
void *bmc_link_priv(struct bmc_link *link);
struct bmc_wait *bmc_link_wait(struct bmc_link *link);
void bmc_link_interrupt(struct bmc_link *link);
void bmc_link_lost_interrupt(struct bmc_link *link);
int bmc_link_transact(struct bmc_link *link, struct bmc_frame *frame, u64 limit_ns);
void bmc_link_set_limits(struct bmc_link *link, const struct bmc_limits *limits);
bool bmc_link_wanted(struct bmc_link *link);
const struct bmc_identity *bmc_link_identity(struct bmc_link *link);

#endif
