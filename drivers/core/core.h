/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the files of the router share: links, clients and requests.
 *
 * Locks.  Spinlocks are not held while calling out of their file, so no two
 * are ever held at once:
 *
 *   bmc_link.queue_lock     sched.c    who waits for a turn, and whether new
 *                                      requests are admitted at all
 *   bmc_links (xarray)      link.c     links by number
 *   bmc_links_lock          link.c     how many links there are, gone or not
 *   bmc_link.seq_lock       seq.c      sequence numbers in use
 *   bmc_link.command_lock   command.c  registered commands
 *   bmc_link.identity_lock  identity.c what the BMC says of itself
 *   bmc_link.clients_lock   client.c   the list of clients of a link
 *   bmc_client.lock         client.c   one client's inbox
 *   bmc_maintenance.lock    maintenance.c  whether the BMC is being worked on
 *   bmc_link.event_lock     event.c    held events and listeners (a mutex; held
 *                                      while events are put into inboxes, so
 *                                      that every listener sees one order)
 *   bmc_file.receive_lock   cdev.c     one reader at a time (a mutex)
 *
 * Everything else of a link belongs to its thread.
 */
#ifndef BMCLINK_CORE_H
#define BMCLINK_CORE_H

#include <linux/device.h>
#include <linux/ipmi.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>

#include "stats.h"
#include "transport.h"

#define BMC_NETFN_APP			0x06
#define BMC_CMD_GET_DEVICE_ID		0x01
#define BMC_CMD_GET_DEVICE_GUID		0x08
#define BMC_CMD_SET_GLOBAL_ENABLES	0x2e
#define BMC_CMD_GET_GLOBAL_ENABLES	0x2f
#define BMC_CMD_CLEAR_MSG_FLAGS		0x30
#define BMC_CMD_GET_MSG_FLAGS		0x31
#define BMC_CMD_GET_MSG			0x33
#define BMC_CMD_SEND_MSG		0x34
#define BMC_CMD_READ_EVENT_BUFFER	0x35
#define BMC_CMD_GET_CHANNEL_INFO	0x42

#define BMC_CC_OK			0x00
#define BMC_CC_NODE_BUSY		0xc0
#define BMC_CC_INVALID			0xc1
#define BMC_CC_TIMEOUT			0xc3
#define BMC_CC_TRUNCATED		0xc6
#define BMC_CC_UPDATING			0xd1
#define BMC_CC_INITIALIZING		0xd2
#define BMC_CC_WRONG_STATE		0xd5
#define BMC_CC_UNSPECIFIED		0xff

/* netfn/LUN, command, completion code: less is not a response */
#define BMC_RESPONSE_MIN		3

/* How long a request may take in all, waiting for its turn included. */
#define BMC_REQUEST_NS			(60ULL * NSEC_PER_SEC)

#define BMC_CHANNELS			IPMI_NUM_CHANNELS
/* Sequence numbers on IPMB and LAN have six bits. */
#define BMC_SEQS			64
/* What Send Message adds to the data of a message. */
#define BMC_IPMB_OVERHEAD		10
#define BMC_LAN_OVERHEAD		12
/* As many links, and minor numbers, as the in-tree driver has. */
#define BMC_LINKS_MAX			256

/**
 * enum bmc_health - what the router believes of a link
 * @BMC_PROBING: the BMC has not answered yet since the link exists
 * @BMC_UP: it answers
 * @BMC_DOWN: it did, and does not now
 * @BMC_GONE: the link has been removed; final
 */
enum bmc_health {
	BMC_PROBING,
	BMC_UP,
	BMC_DOWN,
	BMC_GONE,
};

/**
 * enum bmc_class - how urgent the requests of a client are
 * @BMC_URGENT: before all others: watchdog, preparation for a panic
 * @BMC_NORMAL: programs
 * @BMC_BACKGROUND: when nothing else is to do
 * @BMC_CLASSES: number of classes
 */
enum bmc_class {
	BMC_URGENT,
	BMC_NORMAL,
	BMC_BACKGROUND,
	BMC_CLASSES,
};

struct bmc_client;
struct bmc_request;

/**
 * struct bmc_channels - what the channels of a BMC are; published whole
 * @rcu: for its end
 * @medium: IPMI_CHANNEL_MEDIUM_* by channel; 0 for none
 * @protocol: IPMI_CHANNEL_PROTOCOL_* by channel; 0 for none
 */
struct bmc_channels {
	struct rcu_head rcu;
	u8 medium[BMC_CHANNELS];
	u8 protocol[BMC_CHANNELS];
};

/**
 * struct bmc_bridged - a message to or from another channel
 * @addr: the other party: IPMB (never the broadcast type) or LAN
 * @broadcast: to be sent as a broadcast
 * @netfn: network function; odd in a response
 * @cmd: command
 * @seq: sequence number, 6 bits
 * @from: own IPMB address; not used for LAN
 * @from_lun: own LUN
 * @data: the rest; the completion code first, in a response
 * @len: length of @data
 */
struct bmc_bridged {
	struct ipmi_addr addr;
	bool broadcast;
	u8 netfn;
	u8 cmd;
	u8 seq;
	u8 from;
	u8 from_lun;
	const u8 *data;
	u16 len;
};

/**
 * enum bmc_kind - how a request ends
 * @BMC_DIRECT: with the BMC's own response
 * @BMC_BRIDGED: with the response of another party, by Get Message
 * @BMC_ANSWER: it is itself a response, to a command from another party; it
 *	ends with the completion code of Send Message
 */
enum bmc_kind {
	BMC_DIRECT,
	BMC_BRIDGED,
	BMC_ANSWER,
};

/**
 * struct bmc_attention - what the BMC has to tell; the thread's
 * @flags: message flags not served yet
 * @asked: the attention bit was seen, and the flags have not been fetched since
 * @useless: how often attention was asked for and no flag was set, in a row
 * @tokens: unsolicited transactions that may be made now
 * @refill: when @tokens were counted last
 * @not_before: no look at the attention bit before this; 0 for any time
 * @poll: when the flags are fetched though nothing asks for it
 * @check: when the BMC's settings are looked at again, for listeners
 * @away_ns: pause before @poll while somebody waits for an answer from another channel
 */
struct bmc_attention {
	u8 flags;
	bool asked;
	unsigned int useless;
	unsigned int tokens;
	ktime_t refill;
	ktime_t not_before;
	ktime_t poll;
	ktime_t check;
	u64 away_ns;
};

/**
 * enum bmc_maintenance_state - is the BMC being worked on?
 * @BMC_MAINTENANCE_OFF: no
 * @BMC_MAINTENANCE_FIRMWARE: its firmware is, or somebody says so
 * @BMC_MAINTENANCE_RESET: it is being reset
 */
enum bmc_maintenance_state {
	BMC_MAINTENANCE_OFF,
	BMC_MAINTENANCE_FIRMWARE,
	BMC_MAINTENANCE_RESET,
};

/**
 * struct bmc_maintenance - see maintenance.c
 * @lock: protects @mode, @cause, @until and @away_until
 * @mode: IPMI_MAINTENANCE_MODE_*, as set by a user
 * @cause: why it was switched on last
 * @until: when it ends by itself
 * @away_until: the same for parties on other channels
 * @announced: the state that was told last; the thread's
 */
struct bmc_maintenance {
	spinlock_t lock; /* mode, cause, ends */
	int mode;
	enum bmc_maintenance_state cause;
	ktime_t until;
	ktime_t away_until;
	enum bmc_maintenance_state announced;
};

/**
 * struct bmc_link - one system interface from the host to a BMC
 * @dev: class device "ipmiN"; its reference count is the link's
 * @id: N, also the minor number of /dev/ipmiN; -1 before it is registered
 * @transport: how its hardware is driven; not to be called when @health is gone
 * @priv: the transport's own
 * @source: who described the link
 * @address: where it is, for people
 * @irq: interrupt in use, 0 for none
 * @wired: the BMC's attention reaches us by an interrupt, of a number or not
 * @wait: the thread's waiting state
 * @thread: "bmclink/ipmiN", the only one that touches the hardware
 * @work: where an idle thread sleeps
 * @queue_lock: protects @turns, @queued, @admit and the queues of all clients
 * @turns: clients with queued requests, by class, next turn first
 * @queued: number of requests in all those queues
 * @admit: how new requests are met: 0 queued, -EAGAIN answered at once with a
 *	time-out, -ENODEV refused
 * @flight: requests the BMC has; the thread's
 * @inflight: number of requests in @flight; written by the thread
 * @tags: tags in use by them; the thread's
 * @limits: what the hardware and its BMC can do; written by the thread
 * @rsp: the response being received; the thread's
 * @answered: when the BMC answered last; the thread's
 * @suspect: the BMC is to be verified as soon as nothing is in flight; the thread's
 * @hold: no further request is to be sent before that; the thread's
 * @seq_lock: protects @seqs and @seq_last
 * @seqs: sequence numbers in use
 * @seq_last: the one given out last
 * @away: requests that wait for the answer of another party; the thread's
 * @nr_away: length of @away; written by the thread
 * @command_lock: protects @commands and @nr_commands
 * @commands: registered commands
 * @nr_commands: length of @commands
 * @channels: what the channels are; NULL before the first scan
 * @scanned: whose channels they are; the thread's
 * @interrupted: the thread is to look what the BMC wants, request or not
 * @attention: see there
 * @event_lock: protects @held, @nr_held, @listeners and bmc_client.listens
 * @held: events that nobody has listened to yet, oldest first
 * @nr_held: length of @held
 * @lost_event: an event was dropped from @held; has been logged
 * @listeners: number of clients that listen
 * @health: written by the thread only
 * @backoff_ns: pause before the next probe; the thread's
 * @suspected: when an answer raised suspicion last; the thread's
 * @enables: global enables that the BMC refused last, for the log; the thread's
 * @identity_lock: protects @identity and @guid; both written by the thread only
 * @identity: of the BMC now or last seen
 * @guid: of the BMC, as sent; all zero when it has none
 * @clients_lock: protects @clients, @nr_clients, @round and bmc_client.round
 * @clients: everybody who may ask
 * @round: number of the last walk through @clients
 * @nr_clients: length of @clients
 * @my_addr: own IPMB address by channel (shared by all users, as in-tree)
 * @my_lun: own LUN by channel
 * @maintenance: see there
 * @nr_msgs: requests of all clients, unread answers included
 * @panic_ns: time spent in vain by bmc_panic_request()
 * @stats: what has happened so far; stats.c
 */
struct bmc_link {
	struct device dev;
	int id;
	const struct bmc_transport *transport;
	void *priv;
	char source[16];
	char address[32];
	int irq;
	bool wired;

	struct bmc_wait wait;
	struct task_struct *thread;
	wait_queue_head_t work;

	spinlock_t queue_lock; /* turns, queued, admit */
	struct list_head turns[BMC_CLASSES];
	unsigned int queued;
	int admit;

	struct list_head flight;
	unsigned int inflight;
	unsigned long tags;
	struct bmc_limits limits;
	struct bmc_frame rsp;
	ktime_t answered;
	bool suspect;
	bool hold;

	spinlock_t seq_lock; /* sequence numbers */
	DECLARE_BITMAP(seqs, BMC_SEQS);
	unsigned int seq_last;
	struct list_head away;
	unsigned int nr_away;

	spinlock_t command_lock; /* registered commands */
	struct list_head commands;
	unsigned int nr_commands;

	struct bmc_channels __rcu *channels;
	struct bmc_identity scanned;

	bool interrupted;
	struct bmc_attention attention;
	struct mutex event_lock; /* held events, listeners */
	struct list_head held;
	unsigned int nr_held;
	bool lost_event;
	unsigned int listeners;

	enum bmc_health health;
	u64 backoff_ns;
	ktime_t suspected;
	u8 enables;
	spinlock_t identity_lock; /* identity, guid */
	struct bmc_identity identity;
	u8 guid[16];

	spinlock_t clients_lock; /* clients */
	struct list_head clients;
	unsigned int nr_clients;
	u64 round;

	u8 my_addr[BMC_CHANNELS];
	u8 my_lun[BMC_CHANNELS];
	struct bmc_maintenance maintenance;
	atomic_t nr_msgs;
	u64 panic_ns;
	struct bmc_stats stats;
};

/**
 * struct bmc_message - something in an inbox
 * @node: in bmc_client.inbox
 * @recv_type: IPMI_*_RECV_TYPE
 * @addr: who sent it
 * @msgid: the receiver's mark in a response; 0 in an event
 * @netfn: network function
 * @cmd: command
 * @data: the rest; the completion code first, in a response
 * @len: length of @data
 * @free: ends the message, which is in no list
 */
struct bmc_message {
	struct list_head node;
	int recv_type;
	struct ipmi_addr addr;
	long msgid;
	u8 netfn;
	u8 cmd;
	const u8 *data;
	u16 len;
	void (*free)(struct bmc_message *msg);
};

/**
 * struct bmc_client_ops - how a client is told
 * @answered: a message is in the inbox; @first: the inbox was empty before.
 *	From the link's thread, or from the client's own submit.  May not call
 *	back into the router.
 * @gone: the link has been removed; every accepted request is answered by now
 * @pretimeout: the BMC's watchdog is about to expire; may be NULL.  From the
 *	link's thread; may not wait for an answer.
 * @release: the last reference is gone: free
 */
struct bmc_client_ops {
	void (*answered)(struct bmc_client *client, bool first);
	void (*gone)(struct bmc_client *client);
	void (*pretimeout)(struct bmc_client *client);
	void (*release)(struct bmc_client *client);
};

/**
 * struct bmc_client - who asks: an open file, a kernel client
 * @ref: one for the owner, one for each request
 * @link: whom it asks; holds a reference
 * @ops: how it is told
 * @class: how urgent
 * @kind: what it is, for people (BMCLINK_CLIENT_KIND_*)
 * @readonly: opened without the right to write: what changes something is refused
 * @pid: process that made it
 * @comm: name of that process
 * @quota: how many requests it may have, unread answers included
 * @charged: how many it has
 * @node: in bmc_link.clients
 * @turn: in bmc_link.turns, while @queue is not empty; queue_lock
 * @queue: its requests that wait for a turn, oldest first; queue_lock
 * @lock: protects @inbox, @nr_events, @nr_commands, @dropped and @closed
 * @inbox: messages to read, oldest first
 * @nr_events: number of events among them
 * @nr_commands: number of commands and OEM messages among them
 * @dropped: events dropped because the inbox was full
 * @closed: nobody will read the inbox any more
 * @round: the last walk through the clients that has met it; clients_lock
 * @listens: wants events; event_lock
 */
struct bmc_client {
	struct kref ref;
	struct bmc_link *link;
	const struct bmc_client_ops *ops;
	enum bmc_class class;
	u8 kind;
	bool readonly;
	pid_t pid;
	char comm[TASK_COMM_LEN];
	unsigned int quota;
	atomic_t charged;
	struct list_head node;
	struct list_head turn;
	struct list_head queue;
	spinlock_t lock; /* inbox */
	struct list_head inbox;
	unsigned int nr_events;
	unsigned int nr_commands;
	unsigned int dropped;
	bool closed;
	u64 round;
	bool listens;
};

/**
 * struct bmc_request - one question of a client and its one answer
 * @msg: address, msgid, netfn and command as asked; once there is an answer,
 *	that
 * @client: who asked; holds a reference and its charge
 * @node: where it is: queue of the client, flight or away list of the link;
 *	protected like that list
 * @kind: how it ends
 * @done: it has its answer; whoever sets it completes the request
 * @deadline: when it, or this stage of it, must have ended
 * @sent: when its turn came; the thread's
 * @seq: sequence number on the other channel, -1 for none
 * @retries: how often it may still be sent again; bridged only
 * @retry_ms: how long to wait for an answer; bridged only
 * @frame: what is sent; once answered, what the answer points into
 */
struct bmc_request {
	struct bmc_message msg;
	struct bmc_client *client;
	struct list_head node;
	enum bmc_kind kind;
	atomic_t done;
	ktime_t deadline;
	ktime_t sent;
	int seq;
	int retries;
	unsigned int retry_ms;
	struct bmc_frame frame;
};

/* address.c */
size_t bmc_addr_len(const struct ipmi_addr *addr);
int bmc_addr_validate(const struct ipmi_addr *addr, size_t len);
bool bmc_addr_equal(const struct ipmi_addr *a, const struct ipmi_addr *b);

/* encode.c */
int bmc_encode(struct bmc_request *req, const struct ipmi_addr *addr, u8 netfn, u8 cmd,
	       const u8 *data, u16 len);
void bmc_encode_timing(struct bmc_request *req, int retries, unsigned int retry_time_ms);

/* bridge.c */
unsigned int bmc_bridge_size(const struct bmc_bridged *m);
int bmc_bridge_encode(struct bmc_frame *frame, const struct bmc_bridged *m, unsigned int max);
int bmc_bridge_decode(struct bmc_bridged *m, u8 medium, const u8 *data, unsigned int len);

/* seq.c */
void bmc_seq_init(struct bmc_link *link);
int bmc_seq_get(struct bmc_link *link);
void bmc_seq_put(struct bmc_link *link, int seq);
void bmc_seq_sent(struct bmc_link *link, struct bmc_request *req, u8 cc);
bool bmc_seq_answer(struct bmc_link *link, const struct bmc_bridged *m);
struct bmc_request *bmc_seq_due(struct bmc_link *link);
s64 bmc_seq_sleep(struct bmc_link *link);
void bmc_seq_flush(struct bmc_link *link, u8 cc);

/* command.c */
void bmc_command_init(struct bmc_link *link);
int bmc_command_register(struct bmc_client *client, u8 netfn, u8 cmd, u32 chans);
int bmc_command_unregister(struct bmc_client *client, u8 netfn, u8 cmd, u32 chans);
void bmc_command_forget(struct bmc_client *client);
int bmc_command_receive(struct bmc_link *link, const struct bmc_bridged *m);
void bmc_command_receive_oem(struct bmc_link *link, const u8 *data, u16 len);

/* link.c */
int bmc_links_init(void);
void bmc_links_exit(void);
struct bmc_link *bmc_link_find(int id);
struct bmc_link *bmc_link_from(unsigned int id);
void bmc_link_put(struct bmc_link *link);
struct bmc_link *bmc_link_alloc(const struct bmc_transport *transport, void *priv,
				const struct bmc_link_desc *desc);
void bmc_link_serve(struct bmc_link *link);
void bmc_link_poke(struct bmc_link *link);
int bmc_link_resync(struct bmc_link *link);
void bmc_link_flush(struct bmc_link *link, u8 cc);

/* health.c */
const char *bmc_health_name(enum bmc_health health);
void bmc_health_set(struct bmc_link *link, enum bmc_health health);
void bmc_health_probe(struct bmc_link *link);
void bmc_health_verify(struct bmc_link *link, int err);
bool bmc_health_suspects(struct bmc_link *link, u8 cc, u64 took_ns);

/* maintenance.c */
void bmc_maintenance_init(struct bmc_link *link);
void bmc_maintenance_note(const struct bmc_request *req);
unsigned int bmc_maintenance_retry_ms(struct bmc_link *link);
int bmc_maintenance_mode(struct bmc_link *link);
int bmc_maintenance_set(struct bmc_link *link, int mode);
enum bmc_maintenance_state bmc_maintenance_state(struct bmc_link *link, u64 *left_ns);
bool bmc_maintenance_turn(struct bmc_link *link);
s64 bmc_maintenance_sleep(struct bmc_link *link);

/* identity.c */
int bmc_identity_read(struct bmc_link *link, u64 limit_ns);
int bmc_identity_parse(struct bmc_identity *id, const u8 *data, size_t len);
int bmc_identity_setup(struct bmc_link *link);
int bmc_identity_check(struct bmc_link *link);
int bmc_identity_scan(struct bmc_link *link);
int bmc_identity_guid(struct bmc_link *link);
bool bmc_identity_changed(struct bmc_link *link);
void bmc_identity_get(struct bmc_link *link, struct bmc_identity *id, u8 guid[16]);
u8 bmc_channel_medium(struct bmc_link *link, unsigned int channel);
int bmc_identity_ask(struct bmc_link *link, u8 cmd, int data, u64 limit_ns);

/* client.c */
int bmc_client_init(struct bmc_client *client, struct bmc_link *link, enum bmc_class class,
		    unsigned int quota, const struct bmc_client_ops *ops);
void bmc_client_close(struct bmc_client *client);
void bmc_client_get(struct bmc_client *client);
void bmc_client_put(struct bmc_client *client);
int bmc_client_charge(struct bmc_client *client);
void bmc_client_uncharge(struct bmc_client *client);
void bmc_client_deliver(struct bmc_client *client, struct bmc_message *msg);
struct bmc_message *bmc_client_take(struct bmc_client *client);
void bmc_client_untake(struct bmc_client *client, struct bmc_message *msg);
bool bmc_client_has_answer(struct bmc_client *client);
bool bmc_client_full(struct bmc_client *client);
struct bmc_client *bmc_clients_at(struct bmc_link *link, unsigned int index);
u64 bmc_clients_walk(struct bmc_link *link);
struct bmc_client *bmc_clients_next(struct bmc_link *link, u64 round);
void bmc_clients_gone(struct bmc_link *link);
void bmc_clients_pretimeout(struct bmc_link *link);
unsigned int bmc_clients_count(struct bmc_link *link);

/* attention.c */
void bmc_attention_reset(struct bmc_link *link);
bool bmc_attention_due(struct bmc_link *link);
void bmc_attention_serve(struct bmc_link *link);
long bmc_attention_sleep(struct bmc_link *link);
void bmc_attention_expect(struct bmc_link *link);

/* event.c */
struct bmc_message *bmc_message_new(const u8 *data, u16 len);
void bmc_event_init(struct bmc_link *link);
void bmc_event_exit(struct bmc_link *link);
void bmc_event_receive(struct bmc_link *link, const u8 *data, u16 len);
void bmc_event_listen(struct bmc_client *client, bool listen);

/* request.c */
struct bmc_request *bmc_request_new(struct bmc_client *client, long msgid);
void bmc_request_free(struct bmc_request *req);
int bmc_request_submit(struct bmc_request *req);
void bmc_request_answer(struct bmc_request *req, const struct bmc_frame *rsp);
void bmc_request_finish(struct bmc_request *req, u8 netfn, const u8 *data, u16 len);
void bmc_request_fail(struct bmc_request *req, u8 cc);
u8 bmc_request_cc(int err);

/* sched.c */
void bmc_sched_init(struct bmc_link *link);
int bmc_sched_enqueue(struct bmc_request *req);
struct bmc_request *bmc_sched_pick(struct bmc_link *link);
void bmc_sched_expired(struct bmc_link *link, ktime_t now, struct list_head *out);
void bmc_sched_forget(struct bmc_client *client, struct list_head *out);
void bmc_sched_admit(struct bmc_link *link, int admit, struct list_head *out);
bool bmc_sched_pending(struct bmc_link *link);

/* cdev.c */
int bmc_cdev_init(void);
void bmc_cdev_exit(void);
dev_t bmc_cdev_devt(const struct bmc_link *link);

/* sysfs.c */
extern const struct attribute_group *bmc_link_groups[];

#endif
