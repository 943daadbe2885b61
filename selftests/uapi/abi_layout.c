// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_abi: numbers, sizes and offsets of the ABI, proved when the program is compiled; in the
 * 32-bit program those of the compat ioctls.
 */
#include "ipmi_dev.h"

#define IS(what, value)	_Static_assert((what) == (value), #what " must be " #value)
#define SIZE(type, value)		IS(sizeof(struct type), value)
#define AT(type, member, value)	IS(offsetof(struct type, member), value)

#define WIDE(wide, narrow)	(sizeof(void *) == 8 ? (wide) : (narrow))

/* Four carry pointers and longs ... */
IS(IPMICTL_RECEIVE_MSG_TRUNC, WIDE(0xc030690bU, 0xc018690bU));
IS(IPMICTL_RECEIVE_MSG, WIDE(0xc030690cU, 0xc018690cU));
IS(IPMICTL_SEND_COMMAND, WIDE(0x8028690dU, 0x8014690dU));
IS(IPMICTL_SEND_COMMAND_SETTIME, WIDE(0x80306915U, 0x801c6915U));
/* ... the others are the same everywhere, and their directions are wrong for good. */
IS(IPMICTL_REGISTER_FOR_CMD, 0x8002690eU);
IS(IPMICTL_UNREGISTER_FOR_CMD, 0x8002690fU);
IS(IPMICTL_SET_GETS_EVENTS_CMD, 0x80046910U);
IS(IPMICTL_SET_MY_ADDRESS_CMD, 0x80046911U);
IS(IPMICTL_GET_MY_ADDRESS_CMD, 0x80046912U);
IS(IPMICTL_SET_MY_LUN_CMD, 0x80046913U);
IS(IPMICTL_GET_MY_LUN_CMD, 0x80046914U);
IS(IPMICTL_SET_TIMING_PARMS_CMD, 0x80086916U);
IS(IPMICTL_GET_TIMING_PARMS_CMD, 0x80086917U);
IS(IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD, 0x80046918U);
IS(IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD, 0x80046919U);
IS(IPMICTL_SET_MY_CHANNEL_LUN_CMD, 0x8004691aU);
IS(IPMICTL_GET_MY_CHANNEL_LUN_CMD, 0x8004691bU);
IS(IPMICTL_REGISTER_FOR_CMD_CHANS, 0x800c691cU);
IS(IPMICTL_UNREGISTER_FOR_CMD_CHANS, 0x800c691dU);
IS(IPMICTL_GET_MAINTENANCE_MODE_CMD, 0x8004691eU);
IS(IPMICTL_SET_MAINTENANCE_MODE_CMD, 0x4004691fU);

SIZE(ipmi_addr, 40);
AT(ipmi_addr, channel, 4);
AT(ipmi_addr, data, 6);
SIZE(ipmi_system_interface_addr, 8);
AT(ipmi_system_interface_addr, lun, 6);
SIZE(ipmi_ipmb_addr, 8);
AT(ipmi_ipmb_addr, slave_addr, 6);
AT(ipmi_ipmb_addr, lun, 7);
SIZE(ipmi_ipmb_direct_addr, 12);
AT(ipmi_ipmb_direct_addr, rs_lun, 7);
AT(ipmi_ipmb_direct_addr, rq_lun, 8);
SIZE(ipmi_lan_addr, 12);
AT(ipmi_lan_addr, privilege, 6);
AT(ipmi_lan_addr, session_handle, 7);
AT(ipmi_lan_addr, remote_SWID, 8);
AT(ipmi_lan_addr, local_SWID, 9);
AT(ipmi_lan_addr, lun, 10);

SIZE(ipmi_msg, WIDE(16, 8));
AT(ipmi_msg, cmd, 1);
AT(ipmi_msg, data_len, 2);
AT(ipmi_msg, data, WIDE(8, 4));
SIZE(ipmi_req, WIDE(40, 20));
AT(ipmi_req, addr_len, WIDE(8, 4));
AT(ipmi_req, msgid, WIDE(16, 8));
AT(ipmi_req, msg, WIDE(24, 12));
SIZE(ipmi_req_settime, WIDE(48, 28));
AT(ipmi_req_settime, retries, WIDE(40, 20));
AT(ipmi_req_settime, retry_time_ms, WIDE(44, 24));
SIZE(ipmi_recv, WIDE(48, 24));
AT(ipmi_recv, addr, WIDE(8, 4));
AT(ipmi_recv, addr_len, WIDE(16, 8));
AT(ipmi_recv, msgid, WIDE(24, 12));
AT(ipmi_recv, msg, WIDE(32, 16));
SIZE(ipmi_cmdspec, 2);
SIZE(ipmi_cmdspec_chans, 12);
AT(ipmi_cmdspec_chans, chans, 8);
SIZE(ipmi_timing_parms, 8);
SIZE(ipmi_channel_lun_address_set, 4);
AT(ipmi_channel_lun_address_set, value, 2);

IS(IPMI_MAX_MSG_LENGTH, 272);
IS(IPMI_MAX_ADDR_SIZE, 32);
IS(IPMI_BMC_CHANNEL, 0xf);
IS(IPMI_NUM_CHANNELS, 16);
IS(IPMI_CHAN_ALL, ~0);
IS(IPMI_SYSTEM_INTERFACE_ADDR_TYPE, 0x0c);
IS(IPMI_IPMB_ADDR_TYPE, 0x01);
IS(IPMI_IPMB_BROADCAST_ADDR_TYPE, 0x41);
IS(IPMI_IPMB_DIRECT_ADDR_TYPE, 0x81);
IS(IPMI_LAN_ADDR_TYPE, 0x04);
IS(IPMI_RESPONSE_RECV_TYPE, 1);
IS(IPMI_ASYNC_EVENT_RECV_TYPE, 2);
IS(IPMI_CMD_RECV_TYPE, 3);
IS(IPMI_RESPONSE_RESPONSE_TYPE, 4);
IS(IPMI_OEM_RECV_TYPE, 5);
IS(IPMI_MAINTENANCE_MODE_AUTO, 0);
IS(IPMI_MAINTENANCE_MODE_OFF, 1);
IS(IPMI_MAINTENANCE_MODE_ON, 2);
