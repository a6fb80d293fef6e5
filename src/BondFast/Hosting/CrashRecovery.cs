using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>Gives kernel interfaces back what a killed process changed on them, from its <see cref="RestoreJournal"/>.</summary>
internal static class CrashRecovery
{
    /// <summary>Undoes an abandoned journal and deletes it. Returns what was done, a sentence each; empty when there was nothing.</summary>
    public static IReadOnlyList<string> Run(RestoreJournal journal)
    {
        if (journal.ReadAbandoned() is not { } saved) return [];
        List<string> done = [];
        foreach (SavedPort port in saved.Ports) Restore(port, done);
        journal.Delete();
        return done;
    }

    private static void Restore(SavedPort port, List<string> done)
    {
        if (KernelInterface.Find(port.Interface) is not { } netdev || !netdev.TryRead(out NetdevState now)) return;
        if (RestoreJournal.MacOf(port) is { } mac && now.Mac != mac.Value)
            done.Add(netdev.SetMac(mac.Value) ? $"{port.Interface}: address {mac} is back" : $"{port.Interface}: address {mac} could not be set back: {KernelInterface.LastRefusal}");
        if (now.Mtu != port.Mtu)
            done.Add(netdev.SetMtu(port.Mtu) ? $"{port.Interface}: MTU {port.Mtu} is back" : $"{port.Interface}: MTU {port.Mtu} could not be set back: {KernelInterface.LastRefusal}");
    }
}
