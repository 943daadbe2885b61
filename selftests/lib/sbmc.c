// SPDX-License-Identifier: GPL-2.0-only
/*
 * sbmc - a scriptable BMC outside of a virtual machine, behind QEMU's ipmi-bmc-extern.
 *
 * One thread, one machine at a time. README.md is the manual.
 */
#include "sbmc.h"

#include <errno.h>
#include <getopt.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* The machine gives orders itself, by this command: the data is the order. */
#define ORDER_NETFN	0x3e
#define ORDER_CMD	0xc0
#define ORDER_ANSWER	200
#define RESET_AFTER_MS	20
#define JOBS		256
#define CHUNKS		512
#define ORDER_MAX	2048
/* QEMU waits 4 s for an answer, then gives one itself. */
#define QEMU_ANSWERS_MS	3900

/* Bytes for the machine. Behind a command nothing may follow until it was read. */
struct chunk {
	size_t len;
	bool command;
	uint8_t data[VM_WIRE_MAX + 300];
};

/* Something to be done later: bytes to send, or an order to be carried out */
struct job {
	uint64_t at;
	uint64_t nr;
	unsigned int every, left;
	uint8_t *bytes;
	size_t len;
	char *text;
};

static struct {
	struct sbmc s;
	int listener, control, conn;
	const char *path, *control_path;
	uint64_t up_at;
	bool down, drop;
	struct vm_receiver rx;
	struct chunk out[CHUNKS];
	unsigned int nr_out;
	bool command_sent;
	uint8_t attention, flags, enables;
	unsigned int queue;
	struct job job[JOBS];
	unsigned int nr_jobs;
	uint64_t next_job;
} io = { .listener = -1, .control = -1, .conn = -1 };

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void sbmc_note(struct sbmc *s, const char *fmt, ...)
{
	char *text = s->frames[s->nr_frames++ % SBMC_FRAMES];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, SBMC_FRAME_TEXT, fmt, ap);
	va_end(ap);
	if (s->log)
		fprintf(s->log, "%llu.%03u %s\n", (unsigned long long)(s->b->now_ms / 1000),
			(unsigned int)(s->b->now_ms % 1000), text);
}

static void note_msg(struct sbmc *s, char direction, const struct bmc_msg *m)
{
	char text[SBMC_FRAME_TEXT];
	size_t i, n = 0;

	for (i = 0; i < m->len && n + 4 < sizeof(text); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, " %02x", m->data[i]);
	text[n] = '\0';
	sbmc_note(s, "%c %02x/%02x.%u%.120s", direction, m->netfn, m->cmd, m->lun, text);
}

static void conn_close(void)
{
	if (io.conn < 0)
		return;
	close(io.conn);
	io.conn = -1;
	io.nr_out = 0;
	io.command_sent = false;
	sbmc_note(&io.s, "- connection closed");
}

/*
 * QEMU forgets what it has read behind a command in the same go, so nothing is written until
 * the machine has read a command. The socket knows: it is a local one.
 */
static bool command_is_read(void)
{
	int unread = 0;

	if (io.command_sent && !ioctl(io.conn, SIOCOUTQ, &unread) && unread)
		return false;
	io.command_sent = false;
	return true;
}

static void flush_out(void)
{
	while (io.conn >= 0 && io.nr_out && command_is_read()) {
		struct chunk *c = &io.out[0];
		ssize_t n = send(io.conn, c->data, c->len, MSG_NOSIGNAL);

		if (n != (ssize_t)c->len) {
			conn_close();
			return;
		}
		io.command_sent = c->command;
		memmove(&io.out[0], &io.out[1], --io.nr_out * sizeof(io.out[0]));
	}
}

static struct chunk *chunk_new(void)
{
	struct chunk *c = &io.out[io.nr_out];

	if (io.conn < 0 || io.nr_out == CHUNKS)
		return NULL;
	io.nr_out++;
	c->len = 0;
	c->command = false;
	return c;
}

static void send_bytes(const uint8_t *data, size_t len)
{
	struct chunk *c = chunk_new();

	if (!c)
		return;
	memcpy(c->data, data, len);
	c->len = len;
}

static void send_command(const uint8_t *data, size_t len)
{
	/* Together with what goes out anyway, if that is no command. */
	struct chunk *c = io.nr_out ? &io.out[io.nr_out - 1] : NULL;

	if (!c || c->command || c->len + 2 * len + 1 > sizeof(c->data))
		c = chunk_new();
	if (!c)
		return;
	c->len += vm_frame(c->data + c->len, data, len, VM_END_COMMAND);
	c->command = true;
}

void sbmc_command(struct sbmc *s, uint8_t command)
{
	sbmc_note(s, "* %02x", command);
	send_command(&command, 1);
}

/* Attention follows the flags, and is said again when something new has come. */
static void attention(void)
{
	struct bmc *b = io.s.b;
	uint8_t flags = bmc_flags(b), want = VM_NOATTN, news = flags & ~io.flags;

	if (io.conn < 0)
		return;
	if (io.s.attention == ATTENTION_ON)
		want = VM_ATTN;
	else if (io.s.attention == ATTENTION_IRQ)
		want = VM_ATTN_IRQ;
	else if (io.s.attention == ATTENTION_AUTO && flags)
		want = bmc_irq(b) ? VM_ATTN_IRQ : VM_ATTN;
	if (b->nr_queue > io.queue)
		news |= FLAG_QUEUE;
	io.flags = flags;
	io.queue = b->nr_queue;
	if ((b->enables ^ io.enables) & (ENABLE_QUEUE_IRQ | ENABLE_EVENT_IRQ)) {
		io.enables = b->enables;
		sbmc_command(&io.s, b->enables & (ENABLE_QUEUE_IRQ | ENABLE_EVENT_IRQ) ?
			     VM_ENABLE_IRQ : VM_DISABLE_IRQ);
	}
	if (want == io.attention && !(news && want))
		return;
	io.attention = want;
	sbmc_command(&io.s, want);
}

static struct job *job_new(uint64_t at)
{
	struct job *j = &io.job[io.nr_jobs];

	if (io.nr_jobs == JOBS) {
		sbmc_note(&io.s, "- too much to be done later, dropped");
		return NULL;
	}
	io.nr_jobs++;
	memset(j, 0, sizeof(*j));
	j->at = at;
	j->nr = io.next_job++;
	return j;
}

void sbmc_later(struct sbmc *s, unsigned int ms, unsigned int every, unsigned int times,
		const char *text)
{
	struct job *j = job_new(s->b->now_ms + ms);

	if (!j)
		return;
	j->every = every;
	j->left = times;
	j->text = strdup(text);
}

static void job_free(unsigned int i)
{
	free(io.job[i].bytes);
	free(io.job[i].text);
	io.job[i] = io.job[--io.nr_jobs];
}

void sbmc_stop(struct sbmc *s)
{
	unsigned int i;

	(void)s;
	for (i = io.nr_jobs; i--;)
		if (io.job[i].text)
			job_free(i);
}

void sbmc_down(struct sbmc *s, unsigned int ms)
{
	io.drop = true;
	io.down = ms;
	io.up_at = s->b->now_ms + ms;
}

static void order(const char *text)
{
	char *said = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&said, &len);

	if (!out)
		return;
	control(&io.s, text, out);
	fclose(out);
	if (len)
		sbmc_note(&io.s, "- %.*s", (int)strcspn(said, "\n"), said);
	free(said);
}

static void send_later(unsigned int ms, const uint8_t *data, size_t len)
{
	struct job *j;

	if (!ms) {
		send_bytes(data, len);
		return;
	}
	j = job_new(io.s.b->now_ms + ms);
	if (!j)
		return;
	j->bytes = malloc(len);
	if (!j->bytes)
		abort();
	memcpy(j->bytes, data, len);
	j->len = len;
}

static void send_reply(const struct reply *r, uint8_t seq)
{
	uint8_t frame[VM_FRAME_MAX], wire[VM_WIRE_MAX + 300];
	size_t n = 0, at = 0, i;
	unsigned int delay = r->delay_ms;

	if (io.s.pace[1] && !delay)
		delay = io.s.pace[0] +
			(unsigned int)(random() % (io.s.pace[1] - io.s.pace[0] + 1));
	frame[n++] = (uint8_t)(seq + r->seq_add);
	frame[n++] = (uint8_t)(r->msg.netfn << 2 | r->msg.lun);
	frame[n++] = r->msg.cmd;
	memcpy(frame + n, r->msg.data, r->msg.len);
	n += r->msg.len;
	frame[n] = vm_sum(frame, n) + (r->badsum ? 1 : 0);
	n++;
	/* Garbage ends with an end of message, else it would be part of the answer. */
	for (i = 0; i < r->garbage && at < 256; i++)
		wire[at++] = (uint8_t)(random() & 0x7f);
	if (r->garbage)
		wire[at++] = VM_END_MESSAGE;
	at += vm_frame(wire + at, frame, n, VM_END_MESSAGE);
	send_later(delay, wire, at);
	for (i = 1; i <= r->copies; i++)
		send_later(delay + (unsigned int)i * r->gap_ms, wire, at);
}

static void own_order(const struct bmc_msg *rq, struct reply *r)
{
	char text[BMC_DATA_MAX + 1], *said = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&said, &len);

	if (!out)
		abort();
	memcpy(text, rq->data, rq->len);
	text[rq->len] = '\0';
	memset(r, 0, sizeof(*r));
	r->msg.netfn = rq->netfn | 1;
	r->msg.cmd = rq->cmd;
	r->msg.lun = rq->lun;
	r->msg.len = 1;
	if (!control(&io.s, text, out))
		r->msg.data[0] = CC_FIELD;
	fclose(out);
	bmc_put(&r->msg, said, len < ORDER_ANSWER ? len : ORDER_ANSWER);
	free(said);
}

/* What the BMC was asked to do to the machine, or to itself */
static void wishes(void)
{
	struct bmc_wishes *w = &io.s.b->wish;
	static const uint8_t commands[] = { VM_POWEROFF, 0, VM_RESET, VM_RESET, VM_NMI,
					    VM_SHUTDOWN };

	if (w->power != BMC_POWER_NONE) {
		io.s.power = w->power;
		sbmc_note(&io.s, "- power control %d%s", w->power,
			  io.s.pretend ? ", pretended" : "");
		if (!io.s.pretend && w->power != BMC_POWER_ON)
			sbmc_command(&io.s, commands[w->power]);
	}
	if (w->reset)
		sbmc_later(&io.s, RESET_AFTER_MS, 0, 0, "reset");
	w->power = BMC_POWER_NONE;
	w->reset = false;
}

/*
 * The answer that QEMU gives for a BMC that gives none has the number of the request, read back
 * from where it is escaped for the wire. If it needs an escape that is another number: the answer
 * is lost, and the interface takes no byte any more. So it is given here.
 */
static void answer_for_qemu(const struct bmc_msg *rq, uint8_t number)
{
	struct reply r = {
		.msg = { .netfn = rq->netfn | 1, .lun = rq->lun, .cmd = rq->cmd, .len = 1,
			 .data = { CC_TIMEOUT } },
		.delay_ms = QEMU_ANSWERS_MS,
	};

	if (vm_special(number))
		send_reply(&r, number);
}

static void got_request(void)
{
	struct bmc_msg rq = { .netfn = io.rx.data[1] >> 2, .lun = io.rx.data[1] & 3,
			      .cmd = io.rx.data[2], .len = io.rx.len - 3 };
	struct sbmc *s = &io.s;
	struct reply r;
	size_t i;

	memcpy(rq.data, io.rx.data + 3, rq.len);
	note_msg(s, '<', &rq);
	s->requests++;
	s->count[rq.netfn][rq.cmd]++;
	if (rq.netfn == ORDER_NETFN && rq.cmd == ORDER_CMD)
		own_order(&rq, &r);
	else
		rules_reply(&s->rules, s->b, &rq, s->has_previous ? &s->previous : NULL, &r);
	if (r.none) {
		sbmc_note(s, "- no answer");
	} else if (!r.drop) {
		note_msg(s, '>', &r.msg);
		send_reply(&r, io.rx.data[0]);
		s->previous = r.msg;
		s->has_previous = true;
	}
	if (r.none || r.drop || r.badsum || r.seq_add)
		answer_for_qemu(&rq, io.rx.data[0]);
	for (i = 0; i < r.nr_then; i++)
		order(r.then[i]);
	if (r.drop)
		sbmc_down(s, 0);
	wishes();
}

static void got_command(void)
{
	sbmc_note(&io.s, "+ %02x", io.rx.data[0]);
	if (io.rx.data[0] == VM_RESET) {
		io.s.host_resets++;
		io.s.b->powered = true;
		io.s.b->enables = ENABLE_SEL;
	}
}

static void conn_read(void)
{
	uint8_t buf[4096];
	ssize_t n = recv(io.conn, buf, sizeof(buf), 0), i;

	if (n <= 0) {
		conn_close();
		return;
	}
	for (i = 0; i < n && !io.drop; i++) {
		switch (vm_receive(&io.rx, buf[i])) {
		case VM_GOT_MESSAGE:
			got_request();
			break;
		case VM_GOT_COMMAND:
			got_command();
			break;
		case VM_GOT_WRONG:
			io.s.wrong++;
			sbmc_note(&io.s, "- a frame that makes no sense");
			break;
		default:
			break;
		}
	}
}

static int local_listener(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (strlen(path) >= sizeof(a.sun_path)) {
		fprintf(stderr, "sbmc: %s: longer than %zu bytes\n", path, sizeof(a.sun_path) - 1);
		exit(2);
	}
	memcpy(a.sun_path, path, strlen(path) + 1);
	unlink(path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) || listen(fd, 8)) {
		fprintf(stderr, "sbmc: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	return fd;
}

static void conn_accept(void)
{
	static const uint8_t version[] = { VM_VERSION, VM_PROTOCOL_VERSION };
	static const uint8_t abilities[] = { VM_CAPABILITIES, VM_CAN_POWER | VM_CAN_RESET |
					     VM_CAN_IRQ | VM_CAN_NMI | VM_CAN_ATTN };
	int fd = accept4(io.listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		return;
	conn_close();
	io.conn = fd;
	io.s.connects++;
	memset(&io.rx, 0, sizeof(io.rx));
	io.attention = VM_NOATTN;
	io.flags = 0;
	io.queue = 0;
	io.enables = 0;
	sbmc_note(&io.s, "- connected");
	send_command(version, sizeof(version));
	send_command(abilities, sizeof(abilities));
	sbmc_command(&io.s, VM_DISABLE_IRQ);
	sbmc_command(&io.s, VM_NOATTN);
}

/* One order, one answer, the last line of which is "ok" or "failed" */
static void control_accept(void)
{
	int fd = accept4(io.control, NULL, NULL, SOCK_CLOEXEC);
	struct timeval limit = { .tv_sec = 2 };
	char text[ORDER_MAX];
	size_t len = 0;
	ssize_t n;
	FILE *f;

	if (fd < 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	while (len < sizeof(text) - 1 && !memchr(text, '\n', len)) {
		n = recv(fd, text + len, sizeof(text) - 1 - len, 0);
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	text[len] = '\0';
	f = fdopen(fd, "w");
	if (!f) {
		close(fd);
		return;
	}
	fprintf(f, "%s\n", control(&io.s, text, f) ? "ok" : "failed");
	fclose(f);
}

static void stdin_read(struct pollfd *p)
{
	static char text[ORDER_MAX];
	static size_t len;
	ssize_t n = read(STDIN_FILENO, text + len, sizeof(text) - 1 - len);
	char *end;

	if (n <= 0) {
		p->fd = -1;
		return;
	}
	len += (size_t)n;
	text[len] = '\0';
	while ((end = strchr(text, '\n'))) {
		*end++ = '\0';
		printf("%s\n", control(&io.s, text, stdout) ? "ok" : "failed");
		fflush(stdout);
		len -= (size_t)(end - text);
		memmove(text, end, len + 1);
	}
	if (len == sizeof(text) - 1)
		len = 0;
}

/* What is due, in order. Return: ms until the next. */
static long run_jobs(void)
{
	unsigned int i, first;
	uint64_t at;

	while (io.nr_jobs) {
		struct job *j;

		for (i = first = 0; i < io.nr_jobs; i++)
			if (io.job[i].at < io.job[first].at ||
			    (io.job[i].at == io.job[first].at && io.job[i].nr < io.job[first].nr))
				first = i;
		at = io.job[first].at;
		if (at > io.s.b->now_ms)
			return (long)(at - io.s.b->now_ms);
		j = &io.job[first];
		if (j->bytes) {
			send_bytes(j->bytes, j->len);
			job_free(first);
			continue;
		}
		{
			char *text = strdup(j->text);

			if (j->every && j->left != 1) {
				j->at += j->every;
				j->left -= j->left ? 1 : 0;
			} else {
				job_free(first);
			}
			if (text)
				order(text);
			free(text);
		}
	}
	return -1;
}

/* The life of the line: down, up, and dropped on order */
static void line_state(void)
{
	if (io.drop) {
		flush_out();
		conn_close();
		io.drop = false;
	}
	if (io.down && io.listener >= 0) {
		close(io.listener);
		unlink(io.path);
		io.listener = -1;
	}
	if (io.listener < 0 && io.s.b->now_ms >= io.up_at) {
		io.down = false;
		io.listener = local_listener(io.path);
		sbmc_note(&io.s, "- up");
	}
}

static long sooner(long a, long b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

static void serve(bool use_stdin)
{
	struct pollfd p[4] = { [3] = { .fd = use_stdin ? STDIN_FILENO : -1, .events = POLLIN } };
	long wait;

	while (!io.s.quit) {
		io.s.b->now_ms = now_ms();
		wait = sooner(run_jobs(), bmc_tick(io.s.b));
		line_state();
		if (io.listener < 0)
			wait = sooner(wait, (long)(io.up_at - io.s.b->now_ms));
		attention();
		flush_out();
		if (io.nr_out)
			wait = sooner(wait, 1);
		if (io.s.log)
			fflush(io.s.log);
		p[0] = (struct pollfd){ .fd = io.listener, .events = POLLIN };
		p[1] = (struct pollfd){ .fd = io.control, .events = POLLIN };
		p[2] = (struct pollfd){ .fd = io.conn, .events = POLLIN };
		if (poll(p, 4, (int)wait) < 0 && errno != EINTR)
			break;
		io.s.b->now_ms = now_ms();
		if (p[0].revents)
			conn_accept();
		if (p[2].revents && io.conn == p[2].fd)
			conn_read();
		if (p[1].revents)
			control_accept();
		if (p[3].revents)
			stdin_read(&p[3]);
	}
}

/* The other side of control_accept() */
static int tell(const char *path, int argc, char **argv)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), i;
	char line[ORDER_MAX];
	bool good = false;
	FILE *f;

	snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a))) {
		fprintf(stderr, "sbmc: %s: %s\n", path, strerror(errno));
		return 2;
	}
	f = fdopen(fd, "r+");
	for (i = 0; f && i < argc; i++)
		fprintf(f, "%s%s", i ? " " : "", argv[i]);
	if (!f || fprintf(f, "\n") < 0 || fflush(f))
		return 2;
	while (fgets(line, sizeof(line), f)) {
		good = !strcmp(line, "ok\n");
		if (!good && strcmp(line, "failed\n"))
			fputs(line, stdout);
	}
	fclose(f);
	return good ? 0 : 1;
}

static void usage(FILE *f)
{
	fprintf(f, "usage: sbmc --listen SOCKET [--control SOCKET] [--log FILE] [--profiles DIR]\n"
		"            [--stdin] [ORDER...]\n"
		"       sbmc --tell SOCKET ORDER...\n\n"
		"A BMC for QEMU: -chardev socket,id=c,path=SOCKET,reconnect=1\n"
		"                -device ipmi-bmc-extern,id=b,chardev=c -device isa-ipmi-kcs,bmc=b\n"
		"It carries out each ORDER, then those that come by --control, by --stdin, and in\n"
		"requests of network function %02x, command %02x. Orders:\n", ORDER_NETFN,
		ORDER_CMD);
	control_help(f);
	fprintf(f, "Knobs:\n");
	bmc_knobs_list(f);
}

static void ended(int sig)
{
	(void)sig;
	io.s.quit = true;
}

static void start(int argc, char **argv)
{
	struct sigaction sa = { .sa_handler = ended };

	sigaction(SIGTERM, &sa, NULL);
	sigaction(SIGINT, &sa, NULL);
	io.s.b = bmc_new();
	io.s.b->now_ms = now_ms();
	io.s.power = BMC_POWER_NONE;
	while (argc--)
		if (!control(&io.s, *argv++, stderr))
			exit(2);
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "listen", required_argument, NULL, 'l' },
		{ "control", required_argument, NULL, 'c' },
		{ "log", required_argument, NULL, 'o' },
		{ "profiles", required_argument, NULL, 'p' },
		{ "tell", required_argument, NULL, 't' },
		{ "stdin", no_argument, NULL, 'i' },
		{ "help", no_argument, NULL, 'h' },
		{ }
	};
	const char *log = NULL;
	bool use_stdin = false;
	int c;

	io.s.profiles = "profiles";
	while ((c = getopt_long(argc, argv, "+l:c:o:p:t:ih", options, NULL)) != -1) {
		switch (c) {
		case 'l':
			io.path = optarg;
			break;
		case 'c':
			io.control_path = optarg;
			break;
		case 'o':
			log = optarg;
			break;
		case 'p':
			io.s.profiles = optarg;
			break;
		case 't':
			return tell(optarg, argc - optind, argv + optind);
		case 'i':
			use_stdin = true;
			break;
		default:
			usage(c == 'h' ? stdout : stderr);
			return c == 'h' ? 0 : 2;
		}
	}
	if (!io.path) {
		usage(stderr);
		return 2;
	}
	if (log) {
		io.s.log = fopen(log, "ae");
		if (!io.s.log) {
			fprintf(stderr, "sbmc: %s: %s\n", log, strerror(errno));
			return 2;
		}
	}
	start(argc - optind, argv + optind);
	io.listener = local_listener(io.path);
	if (io.control_path)
		io.control = local_listener(io.control_path);
	serve(use_stdin);
	unlink(io.path);
	if (io.control_path)
		unlink(io.control_path);
	return 0;
}
