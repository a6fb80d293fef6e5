using System.Runtime.InteropServices;

namespace BondFast.Dpdk.Native;

internal static unsafe partial class Shim
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int bf_wire_create(string name, uint slots, uint queues, int socket, ushort* portA, ushort* portB);

    [LibraryImport(Library)]
    internal static partial int bf_wire_cut(ushort port, int cut);

    [LibraryImport(Library)]
    internal static partial long bf_wire_lost(ushort port);

    [LibraryImport(Library)]
    internal static partial int bf_wire_drain(ushort port);
}
