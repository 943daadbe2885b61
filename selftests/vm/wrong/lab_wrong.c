// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does one thing wrong when it is loaded, so that the lab's self test can see whether the lab
 * notices. No part of bmclink.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

static char *how = "nothing";
module_param(how, charp, 0444);
MODULE_PARM_DESC(how, "nothing, warn, leak, overrun, deadlock, sleep");

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);
static DEFINE_SPINLOCK(spin);

static void overrun(void)
{
	char *buf = kmalloc(24, GFP_KERNEL);

	if (!buf)
		return;
	/* Hidden from the compiler, which would see it, too. */
	OPTIMIZER_HIDE_VAR(buf);
	buf[24] = 1;
	kfree(buf);
}

static void leak(void)
{
	void *buf = kmalloc(333, GFP_KERNEL);

	OPTIMIZER_HIDE_VAR(buf);
}

/* Never locks up: the two orders are used one after the other. */
static void deadlock(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);
	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

static void sleep_in_atomic(void)
{
	spin_lock(&spin);
	might_sleep();
	spin_unlock(&spin);
}

static int __init lab_wrong_init(void)
{
	if (!strcmp(how, "warn"))
		WARN(1, "the lab asked for a warning\n");
	else if (!strcmp(how, "leak"))
		leak();
	else if (!strcmp(how, "overrun"))
		overrun();
	else if (!strcmp(how, "deadlock"))
		deadlock();
	else if (!strcmp(how, "sleep"))
		sleep_in_atomic();
	return 0;
}
module_init(lab_wrong_init);

static void __exit lab_wrong_exit(void)
{
}
module_exit(lab_wrong_exit);

MODULE_DESCRIPTION("Does wrong on demand, for the self test of the lab");
MODULE_LICENSE("GPL");
