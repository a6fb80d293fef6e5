using BondFast.Bonding;
using BondFast.Dpdk;
using BondFast.Wire;
using Duplex = BondFast.Bonding.Duplex;

namespace BondFast.Hosting;

/// <summary>
/// A configured DPDK port as slave or uplink of a hosted bond. The control thread's, but for bursts. Remembers whether the
/// kernel interface behind it was up, and leaves it that way.
/// </summary>
internal sealed class HostedPort : IDisposable
{
    private readonly bool _wasUp;
    private readonly bool _owned;

    /// <param name="name">As the configuration and the bond call it.</param>
    /// <param name="port">Probed and configured.</param>
    /// <param name="device">As the configuration names it.</param>
    /// <param name="owned">Close the port on disposal; ends of wires are closed with their wire.</param>
    public HostedPort(string name, Port port, string device, bool owned = true)
    {
        Name = name;
        Port = port;
        Device = device;
        _owned = owned;
        NetdevState state = default;
        bool known = port.Netdev is not null && port.Netdev.TryRead(out state);
        _wasUp = port.Netdev is null || known && state.Up;
        if (known && port.Info.Driver != "net_tap")
            Original = new SavedPort(Name, device, port.Netdev!.Name, new MacAddress(state.Mac).ToString(), state.Mtu, state.Promiscuous);
    }

    /// <summary>What a kernel interface that outlives us was before; null for other devices.</summary>
    public SavedPort? Original { get; }

    public Port Port { get; }

    public string Name { get; }

    public string Device { get; }

    public MacAddress Mac => new(Port.Mac);

    /// <summary>The kernel's stack gets every frame as well, unless it is kept away.</summary>
    private bool SharesFrames => Port.Info.Driver == "net_af_packet" && Port.Netdev is not null;

    /// <summary>What did not work but keeps nobody from going on; null for nothing.</summary>
    public string? Warning { get; private set; }

    private bool _allMulticastWanted, _allMulticastInstead;

    /// <summary>All multicast frames, because the bond wants them or because the device has no filter for groups.</summary>
    public bool SetAllMulticast(bool on)
    {
        _allMulticastWanted = on;
        return Port.SetAllMulticast(on || _allMulticastInstead);
    }

    /// <summary>Receive these groups. Devices without such a filter receive all groups instead, or everything.</summary>
    public bool SetMulticastList(ReadOnlySpan<ulong> groups)
    {
        if (Port.SetMulticastList(groups)) return true;
        bool instead = groups.Length > 0;
        if (instead == _allMulticastInstead) return true;
        _allMulticastInstead = instead;
        return Port.SetAllMulticast(instead || _allMulticastWanted) || Port.SetPromiscuous(instead);
    }

    /// <summary>Found gone once; nothing is done to it any more.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Looks whether the device still exists: a system call or two.</summary>
    public bool CheckGone() => IsGone = IsGone || Port.IsGone;

    /// <summary>
    /// Nanoseconds that a kernel interface's answer holds: asking it takes the kernel's global configuration lock, for which
    /// the control core may have to wait, and which others want as well.
    /// </summary>
    private const long NetdevAnswerHolds = 5 * MonotonicClock.Millisecond;

    private LinkStatus _answer;
    private long _answeredAt;

    /// <summary>Allocates nothing. A port that is gone reads as stopped and down.</summary>
    public LinkStatus ReadLink(bool useCarrier, long now)
    {
        if (IsGone) return default;
        if (Port.Netdev is null) return AskLink(useCarrier);
        if (_answeredAt != 0 && now - _answeredAt < NetdevAnswerHolds) return _answer;
        _answer = AskLink(useCarrier);
        _answeredAt = now;
        return _answer;
    }

    private LinkStatus AskLink(bool useCarrier)
    {
        LinkState link = Port.ReadLink(useCarrier);
        if (!link.Present)
        {
            IsGone = true;
            return default;
        }
        Duplex duplex = link.Duplex switch { LinkDuplex.Full => Duplex.Full, LinkDuplex.Half => Duplex.Half, _ => Duplex.Unknown };
        return new LinkStatus(link.Running, link.Carrier, link.SpeedMbps, duplex);
    }

    /// <summary>The driver's open and close. No worker may be inside a burst of the port when it stops.</summary>
    public bool SetRunning(bool running)
    {
        _answeredAt = 0;
        if (!running) return IsGone || Stop();
        if (Port.Netdev is not null && !Port.Netdev.SetUp(true)) return false;
        if (SharesFrames && !Port.Netdev!.SetSecluded(true)) Warning = KernelInterface.LastRefusal;
        try
        {
            Port.Start();
            return true;
        }
        catch (DpdkException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (_owned) Port.Dispose();
        if (!_wasUp && !CheckGone()) Port.Netdev?.SetUp(false);
    }

    private bool Stop()
    {
        bool stopped = Port.Stop();
        if (SharesFrames) Port.Netdev!.SetSecluded(false);
        if (!_wasUp) Port.Netdev?.SetUp(false);
        return stopped;
    }
}
