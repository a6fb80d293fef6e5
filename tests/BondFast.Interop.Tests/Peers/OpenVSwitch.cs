using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Lacp;
using BondFast.Interop.Tests.Network;

namespace BondFast.Interop.Tests.Peers;

/// <summary>
/// Open vSwitch of the test's own: database server and switch in userspace (datapath type netdev, no kernel module),
/// with sockets, logs and database in the lab's folder. The switch opens the devices of one namespace. It has one bridge, br0.
/// </summary>
internal sealed class OpenVSwitch : IDisposable
{
    /// <summary>The LACP system id of its bonds.</summary>
    public const string SystemId = "02:00:00:00:0a:ff";

    private const string Schema = "/usr/share/openvswitch/vswitch.ovsschema";
    private readonly NetworkNamespace _space;
    private readonly string _folder;
    private readonly ChildProcess _database;
    private ChildProcess _switch;

    private OpenVSwitch(NetworkNamespace space, string folder)
    {
        _space = space;
        _folder = folder;
        Command.Run(Requires.Program("ovsdb-tool", "openvswitch-switch"), "create", $"{folder}/conf.db", Requires.ExistingFile(Schema, "openvswitch-switch"));
        _database = space.Start([Requires.Program("ovsdb-server", "openvswitch-switch"), $"{folder}/conf.db",
            $"--remote=punix:{folder}/db.sock", $"--unixctl={folder}/database.ctl", "-vconsole:warn", "-vsyslog:off"]);
        Wait.Until(() => File.Exists($"{folder}/db.sock") || !_database.Running, TimeSpan.FromSeconds(20), () => _database.Output);
        Set("--no-wait", "init");
        _switch = StartSwitch();
        Set("add-br", "br0", "--", "set", "Bridge", "br0", "datapath_type=netdev", "fail-mode=standalone");
    }

    private string Control => $"{_folder}/switch.ctl";

    public static OpenVSwitch Start(Lab lab, NetworkNamespace space) =>
        lab.Own(new OpenVSwitch(space, Directory.CreateDirectory(lab.Path($"{space.Name}-ovs")).FullName));

    /// <summary>ovs-vsctl: returns when the switch has done it.</summary>
    public string Set(params string[] words) =>
        Command.Run([Requires.Program("ovs-vsctl", "openvswitch-switch"), $"--db=unix:{_folder}/db.sock", "--timeout=20", .. words]).Output;

    /// <summary>ovs-appctl, for example <c>lacp/show bond0</c>.</summary>
    public string Ask(params string[] words) =>
        Command.Run([Requires.Program("ovs-appctl", "openvswitch-switch"), "--timeout=20", "-t", Control, .. words]).Output;

    public void AddPorts(params string[] devices)
    {
        foreach (var device in devices)
            Set("add-port", "br0", device);
    }

    /// <summary>A bond without LACP: <c>balance-slb</c> or <c>active-backup</c>.</summary>
    public void AddStaticBond(string mode, params string[] devices) =>
        Set(["add-bond", "br0", "bond0", .. devices, $"bond_mode={mode}", "lacp=off", "other_config:bond-rebalance-interval=0"]);

    /// <summary>A bond with LACP; its ports are numbered from 11 on, their key is 77.</summary>
    public void AddLacpBond(LacpSettings lacp, params string[] devices)
    {
        List<string> words = ["add-bond", "br0", "bond0", .. devices, "bond_mode=balance-tcp", $"lacp={(lacp.Active ? "active" : "passive")}",
            $"other_config:lacp-time={(lacp.Fast ? "fast" : "slow")}", $"other_config:lacp-system-id={SystemId}",
            "other_config:lacp-system-priority=100", "other_config:bond-rebalance-interval=0"];
        for (var i = 0; i < devices.Length; i++)
            words.AddRange(["--", "set", "Interface", devices[i], $"other_config:lacp-port-id={11 + i}", "other_config:lacp-aggregation-key=77"]);
        Set([.. words]);
    }

    /// <summary>A port of its own that speaks LACP, with a key of its own: no two of these may become one aggregate.</summary>
    public void AddLacpPort(string device, int key) => Set("add-port", "br0", device, "--", "set", "Port", device, "lacp=active",
        "other_config:lacp-time=fast", $"other_config:lacp-system-id={SystemId}", "--", "set", "Interface", device, $"other_config:lacp-aggregation-key={key}");

    /// <summary>LACP state of every member of bond0.</summary>
    public OvsLacpStatus Lacp => OvsLacpStatus.Parse(Ask("lacp/show", "bond0"));

    public string BondStatus => Ask("bond/show", "bond0");

    /// <summary>The member that a bond of mode active-backup or balance-slb has as its active one.</summary>
    public string ActiveMember
    {
        get
        {
            // "member ov0: enabled" and, below it, a line "active member"
            var member = "";
            foreach (var line in BondStatus.Split('\n'))
            {
                if (line.StartsWith("member ", StringComparison.Ordinal))
                    member = line["member ".Length..line.IndexOf(':')];
                else if (line.Trim() == "active member")
                    return member;
            }
            return "";
        }
    }

    /// <summary>Stops every thread of the switch, like a switch whose control processor hangs: links stay up, nothing is said any more.</summary>
    public void Freeze() => _switch.Signal(LibC.SigStop);

    public void Thaw() => _switch.Signal(LibC.SigCont);

    /// <summary>The switch process ends and comes back with the same configuration.</summary>
    public void Restart()
    {
        _switch.Dispose();
        _switch = StartSwitch();
    }

    public void Dispose()
    {
        _switch.Dispose();
        _database.Dispose();
    }

    private ChildProcess StartSwitch()
    {
        var process = _space.Start([Requires.Program("ovs-vswitchd", "openvswitch-switch"), $"unix:{_folder}/db.sock",
            $"--unixctl={Control}", "--disable-system", "-vconsole:warn", "-vsyslog:off", $"--log-file={_folder}/switch.log"],
            new Dictionary<string, string> { ["OVS_RUNDIR"] = _folder, ["OVS_LOGDIR"] = _folder, ["OVS_DBDIR"] = _folder });
        Wait.Until(() => File.Exists(Control) || !process.Running, TimeSpan.FromSeconds(20), () => process.Output);
        return process;
    }
}
