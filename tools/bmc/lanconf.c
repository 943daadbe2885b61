// SPDX-License-Identifier: GPL-2.0-only
/* The LAN parameters of a channel: reading them, and planning how to change several. */
#include "lanconf.h"

#include <arpa/inet.h>
#include <string.h>

#include "../lib/ipmi/cc.h"
#include "../lib/ipmi/sol.h"
#include "../lib/parse.h"
#include "cli.h"

/**
 * lan_read_set() - read one parameter
 * @bmc: the run
 * @channel: the channel
 * @parameter: its number
 * @set: its set selector, 0 for one without
 * @value: filled; its state tells whether it could be read
 *
 * Return: 0, or an exit status with the error set when no more can be read.
 */
int lan_read_set(struct bmc *bmc, uint8_t channel, uint8_t parameter, uint8_t set,
		 struct ipmi_lan_value *value)
{
	struct ipmi_request rq;
	struct ipmi_response rs;
	int rc;

	memset(value, 0, sizeof(*value));
	value->state = IPMI_LAN_FAILED;
	ipmi_lan_get_encode(&rq, channel, parameter, set);
	rc = bmc_query(bmc, &rq, &rs);
	if (rc)
		return rc;
	if (rs.cc == IPMI_CC_INVALID_COMMAND || rs.cc == IPMI_CC_TIMEOUT ||
	    rs.cc == IPMI_CC_PRIVILEGE)
		return bmc_error_cc(&bmc->err, rq.netfn, rq.cmd, rs.cc, ipmi_lan_name(parameter));
	if (rs.cc == IPMI_CC_INVALID_FIELD || rs.cc == IPMI_CC_OUT_OF_RANGE ||
	    rs.cc == IPMI_CC_NOT_PRESENT || ipmi_cc_unsupported(rq.netfn, rq.cmd, rs.cc))
		value->state = IPMI_LAN_UNSUPPORTED;
	else if (!rs.cc)
		ipmi_lan_get_decode(&rs, parameter, value);
	return 0;
}

/**
 * lan_read() - read parameters
 * @bmc: the run
 * @channel: the channel
 * @parameters: their numbers
 * @n: how many
 * @config: filled; the state of each tells whether it could be read
 *
 * Return: 0, or an exit status with the error set when no more can be read.
 */
int lan_read(struct bmc *bmc, uint8_t channel, const uint8_t *parameters, unsigned int n,
	     struct ipmi_lan_config *config)
{
	unsigned int i;
	int rc;

	for (i = 0; i < n; i++) {
		rc = lan_read_set(bmc, channel, parameters[i], 0,
				  &config->value[parameters[i]]);
		if (rc)
			return rc;
	}
	return 0;
}

static void mac_text(const uint8_t *mac, char text[LAN_TEXT])
{
	snprintf(text, LAN_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3],
		 mac[4], mac[5]);
}

static void ip6_text(const uint8_t *data, int prefix, char text[LAN_TEXT])
{
	char address[INET6_ADDRSTRLEN] = "?";

	inet_ntop(AF_INET6, data, address, sizeof(address));
	if (prefix < 0)
		snprintf(text, LAN_TEXT, "%s", address);
	else
		snprintf(text, LAN_TEXT, "%s/%d", address, prefix);
}

static void vlan_text(const struct ipmi_lan_value *value, char text[LAN_TEXT])
{
	int vlan = ipmi_lan_vlan(value);

	if (vlan < 0)
		snprintf(text, LAN_TEXT, "off");
	else
		snprintf(text, LAN_TEXT, "%d", vlan);
}

static void dest_text(const struct ipmi_lan_value *value, char text[LAN_TEXT])
{
	const uint8_t *d = value->data;

	snprintf(text, LAN_TEXT, "%u.%u.%u.%u %s gateway %02x:%02x:%02x:%02x:%02x:%02x", d[3],
		 d[4], d[5], d[6], d[2] & 1 ? "backup" : "default", d[7], d[8], d[9], d[10],
		 d[11], d[12]);
}

static void ip6_static_text(const struct ipmi_lan_value *value, char text[LAN_TEXT])
{
	if (value->data[1] & 0x80)
		ip6_text(value->data + 2, value->data[18], text);
	else
		snprintf(text, LAN_TEXT, "off");
}

static void word_text(unsigned int parameter, const struct ipmi_lan_value *value,
		      char text[LAN_TEXT])
{
	static const char *const enables[] = { "ipv4", "ipv6", "both" };
	const char *name = NULL;

	if (parameter == IPMI_LAN_SOURCE)
		name = ipmi_lan_source_name(value->data[0]);
	else if (parameter == IPMI_LAN_IP6_ENABLES && value->data[0] < 3)
		name = enables[value->data[0]];
	snprintf(text, LAN_TEXT, "%s", name ? name : "reserved");
}

/**
 * lan_text() - a parameter as text
 * @parameter: its number
 * @value: its value
 * @text: filled
 */
void lan_text(unsigned int parameter, const struct ipmi_lan_value *value, char text[LAN_TEXT])
{
	const uint8_t *d = value->data;

	switch (parameter) {
	case IPMI_LAN_ADDRESS:
	case IPMI_LAN_NETMASK:
	case IPMI_LAN_GATEWAY:
	case IPMI_LAN_BACKUP_GATEWAY:
		ipv4_text(ipmi_lan_ipv4(value), text);
		break;
	case IPMI_LAN_GATEWAY_MAC:
	case IPMI_LAN_BACKUP_MAC:
		mac_text(d, text);
		break;
	case IPMI_LAN_SOURCE:
	case IPMI_LAN_IP6_ENABLES:
		word_text(parameter, value, text);
		break;
	case IPMI_LAN_VLAN:
		vlan_text(value, text);
		break;
	case IPMI_LAN_VLAN_PRIORITY:
	case IPMI_LAN_IP6_ROUTER_PREFIX_LEN:
		snprintf(text, LAN_TEXT, "%u", d[0]);
		break;
	case IPMI_LAN_ARP_CONTROL:
		snprintf(text, LAN_TEXT, "respond %s, gratuitous %s", d[0] & 2 ? "on" : "off",
			 d[0] & 1 ? "on" : "off");
		break;
	case IPMI_LAN_ARP_INTERVAL:
		snprintf(text, LAN_TEXT, "%u ms", (d[0] + 1U) * 500);
		break;
	case IPMI_SOL_ENABLE:
	case IPMI_SOL_AUTH:
	case IPMI_SOL_ACCUMULATE:
	case IPMI_SOL_RETRY:
	case IPMI_SOL_RATE_SAVED:
	case IPMI_SOL_RATE:
		ipmi_sol_text(parameter, d, text, LAN_TEXT);
		break;
	case IPMI_LAN_CIPHER_PRIVILEGES:
		bmc_hex(text, LAN_TEXT, d + 1, 8, 0);
		break;
	case IPMI_LAN_COMMUNITY:
		snprintf(text, LAN_TEXT, "(secret)");
		break;
	case IPMI_LAN_DEST_TYPE:
		snprintf(text, LAN_TEXT, "type %u%s timeout %u retries %u", d[1] & 7U,
			 d[1] & 0x80 ? " acknowledged" : "", d[2], d[3] & 7U);
		break;
	case IPMI_LAN_DEST_ADDRESS:
		dest_text(value, text);
		break;
	case IPMI_LAN_IP6_STATIC:
		ip6_static_text(value, text);
		break;
	case IPMI_LAN_IP6_ROUTER:
	case IPMI_LAN_IP6_ROUTER_PREFIX:
		ip6_text(d, -1, text);
		break;
	case IPMI_LAN_IP6_ROUTER_CONTROL:
		snprintf(text, LAN_TEXT, "static %s, dynamic %s", d[0] & 1 ? "on" : "off",
			 d[0] & 2 ? "on" : "off");
		break;
	default:
		bmc_hex(text, LAN_TEXT, d, value->len, 0);
	}
}

/**
 * lan_plan_clear() - start a plan
 * @plan: the plan; its channel is kept
 */
void lan_plan_clear(struct lan_plan *plan)
{
	plan->n = 0;
	plan->n_back = 0;
	plan->done = 0;
}

/**
 * lan_plan_add() - add a parameter to write, unless it is so already
 * @plan: the plan
 * @parameter: its number
 * @set: its set selector, 0 for one without
 * @old: as it is; when its state says that it was not read it is written in any case
 * @new: as it shall be
 */
void lan_plan_add(struct lan_plan *plan, uint8_t parameter, uint8_t set,
		  const struct ipmi_lan_value *old, const struct ipmi_lan_value *new)
{
	struct lan_item *item = &plan->item[plan->n];

	if (plan->n == LAN_PLAN_MAX || ipmi_lan_equal(parameter, old, new))
		return;
	plan->n++;
	item->parameter = parameter;
	item->set = set;
	item->old = *old;
	item->new = *new;
}

static void add(struct lan_plan *plan, uint8_t parameter, bool anyway)
{
	const struct ipmi_lan_value *old = &plan->old.value[parameter];
	const struct ipmi_lan_value *new = &plan->new.value[parameter];
	struct lan_item *item = &plan->item[plan->n];

	if (new->state != IPMI_LAN_OK || plan->n == LAN_PLAN_MAX)
		return;
	if (!anyway && ipmi_lan_equal(parameter, old, new))
		return;
	plan->n++;
	item->parameter = parameter;
	item->set = 0;
	item->old = *old;
	item->new = *new;
}

static bool is_dhcp(const struct ipmi_lan_value *source)
{
	return source->state == IPMI_LAN_OK && (source->data[0] & 0x0f) == IPMI_LAN_DHCP;
}

static void add_back(struct lan_plan *plan, uint8_t parameter, uint8_t set, unsigned int after,
		     const struct ipmi_lan_value *value)
{
	struct lan_item *item = &plan->back[plan->n_back];

	if (plan->n_back == LAN_PLAN_MAX || value->state != IPMI_LAN_OK)
		return;
	plan->n_back++;
	memset(item, 0, sizeof(*item));
	item->parameter = parameter;
	item->set = set;
	item->after = after;
	item->new = *value;
}

/**
 * lan_plan_back() - plan how the change is taken back
 * @plan: the plan, complete but for this
 *
 * That is the way in reverse, but addresses that came by DHCP come back with it, and
 * addresses that a BMC may have forgotten when it went to DHCP are written again.
 */
void lan_plan_back(struct lan_plan *plan)
{
	static const uint8_t addresses[] = { IPMI_LAN_ADDRESS, IPMI_LAN_NETMASK,
					     IPMI_LAN_GATEWAY };
	bool was_dhcp = is_dhcp(&plan->old.value[IPMI_LAN_SOURCE]);
	unsigned int i, k;

	plan->n_back = 0;
	for (i = plan->n; i-- > 0;) {
		const struct lan_item *item = &plan->item[i];

		if (was_dhcp && memchr(addresses, item->parameter, sizeof(addresses)))
			continue;
		add_back(plan, item->parameter, item->set, i, &item->old);
		if (item->parameter != IPMI_LAN_SOURCE || !is_dhcp(&item->new))
			continue;
		for (k = 0; k < sizeof(addresses); k++)
			add_back(plan, addresses[k], 0, i, &plan->old.value[addresses[k]]);
	}
}

/**
 * lan_order() - decide what to write, in which order
 * @plan: old and new parameters; the rest is filled
 *
 * Equal values are not written again, to spare the flash. DHCP is left before
 * addresses are written, as BMCs refuse them while it is on, and entered last.
 * A BMC may forget its addresses when it leaves DHCP, so then they are all written.
 */
void lan_order(struct lan_plan *plan)
{
	const struct ipmi_lan_value *source = &plan->new.value[IPMI_LAN_SOURCE];
	bool dhcp = is_dhcp(source);
	bool changes = !ipmi_lan_equal(IPMI_LAN_SOURCE, &plan->old.value[IPMI_LAN_SOURCE],
				       source);

	lan_plan_clear(plan);
	if (!dhcp) {
		add(plan, IPMI_LAN_SOURCE, false);
		add(plan, IPMI_LAN_ADDRESS, changes);
		add(plan, IPMI_LAN_NETMASK, changes);
		add(plan, IPMI_LAN_GATEWAY, changes);
	}
	add(plan, IPMI_LAN_GATEWAY_MAC, false);
	add(plan, IPMI_LAN_BACKUP_GATEWAY, false);
	add(plan, IPMI_LAN_BACKUP_MAC, false);
	add(plan, IPMI_LAN_VLAN, false);
	add(plan, IPMI_LAN_VLAN_PRIORITY, false);
	add(plan, IPMI_LAN_ARP_CONTROL, false);
	add(plan, IPMI_LAN_ARP_INTERVAL, false);
	if (dhcp)
		add(plan, IPMI_LAN_SOURCE, false);
}

/**
 * lan_offered() - can a parameter be changed at all?
 * @bmc: the run
 * @parameter: its number
 * @value: as it was read
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_offered(struct bmc *bmc, unsigned int parameter, const struct ipmi_lan_value *value)
{
	if (value->state == IPMI_LAN_OK)
		return 0;
	if (value->state == IPMI_LAN_UNSUPPORTED)
		return bmc_error_set(&bmc->err, BMC_EXIT_UNSUPPORTED,
				     "this BMC does not offer %s", ipmi_lan_name(parameter));
	return bmc_error_set(&bmc->err, BMC_EXIT_BMC, "%s can't be read from the BMC",
			     ipmi_lan_name(parameter));
}

/**
 * lan_usable() - print a value, or say why not
 * @o: where to
 * @key: its name there
 * @v: what was read
 *
 * Return: true when there is a value to print; else null has been, with the reason.
 */
bool lan_usable(struct json_object *o, const char *key, const struct ipmi_lan_value *v)
{
	if (v->state == IPMI_LAN_OK)
		return true;
	if (v->state == IPMI_LAN_UNSUPPORTED)
		out_unsupported(o, key);
	else
		out_null(o, key);
	return false;
}

/**
 * lan_changes() - what a plan changes, for cli_changed()
 * @plan: the plan
 *
 * Return: a new array.
 */
struct json_object *lan_changes(const struct lan_plan *plan)
{
	struct json_object *changes = json_object_new_array();
	char old[LAN_TEXT], new[LAN_TEXT], number[8];
	unsigned int i;

	for (i = 0; i < plan->n; i++) {
		const struct lan_item *item = &plan->item[i];
		bool known = item->old.state == IPMI_LAN_OK;

		if (ipmi_lan_equal(item->parameter, &item->old, &item->new))
			continue;
		lan_text(item->parameter, &item->old, old);
		lan_text(item->parameter, &item->new, new);
		snprintf(number, sizeof(number), ".%u", item->set);
		cli_change(changes, known ? old : NULL, new, "lan.%u.%s%s", plan->channel,
			   ipmi_lan_name(item->parameter),
			   ipmi_lan_has_sets(item->parameter) ? number : "");
	}
	return changes;
}
