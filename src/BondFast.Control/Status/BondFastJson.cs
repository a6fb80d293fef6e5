using System.Text.Json;
using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Bonding.LoadBalancing;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>The <c>bondfast</c> objects inside <see cref="IpLinkJson"/>: counters, states and options that the Linux driver has no key for.</summary>
internal static class BondFastJson
{
    /// <summary>Raised when a key changes its meaning or goes away.</summary>
    public const int SchemaVersion = 1;

    private static readonly string[] ReceiveStates = Names<ReceiveState>();
    private static readonly string[] MuxStates = Names<MuxState>();
    private static readonly string[] SelectedNames = Names<Selected>();

    public static void Write(Utf8JsonWriter json, HostStatus host, BondStatus bond)
    {
        json.WriteStartObject("bondfast"u8);
        json.WriteNumber("schema"u8, SchemaVersion);
        json.WriteString("version"u8, ProductVersion.Text);
        json.WriteNumber("at_ns"u8, host.At);
        json.WriteBoolean("up"u8, bond.IsOpen);
        json.WriteBoolean("carrier"u8, bond.CarrierUp);
        if (bond.Uplink is not null) json.WriteString("uplink"u8, bond.Uplink);
        json.WriteStartArray("slaves"u8);
        foreach (SlaveStatus slave in bond.Slaves) json.WriteStringValue(slave.Name);
        json.WriteEndArray();
        json.WriteStartObject("process"u8);
        json.WriteNumber("buffers"u8, host.Buffers);
        json.WriteNumber("buffers_in_use"u8, host.BuffersInUse);
        json.WriteNumber("gc_collections"u8, host.GcCollections);
        json.WriteEndObject();
        WriteOptions(json, bond.Options);
        if (bond.Balancing is { } balancing) WriteBalancing(json, balancing);
        WriteCounters(json, host, bond.Counters, bond.Drops);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, HostStatus host, SlaveStatus slave)
    {
        json.WriteStartObject("bondfast"u8);
        json.WriteNumber("slot"u8, slave.Slot);
        if (slave.Device is not null) json.WriteString("device"u8, slave.Device);
        json.WriteBoolean("active_slave"u8, slave.IsActive);
        json.WriteBoolean("can_transmit"u8, slave.CanTransmit);
        json.WriteBoolean("receives"u8, !slave.Inactive);
        if (slave.SpeedMbps == 0) json.WriteNull("speed_mbps"u8);
        else json.WriteNumber("speed_mbps"u8, slave.SpeedMbps);
        json.WriteString("duplex"u8, slave.Duplex switch { Duplex.Full => "full"u8, Duplex.Half => "half"u8, _ => "unknown"u8 });
        json.WriteNumber("actor_port_prio"u8, slave.Options.ActorPortPrio);
        if (slave.Lacp is { } lacp) WriteLacp(json, lacp);
        if (slave.Share is { } share) WriteShare(json, share);
        WriteCounters(json, host, slave.Counters, slave.Drops);
        json.WriteEndObject();
    }

    /// <summary>balance-tlb and balance-alb: how flows and peers are spread.</summary>
    private static void WriteBalancing(Utf8JsonWriter json, in BalancingState state)
    {
        json.WriteStartObject("balancing"u8);
        json.WriteBoolean("dynamic"u8, state.Dynamic);
        json.WriteNumber("rebalances"u8, state.Rebalances);
        json.WriteNumber("bucket_moves"u8, state.BucketMoves);
        json.WriteNumber("peers"u8, state.Peers);
        json.WriteNumber("updates_sent"u8, state.UpdatesSent);
        json.WriteEndObject();
    }

    private static void WriteShare(Utf8JsonWriter json, in SlaveShare share)
    {
        json.WriteStartObject("balancing"u8);
        json.WriteNumber("buckets"u8, share.Buckets);
        json.WriteNumber("load_bytes_per_second"u8, share.LoadBytesPerSecond);
        json.WriteNumber("peers"u8, share.Peers);
        json.WriteEndObject();
    }

    /// <summary>Options that <c>ip</c> has no key for.</summary>
    private static void WriteOptions(Utf8JsonWriter json, BondOptions o)
    {
        json.WriteStartObject("options"u8);
        json.WriteString("xmit_hash_formula"u8, o.XmitHashFormula == XmitHashFormula.Linux ? "linux"u8 : "howto"u8);
        json.WriteNumber("num_unsol_na"u8, o.NumUnsolNa);
        json.WriteString("coupled_control"u8, OnOff(o.CoupledControl));
        json.WriteString("lacp_strict"u8, OnOff(o.LacpStrict));
        json.WriteString("broadcast_neighbor"u8, OnOff(o.BroadcastNeighbor));
        json.WriteEndObject();
    }

    private static void WriteLacp(Utf8JsonWriter json, in LacpPortStatus lacp)
    {
        json.WriteStartObject("lacp"u8);
        json.WriteBoolean("in_active_aggregator"u8, lacp.InActiveAggregator);
        json.WriteString("receive_state"u8, ReceiveStates[(int)lacp.Receive]);
        json.WriteString("mux_state"u8, MuxStates[(int)lacp.Mux]);
        json.WriteString("selected"u8, SelectedNames[(int)lacp.Selected]);
        WritePort(json, "actor"u8, lacp.Actor);
        WritePort(json, "partner"u8, lacp.Partner);
        LacpCounters c = lacp.Counters;
        json.WriteNumber("lacpdu_rx"u8, c.LacpdusReceived);
        json.WriteNumber("lacpdu_tx"u8, c.LacpdusTransmitted);
        json.WriteNumber("illegal_rx"u8, c.IllegalReceived);
        json.WriteNumber("unknown_rx"u8, c.UnknownReceived);
        json.WriteNumber("marker_rx"u8, c.MarkersReceived);
        json.WriteNumber("marker_response_tx"u8, c.MarkerResponsesTransmitted);
        json.WriteEndObject();
    }

    private static void WritePort(Utf8JsonWriter json, ReadOnlySpan<byte> name, in LacpPortInfo info)
    {
        Span<char> letters = stackalloc char[LacpStateLetters.Letters.Length];
        info.State.WriteLetters(letters);
        json.WriteStartObject(name);
        json.WriteNumber("system_priority"u8, info.SystemPriority);
        json.WriteMac("system"u8, info.System);
        json.WriteNumber("key"u8, info.Key);
        json.WriteNumber("port_priority"u8, info.PortPriority);
        json.WriteNumber("port"u8, info.Port);
        json.WriteString("state"u8, letters);
        json.WriteEndObject();
    }

    private static void WriteCounters(Utf8JsonWriter json, HostStatus host, in TrafficCounters c, ulong[] drops)
    {
        json.WriteStartObject("counters"u8);
        json.WriteNumber("rx_packets"u8, c.RxPackets);
        json.WriteNumber("rx_bytes"u8, c.RxBytes);
        json.WriteNumber("tx_packets"u8, c.TxPackets);
        json.WriteNumber("tx_bytes"u8, c.TxBytes);
        json.WriteNumber("dropped"u8, c.Dropped);
        if (drops.Length > 0 && drops.Length <= host.DropReasons.Count)
        {
            json.WriteStartObject("drops"u8);
            for (int i = 0; i < drops.Length; i++) json.WriteNumber(host.DropReasons[i], drops[i]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> OnOff(bool on) => on ? "on"u8 : "off"u8;

    private static string[] Names<T>() where T : unmanaged, Enum
    {
        T[] values = Enum.GetValues<T>();
        string[] names = new string[values.Length];
        for (int i = 0; i < names.Length; i++) names[i] = values[i].StandardName();
        return names;
    }
}
