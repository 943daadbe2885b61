// SPDX-License-Identifier: GPL-2.0-only
/*
 * From an alert on the bus to the question what the BMC wants, through the I2C
 * core, the driver and a link with its own thread.
 */
#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/i2c-smbus.h>

#include "ssif_fake.h"

/* How long something may take that takes milliseconds. */
#define PATIENCE_MS	10000
/* A thread that has done nothing for so long has nothing to do, on a busy machine, too. */
#define QUIET_MS	1000

#define ENABLE_ATTENTION	0x03

/**
 * struct alert_bus - a BMC with a link on a bus
 * @bmc: the BMC
 * @ara: by which the bus tells of alerts, NULL when it does not
 * @client: the BMC's device, with a link
 */
struct alert_bus {
	struct fake_bmc *bmc;
	struct i2c_client *ara;
	struct i2c_client *client;
};

/* The link is up when its thread has asked all that it wants to know. */
static bool alert_settled(struct fake_bmc *bmc)
{
	unsigned int before, waited;

	for (waited = 0; waited < PATIENCE_MS; waited += QUIET_MS) {
		before = READ_ONCE(bmc->executed);
		msleep(QUIET_MS);
		if (before && before == READ_ONCE(bmc->executed))
			return true;
	}
	return false;
}

static void alert_begin(struct kunit *test, struct alert_bus *bus, bool wired)
{
	static struct i2c_smbus_alert_setup setup;
	const struct i2c_board_info info = { I2C_BOARD_INFO("bmclink_ssif", FAKE_ADDR) };

	*bus = (struct alert_bus){ .bmc = fake_new(test) };
	bus->bmc->answer = fake_obey;
	/* The link's thread has the machine's time. */
	bus->bmc->execute_ns = 0;
	if (wired) {
		bus->ara = i2c_new_smbus_alert_device(bus->bmc->client.adapter, &setup);
		KUNIT_ASSERT_FALSE(test, IS_ERR(bus->ara));
	}
	bus->client = i2c_new_client_device(bus->bmc->client.adapter, &info);
	KUNIT_ASSERT_FALSE(test, IS_ERR(bus->client));
	KUNIT_EXPECT_TRUE(test, ssif_i2c_drives(bus->client));
	KUNIT_EXPECT_TRUE(test, alert_settled(bus->bmc));
	KUNIT_EXPECT_TRUE(test, ssif_i2c_heard(bus->client));
}

static void alert_end(struct alert_bus *bus)
{
	i2c_unregister_device(bus->client);
	i2c_unregister_device(bus->ara);
}

static void alert_makes_the_thread_ask(struct kunit *test)
{
	struct alert_bus bus;
	unsigned int waited = 0;

	alert_begin(test, &bus, true);
	KUNIT_EXPECT_EQ(test, bus.bmc->enables & ENABLE_ATTENTION, ENABLE_ATTENTION);
	KUNIT_EXPECT_EQ(test, READ_ONCE(bus.bmc->flag_fetches), 0U);
	WRITE_ONCE(bus.bmc->alerting, true);
	KUNIT_EXPECT_EQ(test, i2c_handle_smbus_alert(bus.ara), 1);
	for (; !READ_ONCE(bus.bmc->flag_fetches) && waited < PATIENCE_MS; waited += 20)
		msleep(20);
	KUNIT_EXPECT_EQ(test, READ_ONCE(bus.bmc->flag_fetches), 1U);
	KUNIT_EXPECT_FALSE(test, READ_ONCE(bus.bmc->alerting));
	alert_end(&bus);
}

static void without_alert_the_bmc_is_not_told_to_raise_it(struct kunit *test)
{
	struct alert_bus bus;

	alert_begin(test, &bus, false);
	KUNIT_EXPECT_EQ(test, bus.bmc->enables & ENABLE_ATTENTION, 0);
	KUNIT_EXPECT_EQ(test, READ_ONCE(bus.bmc->flag_fetches), 0U);
	alert_end(&bus);
}

static struct kunit_case alert_test_cases[] = {
	KUNIT_CASE(alert_makes_the_thread_ask),
	KUNIT_CASE(without_alert_the_bmc_is_not_told_to_raise_it),
	{}
};

static struct kunit_suite alert_test_suite = {
	.name = "bmclink_ssif_alert",
	.suite_init = fake_bus_add,
	.suite_exit = fake_bus_del,
	.test_cases = alert_test_cases,
};

kunit_test_suite(alert_test_suite);
