// SPDX-License-Identifier: GPL-2.0-only
/*
 * How the accesses of the driver under test are seen.
 *
 * A range of RAM is hidden from the kernel (memmap=64K$0x3f000000).  A host driver maps it with
 * ioremap() as if it were the register block of a BMC.  This module notices the mapping, marks
 * its pages not-present through the kernel's kmmio facility (CONFIG_MMIOTRACE), and so sees every
 * access the driver makes: before a read executes the RAM byte is filled with what the register
 * would hold, after a write executed the RAM byte is taken as the value written.  The driver under
 * test needs no change and cannot tell.
 *
 * kmmio single-steps with the page opened on the one CPU that faulted, so the machine must have
 * exactly one CPU.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpumask.h>
#include <linux/io.h>
#include <linux/kprobes.h>
#include <linux/ktime.h>
#include <linux/mm.h>
#include <linux/mmiotrace.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/string.h>
#include <linux/timekeeping.h>

#include "mmiobmc.h"

struct trace_rec trace[TRACE_N];
unsigned int trace_pos;
u64 trap_ns;
unsigned int map_failed;

static u8 scratch_last;

/* the access being single-stepped (one CPU, interrupts off) */
static struct {
	struct bmc_if *b;
	unsigned int off, width;
	bool wr;
	char ctx;			/* the driver's, not the trap's */
} cur;

static void record(struct bmc_if *b, unsigned int reg, u8 v, bool wr, u64 now)
{
	struct trace_rec *r = &trace[trace_pos++ % TRACE_N];

	r->t = now;
	r->id = b->id;
	r->reg = reg;
	r->val = v;
	r->wr = wr;
	r->ctx = cur.ctx;
	memcpy(r->comm, current->comm, TASK_COMM_LEN);
}

static u8 reg_read(struct bmc_if *b, unsigned int reg, u64 now)
{
	u8 v;

	b->reads++;
	if (b->kind == K_SCRATCH)
		return scratch_last ^ 0xff;
	tick(now);
	run(b, now);
	if (hit(b, F_ALLFF))
		v = 0xff;
	else if (b->kind == K_KCS)
		v = kcs_read(b, reg);
	else
		v = bt_read(b, reg);
	record(b, reg, v, false, now);
	return v;
}

static void reg_write(struct bmc_if *b, unsigned int reg, u8 v, u64 now)
{
	b->writes++;
	if (b->kind == K_SCRATCH) {
		scratch_last = v;
		return;
	}
	tick(now);
	run(b, now);
	record(b, reg, v, true, now);
	if (hit(b, F_ALLFF))
		return;
	if (b->kind == K_KCS)
		kcs_write(b, reg, v, now);
	else
		bt_write(b, reg, v, now);
	run(b, now);
}

struct map_slot {
	struct kmmio_probe p;
	unsigned long phys;		/* of p.addr */
	bool used;
};

#define MAPS 64
static struct map_slot maps[MAPS];
static u8 __iomem *alias;		/* our own, untrapped view of the range */
static bool trapping;			/* false while making the alias */

/*
 * Direction and width of the instruction at ip.  readb() and friends are mov
 * instructions; movzx and the string instructions are accepted too.
 */
static bool decode(struct pt_regs *regs, unsigned long addr, bool *wr,
		   unsigned int *width)
{
	const u8 *p = (const u8 *)regs->ip;
	unsigned int w = 4, i;

	for (i = 0; i < 6; i++, p++) {
		if (*p == 0x66)
			w = 2;
		else if ((*p & 0xf8) == 0x48)
			w = 8;
		else if ((*p & 0xf0) != 0x40 && *p != 0xf2 && *p != 0xf3 &&
			 *p != 0x2e && *p != 0x3e && *p != 0x64 && *p != 0x65)
			break;
	}
	*width = w;
	switch (p[0]) {
	case 0x8a:
		*width = 1;
		fallthrough;
	case 0x8b:
		*wr = false;
		return true;
	case 0x88:
	case 0xc6:
		*width = 1;
		fallthrough;
	case 0x89:
	case 0xc7:
		*wr = true;
		return true;
	case 0xa4:
		*width = 1;
		fallthrough;
	case 0xa5:
		*wr = addr == regs->di;
		return true;
	case 0x0f:
		*width = p[1] & 1 ? 2 : 1;
		*wr = false;
		return (p[1] & 0xf6) == 0xb6;
	}
	return false;
}

static void trap_pre(struct kmmio_probe *p, struct pt_regs *regs,
		     unsigned long addr)
{
	struct map_slot *m = p->private;
	unsigned long off = m->phys + (addr - p->addr) - base;
	unsigned int i, reg;
	struct bmc_if *b = NULL;
	u8 v;

	cur.b = NULL;
	if (off >= RIG_SIZE)
		return;
	for (i = 0; i < ARRAY_SIZE(ifs); i++)
		if (ifs[i].off == (off & PAGE_MASK))
			b = &ifs[i];
	if (!b)
		return;
	reg = (off & ~PAGE_MASK) / spacing;

	cur.ctx = in_hardirq() ? 'h' : in_serving_softirq() ? 's' : 't';
	if (!decode(regs, addr, &cur.wr, &cur.width)) {
		if (!b->bad_access++)
			pr_err("%s: cannot decode the access at %pS: %*ph\n",
			       b->name, (void *)regs->ip, 8, (void *)regs->ip);
		return;
	}
	cur.b = b;
	cur.off = off;
	if (!cur.wr) {
		v = reg_read(b, reg, ktime_get_mono_fast_ns());
		writeb(v, alias + off);
		for (i = 1; i < cur.width; i++)
			writeb(hit(b, F_ALLFF) ? 0xff : 0, alias + off + i);
	}
}

static void trap_post(struct kmmio_probe *p, unsigned long condition,
		      struct pt_regs *regs)
{
	if (!cur.b || !cur.wr)
		return;
	reg_write(cur.b, (cur.off & ~PAGE_MASK) / spacing,
		  readb(alias + cur.off), ktime_get_mono_fast_ns());
}

/* Called at the end of every ioremap(): (phys, size, virtual address). */
static int on_ioremap(struct kprobe *kp, struct pt_regs *regs)
{
	unsigned long phys = regs->di, size = regs->si, virt = regs->dx;
	unsigned long end = phys + size;
	struct map_slot *m;
	int i;

	if (!trapping || !virt || end <= base || phys >= base + RIG_SIZE)
		return 0;
	for (i = 0; i < MAPS; i++)
		if (!maps[i].used)
			break;
	if (i == MAPS) {
		map_failed++;
		return 0;
	}
	m = &maps[i];
	memset(m, 0, sizeof(*m));
	m->phys = phys & PAGE_MASK;
	m->p.addr = virt & PAGE_MASK;
	m->p.len = PAGE_ALIGN(end) - m->phys;
	m->p.pre_handler = trap_pre;
	m->p.post_handler = trap_post;
	m->p.private = m;
	if (register_kmmio_probe(&m->p))
		map_failed++;
	else
		m->used = true;
	return 0;
}

/* Called early in every iounmap(). */
static int on_iounmap(struct kprobe *kp, struct pt_regs *regs)
{
	unsigned long virt = regs->di & PAGE_MASK;
	int i;

	for (i = 0; i < MAPS; i++) {
		if (!maps[i].used || maps[i].p.addr != virt)
			continue;
		unregister_kmmio_probe(&maps[i].p);
		/*
		 * The slot may still be walked by an RCU reader; there is one
		 * CPU and readers run with interrupts off, so by the time the
		 * next ioremap() picks the slot they are gone.
		 */
		maps[i].used = false;
	}
	return 0;
}

static struct kprobe kp_map = {
	.symbol_name = "mmiotrace_ioremap",
	.pre_handler = on_ioremap,
};

static struct kprobe kp_unmap = {
	.symbol_name = "mmiotrace_iounmap",
	.pre_handler = on_iounmap,
};

/* Address of a function that is not exported. */
static unsigned long find_symbol_addr(const char *name)
{
	struct kprobe kp = { .symbol_name = name };
	unsigned long a;

	if (register_kprobe(&kp))
		return 0;
	a = (unsigned long)kp.addr;
	unregister_kprobe(&kp);
	return a;
}

static int (*p_kmmio_init)(void);
static void (*p_kmmio_cleanup)(void);

/* Does the trap work here, and what does one trapped access cost? */
static int selftest(void)
{
	void __iomem *m = ioremap(base + SCRATCH_OFF, 16);
	int i, bad = 0;
	u64 t;

	if (!m)
		return -ENOMEM;
	for (i = 0; i < 256; i++) {
		writeb(i, m + 3);
		if (readb(m) != (i ^ 0xff))
			bad++;
		writel(i, m + 4);
		if (readl(m + 8) != (i ^ 0xff))
			bad++;
	}
	t = ktime_get_mono_fast_ns();
	for (i = 0; i < 2000; i++)
		readb(m);
	trap_ns = (ktime_get_mono_fast_ns() - t) / 2000;
	iounmap(m);
	if (bad)
		pr_err("self test: %d of 512 accesses were not trapped right\n", bad);
	return bad ? -EIO : 0;
}

/* Make our own view of the range, then see every later one. Return: 0 or -errno. */
int trap_start(void)
{
	int rc;

	p_kmmio_init = (void *)find_symbol_addr("kmmio_init");
	p_kmmio_cleanup = (void *)find_symbol_addr("kmmio_cleanup");
	if (!p_kmmio_init || !p_kmmio_cleanup) {
		pr_err("kmmio not found; CONFIG_MMIOTRACE and CONFIG_KPROBES are needed\n");
		return -ENOENT;
	}
	alias = ioremap(base, RIG_SIZE);
	if (!alias)
		return -ENOMEM;
	rc = p_kmmio_init();
	if (rc)
		goto unmap;
	rc = register_kprobe(&kp_map);
	if (rc)
		goto cleanup;
	rc = register_kprobe(&kp_unmap);
	if (rc)
		goto unprobe;
	trapping = true;
	rc = selftest();
	if (!rc)
		return 0;
	trapping = false;
	unregister_kprobe(&kp_unmap);
unprobe:
	unregister_kprobe(&kp_map);
cleanup:
	synchronize_rcu();
	rcu_barrier();
	p_kmmio_cleanup();
unmap:
	iounmap(alias);
	return rc;
}

void trap_stop(void)
{
	int i;

	trapping = false;
	unregister_kprobe(&kp_map);
	for (i = 0; i < MAPS; i++)
		if (maps[i].used)
			unregister_kmmio_probe(&maps[i].p);
	unregister_kprobe(&kp_unmap);
	synchronize_rcu();
	rcu_barrier();
	p_kmmio_cleanup();
	iounmap(alias);
}
