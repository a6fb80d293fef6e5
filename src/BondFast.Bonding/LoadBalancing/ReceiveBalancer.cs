using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// Receive load balancing of balance-alb, IPv4 only: every peer is told another slave's MAC for the bond's address, in the
/// ARP replies the host sends and by ARP replies of our own (HOWTO, mode balance-alb). Control thread only.
/// </summary>
internal sealed class ReceiveBalancer
{
    private readonly Bond _bond;
    private readonly ClientTable _clients = new();
    private readonly ReceiveRotation _rotation = new();
    private readonly PeerUpdates _updates;

    public ReceiveBalancer(Bond bond)
    {
        _bond = bond;
        _updates = new PeerUpdates(bond, _clients);
    }

    public ClientTable Clients => _clients;

    public PeerUpdates Updates => _updates;

    public int PeersOf(Slave slave)
    {
        int count = 0;
        for (int i = 0; i < _clients.Count; i++)
            if (ReferenceEquals(_clients.Newest(i).Slave, slave)) count++;
        return count;
    }

    /// <summary>
    /// An ARP frame of the host on its way out; rewritten in place. Returns the slave it leaves on, null to drop it. What is not ours
    /// (a guest behind a bridge), not about one peer (announcements, probes) or not ARP leaves untouched on the active slave.
    /// </summary>
    public Slave? Send(Span<byte> frame, long now)
    {
        Slave? active = _bond.Active is { CanTransmit: true } ? _bond.Active : null;
        if (!ArpView.TryParseFrame(frame, out EthernetView ethernet, out ArpView arp)) return active;
        if (arp.SenderIp.IsAny || !IsOwn(arp.SenderMac)) return active;
        if (arp.Operation is not (ArpOperation.Request or ArpOperation.Reply)) return active;
        if (arp.IsGratuitous)
        {
            MarkClientsOf(arp.SenderIp, now);
            return active;
        }
        return arp.Operation == ArpOperation.Reply ? SendReply(frame, ethernet, arp, now) : SendRequest(frame, ethernet, arp, now);
    }

    /// <summary>An ARP frame that arrived on a slave, whichever.</summary>
    public void Receive(ReadOnlySpan<byte> frame, long now)
    {
        if (!ArpView.TryParseFrame(frame, out EthernetView ethernet, out ArpView arp)) return;
        MacAddress sender = arp.SenderMac;
        if (arp.SenderIp.IsAny || sender.IsZero || sender.IsMulticast || IsOwn(sender)) return;
        ForgetTakenOver(arp.SenderIp, sender, ethernet);
        if (arp.Operation != ArpOperation.Reply) return;
        Client client = _clients.At(arp.SenderIp);
        if (!client.Is(arp.TargetIp, arp.SenderIp, ethernet) || client.ClientMac == sender) return;
        client.ClientMac = sender;
        _updates.Mark(client, now);
    }

    /// <summary>A slave was enslaved or its link came up: all peers are dealt out anew, and those that change are told.</summary>
    public void Rebalance(long now)
    {
        for (int i = 0; i < _clients.Count; i++) Move(_clients.Newest(i), now);
    }

    /// <summary>A slave's link went down, or it has left: its peers go to the next ones and are told repeatedly.</summary>
    public void OnSlaveLost(Slave lost, bool left, long now)
    {
        if (left) _rotation.Restart();
        for (int i = 0; i < _clients.Count; i++)
        {
            Client client = _clients.Newest(i);
            if (!ReferenceEquals(client.Slave, lost)) continue;
            client.Slave = null;
            if (Move(client, now)) _updates.Repeat();
        }
    }

    /// <summary>The slave has another MAC now: all its peers are told, repeatedly.</summary>
    public void OnMacChanged(Slave slave, long now)
    {
        for (int i = 0; i < _clients.Count; i++)
        {
            Client client = _clients.Newest(i);
            if (ReferenceEquals(client.Slave, slave) && _updates.Mark(client, now)) _updates.Repeat();
        }
    }

    /// <summary>A VLAN has gone, and with it the peers in it.</summary>
    public void OnVlanRemoved(BondVlan vlan)
    {
        for (int i = 0; i < _clients.Count;)
        {
            if (vlan.Has(_clients.Newest(i).Tags)) _clients.RemoveNewest(i);
            else i++;
        }
    }

    /// <summary>Forgets every peer (the bond was closed).</summary>
    public void Clear()
    {
        _clients.Clear();
        _rotation.Restart();
        _updates.Clear();
    }

    private Slave? SendReply(Span<byte> frame, in EthernetView ethernet, in ArpView arp, long now)
    {
        if (Assign(ethernet, arp, now) is not { Slave: { } slave } client) return null;
        MacAddress target = arp.TargetMac;
        if (!target.IsMulticast && !target.IsZero && client.ClientMac != target)
        {
            client.ClientMac = target;
            _updates.Mark(client, now);
        }
        ArpWriter.TryRewriteSender(frame, slave.CurrentMac);
        return LeaveOn(slave, frame);
    }

    /// <summary>A request names the bond's MAC to all who hear it, so those with another one are told again after it.</summary>
    private Slave? SendRequest(Span<byte> frame, in EthernetView ethernet, in ArpView arp, long now)
    {
        if (Assign(ethernet, arp, now) is not { Slave: { } slave } client) return null;
        _updates.HoldAfterRequest(now);
        if (ethernet.Destination.IsMulticast) MarkClientsOf(arp.SenderIp, now);
        else if (slave.CurrentMac != _bond.Mac) _updates.Mark(client, now);
        return LeaveOn(slave, frame);
    }

    private Slave LeaveOn(Slave slave, Span<byte> frame)
    {
        if (!ReferenceEquals(slave, _bond.Active)) EthernetWriter.RewriteSource(frame, slave.CurrentMac);
        return slave;
    }

    /// <summary>The entry of the peer that the frame is for, with a slave that can transmit if there is one.</summary>
    private Client Assign(in EthernetView ethernet, in ArpView arp, long now)
    {
        Client client = _clients.At(arp.TargetIp);
        if (!client.Is(arp.SenderIp, arp.TargetIp, ethernet))
        {
            bool taken = client.Used;
            if (taken) SendBackToActive(client);
            client.Become(arp.SenderIp, arp.TargetIp, ethernet);
            if (!taken) _clients.Add(client);
        }
        client.ServerMac = arp.SenderMac;
        if (client.Slave is not { CanTransmit: true }) Move(client, now);
        return client;
    }

    /// <summary>Another peer needs the entry: this one is told the active slave's MAC, which stays right without us.</summary>
    private void SendBackToActive(Client client)
    {
        if (_bond.Active is not { } active || ReferenceEquals(client.Slave, active)) return;
        client.Slave = active;
        _updates.Tell(client);
    }

    /// <summary>Gives the peer the next slave; true when it has to be told.</summary>
    private bool Move(Client client, long now)
    {
        Slave? slave = _rotation.Next(_bond.SlaveList);
        if (ReferenceEquals(slave, client.Slave)) return false;
        client.Slave = slave;
        return slave is not null && _updates.Mark(client, now);
    }

    private void MarkClientsOf(Ipv4Address server, long now)
    {
        for (int i = 0; i < _clients.Count; i++)
        {
            Client client = _clients.Newest(i);
            if (client.ServerIp == server && client.Slave is { } slave && slave.CurrentMac != _bond.Mac) _updates.Mark(client, now);
        }
    }

    /// <summary>Somebody else has the address now: its peers must not be told our MAC for it any more.</summary>
    private void ForgetTakenOver(Ipv4Address server, MacAddress owner, in EthernetView ethernet)
    {
        for (int i = 0; i < _clients.Count;)
        {
            Client client = _clients.Newest(i);
            if (client.ServerIp == server && client.ServerMac != owner && client.IsIn(ethernet)) _clients.RemoveNewest(i);
            else i++;
        }
    }

    private bool IsOwn(MacAddress address)
    {
        for (int i = 0; i < _bond.SlaveList.Count; i++)
            if (_bond.SlaveList[i].CurrentMac == address) return true;
        return false;
    }
}
