/* Addresses of an interface and of the VLAN interfaces stacked on it, for the ARP monitor's sources and for notifications. */
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "internal.h"

#define LINK_SLOTS 64   /* the interface and VLANs on it */

/* One interface: the base itself, or a VLAN of a link already in the table. */
struct link {
	uint32_t index, lower;
	uint8_t mac[6], tags;
	uint16_t tpid[2], vid[2];   /* outermost first */
};

struct links {
	struct link list[LINK_SLOTS];
	int count;
	bool grew;
};

typedef void (*visitor)(const struct nlmsghdr *message, void *state);

static int open_netlink(void)
{
	const struct timeval patience = { .tv_sec = 1 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd >= 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

static int dump(int fd, uint16_t type, visitor visit, void *state)
{
	struct { struct nlmsghdr header; struct rtgenmsg body; } request = {
		.header = { .nlmsg_len = sizeof(request), .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
	};
	static __thread char buffer[32768] __attribute__((aligned(8)));

	if (send(fd, &request, sizeof(request), 0) < 0)
		return errno;
	for (;;) {
		ssize_t got = recv(fd, buffer, sizeof(buffer), 0);
		int left = (int)got;

		if (got <= 0)
			return got < 0 ? errno : EIO;
		for (struct nlmsghdr *m = (struct nlmsghdr *)buffer; NLMSG_OK(m, (unsigned int)left); m = NLMSG_NEXT(m, left)) {
			if (m->nlmsg_type == NLMSG_DONE)
				return 0;
			if (m->nlmsg_type == NLMSG_ERROR)
				return -((struct nlmsgerr *)NLMSG_DATA(m))->error;
			visit(m, state);
		}
	}
}

static const struct rtattr *attribute(const void *first, int length, unsigned short type)
{
	for (const struct rtattr *a = first; RTA_OK(a, length); a = RTA_NEXT(a, length))
		if ((a->rta_type & NLA_TYPE_MASK) == type)
			return a;
	return NULL;
}

static const struct rtattr *nested(const struct rtattr *outer, unsigned short type)
{
	return outer == NULL ? NULL : attribute(RTA_DATA(outer), (int)RTA_PAYLOAD(outer), type);
}

static uint32_t number(const struct rtattr *a)
{
	return a == NULL ? 0 : *(const uint32_t *)RTA_DATA(a);
}

static struct link *find(struct links *links, uint32_t index)
{
	for (int i = 0; i < links->count; i++)
		if (links->list[i].index == index)
			return &links->list[i];
	return NULL;
}

static void take_mac(struct link *link, const struct rtattr *mac)
{
	if (mac != NULL && RTA_PAYLOAD(mac) == 6)
		memcpy(link->mac, RTA_DATA(mac), 6);
}

/* Adds a VLAN interface whose lower link is already known. */
static void visit_link(const struct nlmsghdr *message, void *state)
{
	const struct ifinfomsg *info = NLMSG_DATA(message);
	int length = (int)IFLA_PAYLOAD(message);
	const struct rtattr *first = IFLA_RTA(info), *kind, *data, *tpid, *vid, *linkinfo;
	struct links *links = state;
	struct link *lower, *known, added;

	if (message->nlmsg_type != RTM_NEWLINK)
		return;
	known = find(links, (uint32_t)info->ifi_index);
	if (known != NULL) {
		take_mac(known, attribute(first, length, IFLA_ADDRESS));
		return;
	}
	lower = find(links, number(attribute(first, length, IFLA_LINK)));
	linkinfo = attribute(first, length, IFLA_LINKINFO);
	kind = nested(linkinfo, IFLA_INFO_KIND);
	data = nested(linkinfo, IFLA_INFO_DATA);
	vid = nested(data, IFLA_VLAN_ID);
	tpid = nested(data, IFLA_VLAN_PROTOCOL);
	/* A link in another namespace may carry the same index. */
	if (lower == NULL || kind == NULL || strcmp(RTA_DATA(kind), "vlan") != 0 || vid == NULL || attribute(first, length, IFLA_LINK_NETNSID) != NULL)
		return;
	if (lower->tags == 2 || links->count == LINK_SLOTS)
		return;
	added = *lower;
	added.index = (uint32_t)info->ifi_index;
	added.tpid[added.tags] = tpid == NULL ? 0x8100 : ntohs(*(const uint16_t *)RTA_DATA(tpid));
	added.vid[added.tags] = *(const uint16_t *)RTA_DATA(vid);
	added.tags++;
	take_mac(&added, attribute(first, length, IFLA_ADDRESS));
	links->list[links->count++] = added;
	links->grew = true;
}

struct addresses {
	struct links *links;
	struct bf_address *out;
	int32_t max, count;
};

static void visit_address(const struct nlmsghdr *message, void *state)
{
	const struct ifaddrmsg *info = NLMSG_DATA(message);
	int length = (int)IFA_PAYLOAD(message);
	struct addresses *addresses = state;
	struct link *link = find(addresses->links, info->ifa_index);
	const struct rtattr *address;
	uint32_t flags;
	struct bf_address *out;

	if (message->nlmsg_type != RTM_NEWADDR || link == NULL || (info->ifa_family != AF_INET && info->ifa_family != AF_INET6))
		return;
	/* IFA_LOCAL is ours on a point-to-point link, where IFA_ADDRESS is the peer's; IPv6 has only the latter. */
	address = attribute(IFA_RTA(info), length, IFA_LOCAL);
	if (address == NULL)
		address = attribute(IFA_RTA(info), length, IFA_ADDRESS);
	flags = info->ifa_flags | number(attribute(IFA_RTA(info), length, IFA_FLAGS));
	if (address == NULL || (flags & IFA_F_DADFAILED))
		return;
	if (addresses->count++ >= addresses->max)
		return;
	out = &addresses->out[addresses->count - 1];
	memset(out, 0, sizeof(*out));
	out->family = info->ifa_family == AF_INET ? 4 : 6;
	out->prefix = info->ifa_prefixlen;
	out->tags = link->tags;
	memcpy(out->mac, link->mac, 6);
	memcpy(out->tpid, link->tpid, sizeof(out->tpid));
	memcpy(out->vid, link->vid, sizeof(out->vid));
	memcpy(out->address, RTA_DATA(address), out->family == 4 ? 4 : 16);
}

int32_t bf_netdev_addresses(uint32_t if_index, struct bf_address *out, int32_t max)
{
	struct links links = { .list = { { .index = if_index } }, .count = 1 };
	struct addresses addresses = { .links = &links, .out = out, .max = max };
	int fd = open_netlink(), error;

	if (fd < 0)
		return bf_fail(errno, "netlink: %s", strerror(errno));
	do { /* a VLAN may be listed before the VLAN it stands on */
		links.grew = false;
		error = dump(fd, RTM_GETLINK, visit_link, &links);
	} while (error == 0 && links.grew);
	if (error == 0)
		error = dump(fd, RTM_GETADDR, visit_address, &addresses);
	close(fd);
	return error == 0 ? addresses.count : bf_fail(error, "addresses of interface %u: %s", if_index, strerror(error));
}

int32_t bf_netdev_address_change(uint32_t if_index, const struct bf_address *address, int32_t add)
{
	struct {
		struct nlmsghdr header;
		struct ifaddrmsg body;
		char attributes[64];
	} request = {
		.header = {
			.nlmsg_len = NLMSG_LENGTH(sizeof(struct ifaddrmsg)),
			.nlmsg_type = add ? RTM_NEWADDR : RTM_DELADDR,
			.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | NLM_F_ACK | (add ? NLM_F_CREATE | NLM_F_REPLACE : 0)),
		},
		.body = {
			.ifa_family = address->family == 4 ? AF_INET : AF_INET6,
			.ifa_prefixlen = address->prefix,
			.ifa_index = if_index,
		},
	};
	const unsigned short types[] = { IFA_LOCAL, IFA_ADDRESS };
	unsigned short size = address->family == 4 ? 4 : 16;
	struct { struct nlmsghdr header; struct nlmsgerr body; char rest[256]; } answer;
	int fd = open_netlink(), error = 0;

	if (fd < 0)
		return bf_fail(errno, "netlink: %s", strerror(errno));
	for (size_t i = 0; i < 2; i++) {
		struct rtattr *a = (struct rtattr *)((char *)&request + request.header.nlmsg_len);

		a->rta_type = types[i];
		a->rta_len = (unsigned short)RTA_LENGTH(size);
		memcpy(RTA_DATA(a), address->address, size);
		request.header.nlmsg_len += RTA_ALIGN(a->rta_len);
	}
	if (send(fd, &request, request.header.nlmsg_len, 0) < 0 || recv(fd, &answer, sizeof(answer), 0) < (ssize_t)NLMSG_LENGTH(sizeof(int)))
		error = errno;
	else if (answer.header.nlmsg_type == NLMSG_ERROR)
		error = -answer.body.error;
	close(fd);
	return error == 0 ? 0 : bf_fail(error, "address of interface %u: %s", if_index, strerror(error));
}
