/* Keeps the kernel's network stack away from an interface whose frames we take through a packet socket: without it the
 * stack sees every frame too, and answers ARP and ping a second time. The Linux bonding driver takes frames before the
 * stack; we have the stack drop them, behind the packet sockets, by an nftables chain at the interface's ingress:
 *
 *   table netdev bondfast_PID { flags owner; chain ifINDEX { type filter hook ingress device NAME; policy drop; } }
 *
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

static void chain(struct batch *batch, const char *table_name, const char *name, const char *device, int add)
{
	uint16_t type = NFNL_SUBSYS_NFTABLES << 8 | (add ? NFT_MSG_NEWCHAIN : NFT_MSG_DELCHAIN);
	struct nlmsghdr *header = begin(batch, type, NLM_F_ACK | (add ? NLM_F_CREATE : 0), NFPROTO_NETDEV, 0);
	struct nlattr *hook;

	text(header, NFTA_CHAIN_TABLE, table_name);
	text(header, NFTA_CHAIN_NAME, name);
	if (add) {
		hook = attribute(header, NFTA_CHAIN_HOOK | NLA_F_NESTED, NULL, 0);
		number(header, NFTA_HOOK_HOOKNUM, NF_NETDEV_INGRESS);
		number(header, NFTA_HOOK_PRIORITY, 0);
		text(header, NFTA_HOOK_DEV, device);
		hook->nla_len = (uint16_t)((char *)header + header->nlmsg_len - (char *)hook);
		text(header, NFTA_CHAIN_TYPE, "filter");
		number(header, NFTA_CHAIN_POLICY, NF_DROP);
	}
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

int32_t bf_netdev_seclude(uint32_t if_index, int32_t on)
{
	struct batch batch = { 0 };
	char device[IF_NAMESIZE], table_name[32], chain_name[32];
	int rc = open_owner();

	if (rc != 0)
		return bf_fail(-rc, "no netfilter socket: %s", strerror(-rc));
	if (if_indextoname(if_index, device) == NULL)
		return bf_fail(ENODEV, "there is no interface %u", if_index);
	snprintf(table_name, sizeof(table_name), "bondfast_%d", (int)getpid());
	snprintf(chain_name, sizeof(chain_name), "if%u", if_index);
	end(&batch, begin(&batch, NFNL_MSG_BATCH_BEGIN, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
	if (on)
		table(&batch, table_name);
	chain(&batch, table_name, chain_name, device, on);
	end(&batch, begin(&batch, NFNL_MSG_BATCH_END, 0, AF_UNSPEC, NFNL_SUBSYS_NFTABLES));
	rc = run(&batch, on ? 2 : 1);
	return rc == 0 ? 0 : bf_fail(-rc, "the kernel's stack cannot be kept away from %s: nftables says '%s'", device, strerror(-rc));
}
