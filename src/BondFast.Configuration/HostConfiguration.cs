using System.Collections.Immutable;
using System.Net;
using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Configuration;

/// <summary>One configuration file with every default filled in. Immutable.</summary>
public sealed record HostConfiguration
{
    public ImmutableArray<BondConfiguration> Bonds { get; init; } = [];

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<PortConfiguration> Ports { get; init; } = [];
    public WorkersConfiguration Workers { get; init; } = new();
    public MemoryConfiguration Memory { get; init; } = new();
    public ControlConfiguration Control { get; init; } = new();
    public EalConfiguration Eal { get; init; } = new();

    /// <summary>Where each value that was given stands: <c>bond.bond0.miimon</c>. What is not here is a default.</summary>
    public IReadOnlyDictionary<string, SourcePosition> Origins { get; init; } = new Dictionary<string, SourcePosition>();

    public PortConfiguration? FindPort(string? name)
    {
        foreach (PortConfiguration port in Ports)
            if (port.Name == name) return port;
        return null;
    }

    public BondConfiguration? FindBond(string? name)
    {
        foreach (BondConfiguration bond in Bonds)
            if (bond.Name == name) return bond;
        return null;
    }
}

/// <summary>What becomes of frames that a slave's transmit ring has no room for.</summary>
public enum TxUnsent : byte
{
    /// <summary>Counted and dropped, as a NIC does.</summary>
    Drop,

    /// <summary>Tried again until there is room or the slave is no longer usable.</summary>
    Retry,
}

/// <summary><c>[bond.NAME]</c>.</summary>
public sealed record BondConfiguration
{
    public required string Name { get; init; }
    public required BondOptions Options { get; init; }

    /// <summary>In the order in which they are enslaved.</summary>
    public ImmutableArray<SlaveConfiguration> Slaves { get; init; } = [];

    /// <summary>The port through which the host sees the bond; null: none.</summary>
    public string? Uplink { get; init; }

    /// <summary>Null: that of the first slave (HOWTO).</summary>
    public MacAddress? Mac { get; init; }

    /// <summary>Bytes of payload; null: 1500.</summary>
    public int? Mtu { get; init; }

    /// <summary>For the monitors and the announcements, where there is no kernel interface to ask.</summary>
    public ImmutableArray<AddressConfiguration> Addresses { get; init; } = [];
    public TxUnsent TxUnsent { get; init; }
}

/// <summary>A slave of a bond: the name of its port and its own options.</summary>
public sealed record SlaveConfiguration(string Port, SlaveOptions Options);

/// <summary>One address of the bond or of a VLAN on it.</summary>
/// <param name="PrefixLength">Bits of the subnet.</param>
/// <param name="Vlans">VLAN ids, outermost first.</param>
public sealed record AddressConfiguration(IPAddress Address, int PrefixLength, ImmutableArray<int> Vlans)
{
    /// <summary>In the engine's terms; its MAC follows the bond's.</summary>
    public BondAddress ToBondAddress() => new(
        [.. Vlans.Select(VlanTag.Customer)],
        Ipv4Address.TryParse(Address.ToString(), out Ipv4Address v4) ? v4 : null,
        Ipv6Address.TryParse(Address.ToString(), out Ipv6Address v6) ? v6 : null,
        PrefixLength,
        MacAddress.Zero);

    public override string ToString() => Vlans.IsEmpty ? $"{Address}/{PrefixLength}" : $"{Address}/{PrefixLength} vlan {string.Join('.', Vlans)}";

    public bool Equals(AddressConfiguration? other) =>
        other is not null && Address.Equals(other.Address) && PrefixLength == other.PrefixLength && Vlans.SequenceEqual(other.Vlans);

    public override int GetHashCode() => HashCode.Combine(Address, PrefixLength, Vlans.Length);
}
