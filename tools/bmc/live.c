// SPDX-License-Identifier: GPL-2.0-only
/* bmc monitor --live: sensors, power, light, health and the last events on a full screen. */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <ncurses.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../lib/ask.h"
#include "watch.h"

#define EVENTS 5
/* Rows that are no sensors: the head of the page, that of the table, that of the events. */
#define FRAME 4

enum color { PLAIN, GOOD, WARN, BAD };

/**
 * struct live - the page
 * @cli: the run
 * @sensors: with their readings
 * @follow: the event log; the last events are those it has seen
 * @status: power and light
 * @has_status: @status is known
 * @utc: offset of the log's clock in minutes
 * @health: what the driver thinks of the BMC, or whether it answers
 * @note: why something is missing
 * @top: first sensor that is shown
 * @colors: use colors
 */
struct live {
	struct cli *cli;
	struct sensors sensors;
	struct sel_follow follow;
	struct ipmi_chassis_status status;
	bool has_status;
	int utc;
	char health[32];
	char note[512];
	unsigned int top;
	bool colors;
};

static void read_health(struct live *l, bool answers)
{
	char path[256];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), "%s/class/bmclink/%s/health", l->cli->bmc.sys->sysfs_root,
		 l->cli->bmc.name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, l->health, sizeof(l->health) - 1);
		close(fd);
	}
	if (n > 0)
		l->health[strcspn(l->health, "\n")] = '\0';
	else
		snprintf(l->health, sizeof(l->health), answers ? "answers" : "no answer");
}

static int no_news(void *priv, enum sel_news what, const uint8_t *record)
{
	(void)priv;
	(void)what;
	(void)record;
	return 0;
}

/* Nobody is there to ask more of, or nobody to ask for. */
static bool gone(int rc)
{
	return rc == BMC_EXIT_TIMEOUT || rc == BMC_EXIT_NO_DEVICE || rc >= BMC_EXIT_SIGNAL;
}

/* What is not there is not shown, and said; only an end that was asked for is one. */
static int look(struct live *l)
{
	struct bmc *bmc = &l->cli->bmc;
	unsigned int i;
	int rc;

	l->note[0] = '\0';
	rc = bmc_get_chassis_status(&l->cli->bmc, &l->status);
	l->has_status = !rc;
	for (i = 0; i < l->sensors.n && !gone(rc); i++)
		rc = sensor_read(bmc, &l->sensors, &l->sensors.list[i]);
	/* Readings of before the BMC went away are none. */
	for (i = 0; i < l->sensors.n && gone(rc); i++)
		l->sensors.list[i].status = SENSOR_ERROR;
	if (!gone(rc))
		rc = sel_follow_poll(bmc, &l->follow, no_news, l);
	else if (rc < BMC_EXIT_SIGNAL)
		bmc_close(bmc);
	if (rc)
		snprintf(l->note, sizeof(l->note), "%s", bmc->err.message);
	read_health(l, !gone(rc) && !l->follow.down);
	if (rc >= BMC_EXIT_SIGNAL)
		return rc;
	bmc_error_clear(&bmc->err);
	return 0;
}

static void paint(const struct live *l, enum color which, bool on)
{
	static const attr_t plain[] = { 0, 0, A_BOLD, A_REVERSE };
	attr_t a = plain[which];

	if (l->colors && which)
		a |= (attr_t)COLOR_PAIR(which);
	if (on)
		attron(a);
	else
		attroff(a);
}

static enum color severity_color(enum ipmi_severity severity)
{
	return severity == IPMI_GOOD ? GOOD : severity == IPMI_WARNING ? WARN : BAD;
}

/* Blanks and a text, cut where the screen ends; the last column is not written to. */
static void put_at(int row, int column, const char *text)
{
	if (row < LINES && column < COLS - 1)
		mvaddnstr(row, column, text, COLS - 1 - column);
}

static void draw_head(const struct live *l)
{
	const char *light = l->has_status ? ipmi_identify_name(l->status.identify) : NULL;
	char line[200], now[TIME_TEXT];

	time_text(now, (long long)time(NULL));
	snprintf(line, sizeof(line), "%s  power %s  light %s  health %s  %s", l->cli->bmc.name,
		 !l->has_status ? "unknown" : l->status.on ? "on" : "off",
		 light ? light : "unknown", l->health, now);
	attron(A_BOLD);
	put_at(0, 0, line);
	attroff(A_BOLD);
	paint(l, WARN, true);
	put_at(1, 0, l->note);
	paint(l, WARN, false);
	if (!l->note[0])
		put_at(1, 0, "q ends, arrows scroll");
}

static void draw_sensor(const struct live *l, int row, const struct sensor *s)
{
	char value[160] = "-", bar[SENSOR_BAR], line[300];
	const char *state = s->status == SENSOR_OK ? sensor_state(s) :
						     sensor_status_name(s->status);
	enum color color = s->status == SENSOR_OK ? severity_color(sensor_severity(s)) : PLAIN;

	if (s->status == SENSOR_OK && s->has_value)
		sensor_value_text(s, s->value, value, sizeof(value));
	sensor_bar(s, bar);
	snprintf(line, sizeof(line), "%-20.20s %14.14s  %-*s  %s", s->sdr.name, value,
		 SENSOR_BAR - 1, bar, state ? state : "-");
	if (color > GOOD)
		paint(l, color, true);
	put_at(row, 0, line);
	if (color > GOOD)
		paint(l, color, false);
}

static const char *word(struct json_object *o, const char *key)
{
	struct json_object *v;

	return json_object_object_get_ex(o, key, &v) && v ? json_object_get_string(v) : "-";
}

static void draw_event(const struct live *l, int row, const uint8_t *record)
{
	struct json_object *o = sel_json(&l->sensors, record, l->utc);
	char line[300];

	snprintf(line, sizeof(line), "%s  %-25s  %s  %s  %s", word(o, "id"), word(o, "time"),
		 word(o, "sensor"), word(o, "state"), word(o, "direction"));
	put_at(row, 0, line);
	json_object_put(o);
}

static void draw(struct live *l)
{
	const struct sel *log = &l->follow.seen;
	unsigned int events = log->n < EVENTS ? log->n : EVENTS, i, rows, at;
	unsigned int height = (unsigned int)getmaxy(stdscr);
	int row = 3;

	erase();
	draw_head(l);
	if (events > height / 3)
		events = height / 3;
	rows = height > events + FRAME ? height - events - FRAME : 0;
	if (l->top + rows > l->sensors.n)
		l->top = l->sensors.n > rows ? l->sensors.n - rows : 0;
	attron(A_UNDERLINE);
	put_at(2, 0, "Sensor                      Reading  Thresholds       State     ");
	attroff(A_UNDERLINE);
	for (i = 0; i < rows && l->top + i < l->sensors.n; i++)
		draw_sensor(l, row++, &l->sensors.list[l->top + i]);
	attron(A_UNDERLINE);
	put_at(LINES - 1 - (int)events, 0,
	       "Last events                                                     ");
	attroff(A_UNDERLINE);
	for (i = 0; i < events; i++) {
		at = log->n - events + i;
		draw_event(l, LINES - (int)events + (int)i, log->record[at]);
	}
	refresh();
}

/* Wait for a key, a signal, another size or the next look. Sets *end when there shall be none. */
static int wait_key(struct live *l, long ms, bool *end)
{
	struct timespec ts = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	struct bmc *bmc = &l->cli->bmc;
	struct pollfd pfd = { .fd = bmc->sys->in, .events = POLLIN };
	int page = getmaxy(stdscr) > FRAME ? getmaxy(stdscr) - FRAME : 1;
	sigset_t none;
	int key;

	sigemptyset(&none);
	if (ppoll(&pfd, 1, &ts, &none) < 0 && errno != EINTR)
		return bmc_error_set(&bmc->err, BMC_EXIT_FAILED, "can't wait for keys: %s",
				     strerror(errno));
	/* The terminal is gone. */
	*end = pfd.revents & (POLLHUP | POLLERR | POLLNVAL) && !(pfd.revents & POLLIN);
	while (!*end && (key = getch()) != ERR) {
		unsigned int step = key == KEY_PPAGE || key == KEY_NPAGE ? (unsigned int)page : 1;

		*end = key == 'q' || key == 'Q' || key == 4;
		if (key == KEY_DOWN || key == KEY_NPAGE)
			l->top += step;
		if (key == KEY_UP || key == KEY_PPAGE)
			l->top -= l->top < step ? l->top : step;
	}
	return bmc_interrupted(bmc);
}

static int run_page(struct live *l, long interval_ms)
{
	struct bmc *bmc = &l->cli->bmc;
	long long next, left;
	bool end = false;
	int rc;

	for (;;) {
		rc = look(l);
		next = bmc_now(bmc) + interval_ms;
		do {
			if (rc)
				return rc;
			draw(l);
			left = next - bmc_now(bmc);
			if (bmc->deadline && bmc_now(bmc) + left > bmc->deadline)
				left = bmc->deadline - bmc_now(bmc);
			rc = wait_key(l, left > 0 ? left : 0, &end);
			if (end || (bmc->deadline && bmc_now(bmc) >= bmc->deadline))
				return rc;
		} while (bmc_now(bmc) < next);
	}
}

static int open_page(struct live *l, FILE *in, SCREEN **screen)
{
	const char *term = getenv("TERM");

	*screen = newterm(NULL, l->cli->bmc.sys->out, in);
	if (!*screen)
		return bmc_error_set(&l->cli->bmc.err, BMC_EXIT_FAILED,
				     "the terminal '%s' can't show a page", term ? term : "");
	cbreak();
	noecho();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	curs_set(0);
	l->colors = l->cli->color && has_colors();
	if (l->colors) {
		start_color();
		use_default_colors();
		init_pair(GOOD, COLOR_GREEN, -1);
		init_pair(WARN, COLOR_YELLOW, -1);
		init_pair(BAD, COLOR_RED, -1);
	}
	return 0;
}

static int show_page(struct live *l, long interval_ms)
{
	FILE *in = fdopen(dup(l->cli->bmc.sys->in), "r");
	struct bmc_error *err = &l->cli->bmc.err;
	SCREEN *screen;
	int rc;

	if (!in)
		return bmc_error_set(err, BMC_EXIT_FAILED, "can't read keys: %s", strerror(errno));
	rc = open_page(l, in, &screen);
	if (!rc) {
		rc = run_page(l, interval_ms);
		endwin();
		delscreen(screen);
	}
	fclose(in);
	return rc;
}

/**
 * live_run() - show a page until somebody has seen enough
 * @cli: the run
 * @interval_ms: how often to look
 *
 * Return: exit status.
 */
int live_run(struct cli *cli, long interval_ms)
{
	struct live l = { .cli = cli };
	int rc;

	if (cli->format == OUT_JSON || !isatty(fileno(cli->bmc.sys->out)) ||
	    !isatty(cli->bmc.sys->in))
		return bmc_error_set(&cli->bmc.err, BMC_EXIT_USAGE,
				     "--live needs a terminal, and prints no JSON");
	/* For names; numbers are the same everywhere. */
	setlocale(LC_CTYPE, "");
	rc = sensors_load(&cli->bmc, &l.sensors);
	if (rc == BMC_EXIT_BMC || rc == BMC_EXIT_UNSUPPORTED || rc == BMC_EXIT_BUSY)
		rc = 0;
	if (!rc)
		rc = sel_utc_minutes(&cli->bmc, &l.utc);
	if (!rc)
		rc = sel_follow_start(&cli->bmc, &l.follow);
	if (!rc)
		rc = show_page(&l, interval_ms);
	sel_free(&l.follow.seen);
	sensors_free(&l.sensors);
	return rc;
}
