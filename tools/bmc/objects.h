/* SPDX-License-Identifier: GPL-2.0-only */
/* Commands that have a file of their own besides that of their object. */
#ifndef BMC_OBJECTS_H
#define BMC_OBJECTS_H

#include "cli.h"

extern const struct arg_spec power_policy_args[];
int power_policy_check(struct cli *cli, const struct args *args);
int power_policy_run(struct cli *cli, const struct args *args);

extern const struct arg_spec channel_set_args[];
int channel_set_check(struct cli *cli, const struct args *args);
int channel_set_run(struct cli *cli, const struct args *args);

extern const struct arg_spec lan_set_args[];
int lan_set_check(struct cli *cli, const struct args *args);
int lan_set_run(struct cli *cli, const struct args *args);

extern const struct arg_spec lan_dest_args[], lan_community_args[];
int lan_dest_check(struct cli *cli, const struct args *args);
int lan_dest_run(struct cli *cli, const struct args *args);
int lan_community_run(struct cli *cli, const struct args *args);

extern const struct arg_spec lan_rollback_args[];
int lan_confirm_run(struct cli *cli, const struct args *args);
int lan_rollback_run(struct cli *cli, const struct args *args);

extern const struct arg_spec user_passwd_args[], user_test_args[];
int user_password_check(struct cli *cli, const struct args *args);
int user_passwd_run(struct cli *cli, const struct args *args);
int user_test_run(struct cli *cli, const struct args *args);

extern const struct arg_spec user_add_args[], user_del_args[];
int user_add_check(struct cli *cli, const struct args *args);
int user_add_run(struct cli *cli, const struct args *args);
int user_del_run(struct cli *cli, const struct args *args);

extern const struct arg_spec user_switch_args[], user_rename_args[], user_priv_args[];
int user_rename_check(struct cli *cli, const struct args *args);
int user_enable_run(struct cli *cli, const struct args *args);
int user_disable_run(struct cli *cli, const struct args *args);
int user_rename_run(struct cli *cli, const struct args *args);
int user_priv_run(struct cli *cli, const struct args *args);

#endif
