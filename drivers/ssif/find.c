// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interfaces of which only the address is known, or the address and the name of
 * the bus: on which bus are they?
 *
 * When a bus is named, that is where it is.  Otherwise every bus on which
 * strangers may be spoken to is asked.  With one such bus there is no question,
 * so a BMC that does not answer yet is waited for there, by its link; with
 * several the question is asked again until one answers.  All of it happens in
 * the background.
 *
 * Owns the list of what is looked for, and the clients made of it.  The list is
 * changed with both locks, ssif_find_lock then ssif_wants_lock, and read with
 * either; ssif_want.client is under ssif_wants_lock.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/ctype.h>
#include <linux/err.h>
#include <linux/i2c.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/notifier.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "ssif.h"

/* Buses on which one description may fit. */
#define SSIF_BUSES_MAX		16

/* Pause before the next round, when a bus was just coming or going, and when nobody answered. */
#define SSIF_SOON		(HZ / 20)
#define SSIF_LATER_MIN		HZ
#define SSIF_LATER_MAX		(30 * HZ)

static LIST_HEAD(ssif_wants);
static DEFINE_MUTEX(ssif_find_lock);
static DEFINE_SPINLOCK(ssif_wants_lock);

static struct workqueue_struct *ssif_find_queue;
/* Doubled with every round in vain; written with ssif_find_lock. */
static unsigned long ssif_later = SSIF_LATER_MIN;

static void ssif_find_round(struct work_struct *work);
static DECLARE_DELAYED_WORK(ssif_find_work, ssif_find_round);

/**
 * struct ssif_buses - buses on which one description fits
 * @want: the description
 * @count: how many of @numbers are used
 * @numbers: of the buses
 */
struct ssif_buses {
	const struct ssif_want *want;
	unsigned int count;
	int numbers[SSIF_BUSES_MAX];
};

/* Spaces don't count: it is hard to write one in a module parameter. */
static bool ssif_same_name(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (isspace(*a))
			a++;
		while (isspace(*b))
			b++;
		if (*a != *b)
			return false;
		if (!*a)
			return true;
	}
}

static int ssif_collect(struct device *dev, void *data)
{
	struct i2c_adapter *adapter = i2c_verify_adapter(dev);
	struct ssif_buses *buses = data;
	const struct ssif_want *want = buses->want;

	if (!adapter || !ssif_i2c_can(adapter))
		return 0;
	/* The class says where a sensor chip may be; elsewhere a stranger's bytes do harm. */
	if (want->adapter_name ? !ssif_same_name(want->adapter_name, adapter->name) :
	    !(adapter->class & I2C_CLASS_HWMON))
		return 0;
	if (buses->count < SSIF_BUSES_MAX)
		buses->numbers[buses->count++] = i2c_adapter_id(adapter);
	return 0;
}

/*
 * The I2C core drops a bus's clients when the bus goes, and a client must not be
 * dropped by two.  Buses come and go in the probe and remove of the device that
 * they belong to, that is with its lock held: with that lock a bus is there
 * with all that firmware says of it, or is not.
 */
static bool ssif_bus_trylock(struct i2c_adapter *adapter)
{
	return !adapter->dev.parent || device_trylock(adapter->dev.parent);
}

static void ssif_bus_unlock(struct i2c_adapter *adapter)
{
	if (adapter->dev.parent)
		device_unlock(adapter->dev.parent);
}

static struct i2c_client *ssif_client(struct ssif_want *want)
{
	struct i2c_client *client;

	spin_lock(&ssif_wants_lock);
	client = want->client;
	if (client)
		get_device(&client->dev);
	spin_unlock(&ssif_wants_lock);
	return client;
}

/* Drop the client of @want, unless the I2C core does or has done so. */
static void ssif_unplace(struct ssif_want *want)
{
	struct device *parent = NULL;
	struct i2c_client *client;

	lockdep_assert_held(&ssif_find_lock);
	spin_lock(&ssif_wants_lock);
	client = want->client;
	if (client)
		parent = get_device(client->adapter->dev.parent);
	spin_unlock(&ssif_wants_lock);
	if (parent)
		device_lock(parent);
	spin_lock(&ssif_wants_lock);
	client = want->client;
	want->client = NULL;
	spin_unlock(&ssif_wants_lock);
	i2c_unregister_device(client);
	if (parent)
		device_unlock(parent);
	put_device(parent);
}

static int ssif_taken_by(struct device *dev, void *addr)
{
	struct i2c_client *client = i2c_verify_client(dev);

	if (!client || client->addr != *(unsigned short *)addr)
		return 0;
	return ssif_i2c_drives(client) ? -EEXIST : -EBUSY;
}

static int ssif_place(struct ssif_want *want, struct i2c_adapter *adapter)
{
	struct i2c_board_info info = {
		.type = "bmclink_ssif",
		.addr = want->addr,
		.platform_data = want,
	};
	struct i2c_client *client;

	client = i2c_new_client_device(adapter, &info);
	if (IS_ERR(client)) {
		pr_warn("%s: cannot make a device of address 0x%02x (error %ld)\n", adapter->name,
			want->addr, PTR_ERR(client));
		return PTR_ERR(client);
	}
	spin_lock(&ssif_wants_lock);
	want->client = client;
	spin_unlock(&ssif_wants_lock);
	return 0;
}

static bool ssif_is_on(const struct i2c_client *client, int number)
{
	return client && i2c_adapter_id(client->adapter) == number;
}

/*
 * Look for @want on one bus; with @sure, whether it can be placed there.
 *
 * Return: 1 when it is there, -EEXIST when it is in use already, -EBUSY when
 * another device has the address, 0 when nobody answers, -EAGAIN when this
 * cannot be told now.
 */
static int ssif_find_on(struct ssif_want *want, int number, bool sure)
{
	struct i2c_adapter *adapter = i2c_get_adapter(number);
	int ret;

	if (!adapter)
		return -EAGAIN;
	ret = -EAGAIN;
	if (ssif_bus_trylock(adapter)) {
		ret = device_for_each_child(&adapter->dev, &want->addr, ssif_taken_by);
		if (!ret)
			ret = sure || ssif_i2c_ask(adapter, want->addr);
		ssif_bus_unlock(adapter);
	}
	i2c_put_adapter(adapter);
	return ret;
}

static int ssif_place_on(struct ssif_want *want, int number)
{
	struct i2c_adapter *adapter;
	int ret = -EAGAIN;

	ssif_unplace(want);
	adapter = i2c_get_adapter(number);
	if (!adapter)
		return -EAGAIN;
	if (ssif_bus_trylock(adapter)) {
		ret = ssif_place(want, adapter);
		ssif_bus_unlock(adapter);
	}
	i2c_put_adapter(adapter);
	return ret;
}

/*
 * Return: 0 when there is nothing left to do, -EAGAIN when a bus could not be
 * looked at, -ENODEV when nobody answered.
 */
static int ssif_find(struct ssif_want *want, const struct i2c_client *client)
{
	struct ssif_buses buses = { .want = want };
	bool again = false;
	unsigned int i;

	i2c_for_each_dev(&buses, ssif_collect);
	for (i = 0; i < buses.count; i++) {
		int number = buses.numbers[i];
		int ret;

		if (ssif_is_on(client, number))
			continue;
		ret = ssif_find_on(want, number, buses.count == 1);
		if (ret == 1)
			return ssif_place_on(want, number);
		if (ret == -EEXIST) {
			ssif_unplace(want);
			return 0;
		}
		again |= ret == -EAGAIN;
	}
	if (again)
		return -EAGAIN;
	return buses.count > 1 ? -ENODEV : 0;
}

static void ssif_find_round(struct work_struct *work)
{
	struct ssif_want *want;
	bool soon = false, later = false;

	mutex_lock(&ssif_find_lock);
	list_for_each_entry(want, &ssif_wants, node) {
		struct i2c_client *client = ssif_client(want);
		int err = 0;

		if (!client || !ssif_i2c_heard(client))
			err = ssif_find(want, client);
		if (client)
			put_device(&client->dev);
		soon |= err == -EAGAIN;
		later |= err == -ENODEV;
	}
	if (soon) {
		queue_delayed_work(ssif_find_queue, &ssif_find_work, SSIF_SOON);
	} else if (later) {
		queue_delayed_work(ssif_find_queue, &ssif_find_work, ssif_later);
		ssif_later = min_t(unsigned long, ssif_later * 2, SSIF_LATER_MAX);
	}
	mutex_unlock(&ssif_find_lock);
}

static void ssif_forget_client(struct device *dev)
{
	struct ssif_want *want;

	spin_lock(&ssif_wants_lock);
	list_for_each_entry(want, &ssif_wants, node)
		if (want->client && &want->client->dev == dev)
			want->client = NULL;
	spin_unlock(&ssif_wants_lock);
}

/* Called while the bus is only just coming: the work will wait for its lock. */
static int ssif_find_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	struct device *dev = data;

	if (action == BUS_NOTIFY_ADD_DEVICE && i2c_verify_adapter(dev))
		mod_delayed_work(ssif_find_queue, &ssif_find_work, 0);
	else if (action == BUS_NOTIFY_DEL_DEVICE && i2c_verify_client(dev))
		ssif_forget_client(dev);
	return NOTIFY_DONE;
}

static struct notifier_block ssif_find_nb = {
	.notifier_call = ssif_find_notify,
};

/**
 * ssif_find_add - look for an interface from now on
 * @want: what is known of it; must stay until ssif_find_remove()
 *
 * Context: process; may sleep.
 * Return: 0, or -EEXIST when it is looked for already.
 */
int ssif_find_add(struct ssif_want *want)
{
	struct ssif_want *other;
	int err = 0;

	mutex_lock(&ssif_find_lock);
	list_for_each_entry(other, &ssif_wants, node) {
		/* A bus that is not named may be any. */
		if (other->addr == want->addr &&
		    (!other->adapter_name || !want->adapter_name ||
		     ssif_same_name(other->adapter_name, want->adapter_name)))
			err = -EEXIST;
	}
	if (!err) {
		spin_lock(&ssif_wants_lock);
		list_add_tail(&want->node, &ssif_wants);
		spin_unlock(&ssif_wants_lock);
		mod_delayed_work(ssif_find_queue, &ssif_find_work, 0);
	}
	mutex_unlock(&ssif_find_lock);
	return err;
}

/**
 * ssif_find_remove - drop an interface, found or not
 * @want: what was given to ssif_find_add()
 *
 * Context: process; may sleep, a quarter of a second for each bus at most.
 */
void ssif_find_remove(struct ssif_want *want)
{
	mutex_lock(&ssif_find_lock);
	ssif_unplace(want);
	spin_lock(&ssif_wants_lock);
	list_del(&want->node);
	spin_unlock(&ssif_wants_lock);
	mutex_unlock(&ssif_find_lock);
}

/**
 * ssif_find_known - does anybody look for an interface that is there already?
 * @client: the interface
 * @slave_addr: IPMB address of the BMC, 0 when nobody told
 *
 * Return: who described it, NULL for nobody.
 */
const char *ssif_find_known(const struct i2c_client *client, u8 *slave_addr)
{
	const char *bus = client->adapter->name, *source = NULL;
	struct ssif_want *want;

	*slave_addr = 0;
	spin_lock(&ssif_wants_lock);
	list_for_each_entry(want, &ssif_wants, node) {
		if (want->addr != client->addr ||
		    (want->adapter_name && !ssif_same_name(want->adapter_name, bus)))
			continue;
		/* What users say, which comes first, overrides firmware. */
		source = source ?: want->source;
		*slave_addr = *slave_addr ?: want->slave_addr;
	}
	spin_unlock(&ssif_wants_lock);
	return source;
}

/**
 * ssif_find_init - prepare to look for interfaces
 *
 * Return: 0 or a negative error number.
 */
int ssif_find_init(void)
{
	int err;

	ssif_find_queue = alloc_ordered_workqueue("bmclink_ssif", 0);
	if (!ssif_find_queue)
		return -ENOMEM;
	err = bus_register_notifier(&i2c_bus_type, &ssif_find_nb);
	if (err)
		destroy_workqueue(ssif_find_queue);
	return err;
}

/**
 * ssif_find_exit - undo ssif_find_init(), after the last ssif_find_remove()
 */
void ssif_find_exit(void)
{
	bus_unregister_notifier(&i2c_bus_type, &ssif_find_nb);
	cancel_delayed_work_sync(&ssif_find_work);
	destroy_workqueue(ssif_find_queue);
}
