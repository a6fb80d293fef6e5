using System.Runtime.CompilerServices;
using BondFast.Datapath.Forwarding;
using BondFast.Datapath.Hashing;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Datapath.Receive;

/// <summary>
/// balance-alb: peers send to the address of the slave that they were told of; the uplink knows only the bond's. So frames that a slave
/// received for its own address are re-addressed to the bond, on the active slave also those for lost ones it stands in for.
/// </summary>
[HotPath]
internal static unsafe class DestinationAddress
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Restore(ForwardingTable* table, in ReceiveSource source, Mbuf** frames, uint count)
    {
        for (uint i = 0; i < count; i++)
        {
            Mbuf* frame = frames[i];
            if (frame->DataLength < FrameBytes.EthernetLength) continue;
            byte* data = frame->Data;
            ulong destination = Of(data);
            if (destination == table->BondMac || !(destination == source.Mac || source.Active && IsAlias(table, destination))) continue;
            Unsafe.WriteUnaligned(data, (uint)table->BondMac);
            Unsafe.WriteUnaligned(data + 4, (ushort)(table->BondMac >> 32));
        }
    }

    /// <summary>The destination of a frame of at least 8 bytes, first byte on the wire least significant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(byte* frame) => FrameBytes.Long(frame) & 0xffff_ffff_ffff;

    private static bool IsAlias(ForwardingTable* table, ulong destination)
    {
        for (int i = 0; i < table->AliasCount; i++)
            if (table->Aliases[i] == destination) return true;
        return false;
    }
}
