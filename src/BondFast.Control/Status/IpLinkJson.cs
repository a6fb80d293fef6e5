using System.Text.Json;
using BondFast.Bonding;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>
/// Status in the shape of <c>ip -j -d link show</c>: an array with an object for each bond, each followed by its slaves, so that
/// filters written for that work here. What only BondFast knows is under the one extra key <c>bondfast</c> (<see cref="BondFastJson"/>).
/// </summary>
public static class IpLinkJson
{
    private static readonly string[] StateWords = ["active", "short_timeout", "aggregating", "in_sync", "collecting", "distributing", "defaulted", "expired"];

    /// <summary>All bonds, or the one of that name (an empty array when there is none).</summary>
    public static void Write(Utf8JsonWriter json, HostStatus host, string? only = null)
    {
        json.WriteStartArray();
        for (int i = 0; i < host.BondCount; i++)
        {
            BondStatus bond = host[i];
            if (only is null || bond.Name == only) Write(json, host, bond);
        }
        json.WriteEndArray();
    }

    /// <summary>One bond and its slaves: objects inside an array that the caller has begun.</summary>
    public static void Write(Utf8JsonWriter json, HostStatus host, BondStatus bond)
    {
        WriteBond(json, host, bond);
        foreach (SlaveStatus slave in bond.Slaves) WriteSlave(json, host, bond, slave);
    }

    private static void WriteBond(Utf8JsonWriter json, HostStatus host, BondStatus bond)
    {
        json.WriteStartObject();
        if (bond.InterfaceIndex != 0) json.WriteNumber("ifindex"u8, bond.InterfaceIndex);
        json.WriteString("ifname"u8, bond.Name);
        WriteFlags(json, "MASTER", bond.IsOpen, bond.CarrierUp);
        json.WriteNumber("mtu"u8, bond.Mtu);
        json.WriteString("qdisc"u8, "noqueue"u8);
        json.WriteString("operstate"u8, bond.IsOpen && bond.CarrierUp ? "UP"u8 : "DOWN"u8);
        WriteLinkType(json, bond.Mac);
        json.WriteNumber("promiscuity"u8, bond.Promiscuous ? 1 : 0);
        json.WriteNumber("allmulti"u8, bond.AllMulticast ? 1 : 0);
        json.WriteStartObject("linkinfo"u8);
        json.WriteString("info_kind"u8, "bond"u8);
        WriteInfoData(json, bond);
        json.WriteEndObject();
        BondFastJson.Write(json, host, bond);
        json.WriteEndObject();
    }

    private static void WriteSlave(Utf8JsonWriter json, HostStatus host, BondStatus bond, SlaveStatus slave)
    {
        json.WriteStartObject();
        json.WriteString("ifname"u8, slave.Name);
        WriteFlags(json, "SLAVE", slave.Running, slave.Carrier);
        json.WriteNumber("mtu"u8, slave.Mtu);
        json.WriteString("master"u8, bond.Name);
        json.WriteString("operstate"u8, slave.Running && slave.Carrier ? "UP"u8 : "DOWN"u8);
        WriteLinkType(json, slave.CurrentMac);
        json.WriteStartObject("linkinfo"u8);
        json.WriteString("info_slave_kind"u8, "bond"u8);
        WriteInfoSlaveData(json, slave);
        json.WriteEndObject();
        BondFastJson.Write(json, host, slave);
        json.WriteEndObject();
    }

    private static void WriteFlags(Utf8JsonWriter json, string role, bool up, bool carrier)
    {
        json.WriteStartArray("flags"u8);
        if (up && !carrier) json.WriteStringValue("NO-CARRIER"u8);
        json.WriteStringValue("BROADCAST"u8);
        json.WriteStringValue("MULTICAST"u8);
        json.WriteStringValue(role);
        if (up) json.WriteStringValue("UP"u8);
        if (up && carrier) json.WriteStringValue("LOWER_UP"u8);
        json.WriteEndArray();
    }

    private static void WriteLinkType(Utf8JsonWriter json, MacAddress address)
    {
        json.WriteString("link_type"u8, "ether"u8);
        json.WriteMac("address"u8, address);
        json.WriteString("broadcast"u8, "ff:ff:ff:ff:ff:ff"u8);
    }

    private static void WriteInfoData(Utf8JsonWriter json, BondStatus bond)
    {
        BondOptions o = bond.Options;
        json.WriteStartObject("info_data"u8);
        json.WriteString("mode"u8, o.Mode.OptionName());
        if (bond.Active is not null) json.WriteString("active_slave"u8, bond.Active);
        json.WriteNumber("miimon"u8, o.Miimon);
        json.WriteNumber("updelay"u8, OptionWords.EffectiveDelay(o.Updelay, o.Miimon));
        json.WriteNumber("downdelay"u8, OptionWords.EffectiveDelay(o.Downdelay, o.Miimon));
        json.WriteNumber("peer_notify_delay"u8, OptionWords.EffectiveDelay(o.PeerNotifDelay, o.Miimon));
        json.WriteNumber("use_carrier"u8, o.UseCarrier ? 1 : 0);
        WriteArp(json, o);
        if (bond.Primary is not null) json.WriteString("primary"u8, bond.Primary);
        json.WriteString("primary_reselect"u8, OptionWords.PrimaryReselect(o));
        json.WriteString("fail_over_mac"u8, OptionWords.FailOverMac(o));
        json.WriteString("xmit_hash_policy"u8, OptionWords.HashPolicy(o));
        json.WriteNumber("resend_igmp"u8, o.ResendIgmp);
        json.WriteNumber("num_peer_notif"u8, o.NumGratArp);
        json.WriteNumber("all_slaves_active"u8, o.AllSlavesActive ? 1 : 0);
        json.WriteNumber("min_links"u8, o.MinLinks);
        json.WriteNumber("lp_interval"u8, o.LpInterval);
        json.WriteNumber("packets_per_slave"u8, o.PacketsPerSlave);
        json.WriteString("ad_lacp_active"u8, o.LacpActive ? "on"u8 : "off"u8);
        json.WriteString("ad_lacp_rate"u8, OptionWords.LacpRate(o));
        json.WriteString("ad_select"u8, OptionWords.AdSelect(o));
        if (bond.Lacp is { } lacp) WriteLacp(json, o, lacp);
        json.WriteNumber("tlb_dynamic_lb"u8, o.TlbDynamicLb ? 1 : 0);
        json.WriteEndObject();
    }

    private static void WriteArp(Utf8JsonWriter json, BondOptions o)
    {
        json.WriteNumber("arp_interval"u8, o.ArpInterval);
        json.WriteNumber("arp_missed_max"u8, o.ArpMissedMax);
        if (o.ArpIpTarget.Length > 0)
        {
            json.WriteStartArray("arp_ip_target"u8);
            foreach (Ipv4Address target in o.ArpIpTarget) json.WriteStringValue(target.ToString());
            json.WriteEndArray();
        }
        if (o.NsIp6Target.Length > 0)
        {
            json.WriteStartArray("ns_ip6_target"u8);
            foreach (Ipv6Address target in o.NsIp6Target) json.WriteStringValue(target.ToString());
            json.WriteEndArray();
        }
        if (o.ArpValidate == ArpValidate.None) json.WriteNull("arp_validate"u8); // as ip prints it
        else json.WriteString("arp_validate"u8, OptionWords.ArpValidate(o));
        json.WriteString("arp_all_targets"u8, OptionWords.ArpAllTargets(o));
    }

    private static void WriteLacp(Utf8JsonWriter json, BondOptions o, in LacpStatus lacp)
    {
        if (lacp.ActiveAggregator != 0)
        {
            json.WriteStartObject("ad_info"u8);
            json.WriteNumber("aggregator"u8, lacp.ActiveAggregator);
            json.WriteNumber("num_ports"u8, lacp.Ports);
            json.WriteNumber("actor_key"u8, lacp.ActorKey);
            json.WriteNumber("partner_key"u8, lacp.PartnerKey);
            json.WriteMac("partner_mac"u8, lacp.Partner);
            json.WriteEndObject();
        }
        json.WriteNumber("ad_actor_sys_prio"u8, o.AdActorSysPrio);
        json.WriteNumber("ad_user_port_key"u8, o.AdUserPortKey);
        json.WriteMac("ad_actor_system"u8, o.AdActorSystem);
    }

    private static void WriteInfoSlaveData(Utf8JsonWriter json, SlaveStatus slave)
    {
        json.WriteStartObject("info_slave_data"u8);
        json.WriteString("state"u8, slave.Backup ? "BACKUP"u8 : "ACTIVE"u8);
        json.WriteString("mii_status"u8, slave.Link switch { SlaveLink.Up => "UP"u8, SlaveLink.Fail => "GOING_DOWN"u8, SlaveLink.Back => "GOING_BACK"u8, _ => "DOWN"u8 });
        json.WriteNumber("link_failure_count"u8, slave.LinkFailureCount);
        json.WriteMac("perm_hwaddr"u8, slave.PermanentMac);
        json.WriteNumber("queue_id"u8, slave.Options.QueueId);
        json.WriteNumber("prio"u8, slave.Options.Prio);
        if (slave.Lacp is { } lacp)
        {
            if (lacp.AggregatorId != 0) json.WriteNumber("ad_aggregator_id"u8, lacp.AggregatorId);
            WriteState(json, "ad_actor_oper_port_state"u8, "ad_actor_oper_port_state_str"u8, lacp.Actor.State);
            WriteState(json, "ad_partner_oper_port_state"u8, "ad_partner_oper_port_state_str"u8, lacp.Partner.State);
        }
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, ReadOnlySpan<byte> number, ReadOnlySpan<byte> words, LacpState state)
    {
        json.WriteNumber(number, (byte)state);
        json.WriteStartArray(words);
        for (int bit = 0; bit < StateWords.Length; bit++)
            if (((int)state >> bit & 1) != 0) json.WriteStringValue(StateWords[bit]);
        json.WriteEndArray();
    }
}
