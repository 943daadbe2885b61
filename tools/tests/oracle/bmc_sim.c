// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tool with another door: the wire that ipmi_sim offers to virtual machines.
 *
 * usage: bmc_sim PORT FOLDER [bmc's own arguments]
 *
 * FOLDER takes the place of /dev, /sys, /run/lock and of the cache. The number of
 * requests is written to FOLDER/requests.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "../../bmc/cli.h"

#define END_MESSAGE 0xa0
#define END_COMMAND 0xa1
#define ESCAPE 0xaa
#define WIRE_MAX 1024

/**
 * struct wire - a connection to ipmi_sim
 * @port: where it listens
 * @fd: the connection, -1 = none
 * @buf: bytes of an answer that are there
 * @len: how many
 * @escaped: the last byte was an escape
 * @msgid: of each sequence number
 * @sent: how many requests
 */
struct wire {
	int port;
	int fd;
	uint8_t buf[WIRE_MAX];
	size_t len;
	bool escaped;
	long msgid[256];
	unsigned int sent;
};

static size_t put(uint8_t *to, uint8_t byte)
{
	if (byte != END_MESSAGE && byte != END_COMMAND && byte != ESCAPE) {
		to[0] = byte;
		return 1;
	}
	to[0] = ESCAPE;
	to[1] = byte | 0x10;
	return 2;
}

static int send_all(const struct wire *w, const uint8_t *data, size_t len)
{
	return send(w->fd, data, len, MSG_NOSIGNAL) == (ssize_t)len ? 0 : -ENODEV;
}

static int wire_open(void *priv, const char *path, bool *readonly)
{
	static const uint8_t hello[] = { 0xff, 0x01, END_COMMAND, 0x08, 0x3f, END_COMMAND };
	struct sockaddr_in to = { .sin_family = AF_INET };
	struct wire *w = priv;

	(void)path;
	*readonly = false;
	to.sin_port = htons((uint16_t)w->port);
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	w->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(w->fd, (struct sockaddr *)&to, sizeof(to)))
		return -errno;
	return send_all(w, hello, sizeof(hello));
}

static void wire_close(void *priv)
{
	struct wire *w = priv;

	close(w->fd);
	w->fd = -1;
}

static int wire_send(void *priv, long msgid, const struct ipmi_request *rq)
{
	struct wire *w = priv;
	uint8_t seq = (uint8_t)(w->sent + 1), sum = seq, out[2 * WIRE_MAX];
	uint8_t head[] = { (uint8_t)(rq->netfn << 2 | rq->lun), rq->cmd };
	size_t n = put(out, seq), i;

	w->sent++;
	w->msgid[seq] = msgid;
	for (i = 0; i < sizeof(head) + rq->len; i++) {
		uint8_t b = i < sizeof(head) ? head[i] : rq->data[i - sizeof(head)];

		sum += b;
		n += put(out + n, b);
	}
	n += put(out + n, (uint8_t)-sum);
	out[n++] = END_MESSAGE;
	return send_all(w, out, n);
}

/* An answer: sequence number, NetFn and LUN, command, completion code, data, sum. */
static int take(struct wire *w, long *msgid, struct ipmi_response *rs)
{
	size_t len = w->len;

	w->len = 0;
	*msgid = 0;
	if (len < 5 || len - 5 > sizeof(rs->data))
		return 0;
	*msgid = w->msgid[w->buf[0]];
	rs->cc = w->buf[3];
	rs->len = (uint16_t)(len - 5);
	memcpy(rs->data, w->buf + 4, rs->len);
	return 0;
}

static int wire_receive(void *priv, long *msgid, struct ipmi_response *rs)
{
	struct wire *w = priv;
	uint8_t b;

	for (;;) {
		ssize_t n = recv(w->fd, &b, 1, MSG_DONTWAIT);

		if (n < 0)
			return errno == EAGAIN ? -EAGAIN : -errno;
		if (!n)
			return -ENODEV;
		if (b == END_COMMAND)
			w->len = 0;
		else if (b == END_MESSAGE)
			return take(w, msgid, rs);
		else if (b == ESCAPE)
			w->escaped = true;
		else if (w->len < WIRE_MAX)
			w->buf[w->len++] = w->escaped ? b & (uint8_t)~0x10 : b;
		if (b != ESCAPE)
			w->escaped = false;
	}
}

static int wire_wait(void *priv, long ms)
{
	struct wire *w = priv;
	struct pollfd pfd = { .fd = w->fd, .events = POLLIN };

	return poll(&pfd, 1, (int)ms) ? 0 : -ETIME;
}

static long long wire_now(void *priv)
{
	struct timespec ts;

	(void)priv;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int wire_sleep(void *priv, long ms)
{
	(void)priv;
	return poll(NULL, 0, (int)ms) ? -EINTR : 0;
}

static const struct bmc_door_ops wire_ops = {
	.open = wire_open,
	.close = wire_close,
	.send = wire_send,
	.receive = wire_receive,
	.wait = wire_wait,
	.now_ms = wire_now,
	.sleep_ms = wire_sleep,
};

static volatile int stop;

static void on_signal(int sig)
{
	stop = sig;
}

int main(int argc, char **argv)
{
	struct wire wire = { .fd = -1 };
	struct bmc_system sys = { .door = &wire_ops, .door_priv = &wire, .in = STDIN_FILENO,
				  .tty = "/dev/tty", .out = stdout, .err = stderr,
				  .signal = &stop };
	char path[300];
	int status;
	FILE *f;

	if (argc < 3)
		return BMC_EXIT_USAGE;
	signal(SIGTERM, on_signal);
	wire.port = (int)strtol(argv[1], NULL, 10);
	sys.dev_root = argv[2];
	sys.sysfs_root = argv[2];
	sys.lock_dir = argv[2];
	sys.cache_dir = argv[2];
	argv[2] = argv[0];
	status = cli_main(&sys, argc - 2, argv + 2);
	snprintf(path, sizeof(path), "%s/requests", sys.dev_root);
	f = fopen(path, "w");
	if (f) {
		fprintf(f, "%u\n", wire.sent);
		fclose(f);
	}
	return status;
}
