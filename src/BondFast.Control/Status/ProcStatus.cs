using BondFast.Bonding;
using BondFast.Bonding.Lacp;

namespace BondFast.Control.Status;

/// <summary>
/// The text of <c>/proc/net/bonding/&lt;bond&gt;</c> as today's Linux driver prints it to a privileged reader, line by line; the first
/// line carries BondFast's version. Tools that read the driver's file read this one.
/// </summary>
public static class ProcStatus
{
    private static readonly string[] ModeTexts =
    [
        "load balancing (round-robin)", "fault-tolerance (active-backup)", "load balancing (xor)", "fault-tolerance (broadcast)",
        "IEEE 802.3ad Dynamic link aggregation", "transmit load balancing", "adaptive load balancing",
    ];

    /// <summary>The text of one bond, straight from the engine; on the engine's thread.</summary>
    public static string Text(Bond bond)
    {
        var status = new BondStatus();
        status.Take(bond);
        var text = new TextBuffer();
        Write(text, status);
        return text.ToString();
    }

    /// <summary>Appends the text of one bond.</summary>
    public static void Write(TextBuffer text, BondStatus bond)
    {
        text.Append("Ethernet Channel Bonding Driver: v"u8).Append(ProductVersion.Text).Append(" (BondFast)\n\n"u8);
        WriteBond(text, bond);
        if (bond.Lacp is { } lacp) WriteLacp(text, bond, lacp);
        foreach (SlaveStatus slave in bond.Slaves) WriteSlave(text, slave);
    }

    private static void WriteBond(TextBuffer text, BondStatus bond)
    {
        BondOptions o = bond.Options;
        text.Append("Bonding Mode: "u8).Append(ModeTexts[(int)o.Mode]);
        if (o.Mode == BondMode.ActiveBackup && o.FailOverMac != FailOverMac.None)
            text.Append(" (fail_over_mac "u8).Append(OptionWords.FailOverMac(o)).Append(')');
        text.Append('\n');
        if (OptionWords.UsesHash(o))
            text.Append("Transmit Hash Policy: "u8).Append(OptionWords.HashPolicy(o)).Append(" ("u8).Append((int)o.XmitHashPolicy).Append(")\n"u8);
        if (o.HasActiveSlave)
        {
            text.Append("Primary Slave: "u8).Append(bond.Primary ?? "None");
            if (bond.Primary is not null) text.Append(" (primary_reselect "u8).Append(OptionWords.PrimaryReselect(o)).Append(')');
            text.Append("\nCurrently Active Slave: "u8).Append(bond.Active ?? "None").Append('\n');
        }
        text.Append("MII Status: "u8).Append(bond.CarrierUp ? "up" : "down").Append('\n');
        Number(text, "MII Polling Interval (ms): "u8, o.Miimon);
        Number(text, "Up Delay (ms): "u8, OptionWords.EffectiveDelay(o.Updelay, o.Miimon));
        Number(text, "Down Delay (ms): "u8, OptionWords.EffectiveDelay(o.Downdelay, o.Miimon));
        Number(text, "Peer Notification Delay (ms): "u8, OptionWords.EffectiveDelay(o.PeerNotifDelay, o.Miimon));
        if (o.ArpInterval > 0) WriteArp(text, o);
    }

    private static void WriteArp(TextBuffer text, BondOptions o)
    {
        Number(text, "ARP Polling Interval (ms): "u8, o.ArpInterval);
        Number(text, "ARP Missed Max: "u8, o.ArpMissedMax);
        text.Append("ARP IP target/s (n.n.n.n form):"u8);
        for (int i = 0; i < o.ArpIpTarget.Length; i++) text.Append(i == 0 ? " " : ", ").Append(o.ArpIpTarget[i].ToString());
        text.Append("\nNS IPv6 target/s (xx::xx form):"u8);
        for (int i = 0; i < o.NsIp6Target.Length; i++) text.Append(i == 0 ? " " : ", ").Append(o.NsIp6Target[i].ToString());
        text.Append('\n');
    }

    private static void WriteLacp(TextBuffer text, BondStatus bond, in LacpStatus lacp)
    {
        BondOptions o = bond.Options;
        text.Append("\n802.3ad info\nLACP active: "u8).Append(o.LacpActive ? "on" : "off");
        text.Append("\nLACP rate: "u8).Append(OptionWords.LacpRate(o)).Append('\n');
        Number(text, "Min links: "u8, o.MinLinks);
        text.Append("Aggregator selection policy (ad_select): "u8).Append(OptionWords.AdSelect(o)).Append('\n');
        Number(text, "System priority: "u8, lacp.SystemPriority);
        text.Append("System MAC address: "u8).Append(lacp.System).Append('\n');
        if (lacp.ActiveAggregator == 0)
        {
            text.Append("bond "u8).Append(bond.Name).Append(" has no active aggregator\n"u8);
            return;
        }
        text.Append("Active Aggregator Info:\n"u8);
        Number(text, "\tAggregator ID: "u8, lacp.ActiveAggregator);
        Number(text, "\tNumber of ports: "u8, lacp.Ports);
        Number(text, "\tActor Key: "u8, lacp.ActorKey);
        Number(text, "\tPartner Key: "u8, lacp.PartnerKey);
        text.Append("\tPartner Mac Address: "u8).Append(lacp.Partner).Append('\n');
    }

    private static void WriteSlave(TextBuffer text, SlaveStatus slave)
    {
        text.Append("\nSlave Interface: "u8).Append(slave.Name).Append("\nMII Status: "u8).Append(LinkText(slave.Link));
        text.Append("\nSpeed: "u8);
        if (slave.SpeedMbps == 0) text.Append("Unknown"u8);
        else text.Append(slave.SpeedMbps).Append(" Mbps"u8);
        text.Append("\nDuplex: "u8).Append(slave.Duplex switch { Duplex.Full => "full", Duplex.Half => "half", _ => "Unknown" }).Append('\n');
        Number(text, "Link Failure Count: "u8, slave.LinkFailureCount);
        text.Append("Permanent HW addr: "u8).Append(slave.PermanentMac).Append('\n');
        Number(text, "Slave queue ID: "u8, slave.Options.QueueId);
        if (slave.Lacp is { } lacp) WriteLacpPort(text, lacp);
    }

    private static void WriteLacpPort(TextBuffer text, in LacpPortStatus lacp)
    {
        if (lacp.AggregatorId == 0)
        {
            text.Append("Aggregator ID: N/A\n"u8);
            return;
        }
        Number(text, "Aggregator ID: "u8, lacp.AggregatorId);
        text.Append("Actor Churn State: "u8).Append(ChurnText(lacp.ActorChurn)).Append("\nPartner Churn State: "u8).Append(ChurnText(lacp.PartnerChurn)).Append('\n');
        Number(text, "Actor Churned Count: "u8, lacp.ActorChurnedCount);
        Number(text, "Partner Churned Count: "u8, lacp.PartnerChurnedCount);
        text.Append("details actor lacp pdu:\n"u8);
        WritePortInfo(text, lacp.Actor, "    port key: "u8);
        text.Append("details partner lacp pdu:\n"u8);
        WritePortInfo(text, lacp.Partner, "    oper key: "u8);
    }

    private static void WritePortInfo(TextBuffer text, in Wire.LacpPortInfo info, ReadOnlySpan<byte> key)
    {
        Number(text, "    system priority: "u8, info.SystemPriority);
        text.Append("    system mac address: "u8).Append(info.System).Append('\n');
        Number(text, key, info.Key);
        Number(text, "    port priority: "u8, info.PortPriority);
        Number(text, "    port number: "u8, info.Port);
        Number(text, "    port state: "u8, (byte)info.State);
    }

    internal static string LinkText(SlaveLink link) => link switch
    {
        SlaveLink.Up => "up",
        SlaveLink.Fail => "going down",
        SlaveLink.Down => "down",
        SlaveLink.Back => "going back",
        _ => "unknown",
    };

    private static string ChurnText(ChurnState state) => state switch
    {
        ChurnState.ChurnMonitor => "monitoring",
        ChurnState.Churn => "churned",
        ChurnState.NoChurn => "none",
        _ => "unknown",
    };

    private static void Number(TextBuffer text, ReadOnlySpan<byte> label, long value) => text.Append(label).Append(value).Append('\n');
}
