// SPDX-License-Identifier: GPL-2.0-only
/* ipmi_conform: the file itself, and the ioctls that set and get. */
#include "conform.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>

static const struct {
	const char *name;
	unsigned long nr;
} ioctls[] = {
	{ "send", IPMICTL_SEND_COMMAND }, { "settime", IPMICTL_SEND_COMMAND_SETTIME },
	{ "recv", IPMICTL_RECEIVE_MSG }, { "trunc", IPMICTL_RECEIVE_MSG_TRUNC },
	{ "register", IPMICTL_REGISTER_FOR_CMD }, { "unregister", IPMICTL_UNREGISTER_FOR_CMD },
	{ "register-chans", IPMICTL_REGISTER_FOR_CMD_CHANS },
	{ "unregister-chans", IPMICTL_UNREGISTER_FOR_CMD_CHANS },
	{ "events", IPMICTL_SET_GETS_EVENTS_CMD },
	{ "set-address", IPMICTL_SET_MY_ADDRESS_CMD },
	{ "get-address", IPMICTL_GET_MY_ADDRESS_CMD },
	{ "set-lun", IPMICTL_SET_MY_LUN_CMD }, { "get-lun", IPMICTL_GET_MY_LUN_CMD },
	{ "set-chan-address", IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD },
	{ "get-chan-address", IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD },
	{ "set-chan-lun", IPMICTL_SET_MY_CHANNEL_LUN_CMD },
	{ "get-chan-lun", IPMICTL_GET_MY_CHANNEL_LUN_CMD },
	{ "set-timing", IPMICTL_SET_TIMING_PARMS_CMD },
	{ "get-timing", IPMICTL_GET_TIMING_PARMS_CMD },
	{ "set-maintenance", IPMICTL_SET_MAINTENANCE_MODE_CMD },
	{ "get-maintenance", IPMICTL_GET_MAINTENANCE_MODE_CMD },
};

static void pointers(int fd)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ioctls); i++) {
		rec_rc(key("ioctl.%s.null", ioctls[i].name), xioctl(fd, ioctls[i].nr, NULL));
		rec_rc(key("ioctl.%s.fault", ioctls[i].name),
		       xioctl(fd, ioctls[i].nr, no_access()));
	}
}

/* Every number of the type, in every direction and with four sizes: who is known? */
static void unknown(int fd)
{
	static const unsigned int sizes[] = { 0, 4, 8, 100 };
	unsigned int nr, dir, size;

	for (nr = 0; nr < 0x30; nr++)
		for (dir = 0; dir < 4; dir++)
			for (size = 0; size < 4; size++)
				rec_rc(key("ioctl.nr-%02x.%u.%u", nr, dir, sizes[size]),
				       xioctl(fd, _IOC(dir, IPMI_IOC_MAGIC, nr, sizes[size]),
					      no_access()));
	rec_rc("ioctl.other-type", xioctl(fd, _IOR('x', 13, int), no_access()));
	rec_rc("ioctl.zero", xioctl(fd, 0, no_access()));
	rec_rc("ioctl.fionread", xioctl(fd, 0x541b, no_access()));
}

static void plain_file(int fd)
{
	struct pollfd p = { .fd = fd, .events = ~0 };
	char buf[8] = "";
	int other;

	rec_rc("file.read", read(fd, buf, sizeof(buf)) < 0 ? -errno : 0);
	rec_rc("file.write", write(fd, buf, sizeof(buf)) < 0 ? -errno : 0);
	rec_rc("file.seek-set", lseek(fd, 10, SEEK_SET) < 0 ? -errno : 0);
	rec_rc("file.seek-end", lseek(fd, 0, SEEK_END) < 0 ? -errno : 0);
	rec_rc("file.mmap", mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ?
	       -errno : 0);
	rec_rc("file.fsync", fsync(fd) < 0 ? -errno : 0);
	rec_rc("file.truncate", ftruncate(fd, 0) < 0 ? -errno : 0);
	rec_rc("file.poll", poll(&p, 1, 0));
	rec_rc("file.async", fcntl(fd, F_SETFL, O_ASYNC) < 0 ? -errno : 0);
	other = open(dev_path(), O_WRONLY | O_NONBLOCK);
	rec_rc("file.write-only", other < 0 ? -errno : 0);
	close(other);
}

static void own_values(int fd)
{
	static const unsigned int values[] = { 0, 1, 3, 4, 0x20, 0x81, 0xff, 0x100, 0x12345678 };
	static const unsigned int channels[] = { 0, 1, 7, 14, 15, 16, 17, 0x8000, 0xffff };
	size_t i;
	int k;

	for (i = 0; i < ARRAY_SIZE(values); i++) {
		unsigned int v = values[i], got = 0x5a5a5a5a;

		rec_rc(key("address.set-%x", v), xioctl(fd, IPMICTL_SET_MY_ADDRESS_CMD, &v));
		rec_rc(key("address.get-%x", v), xioctl(fd, IPMICTL_GET_MY_ADDRESS_CMD, &got));
		rec(key("address.value-%x", v), "0x%x", got);
		rec_rc(key("lun.set-%x", v), xioctl(fd, IPMICTL_SET_MY_LUN_CMD, &v));
		rec_rc(key("lun.get-%x", v), xioctl(fd, IPMICTL_GET_MY_LUN_CMD, &got));
		rec(key("lun.value-%x", v), "0x%x", got);
	}
	for (i = 0; i < ARRAY_SIZE(channels); i++) {
		for (k = 0; k < 2; k++) {
			struct ipmi_channel_lun_address_set s = { .channel = channels[i],
								  .value = 0x77 };
			const char *what = k ? "chan-lun" : "chan-address";

			rec_rc(key("%s.set-%x", what, channels[i]),
			       xioctl(fd, k ? IPMICTL_SET_MY_CHANNEL_LUN_CMD :
				      IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD, &s));
			s.value = 0x5a;
			rec_rc(key("%s.get-%x", what, channels[i]),
			       xioctl(fd, k ? IPMICTL_GET_MY_CHANNEL_LUN_CMD :
				      IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD, &s));
			rec(key("%s.value-%x", what, channels[i]), "0x%x", s.value);
		}
	}
	for (i = 0; i < IPMI_NUM_CHANNELS; i++) {
		struct ipmi_channel_lun_address_set a = { .channel = i, .value = 0x20 };
		struct ipmi_channel_lun_address_set l = { .channel = i, .value = 2 };

		xioctl(fd, IPMICTL_SET_MY_CHANNEL_ADDRESS_CMD, &a);
		xioctl(fd, IPMICTL_SET_MY_CHANNEL_LUN_CMD, &l);
	}
}

static void timing_and_maintenance(int fd)
{
	static const int modes[] = { 0, 1, 2, 3, -1, 0x100, 0x7fffffff };
	static const struct ipmi_timing_parms times[] = {
		{ -1, 0 }, { 0, 0 }, { 3, 500 }, { -2, 1 }, { 0x7fffffff, 0xffffffff },
	};
	struct ipmi_timing_parms p;
	size_t i;
	int mode;

	for (i = 0; i < ARRAY_SIZE(times); i++) {
		p = times[i];
		rec_rc(key("timing.set-%zu", i), xioctl(fd, IPMICTL_SET_TIMING_PARMS_CMD, &p));
		memset(&p, 0x5a, sizeof(p));
		rec_rc(key("timing.get-%zu", i), xioctl(fd, IPMICTL_GET_TIMING_PARMS_CMD, &p));
		rec(key("timing.value-%zu", i), "%d,%u", p.retries, p.retry_time_ms);
	}
	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		mode = modes[i];
		rec_rc(key("maintenance.set-%x", mode),
		       xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &mode));
		mode = 0x5a;
		rec_rc(key("maintenance.get-%x", modes[i]),
		       xioctl(fd, IPMICTL_GET_MAINTENANCE_MODE_CMD, &mode));
		rec(key("maintenance.value-%x", modes[i]), "%d", mode);
	}
	mode = 0;
	xioctl(fd, IPMICTL_SET_MAINTENANCE_MODE_CMD, &mode);
}

/* As many files as may be open. */
static void many_files(void)
{
	int fd[64], n, err = 0;

	for (n = 0; n < 64; n++) {
		fd[n] = open(dev_path(), O_RDWR);
		if (fd[n] < 0) {
			err = -errno;
			break;
		}
	}
	rec("open.most", "%d", n);
	rec_rc("open.one-more", err);
	while (n--)
		close(fd[n]);
	n = open("/dev/ipmi0", O_RDWR);
	rec_rc("open.afterwards", n < 0 ? -errno : 0);
	close(n);
}

void file_steps(void)
{
	int fd = dev_open();

	plain_file(fd);
	pointers(fd);
	close(fd);
	fd = dev_open();
	unknown(fd);
	own_values(fd);
	timing_and_maintenance(fd);
	close(fd);
	many_files();
}
