// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_conform - does the same to any driver of /dev/ipmiN, and writes down what came of it.
 *
 * The BMC is the scriptable one of selftests/lib. The output has no times and no addresses, so
 * that two runs on one driver are the same, and those on two drivers differ where they do.
 */
#include "conform.h"

#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>

/* After that a BMC is not coming back. */
#define ORDER_S	30.0

void rec(const char *name, const char *fmt, ...)
{
	va_list ap;

	printf("%s ", name);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

static const char *error_name(long rc)
{
	return rc < 0 ? strerrorname_np((int)-rc) : NULL;
}

void rec_rc(const char *name, long rc)
{
	if (error_name(rc))
		rec(name, "%s", error_name(rc));
	else
		rec(name, "%ld", rc);
}

const char *key(const char *fmt, ...)
{
	static char texts[64][100];
	static unsigned int turn;
	char *text = texts[turn++ % ARRAY_SIZE(texts)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(texts[0]), fmt, ap);
	va_end(ap);
	return text;
}

static void hex(const char *name, const void *data, size_t len)
{
	const unsigned char *p = data;

	printf("%s %s", name, len ? "" : "-");
	while (len--)
		printf("%02x", *p++);
	printf("\n");
}

void rec_answer(const char *name, long rc, const struct answer *a)
{
	rec_rc(name, rc);
	if (rc)
		return;
	rec(key("%s.type", name), "%d", a->type);
	rec(key("%s.id", name), "0x%lx", a->id);
	rec(key("%s.netfn", name), "0x%02x", a->netfn);
	rec(key("%s.cmd", name), "0x%02x", a->cmd);
	hex(key("%s.addr", name), &a->addr, a->addr_len);
	hex(key("%s.data", name), a->data, a->len);
}

/* A BMC that is coming back, or a link that has just lost one, is asked again. */
static long ask_bmc(int fd, const char *text, struct answer *a)
{
	double until = now_s() + ORDER_S;
	long rc;

	do {
		rc = dev_ask(fd, ORDER_NETFN, ORDER_CMD, text, strlen(text), a);
		if (rc || !a->data[0] || a->data[0] == 0xcc)
			break;
		usleep(50000);
	} while (now_s() < until);
	return rc;
}

const char *order(const char *fmt, ...)
{
	static struct answer a;
	char text[300];
	int fd = dev_open();
	va_list ap;
	long rc;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	rc = ask_bmc(fd, text, &a);
	close(fd);
	if (rc || !a.len || a.data[0]) {
		printf("Bail out! order \"%s\": %ld, completion code 0x%02x\n", text, rc,
		       rc ? 0 : a.data[0]);
		exit(1);
	}
	a.data[a.len] = '\0';
	return (const char *)a.data + 1;
}

const char *sent(void)
{
	static char text[200];

	snprintf(text, sizeof(text), "%s", order("last 06 34"));
	text[strcspn(text, "\n")] = '\0';
	return text;
}

void *no_access(void)
{
	static void *p;

	if (!p)
		p = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p;
}

/* With the argument "ioctls" only what programs of another word size do differently */
int main(int argc, char **argv)
{
	bool all = argc < 2;

	if (argc > 2 || (argc == 2 && strcmp(argv[1], "ioctls"))) {
		fprintf(stderr, "usage: ipmi_conform [ioctls]\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	order("factory");
	order("satellite 30");
	file_steps();
	send_steps();
	recv_steps();
	if (all) {
		answer_steps();
		bridge_steps();
		event_steps();
		gone_steps();
	}
	printf("END of it\n");
	return 0;
}
