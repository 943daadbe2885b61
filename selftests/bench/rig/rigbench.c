// SPDX-License-Identifier: GPL-2.0-only
/*
 * rigbench - latency, rate and CPU cost of an IPMI host driver, through its
 * /dev/ipmiN character device.
 *
 *   rigbench [-d DEV] [-n MSGS | -t SECS] [-q DEPTH] [-N NETFN -C CMD -D HEX]
 *            [-k THREAD_PREFIX] [-I INTERFACE] [-L LABEL]
 *   rigbench -i SECS [-o|-e]  idle cost: nothing is sent; -o holds DEV open,
 *                             -e holds it open and asks for events
 *   rigbench -E SECS          ask for events, let one happen after a second,
 *                             say how long it took to arrive (at most SECS)
 *
 * CPU seconds are wall time minus idle time of the machine's only CPU, so they
 * hold everything: threads, timers, softirqs, the user's own system calls.
 * "limit" is the time the BMC itself took for a message, on average.
 */
#include "rigutil.h"

#define MAXQ 256

static struct {
	const char *dev, *thread, *interface, *label;
	int count, depth, netfn, cmd, len, hold;
	double secs, idle_secs, event_secs;
	unsigned char data[300];
} opt = {
	.dev = "/dev/ipmi0", .thread = "kipmi", .interface = "kcs0", .label = "",
	.depth = 1, .netfn = 6, .cmd = 1,
};

/* What the machine and the BMC had done at some time. */
struct state {
	double time, idle, thread;
	unsigned long long accesses, status_reads, worked_us;
};

static int bench_fd = -1;

static struct {
	long next, done, good, bad;
	int first_bad;
	double sent[MAXQ], *latency;
} run;

static void take_state(struct state *s)
{
	s->thread = thread_cpu(opt.thread);
	s->accesses = bmc_count(opt.interface, "accesses");
	s->status_reads = bmc_count(opt.interface, "status_reads");
	s->worked_us = bmc_count(opt.interface, "worked_us");
	s->idle = cpu_idle();
	s->time = now();
}

static double cpu_between(const struct state *a, const struct state *b)
{
	double cpu = (b->time - a->time) - (b->idle - a->idle);

	return cpu > 0 ? cpu : 0;
}

static int idle_cost(void)
{
	struct timespec ts = {
		.tv_sec = opt.idle_secs,
		.tv_nsec = (opt.idle_secs - (long)opt.idle_secs) * 1e9,
	};
	struct state a, b;
	double wall, cpu;

	take_state(&a);
	nanosleep(&ts, NULL);
	take_state(&b);
	wall = b.time - a.time;
	cpu = cpu_between(&a, &b);
	printf("IDLE label=%s open=%d wall=%.2f cpu=%.3f cpu_pct=%.2f", opt.label, opt.hold, wall,
	       cpu, 100 * cpu / wall);
	printf(" thread=%.4f acc=%llu acc_s=%.1f\n", b.thread - a.thread, b.accesses - a.accesses,
	       (b.accesses - a.accesses) / wall);
	return 0;
}

static int event_latency(void)
{
	struct pollfd p = { .fd = bench_fd, .events = POLLIN };
	double start, took = -1;
	struct ipmi_answer a;

	sleep(1);
	start = now();
	bmc_set("events", "1");
	while (took < 0 && now() - start < opt.event_secs) {
		if (poll(&p, 1, 100) == 1 && !ipmi_recv(bench_fd, &a) &&
		    a.type == IPMI_ASYNC_EVENT_RECV_TYPE)
			took = now() - start;
	}
	printf("EVENT label=%s arrived=%d secs=%.4f\n", opt.label, took >= 0, took);
	bmc_set("events", "0");
	return took < 0;
}

/* Keep as many requests in flight as wanted. Return: 0, or -1 when one is refused. */
static int send_some(double start)
{
	while (run.next - run.done < opt.depth &&
	       (opt.count ? run.next < opt.count : now() - start < opt.secs)) {
		run.sent[run.next % MAXQ] = now();
		if (ipmi_send(bench_fd, run.next, opt.netfn, opt.cmd, opt.data, opt.len)) {
			perror("send");
			return -1;
		}
		run.next++;
	}
	return 0;
}

static void count_answer(const struct ipmi_answer *a)
{
	static long capacity;

	if (run.done == capacity) {
		capacity = capacity ? capacity * 2 : 4096;
		run.latency = realloc(run.latency, capacity * sizeof(*run.latency));
		if (!run.latency)
			exit(3);
	}
	run.latency[run.done++] = now() - run.sent[a->id % MAXQ];
	if (a->len >= 1 && !a->data[0] && a->netfn == (opt.netfn | 1) && a->cmd == opt.cmd)
		run.good++;
	else if (!run.bad++)
		run.first_bad = a->len ? a->data[0] : 0x100;
}

/* Return: 0 when all were answered. */
static int exchange(void)
{
	struct pollfd p = { .fd = bench_fd, .events = POLLIN };
	double start = now();
	struct ipmi_answer a;

	for (;;) {
		if (send_some(start))
			return 1;
		if (run.done == run.next)
			return 0;
		if (poll(&p, 1, 30000) != 1) {
			printf("BENCH label=%s STALLED done=%ld sent=%ld\n", opt.label, run.done,
			       run.next);
			return 4;
		}
		if (ipmi_recv(bench_fd, &a)) {
			perror("recv");
			return 1;
		}
		if (a.type == IPMI_RESPONSE_RECV_TYPE && a.id >= 0 && a.id < run.next)
			count_answer(&a);
	}
}

static int bench(void)
{
	struct state a, b;
	double wall, cpu;
	int status;

	take_state(&a);
	status = exchange();
	take_state(&b);
	if (status)
		return status;
	if (!run.done)
		return 1;
	wall = b.time - a.time;
	cpu = cpu_between(&a, &b);
	qsort(run.latency, run.done, sizeof(*run.latency), cmp_double);
	printf("BENCH label=%s depth=%d n=%ld ok=%ld bad=%ld firstbad=%d wall=%.2f rate=%.1f",
	       opt.label, opt.depth, run.done, run.good, run.bad, run.first_bad, wall,
	       run.done / wall);
	printf(" limit=%.0f p50=%.0f p90=%.0f p99=%.0f max=%.0f",
	       (double)(b.worked_us - a.worked_us) / run.done, run.latency[run.done / 2] * 1e6,
	       run.latency[run.done * 9 / 10] * 1e6, run.latency[run.done * 99 / 100] * 1e6,
	       run.latency[run.done - 1] * 1e6);
	printf(" cpu_pct=%.1f cpu_msg=%.4f thread_msg=%.4f acc_msg=%.1f st_msg=%.1f\n",
	       100 * cpu / wall, 1000 * cpu / run.done,
	       1000 * (b.thread - a.thread) / run.done,
	       (double)(b.accesses - a.accesses) / run.done,
	       (double)(b.status_reads - a.status_reads) / run.done);
	return run.bad ? 1 : 0;
}

static void take_data(const char *hex)
{
	char digits[3] = "";

	while (hex[0] && hex[1] && opt.len < (int)sizeof(opt.data)) {
		digits[0] = *hex++;
		digits[1] = *hex++;
		opt.data[opt.len++] = strtol(digits, NULL, 16);
	}
}

static void take_option(int c)
{
	switch (c) {
	case 'd':
		opt.dev = optarg;
		break;
	case 'n':
		opt.count = atoi(optarg);
		break;
	case 't':
		opt.secs = atof(optarg);
		break;
	case 'q':
		opt.depth = atoi(optarg);
		break;
	case 'N':
		opt.netfn = strtol(optarg, NULL, 0);
		break;
	case 'C':
		opt.cmd = strtol(optarg, NULL, 0);
		break;
	case 'D':
		take_data(optarg);
		break;
	case 'k':
		opt.thread = optarg;
		break;
	case 'I':
		opt.interface = optarg;
		break;
	case 'L':
		opt.label = optarg;
		break;
	case 'i':
		opt.idle_secs = atof(optarg);
		break;
	case 'o':
		opt.hold = 1;
		break;
	case 'e':
		opt.hold = 2;
		break;
	case 'E':
		opt.event_secs = atof(optarg);
		opt.hold = 2;
		break;
	default:
		exit(2);
	}
}

int main(int argc, char **argv)
{
	int c, one = 1;

	while ((c = getopt(argc, argv, "d:n:t:q:N:C:D:k:I:L:i:oeE:")) > 0)
		take_option(c);
	if (opt.depth > MAXQ)
		opt.depth = MAXQ;
	if (!opt.count && opt.secs == 0)
		opt.count = 1000;
	if (opt.idle_secs == 0 || opt.hold) {
		bench_fd = open(opt.dev, O_RDWR);
		if (bench_fd < 0) {
			perror(opt.dev);
			return 1;
		}
	}
	if (opt.hold == 2 && ioctl(bench_fd, IPMICTL_SET_GETS_EVENTS_CMD, &one))
		perror("gets_events");
	if (opt.event_secs > 0)
		return event_latency();
	return opt.idle_secs > 0 ? idle_cost() : bench();
}
