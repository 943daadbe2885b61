// SPDX-License-Identifier: GPL-2.0-only
/*
 * The journal of a change of LAN parameters. It is on disk before the first byte is
 * sent and leaves when the change is over, so that what a crash leaves behind is known
 * and can be taken back.
 */
#include "lanjournal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../lib/file.h"

#define JOURNAL_VERSION 1
#define JOURNAL_MAX 65536
#define BOOT_ID "/proc/sys/kernel/random/boot_id"

static void journal_path(const struct bmc *bmc, char path[160], const char *suffix)
{
	snprintf(path, 160, "%s/lan.%s.json%s", bmc->sys->state_dir, bmc->name, suffix);
}

/* The clock of a journal counts from the start of the system. */
static void boot_id(char id[40])
{
	ssize_t n = -1;
	int fd;

	fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, id, 39);
		close(fd);
	}
	id[n > 0 ? n : 0] = '\0';
	id[strcspn(id, "\n")] = '\0';
}

static struct json_object *hex_of(const struct ipmi_lan_value *value)
{
	char hex[3 * IPMI_LAN_DATA_MAX + 1];

	bmc_hex(hex, sizeof(hex), value->data, value->len, 0);
	return json_object_new_string(hex);
}

static struct json_object *describe(struct bmc *bmc, const struct lan_plan *plan,
				    unsigned long confirm)
{
	struct json_object *doc = json_object_new_object();
	struct json_object *back = json_object_new_array();
	long long due = bmc_now(bmc) + (long long)confirm * 1000;
	char boot[40];
	unsigned int i;

	boot_id(boot);
	json_object_object_add(doc, "version", json_object_new_int(JOURNAL_VERSION));
	json_object_object_add(doc, "state",
			       json_object_new_string(confirm ? "unconfirmed" : "pending"));
	json_object_object_add(doc, "boot", json_object_new_string(boot));
	json_object_object_add(doc, "due_ms", json_object_new_int64(due));
	json_object_object_add(doc, "channel", json_object_new_int(plan->channel));
	json_object_object_add(doc, "base", json_object_new_int(plan->base));
	json_object_object_add(doc, "mac", hex_of(&plan->mac));
	for (i = 0; i < plan->n_back; i++) {
		struct json_object *o = json_object_new_object();
		const struct lan_item *item = &plan->back[i];

		json_object_object_add(o, "parameter", json_object_new_int(item->parameter));
		json_object_object_add(o, "set", json_object_new_int(item->set));
		json_object_object_add(o, "data", hex_of(&item->new));
		json_object_array_add(back, o);
	}
	json_object_object_add(doc, "back", back);
	return doc;
}

static int make_folder(const char *path)
{
	char dir[128], *p;

	snprintf(dir, sizeof(dir), "%s", path);
	for (p = dir + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		if (mkdir(dir, 0755) && errno != EEXIST)
			return -1;
		*p = '/';
	}
	return mkdir(dir, 0700) && errno != EEXIST ? -1 : 0;
}

static int write_file(const char *path, const char *text)
{
	int fd, rc;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return -1;
	rc = !bmc_write_all(fd, text, strlen(text)) || fsync(fd) ? -1 : 0;
	return close(fd) || rc ? -1 : 0;
}

static void sync_folder(const struct bmc *bmc)
{
	int fd = open(bmc->sys->state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/**
 * lan_journal_write() - keep how a change is taken back
 * @bmc: the run, which holds the host lock
 * @plan: the change
 * @confirm: seconds in which the change has to be confirmed, 0 while it is being made
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_journal_write(struct bmc *bmc, const struct lan_plan *plan, unsigned long confirm)
{
	struct json_object *doc = describe(bmc, plan, confirm);
	char path[160], new[160];
	int rc;

	journal_path(bmc, path, "");
	journal_path(bmc, new, ".new");
	rc = make_folder(bmc->sys->state_dir);
	if (!rc)
		rc = write_file(new, json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN));
	if (!rc)
		rc = rename(new, path);
	json_object_put(doc);
	if (!rc) {
		sync_folder(bmc);
		return 0;
	}
	if (bmc->opt.force) {
		bmc_note(bmc, "--force: %s can't be written: a crash could not be undone", path);
		return 0;
	}
	bmc_error_set(&bmc->err, errno == EACCES || errno == EPERM ? BMC_EXIT_PERMISSION :
		      BMC_EXIT_FAILED, "can't keep the old settings in %s: %s", path,
		      strerror(errno));
	bmc_error_hint(&bmc->err, "nothing was changed; --force goes without");
	return bmc->err.code;
}

static bool get_number(struct json_object *o, const char *key, long long min, long long max,
		       long long *value)
{
	struct json_object *v;

	if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_int))
		return false;
	*value = json_object_get_int64(v);
	return *value >= min && *value <= max;
}

static bool get_hex(struct json_object *o, const char *key, struct ipmi_lan_value *value)
{
	struct json_object *v;
	const char *text;
	char *end;

	memset(value, 0, sizeof(*value));
	if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_string))
		return false;
	for (text = json_object_get_string(v); *text; text = *end ? end + 1 : end) {
		unsigned long byte = strtoul(text, &end, 16);

		if (end != text + 2 || (*end && *end != ' ') ||
		    value->len == sizeof(value->data))
			return false;
		value->data[value->len++] = (uint8_t)byte;
	}
	value->state = value->len ? IPMI_LAN_OK : IPMI_LAN_UNREAD;
	return true;
}

static bool get_back(struct json_object *doc, struct lan_plan *plan)
{
	struct json_object *back, *o;
	long long parameter, set;
	size_t i;

	if (!json_object_object_get_ex(doc, "back", &back) ||
	    !json_object_is_type(back, json_type_array) ||
	    json_object_array_length(back) > LAN_PLAN_MAX)
		return false;
	for (i = 0; i < json_object_array_length(back); i++) {
		struct lan_item *item = &plan->back[i];

		o = json_object_array_get_idx(back, i);
		if (!json_object_is_type(o, json_type_object) ||
		    !get_number(o, "parameter", 1, 255, &parameter) ||
		    !get_number(o, "set", 0, 255, &set) || !get_hex(o, "data", &item->new) ||
		    item->new.state != IPMI_LAN_OK)
			return false;
		item->parameter = (uint8_t)parameter;
		item->set = (uint8_t)set;
	}
	plan->n_back = (unsigned int)i;
	return true;
}

static bool understand(struct bmc *bmc, struct json_object *doc, struct lan_journal *journal)
{
	struct json_object *state, *boot;
	long long version, channel, due, base = 0;
	char now[40];

	if (!json_object_is_type(doc, json_type_object) ||
	    !get_number(doc, "version", JOURNAL_VERSION, JOURNAL_VERSION, &version) ||
	    !get_number(doc, "channel", 1, 11, &channel) ||
	    !get_number(doc, "due_ms", 0, INT64_MAX, &due) ||
	    !json_object_object_get_ex(doc, "state", &state) ||
	    !json_object_object_get_ex(doc, "boot", &boot) ||
	    !get_hex(doc, "mac", &journal->plan.mac) || !get_back(doc, &journal->plan))
		return false;
	boot_id(now);
	get_number(doc, "base", 0, IPMI_SOL_BASE, &base);
	journal->plan.base = base ? IPMI_SOL_BASE : 0;
	journal->plan.channel = (uint8_t)channel;
	journal->unconfirmed = !strcmp(json_object_get_string(state), "unconfirmed");
	journal->left_ms = due - bmc_now(bmc);
	journal->over = journal->left_ms <= 0 ||
			strcmp(json_object_get_string(boot), now) != 0;
	return true;
}

/**
 * lan_journal_read() - is there a change that is not over?
 * @bmc: the run
 * @journal: filled
 *
 * Return: 0, or an exit status with the error set when there is one that can't be read.
 */
int lan_journal_read(struct bmc *bmc, struct lan_journal *journal)
{
	struct json_object *doc;
	struct stat st;
	char path[160];
	bool ok;
	int fd;

	memset(journal, 0, sizeof(*journal));
	journal_path(bmc, path, "");
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	/* Who may not even look there makes no changes either. */
	if (fd < 0 && (errno == ENOENT || errno == EACCES || errno == ENOTDIR))
		return 0;
	if (fd < 0 || fstat(fd, &st) || st.st_size > JOURNAL_MAX) {
		if (fd >= 0)
			close(fd);
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "can't read %s", path);
	}
	doc = json_object_from_fd(fd);
	close(fd);
	ok = understand(bmc, doc, journal);
	json_object_put(doc);
	if (!ok)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "%s is no journal of bmc", path);
	journal->there = true;
	return 0;
}

/**
 * lan_journal_remove() - the change is over
 * @bmc: the run
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_journal_remove(struct bmc *bmc)
{
	char path[160];

	journal_path(bmc, path, "");
	if (unlink(path) && errno != ENOENT && errno != ENOTDIR)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "can't remove %s: %s", path,
				     strerror(errno));
	sync_folder(bmc);
	return 0;
}

/**
 * lan_journal_none() - refuse to begin a change while another is not over
 * @bmc: the run, which holds the host lock
 *
 * Return: 0, or an exit status with the error set.
 */
int lan_journal_none(struct bmc *bmc)
{
	struct lan_journal journal;
	int rc = lan_journal_read(bmc, &journal);

	if (rc || !journal.there)
		return rc;
	if (journal.unconfirmed) {
		bmc_error_set(&bmc->err, BMC_EXIT_GUARD,
			      "an earlier change of channel %u is not confirmed yet",
			      journal.plan.channel);
		bmc_error_hint(&bmc->err, "bmc lan confirm keeps it, bmc lan rollback undoes it");
	} else {
		bmc_error_set(&bmc->err, BMC_EXIT_GUARD,
			      "an earlier change of channel %u was cut off in the middle",
			      journal.plan.channel);
		bmc_error_hint(&bmc->err, "bmc lan rollback undoes it");
	}
	return bmc->err.code;
}
