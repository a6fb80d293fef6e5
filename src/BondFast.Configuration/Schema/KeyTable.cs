using System.Collections.Frozen;
using System.Collections.Immutable;
using BondFast.Bonding;

namespace BondFast.Configuration.Schema;

/// <summary>Every key of the configuration file, once. The options of the bonding driver come from <see cref="OptionTable"/>.</summary>
public static class KeyTable
{
    public const string Bond = "bond.NAME";
    public const string Slave = "bond.NAME.slave.PORT";
    public const string Port = "port.NAME";

    /// <summary>In the order of the documents.</summary>
    public static ImmutableArray<KeyEntry> All { get; } = [.. Root(), .. BondKeys(), .. SlaveKeys(), .. PortKeys(), .. Process()];

    private static readonly FrozenDictionary<(string, string), KeyEntry> ByName = All.ToFrozenDictionary(e => (e.Table, e.Key));

    public static KeyEntry? Find(string table, string key) => ByName.GetValueOrDefault((table, key));

    public static IEnumerable<string> KeysOf(string table) => All.Where(e => e.Table == table).Select(e => e.Key);

    /// <summary>The tables, in the order of the documents; the root is empty.</summary>
    public static ImmutableArray<string> Tables { get; } = [.. All.Select(e => e.Table).Distinct()];

    private static IEnumerable<KeyEntry> Root()
    {
        yield return new("", "version", KeyType.Integer, "1", "version of this format") { Minimum = 1, Maximum = 1 };
        yield return new("", "bond", KeyType.Table, "", "the bonds: [bond.NAME]") { IsRequired = true };
        yield return new("", "port", KeyType.Table, "", "the ports: [port.NAME]");
        yield return new("", "workers", KeyType.Table, "", "the CPUs and what they do");
        yield return new("", "memory", KeyType.Table, "", "memory of DPDK");
        yield return new("", "control", KeyType.Table, "", "the control socket");
        yield return new("", "eal", KeyType.Table, "", "start-up of DPDK");
    }

    private static IEnumerable<KeyEntry> BondKeys()
    {
        yield return new(Bond, "slaves", KeyType.TextList, "", "names of the ports that are bonded, in the order of enslavement");
        yield return new(Bond, "uplink", KeyType.Text, "", "name of the port through which the host sees the bond");
        foreach (OptionEntry option in OptionTable.All)
            if (option.Scope is OptionScope.Bond or OptionScope.Creation)
                yield return new(Bond, option.Name, KeyType.Option, option.Default, option.Summary) { Option = option };
        yield return new(Bond, "mac", KeyType.Text, "", "MAC address of the bond; otherwise that of its first slave");
        yield return new(Bond, "mtu", KeyType.Integer, "1500", "MTU of the bond and its slaves") { Minimum = 68, Maximum = 65535, Unit = "bytes" };
        yield return new(Bond, "addresses", KeyType.AddressList, "", "IP addresses for the monitors and announcements, where the uplink is no tap");
        yield return new(Bond, "tx_unsent", KeyType.Word, "drop", "frames that a slave has no room for are dropped, or tried again") { Words = ["drop", "retry"] };
        yield return new(Bond, "slave", KeyType.Table, "", "options of single slaves: [bond.NAME.slave.PORT]");
    }

    private static IEnumerable<KeyEntry> SlaveKeys()
    {
        foreach (OptionEntry option in OptionTable.All)
            if (option.Scope == OptionScope.Slave)
                yield return new(Slave, option.Name, KeyType.Option, option.Default, option.Summary) { Option = option };
    }

    private static IEnumerable<KeyEntry> PortKeys()
    {
        yield return new(Port, "device", KeyType.Text, "", "a PCI address, a DPDK vdev like \"net_af_packet,iface=eth1\", or tap, wire or none") { IsRequired = true };
        yield return new(Port, "interface", KeyType.Text, "", "the kernel's name for a tap; otherwise the bond's name, or the port's");
        yield return new(Port, "peer", KeyType.Text, "", "the port at the other end of a wire");
        yield return new(Port, "queues", KeyType.Integer, "0", "receive and transmit queues; 0 is one for each worker") { Maximum = 128 };
        yield return new(Port, "rx_descriptors", KeyType.Integer, "0", "length of each receive ring; 0 is the driver's choice") { Maximum = 32768 };
        yield return new(Port, "tx_descriptors", KeyType.Integer, "0", "length of each transmit ring; 0 is the driver's choice") { Maximum = 32768 };
        yield return new(Port, "mtu", KeyType.Integer, "", "MTU of a port that belongs to no bond") { Minimum = 68, Maximum = 65535, Unit = "bytes" };
    }

    private static IEnumerable<KeyEntry> Process()
    {
        yield return new("workers", "cpus", KeyType.CpuList, "", "CPUs that forward frames, one worker each") { Maximum = 1023 };
        yield return new("workers", "count", KeyType.Integer, "1", "number of workers, on CPUs of the program's choice") { Minimum = 1, Maximum = 64 };
        yield return new("workers", "control_cpu", KeyType.Integer, "", "CPU of monitors, LACP and the control socket") { Maximum = 1023 };
        yield return new("workers", "burst", KeyType.Integer, "32", "most frames received or sent in one call") { Minimum = 1, Maximum = 64, Unit = "frames" };
        yield return new("workers", "idle", KeyType.Word, "poll", "what a worker without frames does") { Words = ["poll", "pause", "sleep"] };
        yield return new("memory", "mode", KeyType.Word, "auto", "hugepages, ordinary pages (none), hugepages for several processes (shared), or what there is (auto)") { Words = ["auto", "hugepages", "none", "shared"] };
        yield return new("memory", "megabytes", KeyType.Integer, "0", "size; 0 is what ports and queues need") { Maximum = 1 << 20, Unit = "MB" };
        yield return new("memory", "mbufs", KeyType.Integer, "0", "frames in each pool; 0 is what ports and queues need") { Maximum = 1 << 26 };
        yield return new("control", "socket", KeyType.Text, "/run/bondfast/bondfast.sock", "path of the control socket");
        yield return new("control", "owner", KeyType.Text, "", "user who may change things; otherwise who starts the program");
        yield return new("control", "group", KeyType.Text, "", "group that may look; otherwise that of who starts the program");
        yield return new("eal", "file_prefix", KeyType.Text, "bondfast", "tells processes that use DPDK on one host apart");
        yield return new("eal", "extra_args", KeyType.TextList, "", "further arguments for DPDK, as they are");
    }
}
