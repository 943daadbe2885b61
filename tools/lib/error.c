// SPDX-License-Identifier: GPL-2.0-only
/* Errors of the bmc tool: building them, and their JSON form. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#include "array.h"
#include "ipmi/cc.h"

/**
 * bmc_error_clear() - forget any error
 * @err: the error
 */
void bmc_error_clear(struct bmc_error *err)
{
	memset(err, 0, sizeof(*err));
	err->cc = -1;
}

/**
 * bmc_error_set() - record an error, replacing an earlier one
 * @err: the error; what had been applied is kept
 * @code: &enum bmc_exit
 * @fmt: the message
 *
 * Return: @code, so that callers can return what this returns.
 */
int bmc_error_set(struct bmc_error *err, int code, const char *fmt, ...)
{
	va_list ap;

	err->code = code;
	err->cc = -1;
	err->hint[0] = '\0';
	err->field[0] = '\0';
	va_start(ap, fmt);
	vsnprintf(err->message, sizeof(err->message), fmt, ap);
	va_end(ap);
	return code;
}

/**
 * bmc_error_hint() - add the likely reason or the way out
 * @err: an error that is set
 * @fmt: the hint
 */
void bmc_error_hint(struct bmc_error *err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(err->hint, sizeof(err->hint), fmt, ap);
	va_end(ap);
}

/**
 * bmc_error_value() - record that a value given by the user breaks a rule
 * @err: the error
 * @field: name of the argument
 * @value: what was given; shown, so never a secret
 * @fmt: the rule, worded so that "FIELD VALUE RULE" is a sentence
 *
 * Return: BMC_EXIT_USAGE.
 */
int bmc_error_value(struct bmc_error *err, const char *field, const char *value,
		    const char *fmt, ...)
{
	char shown[60];
	va_list ap;

	bmc_printable(shown, sizeof(shown), value, strlen(value));
	bmc_error_set(err, BMC_EXIT_USAGE, "%s", "");
	snprintf(err->field, sizeof(err->field), "%s", field);
	snprintf(err->value, sizeof(err->value), "%s", shown);
	va_start(ap, fmt);
	vsnprintf(err->rule, sizeof(err->rule), fmt, ap);
	va_end(ap);
	snprintf(err->message, sizeof(err->message), "%s %s %s", err->field,
		 shown[0] ? shown : "''", err->rule);
	return err->code;
}

/**
 * bmc_error_cc() - record that the BMC completed a request with an error
 * @err: the error
 * @netfn: network function of the request
 * @cmd: command of the request
 * @cc: the completion code
 * @what: what was asked for, for people
 *
 * Return: the exit status that belongs to the completion code.
 */
int bmc_error_cc(struct bmc_error *err, unsigned int netfn, unsigned int cmd, unsigned int cc,
		 const char *what)
{
	const char *hint = ipmi_cc_hint(netfn, cmd, cc);

	bmc_error_set(err, ipmi_cc_exit(netfn, cmd, cc), "%s: %s (completion code 0x%02x)", what,
		      ipmi_cc_text(netfn, cmd, cc), cc);
	err->cc = (int)cc;
	err->netfn = netfn;
	err->cmd = cmd;
	if (hint)
		bmc_error_hint(err, "%s", hint);
	return err->code;
}

/**
 * bmc_error_step() - name the step of a longer change that failed
 * @err: an error that is set
 * @step: name of the step
 */
void bmc_error_step(struct bmc_error *err, const char *step)
{
	snprintf(err->step, sizeof(err->step), "%s", step);
}

/**
 * bmc_error_applied() - note a step that was done, in case a later one fails
 * @err: the error, set or not
 * @step: name of the step
 */
void bmc_error_applied(struct bmc_error *err, const char *step)
{
	if (err->n_applied == BMC_ERROR_APPLIED)
		return;
	snprintf(err->applied[err->n_applied], sizeof(err->applied[0]), "%s", step);
	err->n_applied++;
}

/**
 * bmc_error_class() - the word for an exit status in JSON
 * @code: &enum bmc_exit
 *
 * Return: a constant string.
 */
const char *bmc_error_class(int code)
{
	static const char *const names[] = {
		[BMC_EXIT_OK] = "ok",
		[BMC_EXIT_FAILED] = "failed",
		[BMC_EXIT_USAGE] = "usage",
		[BMC_EXIT_NO_DEVICE] = "no_device",
		[BMC_EXIT_PERMISSION] = "permission",
		[BMC_EXIT_BMC] = "bmc",
		[BMC_EXIT_TIMEOUT] = "timeout",
		[BMC_EXIT_BUSY] = "busy",
		[BMC_EXIT_VERIFY] = "verify",
		[BMC_EXIT_UNKNOWN] = "unknown_state",
		[BMC_EXIT_GUARD] = "guard",
		[BMC_EXIT_PENDING] = "pending",
		[BMC_EXIT_UNSUPPORTED] = "unsupported",
		[BMC_EXIT_PARTIAL] = "partial",
	};

	if (code >= BMC_EXIT_SIGNAL)
		return "signal";
	if (code < 0 || (size_t)code >= ARRAY_SIZE(names))
		return "failed";
	return names[code];
}

/**
 * bmc_error_json() - the documented JSON object for an error
 * @err: an error that is set
 *
 * Return: a new JSON object, owned by the caller.
 */
struct json_object *bmc_error_json(const struct bmc_error *err)
{
	struct json_object *doc = json_object_new_object();
	struct json_object *o = json_object_new_object();
	struct json_object *applied;
	const char *text;
	unsigned int i;

	json_object_object_add(o, "class", json_object_new_string(bmc_error_class(err->code)));
	json_object_object_add(o, "code", json_object_new_int(err->code));
	json_object_object_add(o, "message", json_object_new_string(err->message));
	if (err->cc >= 0) {
		json_object_object_add(o, "cc", json_object_new_int(err->cc));
		text = ipmi_cc_text(err->netfn, err->cmd, (unsigned int)err->cc);
		json_object_object_add(o, "cc_text", json_object_new_string(text));
		json_object_object_add(o, "netfn", json_object_new_int((int)err->netfn));
		json_object_object_add(o, "cmd", json_object_new_int((int)err->cmd));
	}
	if (err->hint[0])
		json_object_object_add(o, "hint", json_object_new_string(err->hint));
	if (err->step[0])
		json_object_object_add(o, "step", json_object_new_string(err->step));
	if (err->field[0]) {
		json_object_object_add(o, "field", json_object_new_string(err->field));
		json_object_object_add(o, "value", json_object_new_string(err->value));
		json_object_object_add(o, "rule", json_object_new_string(err->rule));
	}
	if (err->step[0] || err->n_applied) {
		applied = json_object_new_array();
		for (i = 0; i < err->n_applied; i++)
			json_object_array_add(applied, json_object_new_string(err->applied[i]));
		json_object_object_add(o, "applied", applied);
	}
	json_object_object_add(doc, "error", o);
	return doc;
}

/**
 * bmc_is_utf8() - may this stand in JSON?
 * @text: the text
 *
 * Return: true when it is well-formed UTF-8.
 */
bool bmc_is_utf8(const char *text)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *s = (const unsigned char *)text;
	uint32_t c;
	int n, i;

	for (; *s; s += n) {
		n = *s < 0x80 ? 1 : *s >> 5 == 6 ? 2 : *s >> 4 == 14 ? 3 : *s >> 3 == 30 ? 4 : 0;
		if (!n)
			return false;
		c = n == 1 ? *s : *s & (0xffU >> (n + 1));
		for (i = 1; i < n; i++) {
			/* The end of the text is no continuation either. */
			if (s[i] >> 6 != 2)
				return false;
			c = c << 6 | (s[i] & 0x3f);
		}
		if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return false;
	}
	return true;
}

/**
 * bmc_printable() - make bytes from outside safe to print
 * @dst: where to put the text, always terminated
 * @room: size of @dst
 * @src: the bytes; a terminal could be fooled by them
 * @len: how many
 *
 * Bytes that are not printable ASCII become ``\xNN``. Text that does not fit ends
 * in three dots.
 */
void bmc_printable(char *dst, size_t room, const void *src, size_t len)
{
	const unsigned char *s = src;
	size_t used = 0;
	size_t i;

	for (i = 0; i < len; i++) {
		bool plain = s[i] >= 0x20 && s[i] < 0x7f;

		if (used + 4 + 4 > room) {
			if (room >= used + 4)
				used += (size_t)snprintf(dst + used, room - used, "...");
			break;
		}
		if (plain)
			dst[used++] = (char)s[i];
		else
			used += (size_t)snprintf(dst + used, room - used, "\\x%02x", s[i]);
	}
	if (room)
		dst[used < room ? used : room - 1] = '\0';
}
