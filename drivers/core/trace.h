/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracepoints; none of them has data of a message, so none can show a secret. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM bmclink

#if !defined(BMCLINK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define BMCLINK_TRACE_H

#include <linux/tracepoint.h>

#include "core.h"

DECLARE_EVENT_CLASS(bmc_request_class,
	TP_PROTO(const struct bmc_request *req),
	TP_ARGS(req),
	TP_STRUCT__entry(
		__field(int, link)
		__field(const void *, request)
		__field(int, kind)
		__field(u8, netfn)
		__field(u8, cmd)
		__field(u16, len)
	),
	TP_fast_assign(
		__entry->link = req->client->link->id;
		__entry->request = req;
		__entry->kind = req->kind;
		__entry->netfn = req->msg.netfn;
		__entry->cmd = req->msg.cmd;
		__entry->len = req->frame.len;
	),
	TP_printk("ipmi%d request=%p %s netfn=%02x cmd=%02x len=%u", __entry->link,
		  __entry->request,
		  __print_symbolic(__entry->kind, { BMC_DIRECT, "direct" },
				   { BMC_BRIDGED, "bridged" }, { BMC_ANSWER, "answer" }),
		  __entry->netfn, __entry->cmd, __entry->len)
);

DEFINE_EVENT(bmc_request_class, bmc_request_queued,
	TP_PROTO(const struct bmc_request *req),
	TP_ARGS(req)
);

DEFINE_EVENT(bmc_request_class, bmc_request_sent,
	TP_PROTO(const struct bmc_request *req),
	TP_ARGS(req)
);

TRACE_EVENT(bmc_request_done,
	TP_PROTO(const struct bmc_request *req, u8 cc),
	TP_ARGS(req, cc),
	TP_STRUCT__entry(
		__field(int, link)
		__field(const void *, request)
		__field(u8, netfn)
		__field(u8, cmd)
		__field(u8, cc)
		__field(u16, len)
	),
	TP_fast_assign(
		__entry->link = req->client->link->id;
		__entry->request = req;
		__entry->netfn = req->msg.netfn;
		__entry->cmd = req->msg.cmd;
		__entry->cc = cc;
		__entry->len = req->msg.len;
	),
	TP_printk("ipmi%d request=%p netfn=%02x cmd=%02x cc=%02x len=%u", __entry->link,
		  __entry->request, __entry->netfn, __entry->cmd, __entry->cc, __entry->len)
);

TRACE_EVENT(bmc_attention,
	TP_PROTO(const struct bmc_link *link, u8 flags),
	TP_ARGS(link, flags),
	TP_STRUCT__entry(
		__field(int, link)
		__field(u8, flags)
	),
	TP_fast_assign(
		__entry->link = link->id;
		__entry->flags = flags;
	),
	TP_printk("ipmi%d flags=%02x", __entry->link, __entry->flags)
);

TRACE_EVENT(bmc_health,
	TP_PROTO(const struct bmc_link *link, int from, int to),
	TP_ARGS(link, from, to),
	TP_STRUCT__entry(
		__field(int, link)
		__field(int, from)
		__field(int, to)
	),
	TP_fast_assign(
		__entry->link = link->id;
		__entry->from = from;
		__entry->to = to;
	),
	TP_printk("ipmi%d %s -> %s", __entry->link,
		  __print_symbolic(__entry->from, { BMC_PROBING, "probing" }, { BMC_UP, "up" },
				   { BMC_DOWN, "down" }, { BMC_GONE, "gone" }),
		  __print_symbolic(__entry->to, { BMC_PROBING, "probing" }, { BMC_UP, "up" },
				   { BMC_DOWN, "down" }, { BMC_GONE, "gone" }))
);

TRACE_EVENT(bmc_resync,
	TP_PROTO(const struct bmc_link *link, int err),
	TP_ARGS(link, err),
	TP_STRUCT__entry(
		__field(int, link)
		__field(int, err)
	),
	TP_fast_assign(
		__entry->link = link->id;
		__entry->err = err;
	),
	TP_printk("ipmi%d result=%d", __entry->link, __entry->err)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
