/* Keeps the kernel's network stack away from an interface whose frames we take through a packet socket: without it the
 * stack sees every frame too, and answers ARP and ping a second time; and it sends neighbour discovery and membership
 * reports of its own, with the bond's address, which teach a switch the wrong port. The Linux bonding driver takes frames
 * before the stack; we have the stack's frames dropped, behind the packet sockets, by nftables chains of the interface:
 *
 *   table netdev bondfast_PID { flags owner;
 *     chain ifINDEX { type filter hook ingress device NAME; policy drop; }
 *     chain outINDEX { type filter hook egress device NAME; policy drop; meta skuid >= 0 accept; } }
 *
 * What a program sends through a socket of its own, as our packet sockets do, has an owner; what the stack sends has none.
 * The table belongs to the netlink socket that made it, so it goes when this process does, however it ends. */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

#include "../bondfast_dpdk.h"
#include "internal.h"

#ifndef NFT_TABLE_F_OWNER
#define NFT_TABLE_F_OWNER 2
#endif

static int owner = -1;      /* control thread only */

struct batch {
	uint32_t length;
	uint32_t messages;
	_Alignas(4) char bytes[1024];
};

static struct nlmsghdr *begin(struct batch *batch, uint16_t type, uint16_t flags, uint8_t family, uint16_t resource)
{
	struct nlmsghdr *header = (struct nlmsghdr *)(batch->bytes + batch->length);
	struct nfgenmsg *body = NLMSG_DATA(header);

	memset(header, 0, NLMSG_SPACE(sizeof(*body)));
	header->nlmsg_len = NLMSG_LENGTH(sizeof(*body));
	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | flags;
	header->nlmsg_seq = ++batch->messages;
	body->nfgen_family = family;
	body->version = NFNETLINK_V0;
	body->res_id = htons(resource);
	return header;
}

static void end(struct batch *batch, const struct nlmsghdr *header)
{
	batch->length += NLMSG_ALIGN(header->nlmsg_len);
}

static struct nlattr *attribute(struct nlmsghdr *header, uint16_t type, const void *value, size_t size)
{
	struct nlattr *attr = (struct nlattr *)((char *)header + NLMSG_ALIGN(header->nlmsg_len));

	attr->nla_type = type;
	attr->nla_len = (uint16_t)(NLA_HDRLEN + size);
	memset((char *)attr + NLA_HDRLEN, 0, NLA_ALIGN(size));
	if (size != 0)
		memcpy((char *)attr + NLA_HDRLEN, value, size);
	header->nlmsg_len = NLMSG_ALIGN(header->nlmsg_len) + NLA_ALIGN(attr->nla_len);
	return attr;
}

static void text(struct nlmsghdr *header, uint16_t type, const char *value)
{
	attribute(header, type, value, strlen(value) + 1);
}

static void number(struct nlmsghdr *header, uint16_t type, uint32_t value)
{
	value = htonl(value);
	attribute(header, type, &value, sizeof(value));
}

static void table(struct batch *batch, const char *name)
{
	struct nlmsghdr *header = begin(batch, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWTABLE, NLM_F_CREATE | NLM_F_ACK, NFPROTO_NETDEV, 0);

	text(header, NFTA_TABLE_NAME, name);
	number(header, NFTA_TABLE_FLAGS, NFT_TABLE_F_OWNER);
	end(batch, header);
}

static void close_nest(const struct nlmsghdr *header, struct nlattr *nest)
{
	nest->nla_len = (uint16_t)((const char *)header + header->nlmsg_len - (char *)nest);
}

static void chain(struct batch *batch, const char *table_name, const char *name, const char *device, uint32_t hook_number, int add)
{
	uint16_t type = NFNL_SUBSYS_NFTABLES << 8 | (add ? NFT_MSG_NEWCHAIN : NFT_MSG_DELCHAIN);
	struct nlmsghdr *header = begin(batch, type, NLM_F_ACK | (add ? NLM_F_CREATE : 0), NFPROTO_NETDEV, 0);
	struct nlattr *hook;

	text(header, NFTA_CHAIN_TABLE, table_name);
	text(header, NFTA_CHAIN_NAME, name);
	if (add) {
		hook = attribute(header, NFTA_CHAIN_HOOK | NLA_F_NESTED, NULL, 0);
		number(header, NFTA_HOOK_HOOKNUM, hook_number);
		number(header, NFTA_HOOK_PRIORITY, 0);
		text(header, NFTA_HOOK_DEV, device);
		close_nest(header, hook);
		text(header, NFTA_CHAIN_TYPE, "filter");
		number(header, NFTA_CHAIN_POLICY, NF_DROP);
	}
	end(batch, header);
}

/* meta skuid >= 0 accept: the load fails, and with it the rule, for a frame that belongs to no program's socket. */
static void accept_owned(struct batch *batch, const char *table_name, const char *chain_name)
{
	struct nlmsghdr *header = begin(batch, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWRULE, NLM_F_CREATE | NLM_F_APPEND | NLM_F_ACK, NFPROTO_NETDEV, 0);
	struct nlattr *list, *element, *data, *value, *verdict;

	text(header, NFTA_RULE_TABLE, table_name);
	text(header, NFTA_RULE_CHAIN, chain_name);
	list = attribute(header, NFTA_RULE_EXPRESSIONS | NLA_F_NESTED, NULL, 0);

	element = attribute(header, NFTA_LIST_ELEM | NLA_F_NESTED, NULL, 0);
	text(header, NFTA_EXPR_NAME, "meta");
	data = attribute(header, NFTA_EXPR_DATA | NLA_F_NESTED, NULL, 0);
	number(header, NFTA_META_KEY, NFT_META_SKUID);
	number(header, NFTA_META_DREG, NFT_REG32_00);
	close_nest(header, data);
	close_nest(header, element);

	element = attribute(header, NFTA_LIST_ELEM | NLA_F_NESTED, NULL, 0);
	text(header, NFTA_EXPR_NAME, "immediate");
	data = attribute(header, NFTA_EXPR_DATA | NLA_F_NESTED, NULL, 0);
	number(header, NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
	value = attribute(header, NFTA_IMMEDIATE_DATA | NLA_F_NESTED, NULL, 0);
	verdict = attribute(header, NFTA_DATA_VERDICT | NLA_F_NESTED, NULL, 0);
	number(header, NFTA_VERDICT_CODE, NF_ACCEPT);
	close_nest(header, verdict);
	close_nest(header, value);
	close_nest(header, data);
	close_nest(header, element);

	close_nest(header, list);
	end(batch, header);
}

/* Sends the batch and reads as many answers as messages asked for one. 0 or the first negative errno. */
static int run(struct batch *batch, int answers)
{
	char reply[4096];
	int rc = 0;

	if (send(owner, batch->bytes, batch->length, 0) < 0)
		return -errno;
	while (answers > 0) {
		ssize_t got = recv(owner, reply, sizeof(reply), 0);
		struct nlmsghdr *header = (struct nlmsghdr *)reply;

		if (got < 0)
			return errno == EAGAIN && rc != 0 ? rc : -errno;
		for (; NLMSG_OK(header, got); header = NLMSG_NEXT(header, got)) {
			if (header->nlmsg_type != NLMSG_ERROR)
				continue;
			answers--;
			if (rc == 0)
				rc = ((struct nlmsgerr *)NLMSG_DATA(header))->error;
		}
	}
	return rc;
}

static int open_owner(void)
{
	struct timeval patience = { .tv_sec = 1 };

	if (owner >= 0)
		return 0;
	owner = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
	if (owner < 0)
		return -errno;
	(void)setsockopt(owner, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return 0;
}

static void open_batch(struct batch *batch)
{
	end(batch, begin(batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
}

static int close_batch(struct batch *batch, int answers)
{
	end(batch, begin(batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
	return run(batch, answers);
}

static int seclude_ingress(const char *table_name, uint32_t if_index, const char *device, int on)
{
	struct batch batch = { 0 };
	char chain_name[32];

	snprintf(chain_name, sizeof(chain_name), "if%u", if_index);
	open_batch(&batch);
	if (on)
		table(&batch, table_name);
	chain(&batch, table_name, chain_name, device, NF_NETDEV_INGRESS, on);
	return close_batch(&batch, on ? 2 : 1);
}

/* Since Linux 5.16. */
static int seclude_egress(const char *table_name, uint32_t if_index, const char *device, int on)
{
	struct batch batch = { 0 };
	char chain_name[32];

	snprintf(chain_name, sizeof(chain_name), "out%u", if_index);
	open_batch(&batch);
	chain(&batch, table_name, chain_name, device, NF_NETDEV_EGRESS, on);
	if (on)
		accept_owned(&batch, table_name, chain_name);
	return close_batch(&batch, on ? 2 : 1);
}

int32_t bf_netdev_seclude(uint32_t if_index, int32_t on)
{
	char device[IF_NAMESIZE], table_name[32];
	int rc = open_owner();

	if (rc != 0)
		return bf_fail(-rc, "no netfilter socket: %s", strerror(-rc));
	if (if_indextoname(if_index, device) == NULL)
		return bf_fail(ENODEV, "there is no interface %u", if_index);
	snprintf(table_name, sizeof(table_name), "bondfast_%d", (int)getpid());
	rc = seclude_ingress(table_name, if_index, device, on);
	if (rc != 0)
		return bf_fail(-rc, "the kernel's stack cannot be kept away from %s: nftables says '%s'", device, strerror(-rc));
	rc = seclude_egress(table_name, if_index, device, on);
	if (rc != 0 && on)
		return bf_fail(-rc, "the kernel's stack cannot be kept from sending on %s: nftables says '%s'", device, strerror(-rc));
	return 0;
}
