// SPDX-License-Identifier: GPL-2.0-only
/* bmc capture: every frame on the link, in a file that Wireshark reads. */
#include <errno.h>
#include <fcntl.h>
#include <netlink/attr.h>
#include <netlink/genl/genl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../uapi/linux/bmclink.h"
#include "../lib/genl.h"
#include "cli.h"

/* IPMI trace data blocks of PICMG HPM.2: the link type, and the protocol KCS in it. */
#define LINKTYPE_IPMI_HPM_2 260
#define HPM2_PROTOCOL_KCS 0x05
#define HPM2_HEADER 11
/* A block says its length in one byte. */
#define HPM2_DATA_MAX 255

/* Blocks of the pcapng format. */
#define PCAPNG_SECTION 0x0a0d0d0aU
#define PCAPNG_INTERFACE 1U
#define PCAPNG_PACKET 6U
#define PCAPNG_MAGIC 0x1a2b3c4dU
#define PCAPNG_IF_TSRESOL 9U
#define PCAPNG_NS 9U

/* The file, and for which link. */
struct capture {
	FILE *f;
	unsigned int link;
	unsigned long long frames;
	unsigned long long lost;
};

static void put32(uint8_t *block, size_t *len, uint32_t v)
{
	memcpy(block + *len, &v, sizeof(v));
	*len += sizeof(v);
}

/* Writes one block: type, length, body, length once more. */
static int put_block(FILE *f, uint32_t type, const uint8_t *body, size_t len)
{
	static const uint8_t zeros[4];
	size_t pad = (4 - len % 4) % 4, head = 0;
	uint8_t frame[8], tail[4];
	uint32_t total = (uint32_t)(12 + len + pad);

	put32(frame, &head, type);
	put32(frame, &head, total);
	memcpy(tail, &total, sizeof(total));
	return fwrite(frame, sizeof(frame), 1, f) == 1 &&
	       (!len || fwrite(body, len, 1, f) == 1) &&
	       (!pad || fwrite(zeros, pad, 1, f) == 1) &&
	       fwrite(tail, sizeof(tail), 1, f) == 1 ? 0 : -1;
}

static int put_header(FILE *f)
{
	uint8_t body[32];
	size_t len = 0;

	put32(body, &len, PCAPNG_MAGIC);
	put32(body, &len, 1); /* version 1.0 */
	put32(body, &len, UINT32_MAX); /* length of the section: not known */
	put32(body, &len, UINT32_MAX);
	if (put_block(f, PCAPNG_SECTION, body, len))
		return -1;
	len = 0;
	put32(body, &len, LINKTYPE_IPMI_HPM_2);
	put32(body, &len, 0); /* no limit */
	put32(body, &len, PCAPNG_IF_TSRESOL | 1U << 16);
	put32(body, &len, PCAPNG_NS);
	put32(body, &len, 0); /* end of options */
	return put_block(f, PCAPNG_INTERFACE, body, len);
}

/* One frame as a packet that holds a trace data block. */
static int put_frame(FILE *f, unsigned long long ns, bool response, const uint8_t *data, size_t len)
{
	uint8_t body[20 + HPM2_HEADER + HPM2_DATA_MAX];
	uint32_t s = (uint32_t)(ns / 1000000000);
	uint16_t ms = (uint16_t)(ns / 1000000 % 1000);
	size_t at = 0, kept = len > HPM2_DATA_MAX ? HPM2_DATA_MAX : len;

	put32(body, &at, 0);
	put32(body, &at, (uint32_t)(ns >> 32));
	put32(body, &at, (uint32_t)ns);
	put32(body, &at, (uint32_t)(HPM2_HEADER + kept));
	put32(body, &at, (uint32_t)(HPM2_HEADER + len));
	body[at++] = 0x0f; /* packet data, channel Fh: the system interface */
	put32(body, &at, s);
	memcpy(body + at, &ms, sizeof(ms));
	at += sizeof(ms);
	body[at++] = HPM2_PROTOCOL_KCS;
	body[at++] = response ? 0x00 : 0x80; /* which way: to the controller */
	body[at++] = 0;
	body[at++] = (uint8_t)kept;
	memcpy(body + at, data, kept);
	return put_block(f, PCAPNG_PACKET, body, at + kept);
}

static int take_frame(struct nlattr **a, struct genlmsghdr *g, void *ctx)
{
	struct capture *cap = ctx;

	if (g->cmd != BMCLINK_CMD_FRAME || !a[BMCLINK_A_FRAME_DATA] || !a[BMCLINK_A_FRAME_LINK] ||
	    !a[BMCLINK_A_FRAME_TIME] || !a[BMCLINK_A_FRAME_DIRECTION] ||
	    nla_get_u32(a[BMCLINK_A_FRAME_LINK]) != cap->link)
		return 0;
	if (put_frame(cap->f, nla_get_u64(a[BMCLINK_A_FRAME_TIME]),
		      nla_get_u32(a[BMCLINK_A_FRAME_DIRECTION]) == BMCLINK_DIRECTION_RESPONSE,
		      nla_data(a[BMCLINK_A_FRAME_DATA]),
		      (size_t)nla_len(a[BMCLINK_A_FRAME_DATA])) ||
	    fflush(cap->f))
		return BMC_EXIT_FAILED;
	cap->frames++;
	return 0;
}

static int capture(struct cli *cli, struct capture *cap, struct bmc_genl *nl)
{
	bool lost;
	int rc;

	rc = bmc_genl_open(&cli->bmc, nl);
	if (!rc)
		rc = bmc_genl_join(&cli->bmc, nl, BMCLINK_MCGRP_CAPTURE);
	if (!rc && (put_header(cap->f) || fflush(cap->f)))
		rc = BMC_EXIT_FAILED;
	while (!rc) {
		rc = bmc_genl_next(&cli->bmc, nl, take_frame, cap, &lost);
		cap->lost += lost;
	}
	return rc;
}

enum { CAPTURE_FILE };

static int run_capture(struct cli *cli, const struct args *args)
{
	const char *path = args->v[CAPTURE_FILE].text;
	struct bmc_genl nl = { .sk = NULL };
	struct capture cap = { .f = NULL };
	unsigned long number;
	int rc, fd;

	rc = cli->bmc.path[0] ? 0 : bmc_select(&cli->bmc);
	if (rc)
		return rc;
	if (strncmp(cli->bmc.name, "ipmi", 4) != 0 || !parse_ulong(cli->bmc.name + 4, &number))
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_UNSUPPORTED,
				     "%s is not a name that the driver gives", cli->bmc.path);
	cap.link = (unsigned int)number;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0)
		cap.f = fdopen(fd, "w");
	if (!cap.f)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "%s: %s", path,
				     strerror(errno));
	rc = capture(cli, &cap, &nl);
	bmc_genl_close(&nl);
	if (fclose(cap.f) || rc == BMC_EXIT_FAILED)
		return cli->bmc.err.code ? cli->bmc.err.code :
		       bmc_error_set(&cli->bmc.err, BMC_EXIT_FAILED, "%s: cannot be written", path);
	if (rc && rc != BMC_EXIT_TIMEOUT && rc < BMC_EXIT_SIGNAL)
		return rc;
	/* To be stopped, by hand or by -t, is how a capture ends. */
	bmc_error_clear(&cli->bmc.err);
	bmc_note(&cli->bmc, "%llu frames in %s", cap.frames, path);
	if (cap.lost)
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_PARTIAL,
				     "frames were lost %llu times", cap.lost);
	return 0;
}

static const struct arg_spec capture_args[] = {
	[CAPTURE_FILE] = { .kind = ARG_OPT, .name = "-w", .meta = "FILE", .parse = parse_text,
			   .flags = ARG_REQUIRED,
			   .help = "the file, in the format pcapng; passwords and keys are zeros" },
	{ .name = NULL },
};

const struct command capture_commands[] = {
	{ "", capture_args, NULL, run_capture, CMD_DEFAULT,
	  "Write every frame to a file for Wireshark, until stopped or -t is over" },
	{ NULL, NULL, NULL, NULL, 0, NULL },
};
