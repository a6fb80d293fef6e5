using System.Collections.Immutable;
using System.Net.Sockets;
using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Hosting;

/// <summary>
/// What a bond is to the rest of the host. A tap's MAC, MTU and carrier follow the bond, and the bond learns the tap's
/// addresses; other devices are only used. Control thread.
/// </summary>
internal sealed class Uplink(HostedPort port) : IDisposable
{
    private IReadOnlyList<BondAddress> _addresses = [];

    public HostedPort Port { get; } = port;

    public KernelInterface? Netdev { get; } = port.Port.Netdev;

    /// <summary>A kernel interface that is there for this bond only.</summary>
    public bool IsTap => Port.Port.Info.Driver == "net_tap";

    /// <summary>The bond's new address. Zero (no slave yet) leaves the tap its own: an interface must have one.</summary>
    public void FollowMac(MacAddress mac)
    {
        if (!mac.IsZero && Port.Mac != mac) Port.Port.SetMac(mac.Value);
    }

    public void FollowMtu(int mtu)
    {
        if (Port.Port.Mtu != mtu) Port.Port.SetMtu(mtu);
    }

    public void FollowCarrier(bool up)
    {
        if (IsTap) Netdev?.SetCarrier(up);
    }

    /// <summary>Tells the bond what the host did to the interface since the last look: up or down, addresses, promiscuous mode, MTU.</summary>
    public void Observe(Bond bond, long now)
    {
        if (!IsTap || Netdev is null || !Netdev.TryRead(out NetdevState state)) return;
        if (state.Up != bond.IsOpen) FollowAdministrator(bond, state.Up, now);
        if (!bond.Mac.IsZero && state.Mac != bond.Mac.Value && state.Mac != 0) ObserveMac(bond, new MacAddress(state.Mac), now);
        if (state.Mtu != bond.Mtu && bond.SetMtu(state.Mtu, now) is not null) Netdev.SetMtu(bond.Mtu);
        bond.SetFilters(state.Promiscuous, allMulticast: true, [], now);
        ObserveAddresses(bond, now);
    }

    public void Dispose() => Port.Dispose();

    /// <summary><c>ip link set bond0 down</c> takes the bond down, as it does the driver's; some options can change only then.</summary>
    private static void FollowAdministrator(Bond bond, bool up, long now)
    {
        if (up) bond.Open(now);
        else bond.Close(now);
    }

    /// <summary>Somebody gave the interface another address (ip link set bond0 address ...): the bond takes it, or it is taken back.</summary>
    private void ObserveMac(Bond bond, MacAddress mac, long now)
    {
        if (bond.SetMac(mac, now) is not null || bond.Mac != mac) FollowMac(bond.Mac);
    }

    private void ObserveAddresses(Bond bond, long now)
    {
        ImmutableArray<BondAddress>.Builder found = ImmutableArray.CreateBuilder<BondAddress>();
        foreach (InterfaceAddress address in Netdev!.Addresses()) found.Add(Convert(address));
        if (Same(found)) return;
        _addresses = found.ToImmutable();
        bond.SetAddresses(_addresses, now);
    }

    private bool Same(ImmutableArray<BondAddress>.Builder found)
    {
        if (found.Count != _addresses.Count) return false;
        for (int i = 0; i < found.Count; i++)
        {
            BondAddress a = found[i], b = _addresses[i];
            if (a.V4 != b.V4 || a.V6 != b.V6 || a.PrefixLength != b.PrefixLength || a.Mac != b.Mac || !a.Tags.SequenceEqual(b.Tags)) return false;
        }
        return true;
    }

    private static BondAddress Convert(InterfaceAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.Address.TryWriteBytes(bytes, out _);
        bool v4 = address.Address.AddressFamily == AddressFamily.InterNetwork;
        ImmutableArray<VlanTag> tags = [.. address.Tags.Select(t => new VlanTag(t.Tpid, t.Vid))];
        return new BondAddress(tags, v4 ? Ipv4Address.Read(bytes) : null, v4 ? null : Ipv6Address.Read(bytes), address.PrefixLength, new MacAddress(address.Mac));
    }
}
