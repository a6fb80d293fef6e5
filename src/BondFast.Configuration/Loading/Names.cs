namespace BondFast.Configuration.Loading;

/// <summary>Fills in what follows from other tables.</summary>
internal static class Names
{
    /// <summary>A tap has the name of the bond it is the uplink of, otherwise its port's. A wire knows its peer from either end.</summary>
    public static HostConfiguration Complete(HostConfiguration configuration) => configuration with
    {
        Ports = [.. configuration.Ports.Select(port => port.Kind switch
        {
            DeviceKind.Tap => port with { Interface = port.Interface ?? BondAbove(configuration, port.Name) ?? port.Name },
            DeviceKind.Wire => port with { Peer = port.Peer ?? Opposite(configuration, port.Name) },
            _ => port,
        })],
    };

    private static string? BondAbove(HostConfiguration configuration, string port)
    {
        foreach (BondConfiguration bond in configuration.Bonds)
            if (bond.Uplink == port) return bond.Name;
        return null;
    }

    private static string? Opposite(HostConfiguration configuration, string port)
    {
        foreach (PortConfiguration other in configuration.Ports)
            if (other.Peer == port) return other.Name;
        return null;
    }
}
