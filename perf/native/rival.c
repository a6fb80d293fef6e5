#include <errno.h>
#include <string.h>
#include <rte_eth_bond.h>
#include <rte_eth_bond_8023ad.h>
#include <rte_ethdev.h>
#include <rte_version.h>

#include "bondfast_rival.h"

#if RTE_VERSION < RTE_VERSION_NUM(23, 11, 0, 0)
#define rte_eth_bond_member_add rte_eth_bond_slave_add
#define rte_eth_bond_member_remove rte_eth_bond_slave_remove
#define rte_eth_bond_members_get rte_eth_bond_slaves_get
#define rte_eth_bond_active_members_get rte_eth_bond_active_slaves_get
#endif

#define DESCRIPTORS 512
#define WAIT_MS 3000

/* Received LACPDUs under the external state machine: nobody wants them here. */
static void discard(uint16_t member, struct rte_mbuf *frame)
{
	(void)member;
	rte_pktmbuf_free(frame);
}

static int set_mode4(uint16_t port)
{
	struct rte_eth_bond_8023ad_conf conf;
	int rc = rte_eth_bond_8023ad_conf_get(port, &conf);

	if (rc != 0)
		return rc;
	conf.slowrx_cb = discard;
	return rte_eth_bond_8023ad_setup(port, &conf);
}

static int distribute(uint16_t port, const uint16_t *members, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		int rc = rte_eth_bond_8023ad_ext_collect(port, members[i], 1);

		if (rc == 0)
			rc = rte_eth_bond_8023ad_ext_distrib(port, members[i], 1);
		if (rc != 0)
			return rc;
	}
	return 0;
}

/* Members become active by a link interrupt or its poll, a little after the start. */
static int wait_active(uint16_t port, uint32_t count)
{
	uint16_t active[RTE_MAX_ETHPORTS];

	for (int waited = 0; waited < WAIT_MS; waited++) {
		struct rte_eth_link link;

		rte_eth_link_get_nowait(port, &link);
		if (rte_eth_bond_active_members_get(port, active, RTE_DIM(active)) == (int)count)
			return 0;
		rte_delay_us_sleep(1000);
	}
	return -ETIMEDOUT;
}

int32_t rival_create(const char *name, uint8_t mode, uint8_t policy, const uint16_t *members, uint32_t count, void *pool, uint16_t *port)
{
	static const uint8_t policies[] = { BALANCE_XMIT_POLICY_LAYER2, BALANCE_XMIT_POLICY_LAYER23, BALANCE_XMIT_POLICY_LAYER34 };
	struct rte_eth_conf conf;
	int bond, rc = 0;

	memset(&conf, 0, sizeof(conf));
	bond = rte_eth_bond_create(name, mode, 0);
	if (bond < 0)
		return bond;
	*port = (uint16_t)bond;
	rc = rte_eth_dev_configure(*port, 1, 1, &conf);
	for (uint32_t i = 0; rc == 0 && i < count; i++)
		rc = rte_eth_bond_member_add(*port, members[i]);
	if (rc == 0 && mode != BONDING_MODE_ROUND_ROBIN && mode != BONDING_MODE_ACTIVE_BACKUP && mode != BONDING_MODE_BROADCAST)
		rc = rte_eth_bond_xmit_policy_set(*port, policies[policy]);
	if (rc == 0 && mode == BONDING_MODE_8023AD)
		rc = set_mode4(*port);
	if (rc == 0)
		rc = rte_eth_rx_queue_setup(*port, 0, DESCRIPTORS, rte_eth_dev_socket_id(*port), NULL, pool);
	if (rc == 0)
		rc = rte_eth_tx_queue_setup(*port, 0, DESCRIPTORS, rte_eth_dev_socket_id(*port), NULL);
	if (rc == 0)
		rc = rte_eth_dev_start(*port);
	if (rc == 0)
		rc = wait_active(*port, count);
	if (rc == 0 && mode == BONDING_MODE_8023AD)
		rc = distribute(*port, members, count);
	if (rc != 0)
		rival_free(name, *port);
	return rc;
}

/* A bond with members refuses to be freed and goes on polling them. */
int32_t rival_free(const char *name, uint16_t port)
{
	uint16_t members[RTE_MAX_ETHPORTS];
	int count;

	rte_eth_dev_stop(port);
	count = rte_eth_bond_members_get(port, members, RTE_DIM(members));
	for (int i = 0; i < count; i++)
		rte_eth_bond_member_remove(port, members[i]);
	return rte_eth_bond_free(name);
}

int32_t rival_promiscuous(uint16_t port, int32_t on)
{
	return on ? rte_eth_promiscuous_enable(port) : rte_eth_promiscuous_disable(port);
}
