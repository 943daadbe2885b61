// SPDX-License-Identifier: GPL-2.0-only
/*
 * I2C devices that are BMCs, from client to link.
 *
 * The I2C core has one client for an address on a bus, so whoever describes an
 * interface, it becomes one link.
 *
 * Owns the list of interfaces in use and its lock, which also keeps a link and
 * ssif_i2c_ask() from talking to the same address at once.
 */
#include <linux/acpi.h>
#include <linux/err.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

/* Last, as on some kernels it renames a member that other drivers have too. */
#include <linux/i2c-smbus.h>
#include <linux/i2c.h>

#include "ssif.h"

/* How long an address may take to show that it is a BMC: to acknowledge, and to answer. */
#define SSIF_ACK_NS	(20ULL * NSEC_PER_MSEC)
#define SSIF_ASK_NS	(250ULL * NSEC_PER_MSEC)

/* Where SMBus controllers read who raised the alert (SMBus 2.0, appendix A). */
#define SSIF_ALERT_ADDR	0x0c

#define SSIF_ACPI_IFT	4

/**
 * struct ssif_device - one interface in use
 * @node: in ssif_devices
 * @ssif: state of the transport
 * @link: the router's view of it; NULL until registered
 */
struct ssif_device {
	struct list_head node;
	struct ssif ssif;
	struct bmc_link *link;
};

/**
 * struct ssif_stranger - what it takes to talk to an address without a client
 * @client: stands for the address; not a device
 * @wait: nobody can end it, but it has short deadlines only
 * @ssif: state of the transport
 */
struct ssif_stranger {
	struct i2c_client client;
	struct bmc_wait wait;
	struct ssif ssif;
};

static bool ssif_try_acpi = true;
module_param_named(tryacpi, ssif_try_acpi, bool, 0444);
MODULE_PARM_DESC(tryacpi, "use the interfaces that ACPI describes (default yes)");

static bool ssif_alerts_broken;
module_param_named(alerts_broken, ssif_alerts_broken, bool, 0444);
MODULE_PARM_DESC(alerts_broken, "do not use SMBus alerts, also when there are some (default no)");

static LIST_HEAD(ssif_devices);
static DEFINE_MUTEX(ssif_devices_lock);

static struct ssif *ssif_of(struct bmc_link *link)
{
	struct ssif *ssif = bmc_link_priv(link);

	/* Only now, as the link's thread may run before its maker knows the link. */
	ssif->wait = bmc_link_wait(link);
	return ssif;
}

static int ssif_send(struct bmc_link *link, const struct bmc_frame *req, ktime_t deadline)
{
	return ssif_write_request(ssif_of(link), req, deadline);
}

static int ssif_recv(struct bmc_link *link, struct bmc_frame *rsp, ktime_t deadline)
{
	return ssif_read_response(ssif_of(link), rsp, deadline);
}

static bool ssif_attention(struct bmc_link *link)
{
	return xchg(&ssif_of(link)->alerted, false);
}

static int ssif_setup(struct bmc_link *link)
{
	struct bmc_limits limits;
	int err;

	err = ssif_learn(ssif_of(link), bmc_link_identity(link), &limits);
	if (!err)
		bmc_link_set_limits(link, &limits);
	return err;
}

static int ssif_resync(struct bmc_link *link)
{
	return ssif_make_idle(ssif_of(link));
}

/*
 * How the router drives an interface; its own is the struct ssif.  What is longer
 * than a block has to wait until setup has found out how.
 */
const struct bmc_transport ssif_transport = {
	.owner = THIS_MODULE,
	.name = "ssif",
	.depth = 1,
	.max_request = SSIF_BLOCK,
	.max_response = BMC_FRAME_MAX,
	.send = ssif_send,
	.recv = ssif_recv,
	.attention = ssif_attention,
	.told = true,
	.setup = ssif_setup,
	.resync = ssif_resync,
};

/* The device lock, which the caller has, keeps the link in existence. */
static void ssif_i2c_alert(struct i2c_client *client, enum i2c_alert_protocol protocol,
			   unsigned int data)
{
	struct ssif_device *device = i2c_get_clientdata(client);

	if (!device || protocol != I2C_PROTOCOL_SMBUS_ALERT || ssif_alerts_broken)
		return;
	WRITE_ONCE(device->ssif.alerted, true);
	bmc_link_interrupt(device->link);
}

/**
 * struct ssif_alert - how a bus tells of alerts
 * @wired: it does
 * @irq: by this interrupt; 0 when the controller's own driver sees them
 */
struct ssif_alert {
	bool wired;
	int irq;
};

static int ssif_alert_look(struct device *dev, void *data)
{
	struct i2c_client *client = i2c_verify_client(dev);
	struct i2c_smbus_alert_setup *setup;
	struct ssif_alert *alert = data;

	if (!client || client->addr != SSIF_ALERT_ADDR || strcmp(client->name, "smbus_alert"))
		return 0;
	setup = dev_get_platdata(dev);
	alert->wired = true;
	alert->irq = max(client->irq, 0) ?: setup ? max(setup->irq, 0) : 0;
	return 1;
}

/* Firmware tells of the alert line with the bus, not with the BMC. */
static struct ssif_alert ssif_find_alert(struct i2c_client *client)
{
	struct ssif_alert alert = {};

	if (!ssif_alerts_broken)
		device_for_each_child(&client->adapter->dev, &alert, ssif_alert_look);
	return alert;
}

/* Who described it, and what the BMC's IPMB address is, as far as anybody told. */
static const char *ssif_source(struct i2c_client *client, u8 *slave_addr)
{
	const struct ssif_want *want = dev_get_platdata(&client->dev);
	const char *known;

	if (want) {
		*slave_addr = want->slave_addr;
		return want->source;
	}
	known = ssif_find_known(client, slave_addr);
	if (has_acpi_companion(&client->dev))
		return ssif_try_acpi ? "acpi" : known;
	if (client->dev.of_node)
		return "devicetree";
	return "user";
}

static void ssif_i2c_leave(void *data)
{
	struct ssif_device *device = data;

	mutex_lock(&ssif_devices_lock);
	list_del(&device->node);
	mutex_unlock(&ssif_devices_lock);
}

static void ssif_i2c_unregister(void *data)
{
	struct ssif_device *device = data;

	i2c_set_clientdata(device->ssif.client, NULL);
	bmc_link_unregister(device->link);
}

static int ssif_i2c_register(struct ssif_device *device)
{
	struct i2c_client *client = device->ssif.client;
	struct ssif_alert alert = ssif_find_alert(client);
	struct bmc_link_desc desc = {
		.irq = alert.irq,
		.alert = alert.wired,
	};
	char address[32];

	desc.source = ssif_source(client, &desc.slave_addr);
	if (!desc.source)
		return -ENODEV;
	snprintf(address, sizeof(address), "i2c-%d 0x%02x", i2c_adapter_id(client->adapter),
		 client->addr);
	desc.address = address;
	device->link = bmc_link_register(&client->dev, &ssif_transport, &device->ssif, &desc);
	if (IS_ERR(device->link))
		return PTR_ERR(device->link);
	i2c_set_clientdata(client, device);
	return devm_add_action_or_reset(&client->dev, ssif_i2c_unregister, device);
}

static int ssif_i2c_wanted(struct i2c_client *client)
{
	acpi_handle handle = ACPI_HANDLE(&client->dev);
	unsigned long long ift;
	acpi_status status;
	u8 slave_addr;

	if (!handle)
		return 0;
	/* ACPI has made a device of the address that others may describe as well. */
	if (!ssif_try_acpi)
		return ssif_find_known(client, &slave_addr) ? 0 : -ENODEV;
	status = acpi_evaluate_integer(handle, "_IFT", NULL, &ift);
	if (status == AE_NO_MEMORY)
		return -ENOMEM;
	if (ACPI_FAILURE(status)) {
		dev_err(&client->dev, "_IFT: %s: the interface type must be given\n",
			status == AE_NOT_FOUND ? "missing" : acpi_format_exception(status));
		return -EINVAL;
	}
	if (ift != SSIF_ACPI_IFT) {
		dev_err(&client->dev, "_IFT: %llu: must be 4 (SSIF) for a device on I2C\n", ift);
		return -EINVAL;
	}
	return 0;
}

/*
 * Does not touch the hardware: the link's thread will find out what is there,
 * and go on to look for a BMC that is late.
 */
static int ssif_i2c_probe(struct i2c_client *client)
{
	struct ssif_device *device;
	int err;

	err = ssif_i2c_wanted(client);
	if (err)
		return err;
	if (!ssif_i2c_can(client->adapter)) {
		dev_err(&client->dev, "bus %s: must be capable of SMBus block transfers\n",
			client->adapter->name);
		return -EOPNOTSUPP;
	}
	device = devm_kzalloc(&client->dev, sizeof(*device), GFP_KERNEL);
	if (!device)
		return -ENOMEM;
	device->ssif.client = client;
	mutex_lock(&ssif_devices_lock);
	list_add_tail(&device->node, &ssif_devices);
	mutex_unlock(&ssif_devices_lock);
	err = devm_add_action_or_reset(&client->dev, ssif_i2c_leave, device);
	if (err)
		return err;
	return ssif_i2c_register(device);
}

static const struct i2c_device_id ssif_i2c_ids[] = {
	{ "bmclink_ssif" },
	{ "ipmi_ssif" },
	{ "ssif" },
	{ }
};
MODULE_DEVICE_TABLE(i2c, ssif_i2c_ids);

static const struct acpi_device_id ssif_acpi_ids[] = {
	{ "IPI0001" },
	{ }
};
MODULE_DEVICE_TABLE(acpi, ssif_acpi_ids);

static const struct of_device_id ssif_of_ids[] = {
	{ .compatible = "ipmi-ssif" },
	{ }
};
MODULE_DEVICE_TABLE(of, ssif_of_ids);

static struct i2c_driver ssif_i2c_driver = {
	.probe = ssif_i2c_probe,
	.alert = ssif_i2c_alert,
	.id_table = ssif_i2c_ids,
	.driver = {
		.name = "bmclink_ssif",
		.acpi_match_table = ACPI_PTR(ssif_acpi_ids),
		.of_match_table = of_match_ptr(ssif_of_ids),
	},
};

/**
 * ssif_i2c_drives - is a device on a bus in use as a system interface?
 * @client: the device; the caller holds a reference
 *
 * Return: true when it is.
 */
bool ssif_i2c_drives(struct i2c_client *client)
{
	struct ssif_device *device;
	bool found = false;

	mutex_lock(&ssif_devices_lock);
	list_for_each_entry(device, &ssif_devices, node)
		found |= device->ssif.client == client;
	mutex_unlock(&ssif_devices_lock);
	return found;
}

/**
 * ssif_i2c_heard - has a BMC ever answered there?
 * @client: the device
 *
 * Return: true when it has since the device is in use.
 */
bool ssif_i2c_heard(struct i2c_client *client)
{
	struct ssif_device *device;
	bool heard = false;

	mutex_lock(&ssif_devices_lock);
	list_for_each_entry(device, &ssif_devices, node)
		if (device->ssif.client == client)
			heard = READ_ONCE(device->ssif.heard);
	mutex_unlock(&ssif_devices_lock);
	return heard;
}

/**
 * ssif_i2c_can - can there be a system interface on a bus?
 * @adapter: the bus
 *
 * Return: true when it can transfer blocks.
 */
bool ssif_i2c_can(struct i2c_adapter *adapter)
{
	return i2c_check_functionality(adapter, I2C_FUNC_SMBUS_BLOCK_DATA);
}

static int ssif_ask(struct ssif *ssif)
{
	struct bmc_frame *frame = &ssif->scratch;
	ktime_t now = bmc_wait_now(ssif->wait);
	int err;

	/* Get Device ID, which every BMC has to answer */
	*frame = (struct bmc_frame){ .len = 2, .data = { 0x06 << 2, 0x01 } };
	err = ssif_write_request(ssif, frame, ktime_add_ns(now, SSIF_ACK_NS));
	if (!err)
		err = ssif_read_response(ssif, frame, ktime_add_ns(now, SSIF_ASK_NS));
	return err;
}

/**
 * ssif_i2c_ask - look whether there is a BMC at an address
 * @adapter: the bus
 * @addr: the address
 *
 * Quiet, and done in milliseconds when nobody acknowledges.
 *
 * Context: process; may sleep.
 * Return: true when a BMC has answered.
 */
bool ssif_i2c_ask(struct i2c_adapter *adapter, unsigned short addr)
{
	struct ssif_device *device;
	struct ssif_stranger *stranger = kzalloc(sizeof(*stranger), GFP_KERNEL);
	bool heard = false;

	if (!stranger)
		return false;
	stranger->client.adapter = adapter;
	stranger->client.addr = addr;
	bmc_wait_init(&stranger->wait, &bmc_real_clock);
	stranger->ssif.client = &stranger->client;
	stranger->ssif.wait = &stranger->wait;
	mutex_lock(&ssif_devices_lock);
	list_for_each_entry(device, &ssif_devices, node) {
		if (device->ssif.client->adapter == adapter && device->ssif.client->addr == addr)
			goto unlock;
	}
	ssif_ask(&stranger->ssif);
	heard = stranger->ssif.heard;
unlock:
	mutex_unlock(&ssif_devices_lock);
	kfree(stranger);
	return heard;
}

/**
 * ssif_i2c_init - start to drive interfaces that have a client
 *
 * Return: 0 or a negative error number.
 */
int ssif_i2c_init(void)
{
	return i2c_add_driver(&ssif_i2c_driver);
}

/**
 * ssif_i2c_exit - drop all interfaces
 */
void ssif_i2c_exit(void)
{
	i2c_del_driver(&ssif_i2c_driver);
}
