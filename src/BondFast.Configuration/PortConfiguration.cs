namespace BondFast.Configuration;

/// <summary>What stands behind a port.</summary>
public enum DeviceKind : byte
{
    /// <summary>A NIC by its PCI address.</summary>
    Pci,

    /// <summary>A DPDK virtual device, <c>net_af_packet,iface=ens5</c>.</summary>
    Vdev,

    /// <summary>A kernel interface made for this port.</summary>
    Tap,

    /// <summary>One end of a virtual wire.</summary>
    Wire,

    /// <summary>Nothing: a program that uses the library stands there.</summary>
    None,
}

/// <summary><c>[port.NAME]</c>.</summary>
public sealed record PortConfiguration
{
    public required string Name { get; init; }
    public required DeviceKind Kind { get; init; }

    /// <summary>
    /// For PCI and vdev what DPDK's device argument is: <c>0000:3b:00.0</c>, <c>net_af_packet_eth1,iface=ens5</c> (a vdev whose name was given
    /// without a number has the port's name appended, since DPDK's names must differ). Otherwise <c>tap</c>, <c>wire</c> or <c>none</c>.
    /// </summary>
    public required string Device { get; init; }

    /// <summary>The kernel's name for a tap; null for other kinds.</summary>
    public string? Interface { get; init; }

    /// <summary>The port at the other end of a wire; null for other kinds.</summary>
    public string? Peer { get; init; }

    /// <summary>Receive and transmit queues; 0: one for each worker, as many as the device has.</summary>
    public int Queues { get; init; }

    /// <summary>0: the driver's choice.</summary>
    public int RxDescriptors { get; init; }

    /// <summary>0: the driver's choice.</summary>
    public int TxDescriptors { get; init; }

    /// <summary>Bytes of payload; null: the bond's for slaves and uplinks, otherwise the device's own.</summary>
    public int? Mtu { get; init; }
}
