using BondFast.Bonding;
using BondFast.Simulation.Tests.Network;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Histories;

/// <summary>
/// One bond whose life is told by numbers: each is an event at a link, a command, an option, a frame or a while. After every
/// one it is checked that the bond is in order (<see cref="Check"/>).
/// </summary>
internal sealed class RandomHistory
{
    private const int Ports = 5;

    /// <summary>Good and bad values alike: a refused change must change nothing.</summary>
    private static readonly (string Option, string[] Values)[] Options =
    [
        ("miimon", ["0", "50", "100", "x"]),
        ("updelay", ["0", "200", "1000"]),
        ("downdelay", ["0", "100", "500"]),
        ("arp_interval", ["0", "80", "100"]),
        ("arp_ip_target", ["+10.0.0.1", "-10.0.0.1", "+10.0.0.9", "+0.0.0.0"]),
        ("ns_ip6_target", ["+2001:db8::1", "-2001:db8::1", "+::1"]),
        ("arp_validate", ["none", "active", "backup", "all", "filter", "filter_active", "filter_backup"]),
        ("arp_all_targets", ["any", "all"]),
        ("arp_missed_max", ["1", "2", "3", "0"]),
        ("primary", ["eth0", "eth1", "eth4", ""]),
        ("primary_reselect", ["always", "better", "failure"]),
        ("active_slave", ["eth0", "eth1", "eth2", "", "nobody"]),
        ("prio", ["eth0:5", "eth1:-5", "eth2:5", "eth3:0"]),
        ("queue_id", ["eth0:1", "eth1:2", "eth2:1", "eth0:0"]),
        ("fail_over_mac", ["none", "active", "follow"]),
        ("num_grat_arp", ["0", "1", "5"]),
        ("peer_notif_delay", ["0", "200"]),
        ("resend_igmp", ["0", "1", "3"]),
        ("all_slaves_active", ["0", "1"]),
        ("min_links", ["0", "1", "2", "3"]),
        ("packets_per_slave", ["0", "1", "4"]),
        ("xmit_hash_policy", ["layer2", "layer3+4", "encap3+4"]),
        ("tlb_dynamic_lb", ["0", "1"]),
        ("mode", ["balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"]),
        ("lacp_rate", ["slow", "fast"]),
        ("ad_select", ["stable", "bandwidth", "count"]),
    ];

    private readonly SimulatedNetwork _net;
    private readonly SimulatedHost _host;
    private readonly SimulatedSwitch _switch;
    private readonly byte[] _report = new byte[IgmpWriter.MaxLength];

    public RandomHistory(BondOptions options)
    {
        _net = new SimulatedNetwork(seed: 3);
        _host = _net.AddHost(options);
        _switch = new SimulatedSwitch(_net);
        for (int i = 0; i < Ports; i++) _switch.Attach(_host, _host.AddPort());
        _switch.AddStation("10.0.0.1");
        _host.Effects.Sending = (slave, _) =>
        {
            if (!Bond.Slaves.Contains(slave)) throw new InvalidOperationException($"a frame was sent on {slave.Name}, which is no slave");
        };
        _host.SetAddresses("10.0.0.2/24", "10.3.0.2/24@3", "2001:db8::2/64");
        Bond.Open(_net.Now);
    }

    private Bond Bond => _host.Bond;

    public void Step(uint number)
    {
        Do(number);
        Check();
        _net.Run(number / 7 % 5 switch { 0 => 0, 1 => 1, 2 => 40, 3 => 100, _ => 700 });
        Check();
    }

    private void Do(uint number)
    {
        SimulatedPort port = _host.Ports[(int)(number >> 3 & 0xff) % Ports];
        uint detail = number >> 12;
        switch (number % 16)
        {
            case 0 or 1 or 2: port.Carrier = !port.Carrier; break;
            case 3: port.SpeedMbps = detail % 4 switch { 0 => 0u, 1 => 100, 2 => 1000, _ => 10_000 }; break;
            case 4 or 5: TryEnslave(port, detail); break;
            case 6: if (_host.Holds(port)) _host.Release(port); break;
            case 7: Vanish(port); break;
            case 8 or 9 or 10: SetOption(detail); break;
            case 11: SetAddress(port, detail); break;
            case 12: Bond.SetFilters((detail & 1) != 0, (detail & 2) != 0, (detail & 4) != 0 ? [new MacAddress(0x0100_5e00_0001)] : [], _net.Now); break;
            case 13: OpenOrClose(detail); break;
            case 14: _switch.Cut(port, (detail & 1) != 0); break;
            default: SendReport(detail); break;
        }
    }

    private void TryEnslave(SimulatedPort port, uint detail)
    {
        if (_host.Holds(port)) return;
        port.RefusesStart = detail % 8 == 0;
        port.RefusesMac = detail % 8 == 1;
        port.RefusesMtu = detail % 8 == 2;
        port.CanSetMac = detail % 8 != 3;
        port.Mtu = detail % 3 == 0 ? 9000 : 1500;
        int mtu = port.Mtu;
        string? refusal = _host.TryEnslave(port, new SlaveOptions { Prio = (int)(detail % 3) });
        port.RefusesStart = port.RefusesMac = port.RefusesMtu = false;
        if (refusal is null) return;
        Assert.Equal((port.FactoryMac, mtu, false), (port.Mac, port.Mtu, port.Running));
    }

    private void Vanish(SimulatedPort port)
    {
        if (!_host.Holds(port)) return;
        int calls = port.Calls.Count;
        _host.Release(port, vanished: true);
        Assert.Equal(calls, port.Calls.Count);
        // the device that comes back is a new one
        (port.Mac, port.Mtu, port.Running, port.Promiscuous, port.AllMulticast, port.Groups) = (port.FactoryMac, 1500, false, false, false, []);
    }

    private void SetOption(uint detail)
    {
        (string option, string[] values) = Options[detail % Options.Length];
        BondOptions before = Bond.Options;
        OptionOutcome outcome = Bond.Set(option, values[detail / 64 % values.Length], _net.Now);
        if (!outcome.Succeeded) Assert.Equal(before, Bond.Options);
    }

    private void SetAddress(SimulatedPort port, uint detail)
    {
        if (detail % 3 == 0)
        {
            Bond.SetMtu(1400 + (int)(detail % 5) * 100, _net.Now);
            return;
        }
        port.RefusesMac = detail % 5 == 0;
        Bond.SetMac(new MacAddress(0x0200_0000_5000ul + detail % 4), _net.Now);
        port.RefusesMac = false;
    }

    private void OpenOrClose(uint detail)
    {
        if (detail % 3 == 0) Bond.Close(_net.Now);
        else Bond.Open(_net.Now);
    }

    private void SendReport(uint detail)
    {
        if (!Bond.IsOpen || Bond.Mac.IsZero) return;
        int length = IgmpWriter.WriteVersion2Report(_report, Bond.Mac, new Ipv4Address(0x0a00_0002), new Ipv4Address(0xef00_0000 + detail % 8));
        _host.SendFromUplink(_report[..length]);
    }

    /// <summary>Everything leaves: every port has what it came with.</summary>
    public void End()
    {
        if (Bond.Slaves.Count == 0) TryEnslave(_host.Ports[0], 5);
        foreach (SimulatedPort port in _host.Ports)
            if (_host.Holds(port)) _host.Release(port);
        Check();
        foreach (SimulatedPort port in _host.Ports)
        {
            Assert.Equal((port.FactoryMac, false, false, false), (port.Mac, port.Running, port.Promiscuous, port.AllMulticast));
            Assert.Empty(port.Groups);
            Assert.Contains(port.Mtu, new HashSet<int> { 1500, 9000 });
        }
        Assert.True(Bond.Mac.IsZero);
        Assert.False(Bond.CarrierUp);
    }

    public void Check()
    {
        CheckRoles();
        CheckPlan(Bond.Plan);
        Assert.Equal(Bond.IsOpen && Bond.Mode.Carrier, Bond.CarrierUp);
        Assert.Equal(Bond.CarrierUp, _host.Effects.BondCarrier);
        Assert.Equal(Bond.Mac, _host.Effects.BondMac);
        Assert.All(Bond.Slaves, slave => Assert.Equal(Bond.Mtu, slave.Mtu));
    }

    private void CheckRoles()
    {
        if (Bond.Active is { } active) Assert.Contains(active, Bond.Slaves);
        if (Bond.Options.Mode != BondMode.ActiveBackup) return;
        Assert.True(Bond.Slaves.Count(slave => !slave.Backup) <= 1, "more than one slave has the active role");
        if (Bond.Active is null) return;
        Assert.False(Bond.Active.Backup);
        Assert.All(Bond.Slaves, slave => Assert.Equal(slave != Bond.Active && !Bond.Options.AllSlavesActive, slave.Inactive));
    }

    /// <summary>The workers have been told the present state, and nothing unusable is in it.</summary>
    private void CheckPlan(ForwardingPlan plan)
    {
        Assert.Equal(Bond.Slaves.Select(slave => slave.Slot), plan.Slaves.Select(slave => slave.Slot));
        if (_host.Effects.Plans.Count > 0) Assert.Same(_host.Effects.Plans[^1], plan);
        if (!Bond.IsOpen)
        {
            Assert.Empty(plan.Usable);
            return;
        }
        Assert.True(Bond.Mode.Plan().SameAs(plan), "the published plan is out of date");
        Assert.Equal(plan.Usable.Distinct().Order(), plan.Usable);
        foreach (int index in plan.Usable) Assert.True(MayCarry(Bond.Slaves[index]), $"{Bond.Slaves[index]} is in the plan but cannot carry traffic");
        if (plan.Active >= 0 && Bond.Options.HasActiveSlave) Assert.Same(Bond.Active, Bond.Slaves[plan.Active]);
    }

    private bool MayCarry(Slave slave) => Bond.Options.Mode switch
    {
        BondMode.ActiveBackup => slave == Bond.Active && slave.Link is SlaveLink.Up or SlaveLink.Fail,
        BondMode.Broadcast => slave.IsUp && slave.Link == SlaveLink.Up,
        _ => slave.CanTransmit,
    };
}
