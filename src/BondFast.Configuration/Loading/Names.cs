namespace BondFast.Configuration.Loading;

/// <summary>Fills in what follows from other tables.</summary>
internal static class Names
{
    /// <summary>A tap has the name of the bond it is the uplink of, otherwise its port's. A wire knows its peer from either end.</summary>
    public static HostConfiguration Complete(HostConfiguration configuration)
    {
        Dictionary<string, string> bondsAbove = [], peers = [];
        foreach (BondConfiguration bond in configuration.Bonds)
            if (bond.Uplink is { } uplink) bondsAbove.TryAdd(uplink, bond.Name);
        foreach (PortConfiguration port in configuration.Ports)
            if (port.Peer is { } peer) peers.TryAdd(peer, port.Name);
        return configuration with
        {
            Ports = [.. configuration.Ports.Select(port => port.Kind switch
            {
                DeviceKind.Tap => port with { Interface = port.Interface ?? bondsAbove.GetValueOrDefault(port.Name) ?? port.Name },
                DeviceKind.Wire => port with { Peer = port.Peer ?? peers.GetValueOrDefault(port.Name) },
                _ => port,
            })],
        };
    }
}
