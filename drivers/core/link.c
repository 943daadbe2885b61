// SPDX-License-Identifier: GPL-2.0-only
/*
 * A link's life and its thread, the only one that touches its hardware.
 *
 * Owns bmc_link.flight: the requests the BMC has.  No lock: it is the thread's.
 * Owns bmc_links: the links by number, under the lock of that array.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/xarray.h>

#include "core.h"
#include "genl.h"
#include "trace.h"

/* How often a request is offered again to a BMC that did not take it. */
#define BMC_SEND_TRIES	3

static DEFINE_XARRAY_ALLOC(bmc_links);

static struct class *bmc_class;

/*
 * Links whose last reference has not gone yet, and who waits for that.  The lock
 * is held until the release has done everything: it is this module's code.
 */
static DEFINE_SPINLOCK(bmc_links_lock);
static unsigned int bmc_links_alive;
static DECLARE_WAIT_QUEUE_HEAD(bmc_links_ended);

static void bmc_link_release(struct device *dev)
{
	struct bmc_link *link = container_of(dev, struct bmc_link, dev);

	bmc_event_exit(link);
	kfree(rcu_dereference_protected(link->channels, true));
	kvfree(link);
	spin_lock_irq(&bmc_links_lock);
	if (!--bmc_links_alive)
		wake_up(&bmc_links_ended);
	spin_unlock_irq(&bmc_links_lock);
}

/**
 * bmc_links_init - the class of the links
 *
 * The class is the kernel's memory, not the module's: nobody waits for its last
 * reference, and the driver core looks at it once more when that has gone.
 *
 * Return: 0, or a negative errno.
 */
int bmc_links_init(void)
{
	bmc_class = class_create("bmclink");
	if (IS_ERR(bmc_class))
		return PTR_ERR(bmc_class);
	bmc_class->dev_groups = bmc_link_groups;
	return 0;
}

/**
 * bmc_links_exit - wait until no link is left, and end their class
 *
 * For the end of the module, when no driver and no file has a link any more:
 * what is left is at most a release that is under way.
 */
void bmc_links_exit(void)
{
	spin_lock_irq(&bmc_links_lock);
	wait_event_lock_irq(bmc_links_ended, !bmc_links_alive, bmc_links_lock);
	spin_unlock_irq(&bmc_links_lock);
	class_destroy(bmc_class);
}

/**
 * bmc_link_find - a link by its number
 * @id: N of /dev/ipmiN
 *
 * Return: the link, with a reference to it and to the module of its transport
 * (bmc_link_put()); ERR_PTR(-EINVAL) there is none; ERR_PTR(-ENODEV) that module
 * is being unloaded.
 */
struct bmc_link *bmc_link_find(int id)
{
	struct bmc_link *link;

	/* While it is in the array its driver has not ended, so there is a module. */
	xa_lock(&bmc_links);
	link = xa_load(&bmc_links, id);
	if (!link)
		link = ERR_PTR(-EINVAL);
	else if (!try_module_get(link->transport->owner))
		link = ERR_PTR(-ENODEV);
	else
		get_device(&link->dev);
	xa_unlock(&bmc_links);
	return link;
}

/**
 * bmc_link_from - the first link whose number is not below another
 * @id: that number
 *
 * Return: the link, with references as bmc_link_find(), or NULL.
 */
struct bmc_link *bmc_link_from(unsigned int id)
{
	struct bmc_link *link;
	unsigned long index;

	xa_lock(&bmc_links);
	xa_for_each_start(&bmc_links, index, link, id) {
		if (try_module_get(link->transport->owner)) {
			get_device(&link->dev);
			break;
		}
	}
	xa_unlock(&bmc_links);
	return link;
}

/**
 * bmc_link_put - give back what bmc_link_find() or bmc_link_from() gave
 * @link: the link
 */
void bmc_link_put(struct bmc_link *link)
{
	module_put(link->transport->owner);
	put_device(&link->dev);
}

static ktime_t bmc_link_until(struct bmc_link *link, u64 ns)
{
	return ktime_add_ns(bmc_wait_now(&link->wait), ns);
}

static int bmc_link_check(const struct bmc_frame *rsp, u8 netfn_lun, u8 cmd)
{
	if (rsp->len < BMC_RESPONSE_MIN)
		return -EBADMSG;
	/* The LUN is not compared: some BMCs answer with LUN 0 whatever was asked. */
	if (rsp->data[0] >> 2 != ((netfn_lun >> 2) | 1) || rsp->data[1] != cmd)
		return -EBADMSG;
	return 0;
}

static int bmc_link_tx(struct bmc_link *link, const struct bmc_frame *frame, ktime_t deadline)
{
	int err = link->transport->send(link, frame, deadline);

	bmc_stats_sent(link, frame, err);
	return err;
}

static int bmc_link_rx(struct bmc_link *link, struct bmc_frame *frame, ktime_t deadline)
{
	int err = link->transport->recv(link, frame, deadline);

	bmc_stats_received(link, frame, err);
	return err;
}

/**
 * bmc_link_resync - bring the line back to idle
 * @link: the link
 *
 * Context: the link's thread.
 * Return: as the transport's resync.
 */
int bmc_link_resync(struct bmc_link *link)
{
	int err = link->transport->resync(link);

	/* Before the BMC is known it is how one begins. */
	if (link->health == BMC_UP)
		bmc_count(link, BMCLINK_A_STATS_HOSED);
	trace_bmc_resync(link, err);
	return err;
}

/**
 * bmc_link_transact - the thread's own question to the BMC, and its answer
 * @link: the link; nothing may be in flight
 * @frame: the request; with 0 returned, the response
 * @limit_ns: how long it may take
 *
 * Context: the link's thread.
 * Return: 0 when the BMC has answered this very command, whatever its
 * completion code; -EBADMSG when it answered something else; otherwise as the
 * transport's send and recv.
 */
int bmc_link_transact(struct bmc_link *link, struct bmc_frame *frame, u64 limit_ns)
{
	ktime_t deadline = bmc_link_until(link, limit_ns);
	u8 netfn_lun = frame->data[0], cmd = frame->data[1];
	int err;

	frame->tag = 0;
	err = bmc_link_tx(link, frame, deadline);
	if (err)
		return err;
	*frame = (struct bmc_frame){};
	bmc_wait_command(&link->wait, netfn_lun, cmd, 0);
	err = bmc_link_rx(link, frame, deadline);
	if (err)
		return err;
	return bmc_link_check(frame, netfn_lun, cmd);
}
EXPORT_SYMBOL_GPL(bmc_link_transact);

/* A request takes off: it gets a tag, and its time with the BMC begins. */
static void bmc_link_launch(struct bmc_link *link, struct bmc_request *req)
{
	ktime_t deadline = bmc_link_until(link, link->limits.answer_ns);

	req->frame.tag = ffz(link->tags);
	__set_bit(req->frame.tag, &link->tags);
	req->sent = bmc_wait_now(&link->wait);
	if (ktime_before(deadline, req->deadline))
		req->deadline = deadline;
	list_add_tail(&req->node, &link->flight);
	WRITE_ONCE(link->inflight, link->inflight + 1);
}

static void bmc_link_land(struct bmc_link *link, struct bmc_request *req)
{
	__clear_bit(req->frame.tag, &link->tags);
	list_del_init(&req->node);
	WRITE_ONCE(link->inflight, link->inflight - 1);
}

/**
 * bmc_link_flush - end every request in flight
 * @link: the link
 * @cc: completion code for those who asked
 *
 * Context: the link's thread.
 */
void bmc_link_flush(struct bmc_link *link, u8 cc)
{
	struct bmc_request *req, *next;

	list_for_each_entry_safe(req, next, &link->flight, node) {
		bmc_link_land(link, req);
		bmc_request_fail(req, cc);
	}
}

/*
 * The transport failed: whoever is in flight gets an answer first, then it is
 * found out whether the BMC is still there.
 */
static void bmc_link_trouble(struct bmc_link *link, int err)
{
	bmc_link_flush(link, bmc_request_cc(err));
	bmc_health_verify(link, err);
}

/*
 * Hand a request to the BMC.  One that it did not take has not been executed,
 * so it can be offered again.
 */
static int bmc_link_send(struct bmc_link *link, struct bmc_request *req)
{
	int err, try;

	bmc_link_launch(link, req);
	trace_bmc_request_sent(req);
	if (req->kind == BMC_DIRECT)
		bmc_count(link, BMCLINK_A_STATS_LOCAL_COMMANDS);
	else if (req->kind == BMC_BRIDGED)
		bmc_count_bridged(link, req, BMCLINK_A_STATS_IPMB_COMMANDS,
				  BMCLINK_A_STATS_LAN_COMMANDS);
	for (try = 1;; try++) {
		err = bmc_link_tx(link, &req->frame, req->deadline);
		if (err != -EIO || try == BMC_SEND_TRIES || link->inflight > 1)
			break;
		/* A line that cannot be brought to idle will not take it either. */
		if (bmc_link_resync(link))
			break;
		bmc_count(link, BMCLINK_A_STATS_SEND_RETRIES);
	}
	if (err)
		bmc_link_trouble(link, err);
	return err;
}

static struct bmc_request *bmc_link_match(struct bmc_link *link, const struct bmc_frame *rsp)
{
	struct bmc_request *req;

	list_for_each_entry(req, &link->flight, node)
		if (link->limits.depth == 1 || req->frame.tag == rsp->tag)
			return req;
	return NULL;
}

static void bmc_link_receive(struct bmc_link *link)
{
	struct bmc_frame *rsp = &link->rsp;
	struct bmc_request *req;
	int err;

	rsp->len = 0;
	rsp->tag = 0;
	rsp->truncated = false;
	/* The oldest request has the earliest deadline. */
	req = list_first_entry(&link->flight, struct bmc_request, node);
	bmc_wait_command(&link->wait, req->frame.data[0], req->frame.data[1],
			 link->inflight > 1 ? req->sent : 0);
	err = bmc_link_rx(link, rsp, req->deadline);
	if (err == -EAGAIN)
		return;
	if (err == -ETIMEDOUT && link->inflight > 1 && ktime_after(link->answered, req->sent)) {
		/* The BMC answers others: this one alone is late. */
		bmc_link_land(link, req);
		bmc_request_fail(req, BMC_CC_TIMEOUT);
		return;
	}
	if (!err) {
		req = bmc_link_match(link, rsp);
		err = req ? bmc_link_check(rsp, req->frame.data[0], req->frame.data[1]) :
			    -EBADMSG;
	}
	if (err == -EBADMSG)
		bmc_count(link, BMCLINK_A_STATS_UNHANDLED_LOCAL_RESPONSES);
	if (err) {
		bmc_link_trouble(link, err);
		return;
	}
	if (rsp->truncated)
		rsp->data[2] = BMC_CC_TRUNCATED;
	link->answered = bmc_wait_now(&link->wait);
	if (bmc_health_suspects(link, rsp->data[2],
				ktime_to_ns(ktime_sub(link->answered, req->sent))))
		link->suspect = true;
	bmc_link_land(link, req);
	bmc_stats_latency(link, req->frame.data[0] >> 2, req->frame.data[1], rsp->data[2],
			  ktime_to_ns(ktime_sub(link->answered, req->sent)));
	if (req->kind == BMC_DIRECT) {
		bmc_count(link, BMCLINK_A_STATS_LOCAL_RESPONSES);
		bmc_request_answer(req, rsp);
	} else {
		bmc_seq_sent(link, req, rsp->data[2]);
	}
}

static void bmc_link_expire(struct bmc_link *link)
{
	struct bmc_request *req, *next;
	LIST_HEAD(late);

	bmc_sched_expired(link, bmc_wait_now(&link->wait), &late);
	list_for_each_entry_safe(req, next, &late, node) {
		list_del_init(&req->node);
		bmc_request_fail(req, BMC_CC_TIMEOUT);
	}
}

static bool bmc_link_has_work(struct bmc_link *link)
{
	return bmc_sched_pending(link) || READ_ONCE(link->interrupted) ||
	       READ_ONCE(link->wait.stopped);
}

/* Nothing to do: sleep until somebody asks, or the next look is due. */
static void bmc_link_idle(struct bmc_link *link)
{
	long timeout = bmc_attention_sleep(link);
	s64 ns = bmc_maintenance_sleep(link);

	if (ns >= 0)
		timeout = min_t(long, timeout, nsecs_to_jiffies(ns) + 1);
	if (timeout == MAX_SCHEDULE_TIMEOUT)
		wait_event_idle(link->work, bmc_link_has_work(link));
	else
		wait_event_idle_timeout(link->work, bmc_link_has_work(link), timeout);
}

/**
 * bmc_link_poke - make an idle thread look again what there is to do
 * @link: the link
 *
 * Context: any, interrupts included.
 */
void bmc_link_poke(struct bmc_link *link)
{
	WRITE_ONCE(link->interrupted, true);
	wake_up(&link->work);
}

/**
 * bmc_link_serve - one turn of a link whose BMC answers
 * @link: the link
 *
 * Sends what waits as far as the hardware has room and receives one response;
 * then one thing that the BMC has to tell, if any, so neither starves the
 * other.  With nothing to do, sleeps.
 *
 * Context: the link's thread.
 */
void bmc_link_serve(struct bmc_link *link)
{
	struct bmc_request *req;

	bmc_link_expire(link);
	if (!link->inflight && bmc_maintenance_turn(link))
		return;
	/* What is in flight has to land before the thread can ask for itself. */
	link->hold = link->inflight && (link->suspect || bmc_attention_due(link));
	while (link->inflight < link->limits.depth && !link->hold) {
		req = bmc_seq_due(link);
		if (!req)
			req = bmc_sched_pick(link);
		if (!req)
			break;
		if (bmc_link_send(link, req))
			return;
	}
	if (link->inflight) {
		bmc_link_receive(link);
		if (link->inflight || link->health != BMC_UP)
			return;
		if (link->suspect)
			bmc_health_verify(link, -EAGAIN);
		else if (bmc_attention_due(link))
			bmc_attention_serve(link);
	} else if (bmc_attention_due(link)) {
		bmc_attention_serve(link);
	} else {
		bmc_link_idle(link);
	}
}

static int bmc_link_thread(void *data)
{
	struct bmc_link *link = data;

	while (!bmc_wait_over(&link->wait)) {
		if (link->health == BMC_UP)
			bmc_link_serve(link);
		else
			bmc_health_probe(link);
		/* A BMC that is always ready never makes this thread sleep. */
		cond_resched();
	}
	/* Not so in a panic, when nothing is to be done any more. */
	if (READ_ONCE(link->wait.stopped))
		bmc_health_set(link, BMC_GONE);
	wait_event_idle(link->work, kthread_should_stop());
	return 0;
}

/* Stop the thread, answer everything, tell everybody. */
static void bmc_link_end(struct bmc_link *link)
{
	bmc_wait_stop(&link->wait);
	wake_up(&link->work);
	kthread_stop(link->thread);
	/* A thread that is stopped before it ever ran has not done this. */
	bmc_health_set(link, BMC_GONE);
	bmc_clients_gone(link);
}

/**
 * bmc_link_alloc - a link object without thread, number and device node
 * @transport: how its hardware is driven
 * @priv: the transport's own
 * @desc: where it was found; copied
 *
 * Return: the link, to be released by put_device(&link->dev), or NULL.
 */
struct bmc_link *bmc_link_alloc(const struct bmc_transport *transport, void *priv,
				const struct bmc_link_desc *desc)
{
	struct bmc_link *link = kvzalloc(sizeof(*link), GFP_KERNEL);
	unsigned int chan;

	if (!link)
		return NULL;
	link->id = -1;
	link->transport = transport;
	link->priv = priv;
	strscpy(link->source, desc->source, sizeof(link->source));
	strscpy(link->address, desc->address, sizeof(link->address));
	link->irq = desc->irq;
	link->wired = desc->irq || desc->alert;
	link->limits = (struct bmc_limits){
		.depth = transport->depth,
		.max_request = transport->max_request,
		.max_response = transport->max_response,
		.answer_ns = BMC_ANSWER_NS,
	};
	bmc_wait_init(&link->wait, &bmc_real_clock);
	init_waitqueue_head(&link->work);
	bmc_sched_init(link);
	INIT_LIST_HEAD(&link->flight);
	bmc_event_init(link);
	bmc_seq_init(link);
	bmc_command_init(link);
	spin_lock_init(&link->identity_lock);
	spin_lock_init(&link->clients_lock);
	INIT_LIST_HEAD(&link->clients);
	for (chan = 0; chan < BMC_CHANNELS; chan++) {
		link->my_addr[chan] = IPMI_BMC_SLAVE_ADDR;
		link->my_lun[chan] = 2;
	}
	if (desc->slave_addr)
		link->my_addr[0] = desc->slave_addr;
	bmc_maintenance_init(link);
	device_initialize(&link->dev);
	spin_lock_irq(&bmc_links_lock);
	bmc_links_alive++;
	spin_unlock_irq(&bmc_links_lock);
	link->dev.class = bmc_class;
	link->dev.release = bmc_link_release;
	return link;
}

/**
 * bmc_link_register - a system interface has been found
 * @parent: the device it belongs to; messages and sysfs hang under it
 * @transport: how it is driven; must outlive the link
 * @priv: the transport's own, for bmc_link_priv()
 * @desc: where it was found
 *
 * The link exists at once, in state "probing", and gets better by itself: no
 * hardware is touched here.
 *
 * Context: process.
 * Return: the link, or ERR_PTR().
 */
struct bmc_link *bmc_link_register(struct device *parent, const struct bmc_transport *transport,
				   void *priv, const struct bmc_link_desc *desc)
{
	struct bmc_link *link;
	u32 id;
	int err;

	link = bmc_link_alloc(transport, priv, desc);
	if (!link)
		return ERR_PTR(-ENOMEM);
	link->dev.parent = parent;
	err = xa_alloc(&bmc_links, &id, NULL, XA_LIMIT(0, BMC_LINKS_MAX - 1), GFP_KERNEL);
	if (err)
		goto err_put;
	link->id = id;
	link->dev.devt = bmc_cdev_devt(link);
	err = dev_set_name(&link->dev, "ipmi%d", link->id);
	if (err)
		goto err_id;
	link->thread = kthread_create(bmc_link_thread, link, "bmclink/ipmi%d", link->id);
	if (IS_ERR(link->thread)) {
		err = PTR_ERR(link->thread);
		goto err_id;
	}
	/* From here on it can be opened. */
	xa_store(&bmc_links, id, link, GFP_KERNEL);
	err = device_add(&link->dev);
	if (err)
		goto err_thread;
	bmc_genl_state(link, BMCLINK_CHANGE_ADDED);
	wake_up_process(link->thread);
	return link;

err_thread:
	bmc_link_end(link);
err_id:
	xa_erase(&bmc_links, id);
err_put:
	put_device(&link->dev);
	return ERR_PTR(err);
}
EXPORT_SYMBOL_GPL(bmc_link_register);

/**
 * bmc_link_unregister - a system interface goes away
 * @link: what bmc_link_register() returned
 *
 * Every accepted request is answered, open files see the end, and when this
 * returns the transport is not in use any more.  Takes as long as the transport
 * needs to reach its next wait; the BMC has no say in it.
 *
 * Context: process; not the link's thread.
 */
void bmc_link_unregister(struct bmc_link *link)
{
	bmc_link_end(link);
	device_del(&link->dev);
	xa_erase(&bmc_links, link->id);
	put_device(&link->dev);
}
EXPORT_SYMBOL_GPL(bmc_link_unregister);

/**
 * bmc_link_priv - the transport's own data of a link
 * @link: the link
 *
 * Return: what was given to bmc_link_register().
 */
void *bmc_link_priv(struct bmc_link *link)
{
	return link->priv;
}
EXPORT_SYMBOL_GPL(bmc_link_priv);

/**
 * bmc_link_wait - the waiting state of a link, for the functions of wait.h
 * @link: the link
 *
 * Return: its waiting state.
 */
struct bmc_wait *bmc_link_wait(struct bmc_link *link)
{
	return &link->wait;
}
EXPORT_SYMBOL_GPL(bmc_link_wait);

/**
 * bmc_link_interrupt - the hardware of a link has raised its interrupt
 * @link: the link
 *
 * Ends the wait the thread is in, if any, and makes it look what the BMC wants.
 *
 * Context: any, interrupts included.
 */
void bmc_link_interrupt(struct bmc_link *link)
{
	bmc_count(link, BMCLINK_A_STATS_INTERRUPTS);
	bmc_wait_kick(&link->wait);
	bmc_link_poke(link);
}
EXPORT_SYMBOL_GPL(bmc_link_interrupt);

/**
 * bmc_link_lost_interrupt - there will be no more interrupts
 * @link: the link
 *
 * Context: any.
 */
void bmc_link_lost_interrupt(struct bmc_link *link)
{
	WRITE_ONCE(link->irq, 0);
	WRITE_ONCE(link->wired, false);
}
EXPORT_SYMBOL_GPL(bmc_link_lost_interrupt);

/**
 * bmc_link_set_limits - what the BMC says that the interface can do
 * @link: the link, with nothing in flight
 * @limits: brought into the range that the router allows
 *
 * Context: the link's thread, from the transport's setup.
 */
void bmc_link_set_limits(struct bmc_link *link, const struct bmc_limits *limits)
{
	link->limits.depth = clamp(limits->depth, 1U, BMC_DEPTH_MAX);
	link->limits.max_response = min_t(unsigned int, limits->max_response, BMC_FRAME_MAX);
	link->limits.answer_ns = limits->answer_ns;
	/* Read by those who make requests. */
	WRITE_ONCE(link->limits.max_request,
		   min_t(unsigned int, limits->max_request, BMC_FRAME_MAX));
}
EXPORT_SYMBOL_GPL(bmc_link_set_limits);

/**
 * bmc_link_wanted - would another request be sent if recv returned now?
 * @link: the link
 *
 * To be asked whenever a transport with a depth > 1 looks for a response.  Never
 * true during bmc_link_transact(), nor in a panic.
 *
 * Context: the link's thread.
 * Return: true when there is room in flight and somebody waits for it.
 */
bool bmc_link_wanted(struct bmc_link *link)
{
	return link->inflight && link->inflight < link->limits.depth && !link->hold &&
	       !bmc_wait_seized(&link->wait) && bmc_sched_pending(link);
}
EXPORT_SYMBOL_GPL(bmc_link_wanted);

/**
 * bmc_link_identity - who the BMC said it is
 * @link: the link
 *
 * Context: the link's thread, from the transport's setup.
 * Return: what it answered last.
 */
const struct bmc_identity *bmc_link_identity(struct bmc_link *link)
{
	return &link->identity;
}
EXPORT_SYMBOL_GPL(bmc_link_identity);
