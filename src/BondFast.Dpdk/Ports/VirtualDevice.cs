namespace BondFast.Dpdk;

/// <summary>The arguments of a virtual device: <c>net_af_packet0,iface=ens5,qpairs=2</c>.</summary>
internal static class VirtualDevice
{
    /// <summary>Value of an argument, or null.</summary>
    internal static string? Argument(string device, string key)
    {
        foreach (string part in device.Split(','))
        {
            int equals = part.IndexOf('=');
            if (equals > 0 && part.AsSpan(0, equals).Trim().SequenceEqual(key)) return part[(equals + 1)..].Trim();
        }
        return null;
    }

    /// <summary>Drivers that stand on an existing kernel interface.</summary>
    internal static bool NeedsInterface(string device) =>
        device.StartsWith("net_af_packet", StringComparison.Ordinal) || device.StartsWith("eth_af_packet", StringComparison.Ordinal)
        || device.StartsWith("net_af_xdp", StringComparison.Ordinal);

    /// <summary>The driver's own log does not name the interface it missed, so it is looked for beforehand.</summary>
    internal static Fault? Obstacle(string device)
    {
        if (!NeedsInterface(device)) return null;
        if (Argument(device, "iface") is not { } name) return new Fault("BF2135", "the name of its kernel interface is missing", $"Write it: {device.Split(',')[0]},iface=ens5");
        return KernelInterface.Find(name) is null ? new Fault("BF2101", $"there is no kernel interface {name}", "List them: ip link") : null;
    }
}
