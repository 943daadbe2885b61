/* SPDX-License-Identifier: GPL-2.0-only */
/* Shared by the parts of ipmi_abi. */
#ifndef SELFTESTS_UAPI_ABI_H
#define SELFTESTS_UAPI_ABI_H

#include "ipmi_dev.h"
#include "ktap.h"

#include <errno.h>

/* In-tree module parameters max_users and max_msgs_per_user. */
#define MAX_USERS	30
#define MAX_MSGS	100

/** bad_ptr() - an address no access to succeeds. Return: the address. */
void *bad_ptr(void);

/**
 * edge() - memory that ends where no more is mapped
 * @len: bytes before the end
 *
 * One more byte than @len is a fault. Each call reuses the same page.
 *
 * Return: its address.
 */
void *edge(size_t len);

/**
 * read_only() - a copy of an object that can be read and not written
 * @obj: the object
 * @len: its length
 *
 * Each call reuses the same page.
 *
 * Return: address of the copy.
 */
void *read_only(const void *obj, size_t len);

/**
 * get_id_req() - a valid Get Device ID request to fill wrong values into
 * @a: system interface address, set up here
 *
 * Return: the request.
 */
struct ipmi_req get_id_req(struct ipmi_system_interface_addr *a);

/**
 * send_req() - IPMICTL_SEND_COMMAND of a request as it is
 * @fd: file
 * @r: request
 *
 * Return: 0 or -errno.
 */
long send_req(int fd, const struct ipmi_req *r);

/**
 * expect_silent() - nothing is queued and nothing arrives
 * @fd: file
 *
 * The driver rejects a request before it queues it, so a following good request is
 * the next to be answered: no need to wait for an answer that must not come.
 */
void expect_silent(int fd);

extern const struct ktap_case abi_send_cases[];
extern const size_t abi_send_count;
extern const struct ktap_case abi_recv_cases[];
extern const size_t abi_recv_count;
extern const struct ktap_case abi_state_cases[];
extern const size_t abi_state_count;
extern const struct ktap_case abi_file_cases[];
extern const size_t abi_file_count;

#endif
