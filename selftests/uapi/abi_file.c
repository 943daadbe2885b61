// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_abi: /dev/ipmiN as a file: open, poll, SIGIO, sharing, and what it does not do. */
#define _GNU_SOURCE
#include "abi.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define ALL_POLL	(POLLIN | POLLRDNORM | POLLPRI | POLLOUT | POLLWRNORM | POLLRDBAND | \
			 POLLWRBAND | POLLERR | POLLHUP | POLLRDHUP)

static int poll_bits(int fd)
{
	struct pollfd p = { .fd = fd, .events = ALL_POLL };

	EXPECT(poll(&p, 1, 0) >= 0);
	return p.revents;
}

static void file_poll(void)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET }, got;
	int fd = dev_open(), ep = epoll_create1(0), k;
	struct answer a;

	EXPECT_EQ(poll_bits(fd), 0);
	EXPECT_EQ(epoll_ctl(ep, EPOLL_CTL_ADD, fd, &ev), 0);
	for (k = 0; k < 2; k++) {
		EXPECT_EQ(dev_send(fd, k, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		EXPECT_EQ(epoll_wait(ep, &got, 1, 20000), 1);
		EXPECT_EQ(poll_bits(fd), POLLIN | POLLRDNORM);
		EXPECT_MSG(poll_bits(fd) == (POLLIN | POLLRDNORM), "looking takes nothing away");
		EXPECT_EQ(dev_recv(fd, &a), 0);
		EXPECT_EQ(poll_bits(fd), 0);
	}
	close(ep);
	close(fd);
}

static void file_poll_two_answers(void)
{
	int fd = dev_open(), other = dev_open(), k;
	struct answer a;

	for (k = 0; k < 2; k++)
		EXPECT_EQ(dev_send(fd, k, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	EXPECT(a.id == 1 || !dev_keeps_order());
	EXPECT_EQ(poll_bits(fd), 0);
	EXPECT_EQ(poll_bits(other), 0);
	close(fd);
	close(other);
}

/* Messages sent on the other file after those on @fd are answered after them. */
static void let_queue_pass(int other, int rounds)
{
	struct answer a;

	while (rounds--)
		EXPECT_EQ(dev_ask(other, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
}

/* A real-time signal queues, so that each one sent is counted. */
static volatile sig_atomic_t signals, signals_wrong, signals_fd;

static void on_signal(int sig, siginfo_t *si, void *context)
{
	(void)sig;
	(void)context;
	signals++;
	if (si->si_fd != signals_fd || si->si_code != POLL_IN || !(si->si_band & POLLIN))
		signals_wrong++;
}

static int signals_taken(void)
{
	int n = signals;

	signals -= n;
	return n;
}

static void file_sigio(void)
{
	struct sigaction act = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	int fd = dev_open(), other = dev_open(), sig = SIGRTMIN, k;
	struct answer a;

	signals_fd = fd;
	sigaction(sig, &act, NULL);
	EXPECT_EQ(fcntl(fd, F_SETOWN, getpid()), 0);
	EXPECT_EQ(fcntl(fd, F_SETSIG, sig), 0);
	EXPECT_EQ(dev_send(fd, 1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	let_queue_pass(other, 1);
	EXPECT_MSG(signals_taken() == 0, "a signal without O_ASYNC");
	EXPECT_EQ(fcntl(fd, F_SETFL, O_RDWR | O_ASYNC), 0);
	for (k = 0; k < 3; k++) {
		EXPECT_EQ(dev_send(fd, 1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		EXPECT(dev_poll(fd, 20) & POLLIN);
		EXPECT_EQ(dev_send(fd, 2, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		EXPECT_EQ(dev_send(fd, 3, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		let_queue_pass(other, 4);
		EXPECT_EQ(signals_taken(), 1);
		EXPECT_EQ(dev_recv(fd, &a), 0);
		EXPECT_EQ(dev_recv(fd, &a), 0);
		EXPECT_EQ(dev_recv(fd, &a), 0);
		EXPECT(a.id == 3 || !dev_keeps_order());
	}
	EXPECT_MSG(!signals_wrong, "%d signals with a wrong file, code or band", signals_wrong);
	EXPECT_EQ(fcntl(fd, F_SETFL, O_RDWR), 0);
	EXPECT_EQ(dev_send(fd, 1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	EXPECT_EQ(dev_wait(fd, &a, 20), 0);
	let_queue_pass(other, 1);
	EXPECT_MSG(signals_taken() == 0, "a signal after O_ASYNC was taken off");
	/* the file may be closed while it asks for signals */
	EXPECT_EQ(fcntl(fd, F_SETFL, O_RDWR | O_ASYNC), 0);
	EXPECT_EQ(dev_send(fd, 1, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	close(fd);
	let_queue_pass(other, 2);
	close(other);
	signal(sig, SIG_IGN);
}

static void file_unknown_ioctls(void)
{
	/* of another size, another direction, another magic, and not there at all */
	const unsigned long wrong[] = {
		_IO(IPMI_IOC_MAGIC, 0), _IO(IPMI_IOC_MAGIC, 13), _IO(IPMI_IOC_MAGIC, 99),
		_IOR(IPMI_IOC_MAGIC, 13, char), _IOR(IPMI_IOC_MAGIC, 10, int),
		_IOR(IPMI_IOC_MAGIC, 32, int), _IOW(IPMI_IOC_MAGIC, 16, int),
		_IOR('j', 13, struct ipmi_req), 0x5413, 0,
	};
	int fd = dev_open();
	char buf[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		memset(buf, 0, sizeof(buf));
		EXPECT_MSG(xioctl(fd, wrong[i], buf) == -ENOTTY, "ioctl 0x%lx: %ld", wrong[i],
			   xioctl(fd, wrong[i], buf));
		EXPECT_EQ(xioctl(fd, wrong[i], NULL), -ENOTTY);
	}
	close(fd);
}

static void file_ioctls_of_the_other_word_size(void)
{
	/* sizes of ipmi_req, ipmi_req_settime and ipmi_recv */
#if UINTPTR_MAX > 0xffffffffU
	const unsigned long req = 20, settime = 28, recv = 24;
#else
	const unsigned long req = 40, settime = 48, recv = 48;
#endif
	const unsigned long other[] = {
		_IOC(_IOC_READ, IPMI_IOC_MAGIC, 13, req),
		_IOC(_IOC_READ, IPMI_IOC_MAGIC, 21, settime),
		_IOC(_IOC_READ | _IOC_WRITE, IPMI_IOC_MAGIC, 12, recv),
		_IOC(_IOC_READ | _IOC_WRITE, IPMI_IOC_MAGIC, 11, recv),
	};
	/*
	 * The in-tree driver takes the 64-bit numbers from a 32-bit program, too: the
	 * argument is then read as the 64-bit structure.
	 */
	const long want = sizeof(long) == 8 ? -ENOTTY : -EFAULT;
	int fd = dev_open();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(other); i++)
		EXPECT_EQ(xioctl(fd, other[i], bad_ptr()), want);
	close(fd);
}

static void file_no_read_write(void)
{
	int fd = dev_open();
	char c = 0;

	EXPECT(read(fd, &c, 1) == -1 && errno == EINVAL);
	EXPECT(write(fd, &c, 1) == -1 && errno == EINVAL);
	EXPECT(pread(fd, &c, 1, 0) == -1 && errno == EINVAL);
	EXPECT(mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED && errno == ENODEV);
	EXPECT_EQ(lseek(fd, 100, SEEK_SET), 0);
	EXPECT_EQ(lseek(fd, 0, SEEK_CUR), 0);
	close(fd);
}

static void file_node(void)
{
	char path[] = "/tmp/ipmi-absent";
	struct stat st;
	int fd;

	EXPECT_EQ(stat(dev_path(), &st), 0);
	EXPECT(S_ISCHR(st.st_mode));
	EXPECT_EQ(st.st_mode & 0777, 0600);
	EXPECT_EQ(st.st_uid, 0);
	EXPECT_EQ(minor(st.st_rdev), atoi(strrchr(dev_path(), 'i') + 1));
	/* a minor without an interface is EINVAL */
	unlink(path);
	EXPECT_EQ(mknod(path, S_IFCHR | 0600, makedev(major(st.st_rdev), 77)), 0);
	fd = open(path, O_RDWR);
	EXPECT_MSG(fd < 0 && errno == EINVAL, "open of an absent interface: %s",
		   fd < 0 ? strerror(errno) : "succeeded");
	unlink(path);
}

static void file_modes(void)
{
	static const int flags[] = { O_RDONLY, O_RDWR, O_RDWR | O_NONBLOCK };
	struct answer a;
	size_t i;
	int fd;

	/* what only asks is allowed to who may only read */
	for (i = 0; i < ARRAY_SIZE(flags); i++) {
		fd = open(dev_path(), flags[i]);
		EXPECT(fd >= 0);
		EXPECT_EQ(dev_ask(fd, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0, &a), 0);
		EXPECT_EQ(a.data[0], 0);
		close(fd);
	}
}

static void file_max_users(void)
{
	int fds[MAX_USERS + 1], n, k;
	struct answer a;

	for (k = 0; k < 3; k++) {
		for (n = 0; n <= MAX_USERS; n++) {
			fds[n] = open(dev_path(), O_RDWR);
			if (fds[n] < 0)
				break;
		}
		EXPECT_MSG(n == MAX_USERS, "%d opens succeeded", n);
		EXPECT_EQ(errno, EBUSY);
		if (n) {
			EXPECT_EQ(dev_ask(fds[n - 1], NETFN_APP, 1, NULL, 0, &a), 0);
			/* a refused open takes no place */
			close(fds[--n]);
			fds[n] = open(dev_path(), O_RDWR);
			EXPECT(fds[n] >= 0);
			n++;
		}
		while (n > 0)
			close(fds[--n]);
	}
}

static void file_shared(void)
{
	int fd = dev_open(), copy = dup(fd), st = 0;
	struct answer a;
	pid_t pid;

	EXPECT_EQ(dev_send(fd, 41, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	close(fd);
	EXPECT_EQ(dev_wait(copy, &a, 20), 0);
	EXPECT_EQ(a.id, 41);
	EXPECT_EQ(dev_send(copy, 42, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
	pid = fork();
	if (!pid)
		_exit(dev_wait(copy, &a, 20) || a.id != 42 ||
		      dev_send(copy, 43, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0));
	EXPECT_EQ(waitpid(pid, &st, 0), pid);
	EXPECT_EQ(st, 0);
	/* what the child asked is answered to the file, which lives on */
	EXPECT_EQ(dev_wait(copy, &a, 20), 0);
	EXPECT_EQ(a.id, 43);
	EXPECT_EQ(dev_recv(copy, &a), -EAGAIN);
	close(copy);
}

static void file_close_outstanding(void)
{
	struct answer a;
	double t;
	int fd, k, i;

	for (k = 0; k < 5; k++) {
		fd = dev_open();
		for (i = 0; i < 20; i++)
			EXPECT_EQ(dev_send(fd, i, NETFN_APP, CMD_GET_DEVICE_ID, NULL, 0), 0);
		if (k & 1)
			EXPECT(dev_poll(fd, 20) & POLLIN);
		t = now_s();
		close(fd);
		EXPECT_MSG(now_s() - t < 1, "close took %.2f s", now_s() - t);
	}
	/* a new file gets nothing of it */
	fd = dev_open();
	EXPECT_EQ(dev_recv(fd, &a), -EAGAIN);
	expect_silent(fd);
	close(fd);
}

const struct ktap_case abi_file_cases[] = {
	{ "poll: readable if and only if something is queued", file_poll },
	{ "poll: empty again after the last message", file_poll_two_answers },
	{ "SIGIO: once for each empty to non-empty", file_sigio },
	{ "ioctl: unknown ones are ENOTTY", file_unknown_ioctls },
	{ "ioctl: numbers of the other word size", file_ioctls_of_the_other_word_size },
	{ "file: no read, write, map or seek", file_no_read_write },
	{ "file: node's mode and owner; an absent interface is EINVAL", file_node },
	{ "file: read-only and non-blocking files can ask", file_modes },
	{ "file: EBUSY beyond 30 openers", file_max_users },
	{ "file: dup and fork share queue and quota", file_shared },
	{ "file: close with requests outstanding and unread", file_close_outstanding },
};

const size_t abi_file_count = ARRAY_SIZE(abi_file_cases);
