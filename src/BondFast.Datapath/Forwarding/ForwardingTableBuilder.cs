using System.Runtime.InteropServices;
using BondFast.Bonding;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Transmit;
using BondFast.Wire;

namespace BondFast.Datapath.Forwarding;

/// <summary>Makes forwarding tables of plans. Control core.</summary>
internal static unsafe class ForwardingTableBuilder
{
    /// <summary>A new table; the publisher frees it.</summary>
    /// <param name="plan">The engine's wish.</param>
    /// <param name="ports">The slaves' ports by slot.</param>
    /// <param name="uplink">Port of the uplink, or null.</param>
    /// <param name="workers">Number of workers, for their shares of the receive queues.</param>
    /// <exception cref="InvalidOperationException">The plan names a slot without port.</exception>
    public static ForwardingTable* Build(ForwardingPlan plan, ReadOnlySpan<DatapathPort?> ports, DatapathPort? uplink, int workers)
    {
        int sources = uplink?.RxQueues ?? 0;
        foreach (SlavePlan slave in plan.Slaves) sources += PortOf(ports, slave).RxQueues;

        nuint size = (nuint)(sizeof(ForwardingTable) + plan.Aliases.Length * sizeof(ulong) + workers * sizeof(SourceRange) + sources * sizeof(ReceiveSource));
        ForwardingTable* table = (ForwardingTable*)NativeMemory.AlignedAlloc(size, 64);
        NativeMemory.Clear(table, size);
        table->Mark = ForwardingTable.Alive;
        table->Aliases = (ulong*)(table + 1);
        table->Ranges = (SourceRange*)(table->Aliases + plan.Aliases.Length);
        table->Sources = (ReceiveSource*)(table->Ranges + workers);

        FillTransmit(table, plan, ports);
        FillReceive(table, plan, ports, uplink, workers);
        return table;
    }

    private static void FillTransmit(ForwardingTable* table, ForwardingPlan plan, ReadOnlySpan<DatapathPort?> ports)
    {
        for (int i = 0; i < plan.Slaves.Length; i++)
        {
            SlavePlan slave = plan.Slaves[i];
            table->Slaves[i] = new TransmitTarget
            {
                Port = PortOf(ports, slave).Port,
                Slot = (byte)slave.Slot,
                RewriteSource = slave.RewriteSource,
                QueueId = slave.Up ? (ushort)slave.QueueId : (ushort)0,
                Mac = InMemoryOrder(slave.Mac),
            };
            if (table->Slaves[i].QueueId != 0 && plan.Mode is BondMode.BalanceRoundRobin or BondMode.ActiveBackup)
                table->SteersQueues = true;
        }
        table->SlaveCount = plan.Slaves.Length;
        FillUsable(table, plan);
        table->Active = plan.Active;
        table->PacketsPerSlave = (uint)plan.PacketsPerSlave;
        table->HasFlowTable = plan.FlowTable.Length == ForwardingPlan.FlowTableSize;
        table->Reduction = table->HasFlowTable ? HashReduction.Bucket() : HashReduction.Modulo(Math.Max(1, table->UsableCount));
        for (int bucket = 0; bucket < plan.FlowTable.Length; bucket++) table->FlowTable[bucket] = plan.FlowTable[bucket];
        table->SendTaps = plan.Taps & (FrameTaps.SentArp | FrameTaps.SentMembership | FrameTaps.SentNeighbour);
        table->Strategy = TransmitStrategies.IndexFor(plan);
    }

    private static void FillUsable(ForwardingTable* table, ForwardingPlan plan)
    {
        if (plan.Mode == BondMode.ActiveBackup)
        {
            if (plan.Active < 0) return;
            table->Usable[0] = table->Slaves[plan.Active];
            table->UsableIndex[0] = (byte)plan.Active;
            table->UsableCount = 1;
            return;
        }
        for (int i = 0; i < plan.Usable.Length; i++)
        {
            table->Usable[i] = table->Slaves[plan.Usable[i]];
            table->UsableIndex[i] = (byte)plan.Usable[i];
        }
        table->UsableCount = plan.Usable.Length;
    }

    private static void FillReceive(ForwardingTable* table, ForwardingPlan plan, ReadOnlySpan<DatapathPort?> ports, DatapathPort? uplink, int workers)
    {
        table->SplitsSlowProtocols = plan.Mode == BondMode.Ieee8023ad;
        table->ReceiveTaps = plan.Taps & (FrameTaps.ReceivedArp | FrameTaps.ReceivedNeighbourDiscovery);
        table->StampReceive = plan.StampReceive;
        table->StampIpv6 = plan.StampIpv6;
        table->AliasCount = plan.Aliases.Length;
        for (int i = 0; i < plan.Aliases.Length; i++) table->Aliases[i] = InMemoryOrder(plan.Aliases[i]);
        table->BondMac = InMemoryOrder(plan.BondMac);
        table->HasUplink = uplink is not null;
        table->UplinkPort = uplink?.Port ?? 0;

        int next = 0;
        for (int worker = 0; worker < workers; worker++)
        {
            SourceRange* range = table->RangeOf(worker);
            range->Slaves = next;
            for (int i = 0; i < plan.Slaves.Length; i++)
            {
                DatapathPort port = PortOf(ports, plan.Slaves[i]);
                for (int queue = worker; queue < port.RxQueues; queue += workers)
                    table->Sources[next++] = SourceOf(plan, i, port, queue);
            }
            range->SlaveCount = next - range->Slaves;
            range->Uplink = next;
            for (int queue = worker; uplink is not null && queue < uplink.RxQueues; queue += workers)
                table->Sources[next++] = new ReceiveSource { Port = uplink.Port, Queue = (ushort)queue };
            range->UplinkCount = next - range->Uplink;
        }
    }

    private static ReceiveSource SourceOf(ForwardingPlan plan, int index, DatapathPort port, int queue)
    {
        SlavePlan slave = plan.Slaves[index];
        bool active = index == plan.Active;
        bool restores = plan.Mode == BondMode.BalanceAlb && (slave.Mac != plan.BondMac || active && !plan.Aliases.IsEmpty);
        return new ReceiveSource
        {
            Port = port.Port,
            Queue = (ushort)queue,
            Slot = (byte)slave.Slot,
            Rule = slave.Receive,
            RestoresDestination = restores,
            Active = active,
            Mac = InMemoryOrder(slave.Mac),
        };
    }

    private static DatapathPort PortOf(ReadOnlySpan<DatapathPort?> ports, in SlavePlan slave) =>
        ports[slave.Slot] ?? throw new InvalidOperationException($"The forwarding plan uses slot {slave.Slot}, but no port is set there: call SetSlave before the engine enslaves.");

    private static ulong InMemoryOrder(MacAddress mac)
    {
        Span<byte> bytes = stackalloc byte[8];
        bytes.Clear();
        mac.Write(bytes);
        return BitConverter.ToUInt64(bytes);
    }
}
