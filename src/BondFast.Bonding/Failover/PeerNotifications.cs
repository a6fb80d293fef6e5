using BondFast.Bonding.Addressing;
using BondFast.Wire;

namespace BondFast.Bonding.Failover;

/// <summary>
/// Gratuitous ARPs and unsolicited neighbour advertisements after a failover, for every address of the bond and of its VLANs
/// (HOWTO num_grat_arp, num_unsol_na; linux-bonding 6.2). Exactly that many rounds: the first as soon as the bond has carrier,
/// then one per peer_notif_delay, or per monitor interval.
/// </summary>
internal sealed class PeerNotifications(Bond bond, KnownAddresses addresses)
{
    /// <summary>ms between rounds when no monitor gives the pace.</summary>
    private const int DefaultInterval = 100;

    private int _gratuitousArps;
    private int _advertisements;
    private long _due;

    /// <summary>While the bond has no carrier the rounds wait for it, not for a time.</summary>
    public long NextDeadline => Pending && CanSend ? _due : long.MaxValue;

    private bool Pending => _gratuitousArps > 0 || _advertisements > 0;

    private bool CanSend => bond.CarrierUp && (bond.Options.Mode == BondMode.ActiveBackup ? bond.Active is not null : !bond.Plan.Usable.IsEmpty);

    /// <summary>The peers have to learn where the bond is now. The first round leaves at the end of the present call.</summary>
    public void Start(long now)
    {
        _gratuitousArps = bond.Options.NumGratArp;
        _advertisements = bond.Options.NumUnsolNa;
        _due = now;
    }

    public void Stop() => _gratuitousArps = _advertisements = 0;

    public void Run(long now)
    {
        if (!Pending || now < _due || !CanSend) return;
        _due = Math.Max(_due + Interval, now + 1);
        if (bond.Options.Mode == BondMode.ActiveBackup) SendRound(bond.Active!);
        else
            foreach (int index in bond.Plan.Usable) SendRound(bond.SlaveList[index]);
        if (_gratuitousArps > 0) _gratuitousArps--;
        if (_advertisements > 0) _advertisements--;
    }

    private long Interval
    {
        get
        {
            BondOptions options = bond.Options;
            int milliseconds = options.PeerNotifDelay > 0 ? options.PeerNotifDelay : Math.Max(options.Miimon, options.ArpInterval);
            return (milliseconds > 0 ? milliseconds : DefaultInterval) * Bond.NanosecondsPerMillisecond;
        }
    }

    private void SendRound(Slave slave)
    {
        foreach (KnownAddress known in addresses.All)
        {
            if (known.Address.V4 is { } v4 && _gratuitousArps > 0) Announce(slave, known, v4);
            if (known.Address.V6 is { } v6 && _advertisements > 0) Advertise(slave, known, v6);
        }
    }

    private void Announce(Slave slave, KnownAddress known, Ipv4Address address)
    {
        Span<byte> frame = stackalloc byte[ArpWriter.MaxLength + EthernetView.MaxTags * VlanTag.Length];
        int length = ArpWriter.WriteGratuitous(frame, known.MacOn(bond), address, known.Address.Tags.AsSpan());
        bond.Send(slave, frame[..length]);
    }

    private void Advertise(Slave slave, KnownAddress known, Ipv6Address address)
    {
        Span<byte> frame = stackalloc byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteUnsolicitedAdvertisement(frame, known.MacOn(bond), address, router: false, known.Address.Tags.AsSpan());
        bond.Send(slave, frame[..length]);
    }
}
