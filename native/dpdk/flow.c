/* LACP and Marker (802.3 Annex 57A, EtherType 0x8809) to a receive queue of their own, where the hardware can. */
#include <rte_byteorder.h>
#include <rte_flow.h>

#include "internal.h"

int32_t bf_flow_slow_protocols(uint16_t port, uint16_t queue, void **flow)
{
	const struct rte_flow_attr attributes = { .ingress = 1 };
	struct rte_flow_item_eth ethernet = { .hdr.ether_type = RTE_BE16(0x8809) };
	struct rte_flow_item_eth mask = { .hdr.ether_type = RTE_BE16(0xffff) };
	const struct rte_flow_item pattern[] = {
		{ .type = RTE_FLOW_ITEM_TYPE_ETH, .spec = &ethernet, .mask = &mask },
		{ .type = RTE_FLOW_ITEM_TYPE_END },
	};
	struct rte_flow_action_queue target = { .index = queue };
	const struct rte_flow_action actions[] = {
		{ .type = RTE_FLOW_ACTION_TYPE_QUEUE, .conf = &target },
		{ .type = RTE_FLOW_ACTION_TYPE_END },
	};
	struct rte_flow_error error = { 0 };
	int rc = rte_flow_validate(port, &attributes, pattern, actions, &error);

	if (rc != 0)
		return bf_fail(-rc, "port %u cannot steer slow protocols to queue %u: %s", port, queue, error.message ? error.message : strerror(-rc));
	*flow = rte_flow_create(port, &attributes, pattern, actions, &error);
	if (*flow == NULL)
		return bf_fail(ENOTSUP, "port %u refused the rule for slow protocols: %s", port, error.message ? error.message : "no reason given");
	return 0;
}

int32_t bf_flow_destroy(uint16_t port, void *flow)
{
	struct rte_flow_error error = { 0 };
	int rc = rte_flow_destroy(port, flow, &error);

	return rc == 0 ? 0 : bf_fail(-rc, "port %u keeps the rule: %s", port, error.message ? error.message : strerror(-rc));
}
