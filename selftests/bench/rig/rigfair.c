// SPDX-License-Identifier: GPL-2.0-only
/*
 * rigfair [-d DEV] [-f FLOODERS] [-q DEPTH] [-n ASKS] [-L LABEL] - one client asks once a
 * second, while others always have DEPTH requests waiting each.  How long the one waits, and how
 * long a message takes when all are answered in turn.
 */
#include "rigutil.h"

#define FLOODERS_MAX	63
#define ASKS_MAX	1000
/* Number of the request that the one client has sent. */
#define ASK		-1L

static const char *dev = "/dev/ipmi0", *label = "";
static int flooders = 15, depth = 4, asks = 60;
static unsigned long answers;
static double waited[ASKS_MAX];
static struct pollfd file[FLOODERS_MAX + 1];

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void ask(int fd, long id)
{
	if (ipmi_send(fd, id, 6, 1, NULL, 0))
		die("send");
}

/* Take all answers; each flooder sends as many again.  Return: the ask's was there. */
static int answered(void)
{
	struct ipmi_answer a;
	int i, found = 0;

	for (i = 0; i <= flooders; i++) {
		if (!(file[i].revents & POLLIN))
			continue;
		while (!ipmi_recv(file[i].fd, &a)) {
			if (a.type != IPMI_RESPONSE_RECV_TYPE)
				continue;
			answers++;
			if (a.len < 1 || a.data[0]) {
				fprintf(stderr, "completion code %#x\n", a.len ? a.data[0] : 256);
				exit(1);
			}
			if (a.id == ASK)
				found = 1;
			else
				ask(file[i].fd, a.id);
		}
	}
	return found;
}

/* Until the time has come, or the one client has its answer.  Return: it has. */
static int serve(double until)
{
	double left;

	while ((left = until - now()) > 0) {
		if (poll(file, flooders + 1, left * 1000 + 1) < 0)
			die("poll");
		if (answered())
			return 1;
	}
	return 0;
}

static void measure(void)
{
	double start, sent;
	int n;

	/* All have had their turn some times before anything counts. */
	serve(now() + 1);
	answers = 0;
	start = now();
	for (n = 0; n < asks; n++) {
		sent = now();
		ask(file[flooders].fd, ASK);
		if (!serve(sent + 30)) {
			fprintf(stderr, "no answer in 30 s\n");
			exit(1);
		}
		waited[n] = now() - sent;
		serve(sent + 1);
	}
	start = (now() - start) / answers;
	qsort(waited, asks, sizeof(*waited), cmp_double);
	printf("FAIR label=%s clients=%d depth=%d n=%d msg=%.0f p50=%.0f p99=%.0f max=%.0f", label,
	       flooders + 1, depth, asks, start * 1e6, waited[asks / 2] * 1e6,
	       waited[asks * 99 / 100] * 1e6, waited[asks - 1] * 1e6);
	printf(" p99_msgs=%.2f\n", waited[asks * 99 / 100] / start);
}

static int number(const char *s, int max)
{
	int n = atoi(s);

	if (n < 1 || n > max) {
		fprintf(stderr, "rigfair: %s: must be 1 to %d\n", s, max);
		exit(2);
	}
	return n;
}

int main(int argc, char **argv)
{
	int c, i, n;

	while ((c = getopt(argc, argv, "d:f:q:n:L:")) > 0) {
		switch (c) {
		case 'd':
			dev = optarg;
			break;
		case 'f':
			flooders = number(optarg, FLOODERS_MAX);
			break;
		case 'q':
			depth = number(optarg, 100);
			break;
		case 'n':
			asks = number(optarg, ASKS_MAX);
			break;
		case 'L':
			label = optarg;
			break;
		default:
			return 2;
		}
	}
	for (i = 0; i <= flooders; i++) {
		file[i].events = POLLIN;
		file[i].fd = open(dev, O_RDWR | O_NONBLOCK);
		if (file[i].fd < 0)
			die(dev);
	}
	for (i = 0; i < flooders; i++)
		for (n = 0; n < depth; n++)
			ask(file[i].fd, n);
	measure();
	return 0;
}
