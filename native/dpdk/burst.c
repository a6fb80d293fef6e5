#include <rte_ethdev.h>

#include "internal.h"

uint32_t bf_rx_burst(uint16_t port, uint16_t queue, void **mbufs, uint32_t count)
{
	return rte_eth_rx_burst(port, queue, (struct rte_mbuf **)mbufs, (uint16_t)count);
}

uint32_t bf_tx_burst(uint16_t port, uint16_t queue, void **mbufs, uint32_t count)
{
	return rte_eth_tx_burst(port, queue, (struct rte_mbuf **)mbufs, (uint16_t)count);
}
