namespace BondFast.Datapath;

/// <summary>
/// A started DPDK port as a bond's workers use it. Worker w sends on transmit queue w and polls the receive queues
/// whose number is w modulo the number of workers, so no two workers ever share a queue.
/// </summary>
/// <param name="Port">DPDK port number.</param>
/// <param name="RxQueues">Receive queues 0.. that carry ordinary frames.</param>
/// <param name="TxQueues">Transmit queues 0.. for the workers: at least as many as there are workers.</param>
/// <param name="ControlTxQueue">Transmit queue that only the control core uses, or -1: then its frames go through worker 0.</param>
public sealed record DatapathPort(ushort Port, int RxQueues = 1, int TxQueues = 1, int ControlTxQueue = -1);
