// SPDX-License-Identifier: GPL-2.0-only
/*
 * rigfault - put a fault on the simulated BMC while a user keeps sending, and
 * say what the user saw.
 *
 *   rigfault [-d DEV] [-I INTERFACE] [-b SECS] [-F SECS] [-R SECS]
 *            [-k THREAD_PREFIX] FAULT
 *
 * -b  healthy time before the fault (default 1)
 * -F  how long the fault lasts (default 30)
 * -R  how long to look for recovery after it (default 60)
 *
 * The user is a process of its own that sends Get Device ID and Get System
 * GUID in turn, one at a time, and waits for each answer without limit.
 */
#include "rigutil.h"
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define MAXREC 200000

struct rec { double t0, t1; int what; };	/* what: cc, or one of these */
enum {
	W_SENDERR = 0x1000, W_RECVERR = 0x2000, W_WRONG = 0x3000, W_SHORT = 0x4000,
	W_DATA = 0x5000
};

struct shared {
	volatile int n, asleep;
	volatile double out_since;		/* 0: nothing outstanding */
	volatile double send_since;		/* inside the send ioctl */
	double max_send;
	struct rec r[MAXREC];
};

/* What is wrong with the answer to command @cmd; 0: nothing. */
static int judge(const struct ipmi_answer *a, int cmd)
{
	if (a->cmd != cmd || a->netfn != 7)
		return W_WRONG;
	if (a->len < 1)
		return W_SHORT;
	if (a->data[0])
		return a->data[0];
	if (a->len != (cmd == 1 ? 16 : 17))
		return W_SHORT;
	return a->data[1] == (cmd == 1 ? 0x20 : 0x6d) ? 0 : W_DATA;
}

/* Send one request and wait for its answer without limit. Return: as judge(), or an error. */
static int ask(int fd, long id, int cmd, struct shared *s)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	struct ipmi_answer a;
	double t = now();

	s->send_since = t;
	s->out_since = t;
	if (ipmi_send(fd, id, 6, cmd, NULL, 0))
		return W_SENDERR | errno;
	t = now() - t;
	s->send_since = 0;
	if (t > s->max_send)
		s->max_send = t;
	do {
		if (poll(&p, 1, -1) != 1 || ipmi_recv(fd, &a))
			return W_RECVERR | errno;
	} while (a.type != IPMI_RESPONSE_RECV_TYPE || a.id != id);
	return judge(&a, cmd);
}

static void user(const char *dev, struct shared *s)
{
	int fd = open(dev, O_RDWR), what;
	long id;

	if (fd < 0) {
		perror(dev);
		_exit(1);
	}
	for (id = 0;; id++) {
		double t = now();

		what = ask(fd, id, id & 1 ? 0x37 : 0x01, s);
		s->send_since = 0;
		if (s->n < MAXREC) {
			s->r[s->n].t0 = t;
			s->r[s->n].t1 = now();
			s->r[s->n].what = what;
			s->n++;
		}
		s->out_since = 0;
		if (what)
			usleep(100000);		/* a user backs off on errors */
	}
}

static const char *name(int what)
{
	static char b[32];

	switch (what & 0xf000) {
	case W_SENDERR:
		snprintf(b, sizeof(b), "send:%.20s", strerror(what & 0xfff));
		break;
	case W_RECVERR:
		snprintf(b, sizeof(b), "recv:%.20s", strerror(what & 0xfff));
		break;
	case W_WRONG:
		return "wrong-cmd";
	case W_SHORT:
		return "short";
	case W_DATA:
		return "bad-data";
	default:
		if (!what)
			return "ok";
		snprintf(b, sizeof(b), "cc%02X", what);
	}
	for (char *p = b; *p; p++)
		if (*p == ' ')
			*p = '_';
	return b;
}

static double dsecs;
static char where[300];

static void sample(pid_t pid, double until)
{
	double last = now();

	while (now() < until) {
		double t;

		usleep(20000);
		t = now();
		if (proc_state(pid) == 'D') {
			dsecs += t - last;
			proc_stack(pid, where, sizeof(where));
		}
		last = t;
	}
}

/* Print what happened between a and b (by completion time). */
static void tally(struct shared *s, const char *tag, double a, double b)
{
	int seen[64], cnt[64], k = 0, ok = 0;
	double first = -1, last = -1, maxlat = 0;
	char firstname[32] = "-";

	for (int i = 0; i < s->n; i++) {
		struct rec *r = &s->r[i];
		int j;

		if (r->t1 < a || r->t1 >= b)
			continue;
		if (r->t1 - r->t0 > maxlat)
			maxlat = r->t1 - r->t0;
		if (!r->what) {
			ok++;
			continue;
		}
		last = r->t1 - a;
		if (first < 0) {
			first = r->t1 - a;
			snprintf(firstname, sizeof(firstname), "%s", name(r->what));
		}
		for (j = 0; j < k && seen[j] != r->what; j++)
			;
		if (j == k && k < 64) {
			seen[k] = r->what;
			cnt[k++] = 0;
		}
		if (j < 64)
			cnt[j]++;
	}
	printf(" %s_ok=%d %s_bad=", tag, ok, tag);
	if (!k)
		printf("0");
	for (int j = 0; j < k; j++)
		printf("%s%s*%d", j ? "," : "", name(seen[j]), cnt[j]);
	printf(" %s_first_bad=%.2f(%s) %s_last_bad=%.2f %s_maxlat=%.2f", tag, first, firstname, tag,
	       last, tag, maxlat);
}

/* Recovered is who gave five good answers in a row. */
struct recovery {
	double first, steady;
	int run;
};

static void find_recovery(const struct shared *s, double from, struct recovery *rec)
{
	rec->run = 0;
	rec->first = -1;
	for (int i = 0; i < s->n && rec->run < 5; i++) {
		if (s->r[i].t0 < from)
			continue;
		if (s->r[i].what) {
			rec->run = 0;
			continue;
		}
		if (rec->first < 0)
			rec->first = s->r[i].t1 - from;
		if (!rec->run++)
			rec->steady = s->r[i].t1 - from;
	}
}

/* End the user's process; it must be able to die. */
static void end_user(pid_t pid)
{
	int alive;

	kill(pid, SIGKILL);
	for (alive = 0; alive < 100; alive++) {
		if (waitpid(pid, NULL, WNOHANG) == pid)
			break;
		usleep(50000);
	}
	printf(" user_close=%s", alive == 100 ? "STUCK" : "ok");
	if (alive && alive < 100)
		printf("(%.1fs)", alive * 0.05);
	printf("\n");
}

static struct {
	const char *dev, *interface, *thread;
	double before, fault, recover;
} opt = {
	.dev = "/dev/ipmi0", .interface = "kcs0", .thread = "kipmi",
	.before = 1, .fault = 30, .recover = 60,
};

static void run_fault(struct shared *s, pid_t pid, const char *fault)
{
	double start = now(), on, off, idle, thread, cpu, out;
	struct recovery rec = { .steady = -1 };
	unsigned long long accesses;

	sample(pid, start + opt.before);
	dsecs = 0;
	where[0] = 0;
	idle = cpu_idle();
	thread = thread_cpu(opt.thread);
	accesses = bmc_count(opt.interface, "accesses");
	if (bmc_set("fault", fault)) {
		perror("fault");
		kill(pid, SIGKILL);
		exit(2);
	}
	on = now();
	sample(pid, on + opt.fault);
	off = now();
	idle = cpu_idle() - idle;
	thread = thread_cpu(opt.thread) - thread;
	accesses = bmc_count(opt.interface, "accesses") - accesses;
	out = s->out_since ? off - s->out_since : 0;
	bmc_set("fault", "none");
	cpu = off - on - idle;

	printf("FAULT %s", fault);
	tally(s, "pre", start, on);
	tally(s, "fault", on, off);
	printf(" fault_secs=%.1f outstanding_at_end=%.1f max_send=%.2f d_secs=%.1f d_where=%s",
	       off - on, out, s->max_send, dsecs, where[0] ? where : "-");
	printf(" cpu_pct=%.1f thread_pct=%.1f acc_s=%.0f", 100 * cpu / (off - on),
	       100 * thread / (off - on), accesses / (off - on));
	fflush(stdout);

	while (now() < off + opt.recover && rec.run < 5) {
		usleep(20000);
		find_recovery(s, off, &rec);
	}
	tally(s, "after", off, now());
	printf(" recovered=%d rec_first_ok=%.2f rec_steady=%.2f", rec.run >= 5, rec.first,
	       rec.run >= 5 ? rec.steady : -1);
}

static void take_option(int c)
{
	switch (c) {
	case 'd':
		opt.dev = optarg;
		break;
	case 'I':
		opt.interface = optarg;
		break;
	case 'b':
		opt.before = atof(optarg);
		break;
	case 'F':
		opt.fault = atof(optarg);
		break;
	case 'R':
		opt.recover = atof(optarg);
		break;
	case 'k':
		opt.thread = optarg;
		break;
	default:
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct shared *s;
	pid_t pid;
	int c;

	while ((c = getopt(argc, argv, "d:I:b:F:R:k:")) > 0)
		take_option(c);
	if (optind + 1 != argc)
		return 2;
	s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (s == MAP_FAILED)
		return 3;
	pid = fork();
	if (!pid)
		user(opt.dev, s);
	run_fault(s, pid, argv[optind]);
	end_user(pid);
	return 0;
}
