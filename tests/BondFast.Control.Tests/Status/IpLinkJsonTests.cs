using System.Text.Json;
using System.Text.Json.Nodes;
using BondFast.Bonding;
using BondFast.Control.Status;
using BondFast.Wire;
using static BondFast.Control.Tests.Status.Situations;

namespace BondFast.Control.Tests.Status;

/// <summary>The JSON has the shape of <c>ip -j -d link show</c>, compared with what that printed for the real driver.</summary>
public class IpLinkJsonTests
{
    /// <summary>Properties of the kernel's devices and queues that mean nothing for a port in user space.</summary>
    private static readonly string[] KernelOnly =
    [
        "ifindex", "linkmode", "group", "txqlen", "min_mtu", "max_mtu", "inet6_addr_gen_mode", "num_tx_queues", "num_rx_queues", "gso_max_size",
        "gso_max_segs", "tso_max_size", "tso_max_segs", "gro_max_size", "parentbus", "parentdev",
    ];

    [Fact]
    public void Active_backup_agrees_with_ip() => AssertAgrees("iplink-active-backup-2up.json", StatusOf(TwoUp(Options(BondMode.ActiveBackup))));

    [Fact]
    public void Lacp_agrees_with_ip() => AssertAgrees("iplink-802.3ad-2up.json", Lacp(SlaveLink.Up, 0, 77, 0, 69, 0, 9));

    [Fact]
    public void Targets_primary_and_validation_are_there_when_they_are_set()
    {
        JsonNode data = Json(StatusOf(TwoUp(new BondOptions
        {
            Mode = BondMode.ActiveBackup,
            ArpInterval = 250,
            ArpIpTarget = [new Ipv4Address(0x0a4d_0001), new Ipv4Address(0x0a4d_0009)],
            NsIp6Target = [new Ipv6Address(new UInt128(0x2001_0db8_0000_0000, 1))],
            ArpValidate = ArpValidate.FilterBackup,
            Primary = "eth1",
        })))[0]!["linkinfo"]!["info_data"]!;
        Assert.Equal("""["10.77.0.1","10.77.0.9"]""", data["arp_ip_target"]!.ToJsonString());
        Assert.Equal("""["2001:db8::1"]""", data["ns_ip6_target"]!.ToJsonString());
        Assert.Equal("filter_backup", (string?)data["arp_validate"]);
        Assert.Equal("eth1", (string?)data["primary"]);
    }

    [Fact]
    public void What_only_bondfast_knows_is_under_one_key()
    {
        var host = new HostStatus { DropReasons = ["no_usable_slave", "inactive_slave"] };
        host.Begin(42);
        BondStatus bond = host.AddBond();
        bond.Take(TwoUp(Options(BondMode.Ieee8023ad)));
        bond.Uplink = "tap0";
        bond.InterfaceIndex = 12;
        bond.Drops = [3, 0];
        bond.Slaves[1].Counters = new TrafficCounters { RxPackets = 1, RxBytes = 2, TxPackets = 3, TxBytes = ulong.MaxValue, Dropped = 5 };
        bond.Slaves[1].Drops = [0, 5];
        bond.Slaves[1].Device = "0000:3b:00.0";
        JsonNode json = Json(host);
        Assert.Equal(12, (int)json[0]!["ifindex"]!);
        Assert.Equal("tap0", (string?)json[0]!["bondfast"]!["uplink"]);
        Assert.Equal(42, (long)json[0]!["bondfast"]!["at_ns"]!);
        Assert.Equal("""["eth0","eth1"]""", json[0]!["bondfast"]!["slaves"]!.ToJsonString());
        Assert.Equal("""{"no_usable_slave":3,"inactive_slave":0}""", json[0]!["bondfast"]!["counters"]!["drops"]!.ToJsonString());
        JsonNode slave = json[2]!["bondfast"]!;
        Assert.Equal("0000:3b:00.0", (string?)slave["device"]);
        Assert.Equal(ulong.MaxValue, (ulong)slave["counters"]!["tx_bytes"]!);
        Assert.Equal(5, (int)slave["counters"]!["drops"]!["inactive_slave"]!);
        Assert.Equal(8, ((string?)slave["lacp"]!["actor"]!["state"])!.Length);
        Assert.Matches("^[A-Z_]+$", (string?)slave["lacp"]!["mux_state"]);
    }

    [Theory]
    [InlineData(BondMode.BalanceTlb)]
    [InlineData(BondMode.BalanceAlb)]
    public void Load_balancing_modes_say_how_flows_and_peers_are_spread(BondMode mode)
    {
        JsonNode json = Json(StatusOf(TwoUp(Options(mode))));
        Assert.Equal("dynamic,rebalances,bucket_moves,peers,updates_sent", string.Join(',', json[0]!["bondfast"]!["balancing"]!.AsObject().Select(entry => entry.Key)));
        Assert.True((bool)json[0]!["bondfast"]!["balancing"]!["dynamic"]!);
        Assert.Equal(["128", "128"], new[] { 1, 2 }.Select(slave => json[slave]!["bondfast"]!["balancing"]!["buckets"]!.ToJsonString()));
        Assert.Null(Json(StatusOf(TwoUp(Options(BondMode.BalanceXor))))[0]!["bondfast"]!["balancing"]);
    }

    [Fact]
    public void A_closed_bond_and_a_dead_slave_say_so()
    {
        BondStatus status = StatusOf(TwoUp(Options(BondMode.BalanceXor)));
        status.IsOpen = false;
        status.Slaves[0].Carrier = false;
        status.Slaves[0].Link = SlaveLink.Fail;
        JsonNode json = Json(status);
        Assert.Equal("""["BROADCAST","MULTICAST","MASTER"]""", json[0]!["flags"]!.ToJsonString());
        Assert.Equal("DOWN", (string?)json[0]!["operstate"]);
        Assert.Equal("""["NO-CARRIER","BROADCAST","MULTICAST","SLAVE","UP"]""", json[1]!["flags"]!.ToJsonString());
        Assert.Equal("GOING_DOWN", (string?)json[1]!["linkinfo"]!["info_slave_data"]!["mii_status"]);
    }

    [Fact]
    public void One_bond_of_several_can_be_asked_for()
    {
        var host = new HostStatus();
        host.Begin(1);
        host.AddBond().Take(TwoUp(Options(BondMode.Broadcast)));
        host.AddBond().Take(new Bond("bond1", Options(BondMode.BalanceXor), new BlankEffects(), 0));
        Assert.Equal(4, Json(host).AsArray().Count);
        Assert.Single(Json(host, "bond1").AsArray());
        Assert.Empty(Json(host, "bond2").AsArray());
    }

    private static JsonNode Json(BondStatus bond)
    {
        var text = new TextBuffer();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            IpLinkJson.Write(json, new HostStatus(), bond);
            json.WriteEndArray();
        }
        return JsonNode.Parse(text.Written)!;
    }

    private static JsonNode Json(HostStatus host, string? only = null)
    {
        var text = new TextBuffer();
        using (var json = new Utf8JsonWriter(text)) IpLinkJson.Write(json, host, only);
        return JsonNode.Parse(text.Written)!;
    }

    /// <summary>Same keys, same order, same values, in everything but what belongs to kernel devices.</summary>
    private static void AssertAgrees(string file, BondStatus status)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "LinuxStatus", file));
        JsonArray ours = Json(status).AsArray();
        Assert.Equal(3, ours.Count);
        for (int i = 0; i < 2; i++)
        {
            JsonObject theirs = JsonNode.Parse(lines[i])!.AsArray()[0]!.AsObject(), own = ours[i]!.AsObject();
            foreach (string key in KernelOnly) theirs.Remove(key);
            if (i == 1) theirs.Remove("qdisc");
            if (i == 1) foreach (string key in new[] { "promiscuity", "allmulti" }) theirs.Remove(key);
            own.Remove("bondfast");
            Assert.Equal(theirs.ToJsonString(), own.ToJsonString());
        }
    }
}
