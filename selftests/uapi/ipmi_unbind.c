// SPDX-License-Identifier: GPL-2.0-only
/*
 * ipmi_unbind - the hardware goes away under open files, and comes back.
 *
 *   ipmi_unbind [-p] [-s SCALE] [-n ROUNDS]
 *
 * Its driver is unbound; with -p, a device on PCI leaves the bus.
 * SCALE multiplies the time limits, for kernels that are slow by nature.
 */
#define _GNU_SOURCE
#include "ipmi_dev.h"
#include "ktap.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define QUOTA		100
#define ASKERS		3
#define WORKERS		6
/* A command no BMC knows, long enough to keep the link busy, and not too long for BT. */
#define SLOW_CMD	0xf0
#define SLOW_DATA	250

static const unsigned char slow_data[SLOW_DATA];
static double scale = 1;
static unsigned int rounds = 20;
static bool by_bus;
static char device[NAME_MAX + 1], device_path[PATH_MAX], driver[PATH_MAX];

static void find_device(void)
{
	char *real = device_path;
	char path[1024];

	snprintf(path, sizeof(path), "/sys/class/%s/%s/device",
		 dev_is_bmclink() ? "bmclink" : "ipmi", strrchr(dev_path(), '/') + 1);
	if (!realpath(path, real)) {
		printf("Bail out! %s: %s\n", path, strerror(errno));
		exit(1);
	}
	snprintf(device, sizeof(device), "%s", strrchr(real, '/') + 1);
	snprintf(path, sizeof(path), "%.1000s/driver", real);
	if (!realpath(path, driver)) {
		printf("Bail out! %s: %s\n", path, strerror(errno));
		exit(1);
	}
}

/* Return: 0 or -errno. */
static int write_file(const char *dir, const char *file, const char *text)
{
	char path[PATH_MAX + 16];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, file);
	fd = open(path, O_WRONLY);
	if (fd < 0)
		return -errno;
	n = write(fd, text, strlen(text));
	n = n < 0 ? -errno : 0;
	close(fd);
	return n;
}

static int take_away(void)
{
	return by_bus ? write_file(device_path, "remove", "1") :
		write_file(driver, "unbind", device);
}

static int bring_back(void)
{
	return by_bus ? write_file("/sys/bus/pci", "rescan", "1") :
		write_file(driver, "bind", device);
}

/* Bind, and wait until the BMC answers through the node. */
static void bind_again(void)
{
	double until = now_s() + 20 * scale;
	struct answer a;
	int fd = -1;

	EXPECT_EQ(bring_back(), 0);
	for (;;) {
		fd = open(dev_path(), O_RDWR | O_CLOEXEC);
		if (fd >= 0) {
			if (!dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a) && !a.data[0])
				break;
			close(fd);
		}
		if (now_s() > until) {
			EXPECT_MSG(0, "no working %s after bind", dev_path());
			return;
		}
		usleep(10000);
	}
	close(fd);
}

struct poller {
	int fd;
	int bits;
	double woken;
};

static void *poll_forever(void *arg)
{
	struct poller *p = arg;
	struct pollfd pfd = { .fd = p->fd, .events = POLLIN };

	if (poll(&pfd, 1, 60000) > 0)
		p->bits = pfd.revents;
	p->woken = now_s();
	return NULL;
}

static long send_slow(int fd, long id)
{
	return dev_send(fd, id, NETFN_OEM, SLOW_CMD, slow_data, sizeof(slow_data));
}

/* Each of the requests 0..n-1 is answered once. Return: how many by the driver, with FFh. */
static unsigned int expect_each_once(int fd, unsigned char netfn, unsigned char cmd, int n)
{
	unsigned char seen[QUOTA] = { 0 };
	unsigned int driver_made = 0;
	struct answer a;
	int i;

	for (i = 0; i < n; i++) {
		if (dev_recv(fd, &a)) {
			EXPECT_MSG(0, "%d of %d requests were never answered", n - i, n);
			break;
		}
		EXPECT_EQ(a.type, IPMI_RESPONSE_RECV_TYPE);
		EXPECT_EQ(a.netfn, netfn | 1);
		EXPECT_EQ(a.cmd, cmd);
		EXPECT(a.id >= 0 && a.id < n && !seen[a.id]++);
		EXPECT_MSG(a.data[0] == (netfn == NETFN_OEM ? IPMI_INVALID_COMMAND_ERR : 0) ||
			   a.data[0] == IPMI_ERR_UNSPECIFIED, "completion code 0x%02x", a.data[0]);
		driver_made += a.data[0] == IPMI_ERR_UNSPECIFIED;
	}
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
	return driver_made;
}

/* A file that is kept full of requests until its device is gone. */
struct asker {
	int fd;
	int last;
	long accepted, answered, by_driver;
};

/* Its file is full: requests are under way, however slow the machine is. */
static void asker_wait(const struct asker *k)
{
	double until = now_s() + 20 * scale;

	while (__atomic_load_n(&k->accepted, __ATOMIC_RELAXED) < QUOTA && now_s() < until)
		usleep(10000);
}

static void asker_take(struct asker *k, const struct answer *a)
{
	EXPECT_EQ(a->type, IPMI_RESPONSE_RECV_TYPE);
	EXPECT_EQ(a->netfn, NETFN_OEM | 1);
	EXPECT_EQ(a->cmd, SLOW_CMD);
	EXPECT(a->id == k->answered || !dev_keeps_order());
	EXPECT_MSG(a->data[0] == IPMI_INVALID_COMMAND_ERR || a->data[0] == IPMI_ERR_UNSPECIFIED,
		   "completion code 0x%02x", a->data[0]);
	k->by_driver += a->data[0] == IPMI_ERR_UNSPECIFIED;
	k->answered++;
}

static void *asker_thread(void *arg)
{
	struct asker *k = arg;
	struct answer a;
	double until;
	int bits;

	for (;;) {
		k->last = send_slow(k->fd, k->accepted);
		if (!k->last) {
			__atomic_add_fetch(&k->accepted, 1, __ATOMIC_RELAXED);
			continue;
		}
		if (k->last != -EBUSY || dev_wait(k->fd, &a, 20 * scale))
			break;
		asker_take(k, &a);
	}
	/* once poll says that this is the end, all answers are there */
	until = now_s() + 5 * scale;
	do {
		bits = dev_poll(k->fd, 1);
		while (!dev_recv(k->fd, &a))
			asker_take(k, &a);
	} while (!(bits & POLLHUP) && now_s() < until);
	return NULL;
}

static void unbind_answers_all(void)
{
	int read_later = dev_open(), idle = dev_open(), other = dev_open(), i;
	struct poller poller = { .fd = idle };
	struct asker asker[ASKERS] = { 0 };
	pthread_t thread, ask[ASKERS];
	long accepted = 0, by_driver = 0;
	struct answer a;
	double t, took;

	for (i = 0; i < 5; i++)
		EXPECT_EQ(dev_send(read_later, i, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	for (i = 0; i < 6; i++)
		EXPECT_EQ(dev_ask(other, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	pthread_create(&thread, NULL, poll_forever, &poller);
	for (i = 0; i < ASKERS; i++) {
		asker[i].fd = dev_open();
		pthread_create(&ask[i], NULL, asker_thread, &asker[i]);
	}
	for (i = 0; i < ASKERS; i++)
		asker_wait(&asker[i]);
	/* in the middle of it */
	usleep(300000);
	t = now_s();
	EXPECT_EQ(take_away(), 0);
	took = now_s() - t;
	EXPECT_MSG(took < 1 * scale, "unbind took %.2f s", took);
	pthread_join(thread, NULL);
	EXPECT_MSG(poller.woken - t < 1 * scale + took, "a sleeper in poll was woken after %.2f s",
		   poller.woken - t);
	EXPECT_EQ(poller.bits, POLLHUP | POLLERR);
	for (i = 0; i < ASKERS; i++) {
		pthread_join(ask[i], NULL);
		EXPECT_EQ(asker[i].last, -ENODEV);
		EXPECT_EQ(asker[i].answered, asker[i].accepted);
		accepted += asker[i].accepted;
		by_driver += asker[i].by_driver;
		close(asker[i].fd);
	}
	ktap_note("unbind took %.3f s; %ld of %ld requests were answered by the driver", took,
		  by_driver, accepted);
	EXPECT_MSG(by_driver, "nothing was outstanding");
	EXPECT_MSG(!expect_each_once(read_later, NETFN_APP, CMD_GET_DEVICE_ID, 5),
		   "an answer from before was lost");
	close(read_later);
	close(idle);
	close(other);
	bind_again();
}

static void expect_all_enodev(int fd)
{
	struct ipmi_channel_lun_address_set s = { .channel = 1 };
	int one = 1;

	EXPECT_EQ(dev_send(fd, 1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), -ENODEV);
	EXPECT_EQ(dev_send(fd, 1, NETFN_APP | 1, CMD_GET_DEVICE_ID, NULL, 0), -ENODEV);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_GETS_EVENTS_CMD, &one), -ENODEV);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, &one), -ENODEV);
	EXPECT_EQ(xioctl(fd, IPMICTL_GET_MY_LUN_CMD, &one), -ENODEV);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_CHANNEL_LUN_CMD, &s), -ENODEV);
	EXPECT_EQ(xioctl(fd, IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD, &s), -ENODEV);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &one), -ENODEV);
	/* wrong arguments are still told apart */
	EXPECT_EQ(xioctl(fd, IPMICTL_SEND_COMMAND, NULL), -EFAULT);
	EXPECT_EQ(xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, NULL), -EFAULT);
	EXPECT_EQ(xioctl(fd, 0, NULL), -ENOTTY);
}

static void unbound_is_enodev(void)
{
	struct pollfd p = { .events = POLLIN | POLLOUT };
	int full = dev_open(), fd = dev_open(), i;
	struct answer a;

	for (i = 0; i < QUOTA; i++)
		EXPECT_EQ(send_slow(full, i), 0);
	EXPECT_EQ(take_away(), 0);
	EXPECT_MSG(access(dev_path(), F_OK) && errno == ENOENT, "the node is still there");
	expect_all_enodev(fd);
	expect_all_enodev(full);
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
	p.fd = fd;
	EXPECT_EQ(poll(&p, 1, 0), 1);
	EXPECT_EQ(p.revents, POLLHUP | POLLERR);
	p.fd = full;
	EXPECT_EQ(poll(&p, 1, 0), 1);
	EXPECT_EQ(p.revents, POLLIN | POLLHUP | POLLERR);
	/* the same device again is a new one to the files of the old */
	bind_again();
	expect_all_enodev(fd);
	expect_each_once(full, NETFN_OEM, SLOW_CMD, QUOTA);
	expect_all_enodev(full);
	close(fd);
	close(full);
	fd = dev_open();
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	close(fd);
}

static struct {
	int stop;
	unsigned long files, accepted, answered, by_driver, absent;
} load;

/* One open file of the load: what it may send it sends, and each is answered. */
static void load_once(unsigned int *seed)
{
	double until = now_s() + 20 * scale;
	int fd = open(dev_path(), O_RDWR | O_CLOEXEC), sent = 0, got = 0, want, bits;
	struct answer a;

	if (fd < 0) {
		EXPECT_MSG(errno == ENOENT || errno == ENODEV || errno == ENXIO ||
			   errno == EINVAL, "open: %s", strerror(errno));
		__atomic_add_fetch(&load.absent, 1, __ATOMIC_RELAXED);
		usleep(1000);
		return;
	}
	want = 1 + rand_r(seed) % 20;
	while (sent < want && !dev_send(fd, sent, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0))
		sent++;
	if (rand_r(seed) % 8 == 0)
		sent = 0;		/* closed without looking */
	while (got < sent && now_s() < until) {
		bits = dev_poll(fd, 1);
		while (!dev_recv(fd, &a)) {
			got++;
			__atomic_add_fetch(&load.by_driver, a.data[0] == IPMI_ERR_UNSPECIFIED,
					   __ATOMIC_RELAXED);
		}
		if (bits & POLLHUP)
			break;
	}
	EXPECT_MSG(got == sent, "%d requests accepted, %d answered", sent, got);
	close(fd);
	__atomic_add_fetch(&load.files, 1, __ATOMIC_RELAXED);
	__atomic_add_fetch(&load.accepted, sent, __ATOMIC_RELAXED);
	__atomic_add_fetch(&load.answered, got, __ATOMIC_RELAXED);
}

static void *load_thread(void *arg)
{
	unsigned int seed = (unsigned long)arg;

	while (!__atomic_load_n(&load.stop, __ATOMIC_RELAXED))
		load_once(&seed);
	return NULL;
}

/* Has it ever been taken away while requests were under way? */
static bool load_was_hit(void)
{
	return __atomic_load_n(&load.by_driver, __ATOMIC_RELAXED) > 0;
}

static void unbind_under_load(void)
{
	double t, took, worst = 0;
	pthread_t thread[WORKERS];
	unsigned long i, made;

	for (i = 0; i < WORKERS; i++)
		pthread_create(&thread[i], NULL, load_thread, (void *)(i + 1));
	/* More rounds, where a machine is so slow that these come between requests. */
	for (i = 0; (i < rounds || (i < 10 * rounds && !load_was_hit())) && !ktap_failures(); i++) {
		usleep(20000 * (i % 5));
		t = now_s();
		EXPECT_EQ(take_away(), 0);
		took = now_s() - t;
		worst = took > worst ? took : worst;
		bind_again();
	}
	made = i;
	__atomic_store_n(&load.stop, 1, __ATOMIC_RELAXED);
	for (i = 0; i < WORKERS; i++)
		pthread_join(thread[i], NULL);
	EXPECT_MSG(worst < 1 * scale, "unbind took up to %.2f s", worst);
	EXPECT(load_was_hit());
	ktap_note("%lu rounds, unbind up to %.3f s; %lu files, %lu requests, %lu driver-made",
		  made, worst, load.files, load.accepted, load.by_driver);
}

static int unload(const char *module)
{
	return syscall(SYS_delete_module, module, O_NONBLOCK) ? -errno : 0;
}

static void in_use_stays(void)
{
	const char *core = dev_is_bmclink() ? "bmclink" : "ipmi_msghandler";
	char path[PATH_MAX + 16], real[PATH_MAX];
	const char *transport;
	struct answer a;
	int fd = dev_open();

	snprintf(path, sizeof(path), "%s/module", driver);
	if (!realpath(path, real)) {
		EXPECT_MSG(0, "%s: %s", path, strerror(errno));
		close(fd);
		return;
	}
	transport = strrchr(real, '/') + 1;
	EXPECT_EQ(unload(transport), -EWOULDBLOCK);
	EXPECT_EQ(unload(core), -EWOULDBLOCK);
	EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
	EXPECT_EQ(a.data[0], 0);
	close(fd);
	EXPECT_EQ(unload(transport), 0);
}

static const struct ktap_case cases[] = {
	{ "unbind: each request is answered, poll wakes with HUP and ERR", unbind_answers_all },
	{ "unbound: all is ENODEV, answers can still be read, bind makes a new device",
	  unbound_is_enodev },
	{ "unbind and bind under load: no request is left without an answer", unbind_under_load },
	{ "rmmod with an open file is refused, without one it works", in_use_stays },
};

int main(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "ps:n:")) > 0) {
		switch (c) {
		case 'p':
			by_bus = true;
			break;
		case 's':
			scale = atof(optarg);
			break;
		case 'n':
			rounds = atoi(optarg);
			break;
		default:
			fprintf(stderr, "usage: ipmi_unbind [-p] [-s SCALE] [-n ROUNDS]\n");
			return 2;
		}
	}
	if (!getenv("KTAP_COUNT_ONLY"))
		find_device();
	return ktap_run(cases, ARRAY_SIZE(cases), 240 * scale);
}
