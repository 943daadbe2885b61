/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For kernels without struct genl_split_ops, whose dumps carry their attributes
 * elsewhere, and whose families are not told who joins their groups.  Kbuild
 * finds that out.
 */
#ifndef BMCLINK_GENL_COMPAT_H
#define BMCLINK_GENL_COMPAT_H

#include <net/genetlink.h>

/* That a multicast group is for those with CAP_NET_ADMIN is said in one of two ways. */
#ifdef GENL_MCAST_CAP_NET_ADMIN
#define BMC_GENL_GROUP_ADMIN GENL_MCAST_CAP_NET_ADMIN
#else
#define BMC_GENL_GROUP_ADMIN GENL_UNS_ADMIN_PERM
#endif

#ifdef BMC_OLD_GENL

/* Has all the members that generated code sets. */
#define genl_split_ops genl_ops

#define bmc_genl_dump_attrs(cb) (genl_dumpit_info(cb)->attrs)

/**
 * bmc_genl_merge_ops - make one entry of the two that a command may have
 * @to: room for as many as there are in @from
 * @from: operations, those of a command one after the other
 * @n: how many
 *
 * Return: how many are in @to.
 */
static inline unsigned int bmc_genl_merge_ops(struct genl_ops *to, const struct genl_ops *from,
					      unsigned int n)
{
	unsigned int i, used = 0;

	for (i = 0; i < n; i++) {
		u8 flags = from[i].flags & ~(GENL_CMD_CAP_DO | GENL_CMD_CAP_DUMP);

		if (used && to[used - 1].cmd == from[i].cmd) {
			to[used - 1].dumpit = from[i].dumpit;
			continue;
		}
		to[used] = from[i];
		to[used].flags = flags;
		used++;
	}
	return used;
}

#else

#define bmc_genl_dump_attrs(cb) (genl_info_dump(cb)->attrs)

#endif

#endif
