/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * mmiobmc - what its files share: knobs, the state of an interface, the lock.
 *
 * model.c    what all interfaces have in common; commands and their answers
 * kcs.c bt.c the two kinds of interface, as the BMC sees them
 * trap.c     how accesses of the driver under test are seen
 * main.c     knobs, /proc files, init and exit
 */
#ifndef MMIOBMC_H
#define MMIOBMC_H

#include <linux/sched.h>
#include <linux/types.h>

#define RIG_SIZE	0x10000
#define SCRATCH_OFF	0xf000

/* Knobs: module parameters, described in main.c. */
extern unsigned long base;
extern unsigned int spacing;
extern unsigned int byte_us;
extern unsigned int cmd_us;
extern unsigned int jitter;
extern unsigned int tail;
extern bool obf_dummy;
extern unsigned int bt_outstanding;
extern bool bt_serial;
extern unsigned int bt_timeout_s;
extern unsigned int events;
extern unsigned int fault_step;
extern unsigned int fault_mask;
extern unsigned int dead_ms;
extern unsigned int short_len;

enum fault {
	F_NONE, F_STUCK_IBF, F_STUCK_ERROR, F_ENDLESS_EVENTS, F_STUCK_ATN,
	F_WRONG_REPLY, F_SHORT_REPLY, F_ALLFF, F_DEAD, F_D2, F_NO_REPLY,
	F_COUNT
};

extern enum fault fault;
extern u64 dead_until;			/* F_DEAD: its end */
extern unsigned int d2_left;		/* answers that will be D2h yet */

enum { CS_IDLE = 0x00, CS_READ = 0x40, CS_WRITE = 0x80, CS_ERROR = 0xc0 };

enum kcs_phase {
	KP_IDLE, KP_WRITE, KP_LAST, KP_EXEC, KP_READ, KP_ERR, KP_AB1, KP_AB2
};

#define MSG_MAX		1100
#define BT_MAX		256
#define BT_QMAX		32

struct bt_req {
	bool used;
	u64 due;
	unsigned int len;
	u8 buf[BT_MAX];
};

enum kind { K_KCS, K_BT, K_SCRATCH };

struct bmc_if {
	const char *name;
	enum kind kind;
	unsigned int off;
	unsigned int id;

	/* KCS */
	u8 state, din, dout, kerr;
	bool ibf, obf, cd;
	enum kcs_phase phase;
	u64 ibf_due, rsp_due;
	unsigned int step, in_len, out_len, out_pos;
	u8 in[MSG_MAX], out[MSG_MAX];

	/* BT */
	bool h2b, b2h, hbusy;
	u8 imask;
	u64 take_due, serial_due;
	unsigned int wlen, rlen, rpos;
	u8 wbuf[BT_MAX], rbuf[BT_MAX];
	struct bt_req q[BT_QMAX];

	/* common */
	bool sms_cleared;
	u8 prev[2], cur[2];

	/* counters; worked: nanoseconds the BMC took by its own will */
	u64 reads, writes, st_reads, starts, replies, aborts, errors;
	u64 viol_busy_write, viol_empty_read, bad_access, hwrst, worked;
};

/* The interfaces in the order of their numbers, the scratch page last. */
#define IFS	5
#define REAL_IFS	4
extern struct bmc_if ifs[IFS];

/*
 * The whole model runs with interrupts off on the only CPU and so needs no lock.  A trapped
 * write is looked at in what lockdep takes for an NMI, where a lock could not be taken anyway.
 */
extern u8 enables;			/* BMC global enables, shared */

/* The last accesses, for looking at a driver that misbehaves. */
#define TRACE_N	16384
struct trace_rec {
	u64 t;
	u8 id, reg, val, wr;
	char ctx, comm[TASK_COMM_LEN];
};

extern struct trace_rec trace[TRACE_N];
extern unsigned int trace_pos;

/* model.c */
bool hit(const struct bmc_if *b, enum fault f);
bool atn(const struct bmc_if *b);
u64 takes(struct bmc_if *b, unsigned int us);
void if_reset(struct bmc_if *b, u8 kcs_state);
void bmc_reset(u8 kcs_state);
unsigned int reply(struct bmc_if *b, const u8 *in, unsigned int len, u8 *out, unsigned int max);
void tick(u64 now);
void run(struct bmc_if *b, u64 now);

/* kcs.c */
void kcs_run(struct bmc_if *b, u64 now);
u8 kcs_read(struct bmc_if *b, unsigned int reg);
void kcs_write(struct bmc_if *b, unsigned int reg, u8 v, u64 now);

/* bt.c */
unsigned int bt_queued(const struct bmc_if *b);
void bt_run(struct bmc_if *b, u64 now);
u8 bt_read(struct bmc_if *b, unsigned int reg);
void bt_write(struct bmc_if *b, unsigned int reg, u8 v, u64 now);

/* trap.c */
extern unsigned int map_failed;		/* mappings that could not be trapped */
extern u64 trap_ns;			/* cost of a trapped read */
int trap_start(void);
void trap_stop(void);

#endif
