// SPDX-License-Identifier: GPL-2.0-only
/*
 * mmiobmc - a simulated BMC at register level, for test machines only.
 *
 * The BMC has no timers or threads: its state is advanced lazily, from the current time, whenever
 * a register is touched.  It therefore costs no CPU when the driver does not poll it.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>

#include "mmiobmc.h"

unsigned long base = 0x3f000000;
module_param(base, ulong, 0444);
MODULE_PARM_DESC(base, "physical address of the hidden 64K RAM range");

unsigned int spacing = 1;
module_param(spacing, uint, 0444);
MODULE_PARM_DESC(spacing, "distance between registers in bytes (1, 4, 16)");

unsigned int byte_us;
module_param(byte_us, uint, 0644);
MODULE_PARM_DESC(byte_us, "time the BMC takes to consume one written byte");

unsigned int cmd_us;
module_param(cmd_us, uint, 0644);
MODULE_PARM_DESC(cmd_us, "time from the last request byte to the response");

unsigned int jitter;
module_param(jitter, uint, 0644);
MODULE_PARM_DESC(jitter, "each of these times varies evenly by so many percent either way (0..100)");

unsigned int tail;
module_param(tail, uint, 0644);
MODULE_PARM_DESC(tail, "so many of a thousand of these times are ten times as long");

bool obf_dummy = true;
module_param(obf_dummy, bool, 0644);
MODULE_PARM_DESC(obf_dummy, "KCS: put a dummy byte in Data_Out for each consumed request byte");

unsigned int bt_outstanding = 1;
module_param(bt_outstanding, uint, 0644);
MODULE_PARM_DESC(bt_outstanding, "BT: requests accepted at the same time (1..32)");

bool bt_serial;
module_param(bt_serial, bool, 0644);
MODULE_PARM_DESC(bt_serial, "BT: work on queued requests one after the other, not in parallel");

unsigned int bt_timeout_s = 5;
module_param(bt_timeout_s, uint, 0644);
MODULE_PARM_DESC(bt_timeout_s, "BT: request-to-response time reported by Get BT Interface Capabilities");

unsigned int events;
module_param(events, uint, 0644);
MODULE_PARM_DESC(events, "number of events waiting in the event message buffer");

unsigned int fault_step = 3;
module_param(fault_step, uint, 0644);
MODULE_PARM_DESC(fault_step, "stuck_ibf: the write of a KCS transfer (1 = WRITE_START) from which IBF sticks");

unsigned int fault_mask = ~0U;
module_param(fault_mask, uint, 0644);
MODULE_PARM_DESC(fault_mask, "bit mask of interfaces a fault applies to (0 kcs0, 1 bt0, 2 kcs1, 3 bt1)");

unsigned int dead_ms = 5000;
module_param(dead_ms, uint, 0644);
MODULE_PARM_DESC(dead_ms, "dead_for_ms: how long the BMC stays dead");

unsigned int short_len = 2;
module_param(short_len, uint, 0644);
MODULE_PARM_DESC(short_len, "short_reply: bytes of the reply that are kept, counted from the NetFn byte");

static const char * const fault_name[F_COUNT] = {
	"none", "stuck_ibf", "stuck_error", "endless_events", "stuck_atn",
	"wrong_reply", "short_reply", "allff", "dead_for_ms", "cc0xD2",
	"no_reply",
};

static void set_fault(enum fault f)
{
	unsigned long flags;

	local_irq_save(flags);
	if (f == F_DEAD)
		dead_until = ktime_get_mono_fast_ns() + dead_ms * 1000000ULL;
	fault = f;
	if (f == F_NONE) {
		unsigned int i;

		d2_left = 0;
		for (i = 0; i < ARRAY_SIZE(ifs); i++)
			run(&ifs[i], ktime_get_mono_fast_ns());
	}
	local_irq_restore(flags);
}

static int fault_set(const char *val, const struct kernel_param *kp)
{
	char buf[32];
	int i;

	strscpy(buf, val, sizeof(buf));
	i = match_string(fault_name, F_COUNT, strim(buf));
	if (i < 0)
		return -EINVAL;
	set_fault(i);
	return 0;
}

static int fault_get(char *buf, const struct kernel_param *kp)
{
	return sprintf(buf, "%s\n", fault_name[fault]);
}

static const struct kernel_param_ops fault_ops = {
	.set = fault_set, .get = fault_get,
};
module_param_cb(fault, &fault_ops, NULL, 0644);
MODULE_PARM_DESC(fault, "none stuck_ibf stuck_error endless_events stuck_atn wrong_reply short_reply allff dead_for_ms cc0xD2 no_reply");

static int show(struct seq_file *s, void *v)
{
	static const char * const ph[] = {
		"idle", "write", "last", "exec", "read", "err", "ab1", "ab2"
	};
	unsigned long flags;
	u64 now = ktime_get_mono_fast_ns();
	unsigned int i;

	local_irq_save(flags);
	tick(now);
	seq_printf(s, "time_ns %llu\nfault %s\nd2_left %u\nenables 0x%02x\ntrap_ns %llu\nmap_failed %u\n",
		   now, fault_name[fault], d2_left, enables, trap_ns,
		   map_failed);
	for (i = 0; i < REAL_IFS; i++) {
		struct bmc_if *b = &ifs[i];

		seq_printf(s, "%s accesses %llu reads %llu writes %llu status_reads %llu transfers %llu replies %llu aborts %llu errors %llu busy_writes %llu empty_reads %llu undecoded %llu hwrst %llu worked_us %llu state 0x%02x phase %s\n",
			   b->name, b->reads + b->writes, b->reads, b->writes,
			   b->st_reads, b->starts, b->replies, b->aborts,
			   b->errors, b->viol_busy_write, b->viol_empty_read,
			   b->bad_access, b->hwrst, b->worked / 1000,
			   b->kind == K_KCS ? b->state : bt_queued(b),
			   b->kind == K_KCS ? ph[b->phase] :
			   b->b2h ? "b2h" : b->h2b ? "h2b" : "-");
	}
	local_irq_restore(flags);
	return 0;
}

static int proc_open(struct inode *inode, struct file *file)
{
	return single_open(file, show, NULL);
}

static ssize_t proc_write(struct file *file, const char __user *u, size_t n,
			  loff_t *pos)
{
	unsigned long flags;
	char buf[16] = "";
	unsigned int i;

	if (copy_from_user(buf, u, min(n, sizeof(buf) - 1)))
		return -EFAULT;
	if (strcmp(strim(buf), "reset"))
		return -EINVAL;
	local_irq_save(flags);
	fault = F_NONE;
	d2_left = 0;
	events = 0;
	bmc_reset(CS_IDLE);
	for (i = 0; i < ARRAY_SIZE(ifs); i++) {
		struct bmc_if *b = &ifs[i];

		b->reads = 0;
		b->writes = 0;
		b->st_reads = 0;
		b->starts = 0;
		b->replies = 0;
		b->aborts = 0;
		b->errors = 0;
		b->viol_busy_write = 0;
		b->viol_empty_read = 0;
		b->hwrst = 0;
		b->worked = 0;
	}
	trace_pos = 0;
	local_irq_restore(flags);
	return n;
}

static const struct proc_ops proc_fops = {
	.proc_open = proc_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
	.proc_write = proc_write,
};

static int show_trace(struct seq_file *s, void *v)
{
	unsigned int n = min_t(unsigned int, trace_pos, TRACE_N), i;
	u64 last = 0;

	for (i = trace_pos - n; i != trace_pos; i++) {
		struct trace_rec *r = &trace[i % TRACE_N];

		seq_printf(s, "%llu +%lluus %s %c%u %02x %c %.16s\n", r->t,
			   last ? (r->t - last) / 1000 : 0, ifs[r->id].name,
			   r->wr ? 'W' : 'R', r->reg, r->val, r->ctx,
			   r->comm);
		last = r->t;
	}
	return 0;
}

static int __init rig_init(void)
{
	struct proc_dir_entry *entry;
	int rc;

	if (num_online_cpus() != 1) {
		pr_err("needs a VM with one CPU (-smp 1)\n");
		return -EINVAL;
	}
	if (spacing != 1 && spacing != 2 && spacing != 4 && spacing != 16)
		return -EINVAL;
	if (region_intersects(base, RIG_SIZE, IORESOURCE_SYSTEM_RAM,
			      IORES_DESC_NONE) != REGION_DISJOINT) {
		pr_err("0x%lx is in use as RAM; boot with memmap=64K$0x%lx\n",
		       base, base);
		return -EBUSY;
	}
	bmc_reset(CS_IDLE);
	rc = trap_start();
	if (rc)
		return rc;
	entry = proc_create("mmiobmc", 0600, NULL, &proc_fops);
	if (!entry || !proc_create_single("mmiobmc_trace", 0400, NULL, show_trace)) {
		proc_remove(entry);
		trap_stop();
		return -ENOMEM;
	}
	pr_info("KCS at 0x%lx and 0x%lx, BT at 0x%lx and 0x%lx, spacing %u; a trapped access costs %llu ns\n",
		base, base + 0x2000, base + 0x1000, base + 0x3000, spacing,
		trap_ns);
	return 0;
}

static void __exit rig_exit(void)
{
	remove_proc_entry("mmiobmc", NULL);
	remove_proc_entry("mmiobmc_trace", NULL);
	trap_stop();
}

module_init(rig_init);
module_exit(rig_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("simulated BMC under MMIO registers, for test machines");
