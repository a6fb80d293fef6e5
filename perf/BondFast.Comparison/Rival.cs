using System.Runtime.InteropServices;
using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>DPDK's own bonding driver, set up as well as it can be: promiscuous, so that it need not compare addresses on receive.</summary>
internal sealed unsafe partial class Rival : IDisposable
{
    private readonly string _name;

    private Rival(string name, ushort port)
    {
        _name = name;
        Port = port;
    }

    public ushort Port { get; }

    /// <param name="name">Starts with net_bonding.</param>
    /// <param name="mode">0 to 6.</param>
    /// <param name="policy">0 layer2, 1 layer2+3, 2 layer3+4.</param>
    /// <param name="members">Probed, not configured.</param>
    /// <param name="pool">For receive.</param>
    public static Rival Create(string name, int mode, int policy, ReadOnlySpan<ushort> members, Mempool pool)
    {
        ushort port;
        int rc;
        nint text = Marshal.StringToCoTaskMemUTF8(name);
        fixed (ushort* first = members) rc = rival_create((byte*)text, (byte)mode, (byte)policy, first, (uint)members.Length, pool.Handle, &port);
        Marshal.FreeCoTaskMem(text);
        if (rc != 0) throw new InvalidOperationException($"{name} (mode {mode}, {members.Length} members) did not start: error {rc}. {string.Join(" | ", EalLog.Take())}");
        _ = rival_promiscuous(port, 1);
        return new Rival(name, port);
    }

    public void Dispose()
    {
        nint text = Marshal.StringToCoTaskMemUTF8(_name);
        int rc = rival_free((byte*)text, Port);
        Marshal.FreeCoTaskMem(text);
        if (rc != 0) throw new InvalidOperationException($"{_name} was not freed: error {rc}");
    }

    [LibraryImport("libbondfast_rival")]
    private static partial int rival_create(byte* name, byte mode, byte policy, ushort* members, uint count, void* pool, ushort* port);

    [LibraryImport("libbondfast_rival")]
    private static partial int rival_free(byte* name, ushort port);

    [LibraryImport("libbondfast_rival")]
    private static partial int rival_promiscuous(ushort port, int on);
}
