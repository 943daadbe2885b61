// SPDX-License-Identifier: GPL-2.0-only
/*
 * A BMC on an I2C bus, made of software, on virtual time; for tests.
 *
 * It has no timers: what it has done until now is worked out when there is a
 * transfer.
 */
#include "ssif_fake.h"

/* Netfn App and a command, as they stand in a request. */
#define FAKE_APP(cmd)	(0x18 << 8 | (cmd))

/* Where the bus is asked who raised the alert. */
#define FAKE_ALERT_ADDR	0x0c

static void fake_execute(struct fake_bmc *bmc)
{
	unsigned int i;

	bmc->executed++;
	bmc->shown_since = false;
	bmc->out_len = bmc->rsp_len;
	for (i = 0; i < bmc->rsp_len; i++)
		bmc->out[i] = bmc->echo ? bmc->in[i % bmc->in_len] : bmc->executed + i;
	bmc->out[0] = bmc->in[0] | 0x04;
	bmc->out[1] = bmc->in[1];
	if (bmc->out_len > 2)
		bmc->out[2] = 0;
	if (bmc->in[0] == 0x18 && bmc->in[1] == 0x57) {
		bmc->out[2] = bmc->caps_len ? 0 : 0xc1;
		bmc->out[3] = 0;
		memcpy(bmc->out + 4, bmc->caps, sizeof(bmc->caps));
		bmc->out_len = bmc->caps_len ?: 3;
	}
	if (bmc->answer)
		bmc->answer(bmc);
	bmc->in_len = 0;
	bmc->block = 0;
	bmc->offer_at = bmc->now + bmc->execute_ns;
}

static int fake_write(struct fake_bmc *bmc, u8 command, const u8 *data, unsigned int len)
{
	bool last = command == SSIF_WRITE_SINGLE;

	if (command == SSIF_WRITE_END) {
		last = true;
		if (!(bmc->ends & BIT(SSIF_END_COMMAND)))
			return bmc->nack;
	} else if (command == SSIF_WRITE_MIDDLE && len < SSIF_BLOCK) {
		last = true;
		/* What no SMBus block can be, some bus controllers don't send. */
		if (!len && !(bmc->ends & BIT(SSIF_END_EMPTY)))
			return -EPROTO;
		if (len && !(bmc->ends & (BIT(SSIF_END_SHORT) | BIT(SSIF_END_EMPTY))))
			last = false;
	}
	if (command == SSIF_WRITE_SINGLE || command == SSIF_WRITE_START) {
		bmc->in_len = 0;
		bmc->out_len = 0;
		KUNIT_EXPECT_GE(bmc->test, len, command == SSIF_WRITE_START ? SSIF_BLOCK : 2U);
	} else if (!bmc->in_len) {
		return bmc->nack;
	}
	KUNIT_ASSERT_LE(bmc->test, bmc->in_len + len, (unsigned int)FAKE_MESSAGE);
	memcpy(bmc->in + bmc->in_len, data, len);
	bmc->in_len += len;
	if (last)
		fake_execute(bmc);
	return 0;
}

/* Block number @n of the response; its length. */
static unsigned int fake_block(struct fake_bmc *bmc, unsigned int n, u8 *block)
{
	unsigned int pos = n ? 30 + (n - 1) * 31 : 0;
	unsigned int left = bmc->out_len - pos;

	if (bmc->out_len <= SSIF_BLOCK) {
		memcpy(block, bmc->out, bmc->out_len);
		return bmc->out_len;
	}
	if (!n) {
		block[0] = 0;
		block[1] = 1;
		memcpy(block + 2, bmc->out, 30);
		return 32;
	}
	block[0] = left > 31 ? n - 1 : 0xff;
	left = min(left, 31U);
	memcpy(block + 1, bmc->out + pos, left);
	return left + 1;
}

static int fake_spoil(struct fake_bmc *bmc, u8 *shown)
{
	if (!bmc->fault_times || bmc->fault_at != bmc->block)
		return 0;
	bmc->fault_times--;
	switch (bmc->fault) {
	case FAKE_SHORT:
		shown[0] = bmc->fault_arg;
		return 0;
	case FAKE_LONG:
		shown[0] = 33;
		return 0;
	case FAKE_NUMBER:
		shown[1] = bmc->fault_arg;
		return 0;
	case FAKE_PEC:
		return -EBADMSG;
	case FAKE_NACK:
		return bmc->nack;
	default:
		return 0;
	}
}

static int fake_busy(struct fake_bmc *bmc, u8 *to)
{
	switch (bmc->busy) {
	case FAKE_BUSY_OLD_ONCE:
		if (bmc->shown_since) {
			to[0] = 0;
			return 0;
		}
		bmc->shown_since = true;
		fallthrough;
	case FAKE_BUSY_OLD:
		memcpy(to, bmc->shown, sizeof(bmc->shown));
		return 0;
	case FAKE_BUSY_EMPTY:
		to[0] = 0;
		return 0;
	case FAKE_BUSY_ERROR:
		return -EPROTO;
	default:
		return bmc->nack;
	}
}

static int fake_read(struct fake_bmc *bmc, u8 command, u8 *to)
{
	u8 shown[SSIF_BLOCK + 2] = {};
	int err;

	if (command == SSIF_READ_START)
		bmc->block = 0;
	if (!bmc->out_len || bmc->now < bmc->offer_at ||
	    (bmc->block && bmc->out_len <= 30 + (bmc->block - 1) * 31))
		return fake_busy(bmc, to);
	if (bmc->leftovers && command == SSIF_READ_START) {
		static const u8 old[] = { 6, 0x2c, 0x07, 0, 1, 2, 3 };

		bmc->leftovers--;
		memcpy(to, old, sizeof(old));
		return 0;
	}
	shown[0] = fake_block(bmc, bmc->block, shown + 1);
	err = fake_spoil(bmc, shown);
	if (err)
		return err;
	memcpy(to, shown, sizeof(shown));
	/* Nothing was given: the block is still to come. */
	if (!shown[0])
		return 0;
	memcpy(bmc->shown, shown, sizeof(bmc->shown));
	bmc->block++;
	return 0;
}

static void fake_count(struct fake_bmc *bmc)
{
	u64 *then = &bmc->recent[bmc->transfers % FAKE_RATE_MAX];

	if (bmc->transfers >= FAKE_RATE_MAX && bmc->now - *then < NSEC_PER_SEC)
		bmc->too_fast = true;
	*then = bmc->now;
	bmc->transfers++;
	KUNIT_ASSERT_LE(bmc->test, bmc->transfers, (u64)FAKE_TRANSFERS_MAX);
	bmc->now += FAKE_TRANSFER_NS;
}

/* Who raised the alert? It is no longer raised then. */
static int fake_alert(struct fake_bmc *bmc, union i2c_smbus_data *data)
{
	if (!bmc->alerting)
		return bmc->nack;
	bmc->alerting = false;
	data->byte = FAKE_ADDR << 1;
	return 0;
}

static int fake_xfer(struct i2c_adapter *adapter, u16 addr, unsigned short flags,
		     char direction, u8 command, int size, union i2c_smbus_data *data)
{
	struct fake_bmc *bmc = adapter->algo_data;
	int err;

	if (addr == FAKE_ALERT_ADDR && size == I2C_SMBUS_BYTE)
		return fake_alert(bmc, data);
	fake_count(bmc);
	KUNIT_EXPECT_EQ(bmc->test, addr, (u16)FAKE_ADDR);
	KUNIT_EXPECT_EQ(bmc->test, size, I2C_SMBUS_BLOCK_DATA);
	bmc->pec_seen = flags & I2C_CLIENT_PEC;
	if (bmc->stuck)
		return bmc->stuck;
	if (bmc->gone || bmc->now < bmc->ready_at || (bmc->pec_seen && !bmc->pec))
		return bmc->nack;
	if (direction == I2C_SMBUS_WRITE &&
	    bmc->deaf > (command == SSIF_WRITE_SINGLE || command == SSIF_WRITE_START))
		return bmc->nack;
	if (direction == I2C_SMBUS_WRITE)
		err = fake_write(bmc, command, &data->block[1], data->block[0]);
	else
		err = fake_read(bmc, command, data->block);
	if (!err)
		bmc->ready_at = bmc->now + bmc->part_ns;
	return err;
}

/* Only ever used for what no SMBus block can be. */
static int fake_raw(struct i2c_adapter *adapter, struct i2c_msg *msgs, int num)
{
	struct fake_bmc *bmc = adapter->algo_data;
	int err;

	fake_count(bmc);
	KUNIT_EXPECT_EQ(bmc->test, num, 1);
	KUNIT_EXPECT_EQ(bmc->test, msgs->len, (u16)2);
	KUNIT_EXPECT_EQ(bmc->test, msgs->buf[1], (u8)0);
	if (bmc->gone || bmc->now < bmc->ready_at)
		return bmc->nack;
	err = fake_write(bmc, msgs->buf[0], NULL, 0);
	return err ?: num;
}

static u32 fake_functionality(struct i2c_adapter *adapter)
{
	struct fake_bmc *bmc = adapter->algo_data;

	return I2C_FUNC_SMBUS_BLOCK_DATA | I2C_FUNC_SMBUS_PEC |
		(bmc && bmc->raw ? I2C_FUNC_I2C : 0);
}

static const struct i2c_algorithm fake_algorithm = {
	.master_xfer = fake_raw,
	.smbus_xfer = fake_xfer,
	.functionality = fake_functionality,
};

static struct i2c_adapter fake_bus = {
	.owner = THIS_MODULE,
	.name = "bmclink fake",
	.algo = &fake_algorithm,
};

static struct fake_bmc *fake_current(void)
{
	return fake_bus.algo_data;
}

static ktime_t fake_now(struct bmc_wait *w)
{
	return ns_to_ktime(fake_current()->now);
}

static void fake_sleep(struct bmc_wait *w, u64 min_ns, u64 max_ns)
{
	struct fake_bmc *bmc = fake_current();

	if (bmc->alert_ns && bmc->alert_ns < max_ns) {
		max_ns = bmc->alert_ns;
		bmc_wait_kick(w);
	}
	bmc->now += max_ns;
}

/** fake_clock - the time of the BMC that was made last */
const struct bmc_clock fake_clock = {
	.now = fake_now,
	.sleep = fake_sleep,
};

static void fake_data(struct fake_bmc *bmc, const u8 *data, unsigned int len)
{
	memcpy(bmc->out + 3, data, len);
	bmc->out_len = 3 + len;
}

/**
 * fake_obey - what a BMC answers to the router's own questions
 * @bmc: the BMC; to be used as its @answer
 */
void fake_obey(struct fake_bmc *bmc)
{
	static const u8 id[] = { 0x20, 0x01, 2, 0x13, 2, 0x9f, 0x91, 0x12, 0, 2, 0x0f };
	static const u8 event[16] = { 1, 0, 2 };

	bmc->out_len = 3;
	switch (bmc->in[0] << 8 | bmc->in[1]) {
	case FAKE_APP(0x01):
		fake_data(bmc, id, sizeof(id));
		break;
	case FAKE_APP(0x57):
		bmc->out_len = bmc->caps_len;
		break;
	case FAKE_APP(0x31):
		bmc->flag_fetches++;
		fake_data(bmc, &bmc->flags, 1);
		break;
	case FAKE_APP(0x2e):
		bmc->enables = bmc->in[2];
		break;
	case FAKE_APP(0x2f):
		fake_data(bmc, &bmc->enables, 1);
		break;
	case FAKE_APP(0x35):
		bmc->out[2] = 0x80;
		if (bmc->flags & 0x02) {
			bmc->out[2] = 0;
			fake_data(bmc, event, sizeof(event));
		}
		break;
	case FAKE_APP(0x42):
	case FAKE_APP(0x08):
		bmc->out[2] = 0xc1;
		break;
	default:
		break;
	}
}

/**
 * fake_bus_add - a suite begins
 * @suite: the suite
 *
 * Return: 0 or a negative error number.
 */
int fake_bus_add(struct kunit_suite *suite)
{
	return i2c_add_adapter(&fake_bus);
}

/**
 * fake_bus_del - a suite ends
 * @suite: the suite
 */
void fake_bus_del(struct kunit_suite *suite)
{
	fake_bus.algo_data = NULL;
	i2c_del_adapter(&fake_bus);
}

/**
 * fake_new - a BMC in good order, and a host connected to it
 * @test: its owner
 *
 * Return: the BMC; freed with the test.
 */
struct fake_bmc *fake_new(struct kunit *test)
{
	struct fake_bmc *bmc = kunit_kzalloc(test, sizeof(*bmc), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, bmc);
	bmc->test = test;
	bmc->now = 1000 * NSEC_PER_SEC;
	bmc->nack = -ENXIO;
	bmc->execute_ns = 3 * NSEC_PER_MSEC;
	bmc->ends = BIT(SSIF_END_COMMAND) | BIT(SSIF_END_EMPTY) | BIT(SSIF_END_SHORT);
	bmc->pec = true;
	bmc->caps[0] = 0x80;
	bmc->caps[1] = 255;
	bmc->caps[2] = 255;
	bmc->caps_len = 7;
	bmc->rsp_len = 6;
	fake_bus.algo_data = bmc;
	bmc->client.adapter = &fake_bus;
	bmc->client.addr = FAKE_ADDR;
	bmc_wait_init(&bmc->wait, &fake_clock);
	bmc->ssif.client = &bmc->client;
	bmc->ssif.wait = &bmc->wait;
	bmc->ssif.end = SSIF_END_COMMAND;
	return bmc;
}

/**
 * fake_in - a deadline
 * @bmc: by whose clock
 * @ns: from now
 *
 * Return: the time.
 */
ktime_t fake_in(struct fake_bmc *bmc, u64 ns)
{
	return ktime_add_ns(bmc_wait_now(&bmc->wait), ns);
}
