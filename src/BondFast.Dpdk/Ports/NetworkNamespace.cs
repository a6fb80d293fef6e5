using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>The network namespace that devices are opened in.</summary>
public static class NetworkNamespace
{
    /// <summary>
    /// Moves the calling thread into a namespace: devices it probes from now on open there, and <see cref="KernelInterface"/> (of all
    /// threads) looks there. Meant for the start of a program; a socket that is open already stays where it was. Needs CAP_SYS_ADMIN.
    /// </summary>
    /// <param name="path">As <c>ip netns</c> makes it: /run/netns/NAME.</param>
    /// <exception cref="DpdkException">BF2140: it does not exist or is not allowed.</exception>
    public static void Enter(string path)
    {
        if (Shim.bf_netns_enter(path) < 0)
            throw new DpdkException("BF2140", $"Network namespace {path} was not entered", Shim.LastError, "It needs CAP_SYS_ADMIN; list them: ip netns list. Or start the program inside it: ip netns exec NAME bondfast ...");
    }
}
