/* Kernel interfaces, by ioctl on one socket that stays open: nothing is opened or parsed in a monitor's tick. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/ethtool.h>
#include <linux/if_tun.h>
#include <linux/mii.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <net/if_arp.h>

#include "internal.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int control = -1;

/* A socket belongs to the network namespace of the thread that made it. */
static int control_socket(void)
{
	pthread_mutex_lock(&lock);
	if (control < 0)
		control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	pthread_mutex_unlock(&lock);
	return control;
}

static int call(unsigned long request, struct ifreq *ifr)
{
	return ioctl(control_socket(), request, ifr) == 0 ? 0 : errno;
}

/* The name of today: interfaces can be renamed. */
static int name_of(uint32_t if_index, struct ifreq *ifr)
{
	memset(ifr, 0, sizeof(*ifr));
	ifr->ifr_ifindex = (int)if_index;
	return call(SIOCGIFNAME, ifr) == 0 ? 0 : ENODEV;
}

static int32_t gone(uint32_t if_index)
{
	return bf_fail(ENODEV, "the kernel interface with index %u is gone", if_index);
}

static int32_t verdict(const struct ifreq *ifr, const char *what, int error)
{
	return error == 0 ? 0 : bf_fail(error, "%s of %.16s: %s", what, ifr->ifr_name, strerror(error));
}

int32_t bf_netdev_index(const char *name)
{
	struct ifreq ifr = { 0 };

	if (strlen(name) >= IFNAMSIZ)
		return bf_fail(ENODEV, "there is no kernel interface '%s' (a name has at most %d characters)", name, IFNAMSIZ - 1);
	strcpy(ifr.ifr_name, name);
	return call(SIOCGIFINDEX, &ifr) == 0 ? ifr.ifr_ifindex : bf_fail(ENODEV, "there is no kernel interface '%s'", name);
}

int32_t bf_netdev_exists(uint32_t if_index)
{
	struct ifreq ifr;

	return name_of(if_index, &ifr) == 0;
}

/* ethtool's link, then MII's basic status register; an interface that knows neither is as good as it runs. */
static uint8_t carrier_of(struct ifreq *ifr, int running)
{
	struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
	struct mii_ioctl_data *mii = (struct mii_ioctl_data *)&ifr->ifr_data;

	ifr->ifr_data = (char *)&link;
	if (call(SIOCETHTOOL, ifr) == 0)
		return link.data != 0;
	memset(&ifr->ifr_data, 0, sizeof(*mii));
	if (call(SIOCGMIIPHY, ifr) == 0) {
		mii->reg_num = MII_BMSR;
		if (call(SIOCGMIIREG, ifr) == 0)
			return (mii->val_out & BMSR_LSTATUS) != 0;
	}
	return running != 0;
}

/* The length of the link mode masks is the kernel's choice: a first call asks for it, a second gets the answer. */
static void speed_of(struct ifreq *ifr, struct bf_netdev *out)
{
	union {
		struct ethtool_link_settings settings;
		char space[sizeof(struct ethtool_link_settings) + 3 * 127 * sizeof(uint32_t)];
	} query;
	struct ethtool_link_settings *s = &query.settings;
	int words;

	memset(&query, 0, sizeof(query));
	s->cmd = ETHTOOL_GLINKSETTINGS;
	ifr->ifr_data = (char *)&query;
	if (call(SIOCETHTOOL, ifr) != 0 || s->link_mode_masks_nwords >= 0)
		return;
	words = -s->link_mode_masks_nwords;
	memset(&query, 0, sizeof(query));
	s->cmd = ETHTOOL_GLINKSETTINGS;
	s->link_mode_masks_nwords = (int8_t)words;
	if (call(SIOCETHTOOL, ifr) != 0)
		return;
	out->speed_mbps = s->speed == (uint32_t)SPEED_UNKNOWN ? 0 : s->speed;
	out->duplex = s->duplex == DUPLEX_FULL ? 2 : s->duplex == DUPLEX_HALF ? 1 : 0;
}

int32_t bf_netdev_get(uint32_t if_index, struct bf_netdev *out)
{
	struct ifreq ifr;
	short flags;

	memset(out, 0, sizeof(*out));
	if (name_of(if_index, &ifr) != 0)
		return gone(if_index);
	memcpy(out->name, ifr.ifr_name, sizeof(out->name));
	if (call(SIOCGIFFLAGS, &ifr) != 0)
		return gone(if_index);
	flags = ifr.ifr_flags;
	out->up = (flags & IFF_UP) != 0;
	out->promiscuous = (flags & IFF_PROMISC) != 0;
	out->allmulticast = (flags & IFF_ALLMULTI) != 0;
	if (call(SIOCGIFHWADDR, &ifr) == 0)
		memcpy(out->mac, ifr.ifr_hwaddr.sa_data, 6);
	if (call(SIOCGIFMTU, &ifr) == 0)
		out->mtu = (uint32_t)ifr.ifr_mtu;
	out->carrier = out->up && carrier_of(&ifr, flags & IFF_RUNNING);
	speed_of(&ifr, out);
	return 0;
}

static int32_t change_flags(uint32_t if_index, const char *what, short mask, short value)
{
	struct ifreq ifr;
	short flags;

	if (name_of(if_index, &ifr) != 0)
		return gone(if_index);
	if (call(SIOCGIFFLAGS, &ifr) != 0)
		return gone(if_index);
	flags = (short)((ifr.ifr_flags & ~mask) | value);
	if (flags == ifr.ifr_flags)
		return 0;
	ifr.ifr_flags = flags;
	return verdict(&ifr, what, call(SIOCSIFFLAGS, &ifr));
}

int32_t bf_netdev_up_set(uint32_t if_index, int32_t up)
{
	return change_flags(if_index, up ? "up" : "down", IFF_UP, up ? IFF_UP : 0);
}

/* Negative: keep. */
int32_t bf_netdev_flags_set(uint32_t if_index, int32_t promiscuous, int32_t allmulticast)
{
	short mask = (short)((promiscuous >= 0 ? IFF_PROMISC : 0) | (allmulticast >= 0 ? IFF_ALLMULTI : 0));
	short value = (short)((promiscuous > 0 ? IFF_PROMISC : 0) | (allmulticast > 0 ? IFF_ALLMULTI : 0));

	return change_flags(if_index, "receive filters", mask, value);
}

int32_t bf_netdev_mac_set(uint32_t if_index, const uint8_t *mac)
{
	struct ifreq ifr;

	if (name_of(if_index, &ifr) != 0)
		return gone(if_index);
	ifr.ifr_hwaddr.sa_family = ARPHRD_ETHER;
	memcpy(ifr.ifr_hwaddr.sa_data, mac, 6);
	return verdict(&ifr, "MAC", call(SIOCSIFHWADDR, &ifr));
}

int32_t bf_netdev_mtu_set(uint32_t if_index, uint32_t mtu)
{
	struct ifreq ifr;

	if (name_of(if_index, &ifr) != 0)
		return gone(if_index);
	ifr.ifr_mtu = (int)mtu;
	return verdict(&ifr, "MTU", call(SIOCSIFMTU, &ifr));
}

/* True when the descriptor is a queue of the tap of that name; the kernel says so in fdinfo ("iff:\tbond0"). */
static int is_tap(const char *fd, const char *name)
{
	char path[64], line[128];
	FILE *info;
	int found = 0;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%.16s", fd);
	info = fopen(path, "re");
	if (info == NULL)
		return 0;
	while (!found && fgets(line, sizeof(line), info) != NULL) {
		char *value = line + 4;

		if (strncmp(line, "iff:", 4) != 0)
			continue;
		while (isspace((unsigned char)*value))
			value++;
		value[strcspn(value, "\n")] = '\0';
		found = strcmp(value, name) == 0;
		break;
	}
	fclose(info);
	return found;
}

/* The carrier of a tap is set through a descriptor of it, which net_tap and vhost keep to themselves. */
static int tap_descriptor(const char *name)
{
	struct dirent *entry;
	char path[64], target[32];
	int fd = -1;
	DIR *open_files = opendir("/proc/self/fd");

	if (open_files == NULL)
		return -1;
	while (fd < 0 && (entry = readdir(open_files)) != NULL) {
		ssize_t length;

		snprintf(path, sizeof(path), "/proc/self/fd/%.16s", entry->d_name);
		length = readlink(path, target, sizeof(target) - 1);
		if (length <= 0)
			continue;
		target[length] = '\0';
		if (strcmp(target, "/dev/net/tun") == 0 && is_tap(entry->d_name, name))
			fd = atoi(entry->d_name);
	}
	closedir(open_files);
	return fd;
}

int32_t bf_netdev_carrier_set(uint32_t if_index, int32_t on)
{
	struct ifreq ifr;
	int fd, value = on != 0;

	if (name_of(if_index, &ifr) != 0)
		return gone(if_index);
	fd = tap_descriptor(ifr.ifr_name);
	if (fd < 0)
		return bf_fail(ENOTSUP, "%.16s is no tap of this process, so its carrier cannot be set", ifr.ifr_name);
	return verdict(&ifr, "carrier", ioctl(fd, TUNSETCARRIER, &value) == 0 ? 0 : errno);
}

int32_t bf_netns_enter(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), error = 0;

	if (fd < 0)
		return bf_fail(errno, "network namespace %s: %s", path, strerror(errno));
	if (setns(fd, CLONE_NEWNET) != 0)
		error = errno;
	close(fd);
	if (error != 0)
		return bf_fail(error, "network namespace %s: %s", path, strerror(error));
	pthread_mutex_lock(&lock);
	if (control >= 0)
		close(control);
	control = -1;
	pthread_mutex_unlock(&lock);
	return control_socket() >= 0 ? 0 : bf_fail(errno, "socket: %s", strerror(errno));
}
