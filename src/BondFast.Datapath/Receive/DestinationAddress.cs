using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>
/// balance-alb: peers send to the address of the slave that they were told of; the uplink knows only the bond's. So frames to
/// any alias of the bond are re-addressed to it.
/// </summary>
[HotPath]
internal static unsafe class DestinationAddress
{
    private const ulong AddressMask = 0xffff_ffff_ffff;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Restore(ForwardingTable* table, Mbuf** frames, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (frame->DataLength < FrameBytes.EthernetLength) continue;
            byte* data = frame->Data;
            ulong destination = FrameBytes.Long(data) & AddressMask;
            if (destination == table->BondMac || !IsAlias(table, destination)) continue;
            Unsafe.WriteUnaligned(data, (uint)table->BondMac);
            Unsafe.WriteUnaligned(data + 4, (ushort)(table->BondMac >> 32));
        }
    }

    private static bool IsAlias(ForwardingTable* table, ulong destination)
    {
        for (int i = 0; i < table->AliasCount; i++)
            if (table->Aliases[i] == destination) return true;
        return false;
    }
}
