/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A BMC behind KCS registers, made of software, on virtual time; for tests.
 */
#ifndef BMCLINK_SI_KCS_FAKE_H
#define BMCLINK_SI_KCS_FAKE_H

#include "kcs.h"
#include "si_fake.h"

#define FAKE_BUFFER		2048

/**
 * enum fake_fault - what goes wrong, at write number &fake_bmc.fault_at
 * @FAKE_NONE: nothing
 * @FAKE_STUCK_IBF: this byte is never taken
 * @FAKE_LATE: this byte is taken after &fake_bmc.late_ns
 * @FAKE_STATE: this byte is dropped, and the state is &fake_bmc.fault_state
 * @FAKE_MUTE: from this byte on nothing is offered
 */
enum fake_fault {
	FAKE_NONE,
	FAKE_STUCK_IBF,
	FAKE_LATE,
	FAKE_STATE,
	FAKE_MUTE,
};

enum fake_phase {
	FAKE_IDLE,
	FAKE_WRITE,
	FAKE_LAST,
	FAKE_EXECUTE,
	FAKE_READ,
	FAKE_ERROR,
	FAKE_ABORT1,
	FAKE_ABORT2,
};

/**
 * struct fake_bmc - the BMC, and what the host sees of it
 * @si: the registers, and the time
 * @kcs: the host's side
 * @byte_ns: how long it takes to take a byte
 * @execute_ns: from the last byte of a request to the first of the response
 * @no_dummy: offers no dummy byte for the bytes of a request
 * @no_last_dummy: offers no dummy byte at the end of a response
 * @endless: a response has no end
 * @attention: SMS_ATN
 * @rsp_len: length of the responses
 * @fault: what goes wrong
 * @fault_at: at which write, counted from fake_arm()
 * @fault_state: for FAKE_STATE
 * @late_ns: for FAKE_LATE
 * @writes: writes since fake_arm()
 * @mute: nothing is offered
 * @phase: where in a transfer
 * @status: status register without OBF, IBF, C/D
 * @ibf: input buffer full
 * @obf: output buffer full
 * @cd: the last write was to the command register
 * @din: Data_In
 * @dout: Data_Out
 * @take_at: when the byte in Data_In will be taken
 * @offer_at: when the response is ready
 * @in: request
 * @in_len: its length so far
 * @out: response
 * @out_pos: how much of it has been offered
 * @executed: requests executed
 * @busy_writes: writes while IBF was set
 */
struct fake_bmc {
	struct si_fake si;
	struct kcs kcs;

	u64 byte_ns;
	u64 execute_ns;
	bool no_dummy;
	bool no_last_dummy;
	bool endless;
	bool attention;
	unsigned int rsp_len;

	enum fake_fault fault;
	unsigned int fault_at;
	u8 fault_state;
	u64 late_ns;
	unsigned int writes;
	bool mute;

	enum fake_phase phase;
	u8 status;
	bool ibf;
	bool obf;
	bool cd;
	u8 din;
	u8 dout;
	u64 take_at;
	u64 offer_at;
	u8 in[FAKE_BUFFER];
	unsigned int in_len;
	u8 out[FAKE_BUFFER];
	unsigned int out_pos;

	unsigned int executed;
	u64 busy_writes;
};

struct fake_bmc *fake_new(struct kunit *test);
void fake_arm(struct fake_bmc *bmc, enum fake_fault fault, unsigned int at);
void fake_heal(struct fake_bmc *bmc);

#endif
