// SPDX-License-Identifier: GPL-2.0-only
/* Answers that are not the usual ones. */
#include "rule.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What the words of an action are followed by */
enum shape_kind { NOTHING, NUMBER, RANGE, NUMBERS, BYTES, TEXT };

static const struct {
	const char *word;
	enum act_kind kind;
	enum shape_kind shape;
} shapes[] = {
	{ "cc", ACT_CC, BYTES }, { "data", ACT_DATA, BYTES }, { "raw", ACT_RAW, BYTES },
	{ "none", ACT_NONE, NOTHING }, { "delay", ACT_DELAY, RANGE },
	{ "dup", ACT_DUP, NUMBERS }, { "cut", ACT_CUT, NUMBER }, { "pad", ACT_PAD, NUMBER },
	{ "netfn", ACT_NETFN, BYTES }, { "cmd", ACT_CMD, BYTES }, { "seq", ACT_SEQ, NUMBER },
	{ "badsum", ACT_BADSUM, NOTHING }, { "previous", ACT_PREVIOUS, NOTHING },
	{ "garbage", ACT_GARBAGE, NUMBER }, { "drop", ACT_DROP, NOTHING },
	{ "do", ACT_DO, NOTHING }, { "then", ACT_THEN, TEXT }, { "xor", ACT_XOR, BYTES },
};

bool parse_number(const char *text, unsigned int *value)
{
	bool hex = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
	unsigned long n;
	char *end;

	if (!isdigit((unsigned char)text[0]))
		return false;
	errno = 0;
	n = strtoul(text, &end, hex ? 16 : 10);
	if (*end || errno || n > 0xffffffffUL)
		return false;
	*value = (unsigned int)n;
	return true;
}

static bool parse_byte(const char *word, uint8_t *byte)
{
	char *end;

	if (!isxdigit((unsigned char)word[0]) || strlen(word) > 2)
		return false;
	*byte = (uint8_t)strtoul(word, &end, 16);
	return !*end;
}

int parse_bytes(const char *text, uint8_t *bytes, size_t room)
{
	char *copy = strdup(text), *at = copy, *word;
	size_t n = 0;
	int rc;

	if (!copy)
		abort();
	while ((word = strsep(&at, " \t\n"))) {
		if (!*word)
			continue;
		if (n == room || !parse_byte(word, &bytes[n]))
			break;
		n++;
	}
	rc = word ? -1 : (int)n;
	free(copy);
	return rc;
}

static bool parse_range(char *text, unsigned int *low, unsigned int *high)
{
	char *dash = strchr(text, '-');

	if (dash)
		*dash++ = '\0';
	return parse_number(text, low) && parse_number(dash ? dash : text, high) &&
	       *low <= *high;
}

static char *skip(char *s)
{
	return s + strspn(s, " \t\n");
}

/* The rest of an action, behind its first word */
static bool action_rest(struct action *a, enum shape_kind shape, char *rest)
{
	uint8_t bytes[BMC_DATA_MAX];
	char *second;
	int n;

	switch (shape) {
	case NOTHING:
		return !*rest;
	case NUMBER:
		return parse_number(rest, &a->a);
	case RANGE:
		return parse_range(rest, &a->a, &a->b);
	case NUMBERS:
		second = rest + strcspn(rest, " \t");
		if (*second) {
			*second++ = '\0';
			return parse_number(rest, &a->a) && parse_number(skip(second), &a->b);
		}
		return parse_number(rest, &a->a);
	case TEXT:
		a->text = strdup(rest);
		return a->text && *rest;
	default:
		n = parse_bytes(rest, bytes, sizeof(bytes));
		if (n < 0 || (!n && a->kind != ACT_DATA) ||
		    (n != 1 && (a->kind == ACT_NETFN || a->kind == ACT_CMD)))
			return false;
		a->bytes = malloc(n + 1);
		if (!a->bytes)
			abort();
		memcpy(a->bytes, bytes, n);
		a->len = n;
		return true;
	}
}

static void trim(char *s)
{
	size_t n = strlen(s);

	while (n && isspace((unsigned char)s[n - 1]))
		s[--n] = '\0';
}

static bool parse_action(struct rule *r, char *text, char *err, size_t room)
{
	struct action *a = &r->act[r->nr_act];
	size_t i, len;
	char *word = skip(text);

	trim(word);
	len = strcspn(word, " \t");
	if (r->nr_act == RULE_ACTIONS) {
		snprintf(err, room, "action %s: a rule has at most %d", word, RULE_ACTIONS);
		return false;
	}
	for (i = 0; i < ARRAY_SIZE(shapes); i++)
		if (strlen(shapes[i].word) == len && !strncmp(shapes[i].word, word, len))
			break;
	if (i == ARRAY_SIZE(shapes)) {
		snprintf(err, room, "action %.*s: there is no such action", (int)len, word);
		return false;
	}
	r->nr_act++;
	a->kind = shapes[i].kind;
	if (action_rest(a, shapes[i].shape, skip(word + len)))
		return true;
	snprintf(err, room, "action %s: what follows is not what it takes", shapes[i].word);
	return false;
}

static bool parse_match(struct rule *r, char *text, char *err, size_t room)
{
	unsigned int n, count = 0;
	const char *word;
	uint8_t byte;

	while ((word = strsep(&text, " \t"))) {
		unsigned long *limit = !strcmp(word, "after") ? &r->after :
				       !strcmp(word, "times") ? &r->times : NULL;
		int value = RULE_ANY;

		if (!*word)
			continue;
		if (limit) {
			word = strsep(&text, " \t");
			if (!word || !parse_number(word, &n)) {
				word = word ? word : "";
				break;
			}
			*limit = n;
			continue;
		}
		if (strcmp(word, "*")) {
			if (!parse_byte(word, &byte))
				break;
			value = byte;
		}
		if (count == 0)
			r->netfn = value;
		else if (count == 1)
			r->cmd = value;
		else if (r->nr_prefix < RULE_PREFIX)
			r->prefix[r->nr_prefix++] = value;
		else
			break;
		count++;
	}
	if (!word && count >= 2)
		return true;
	snprintf(err, room, "match %s: must be NETFN CMD [BYTE...] [after N] [times N]",
		 word ? word : "");
	return false;
}

static void rule_free(struct rule *r)
{
	size_t i;

	for (i = 0; i < r->nr_act; i++) {
		free(r->act[i].bytes);
		free(r->act[i].text);
	}
	free(r->text);
}

bool rule_add(struct rules *rules, const char *text, char *err, size_t room)
{
	char *copy = strdup(text), *rest = strchr(copy, ':'), *part;
	struct rule r = { .text = strdup(text) };
	bool good;

	if (!rest) {
		snprintf(err, room, "rule: no ':' between match and actions");
		good = false;
	} else {
		*rest++ = '\0';
		good = parse_match(&r, copy, err, room);
		while (good && (part = strsep(&rest, ";")))
			good = parse_action(&r, part, err, room);
	}
	free(copy);
	if (!good) {
		rule_free(&r);
		return false;
	}
	rules->list = realloc(rules->list, (rules->count + 1) * sizeof(r));
	if (!rules->list)
		abort();
	rules->list[rules->count++] = r;
	return true;
}

void rules_clear(struct rules *rules)
{
	while (rules->count)
		rule_free(&rules->list[--rules->count]);
	free(rules->list);
	rules->list = NULL;
}

static bool matches(const struct rule *r, const struct bmc_msg *rq)
{
	size_t i;

	if ((r->netfn != RULE_ANY && r->netfn != rq->netfn) ||
	    (r->cmd != RULE_ANY && r->cmd != rq->cmd) || rq->len < r->nr_prefix)
		return false;
	for (i = 0; i < r->nr_prefix; i++)
		if (r->prefix[i] != RULE_ANY && r->prefix[i] != rq->data[i])
			return false;
	return true;
}

/* Rules that do not hold yet, or any more, count what passes and leave it to others. */
static struct rule *find(struct rules *rules, const struct bmc_msg *rq)
{
	size_t i = rules->count;

	while (i--) {
		struct rule *r = &rules->list[i];

		if (!matches(r, rq))
			continue;
		r->seen++;
		if (r->seen > r->after && (!r->times || r->seen <= r->after + r->times))
			return r;
	}
	return NULL;
}

/* Whether the BMC is to carry out the request: it is, unless the rule has another answer. */
static bool carried_out(const struct rule *r)
{
	bool other = false;
	size_t i;

	for (i = 0; i < r->nr_act; i++) {
		if (r->act[i].kind == ACT_DO)
			return true;
		other |= r->act[i].kind == ACT_CC || r->act[i].kind == ACT_DATA ||
			 r->act[i].kind == ACT_RAW || r->act[i].kind == ACT_NONE ||
			 r->act[i].kind == ACT_PREVIOUS || r->act[i].kind == ACT_DROP;
	}
	return !other;
}

static void resize(struct bmc_msg *m, size_t len)
{
	if (len > sizeof(m->data))
		len = sizeof(m->data);
	if (len > m->len)
		memset(m->data + m->len, 0x5a, len - m->len);
	m->len = len;
}

/* Actions that change the answer */
static void change(struct bmc_msg *m, const struct action *a, const struct bmc_msg *previous)
{
	size_t i;

	switch (a->kind) {
	case ACT_CC:
		m->len = 0;
		bmc_put(m, a->bytes, a->len);
		break;
	case ACT_DATA:
		m->len = 0;
		bmc_put(m, &(uint8_t){ CC_OK }, 1);
		bmc_put(m, a->bytes, a->len);
		break;
	case ACT_RAW:
		m->netfn = a->bytes[0] >> 2;
		m->lun = a->bytes[0] & 3;
		m->cmd = a->len > 1 ? a->bytes[1] : 0;
		m->len = 0;
		if (a->len > 2)
			bmc_put(m, a->bytes + 2, a->len - 2);
		break;
	case ACT_PREVIOUS:
		if (previous)
			*m = *previous;
		break;
	case ACT_NETFN:
		m->netfn = a->bytes[0];
		break;
	case ACT_CMD:
		m->cmd = a->bytes[0];
		break;
	case ACT_CUT:
		resize(m, a->a < m->len ? a->a : m->len);
		break;
	case ACT_PAD:
		resize(m, a->a > m->len ? a->a : m->len);
		break;
	case ACT_XOR:
		for (i = 0; i < a->len && i < m->len; i++)
			m->data[i] ^= a->bytes[i];
		break;
	default:
		break;
	}
}

/* Actions that change how it is sent */
static void send_as(struct reply *reply, const struct action *a)
{
	switch (a->kind) {
	case ACT_NONE:
		reply->none = true;
		break;
	case ACT_DROP:
		reply->drop = true;
		break;
	case ACT_DELAY:
		reply->delay_ms = a->a + (unsigned int)(random() % (a->b - a->a + 1));
		break;
	case ACT_DUP:
		reply->copies = a->a;
		reply->gap_ms = a->b;
		break;
	case ACT_SEQ:
		reply->seq_add = (int)a->a;
		break;
	case ACT_BADSUM:
		reply->badsum = true;
		break;
	case ACT_GARBAGE:
		reply->garbage = a->a;
		break;
	case ACT_THEN:
		reply->then[reply->nr_then++] = a->text;
		break;
	default:
		break;
	}
}

void rules_reply(struct rules *rules, struct bmc *b, const struct bmc_msg *rq,
		 const struct bmc_msg *previous, struct reply *reply)
{
	const struct rule *r = find(rules, rq);
	size_t i;

	memset(reply, 0, sizeof(*reply));
	if (!r || carried_out(r)) {
		bmc_answer(b, rq, &reply->msg);
	} else {
		reply->msg.netfn = rq->netfn | 1;
		reply->msg.lun = rq->lun;
		reply->msg.cmd = rq->cmd;
		reply->msg.len = 1;
	}
	for (i = 0; r && i < r->nr_act; i++) {
		change(&reply->msg, &r->act[i], previous);
		send_as(reply, &r->act[i]);
	}
}
