using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>
/// Debian's kernel in a virtual machine (QEMU, software emulation, so it needs no KVM), with the real bonding driver. Its NICs eth0, eth1 ...
/// sit on TAP devices in a namespace of the test; each TAP is joined to one of the namespace's own devices so that every frame passes, LACPDUs too.
/// </summary>
internal sealed class KernelPeer : IDisposable
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);
    private readonly NetworkNamespace _space;
    private readonly string[] _devices;
    private readonly ChildProcess _qemu;
    private readonly GuestChannel _channel;
    private QemuMonitor? _monitor;

    private KernelPeer(NetworkNamespace space, string[] devices, ChildProcess qemu, string folder)
    {
        _space = space;
        _devices = devices;
        _qemu = qemu;
        _channel = new GuestChannel(Path.Combine(folder, "control.sock"));
    }

    /// <summary>Boots the guest with one NIC for each device of the namespace; returns when it answers.</summary>
    /// <param name="mbitPerSecond">The speed that the guest's NICs announce, with full duplex.</param>
    public static KernelPeer Boot(Lab lab, NetworkNamespace space, string[] devices, int mbitPerSecond = 1000)
    {
        var qemu = Requires.Program("qemu-system-x86_64", "qemu-system-x86");
        var image = GuestImage.Get();
        var folder = Directory.CreateDirectory(lab.Path($"{space.Name}-qemu")).FullName;
        for (var i = 0; i < devices.Length; i++)
            JoinToTap(space, devices[i], Tap(i));
        var words = new QemuCommandLine(qemu, image, folder, devices.Length, mbitPerSecond).Words;
        var peer = lab.Own(new KernelPeer(space, devices, space.Start(words), folder));
        try
        {
            Wait.Until(() => File.Exists(Path.Combine(folder, "qmp.sock")) || !peer._qemu.Running, TimeSpan.FromSeconds(10), () => peer._qemu.Output);
            peer._monitor = new QemuMonitor(Path.Combine(folder, "qmp.sock"));
            peer._channel.Try("true", BootLimit).MustSucceed();
        }
        catch (Exception e)
        {
            var console = Path.Combine(folder, "console.log");
            throw new InvalidOperationException(
                $"the guest did not start: {e.Message}\n{peer._qemu.Output}\n{(File.Exists(console) ? File.ReadAllText(console) : "")}", e);
        }
        return peer;
    }

    /// <summary>Runs a shell command in the guest; it must succeed.</summary>
    public string Run(string command) => Try(command).MustSucceed().Output;

    public CommandResult Try(string command) => _channel.Try(command, CommandLimit);

    /// <summary>Makes bond0 of the named NICs. Options are <c>mode=802.3ad</c> and so on, written before enslaving, the mode first.</summary>
    public GuestBond MakeBond(string[] slaves, params string[] options) => GuestBond.Make(this, slaves, options);

    /// <summary>Takes the carrier of one cable away, on both its ends, as a pulled cable does.</summary>
    public void Cut(int nic)
    {
        _space.Ip($"link set {_devices[nic]} down");
        _monitor!.SetLink($"eth{nic}", up: false);
    }

    public void Mend(int nic)
    {
        _monitor!.SetLink($"eth{nic}", up: true);
        _space.Ip($"link set {_devices[nic]} up");
    }

    /// <summary>Carrier as the guest sees it; the other end of the cable notices nothing.</summary>
    public void SetGuestLink(int nic, bool up) => _monitor!.SetLink($"eth{nic}", up);

    /// <summary>Stops or continues the whole machine, like a switch whose control processor hangs.</summary>
    public void Freeze() => _qemu.Signal(LibC.SigStop);

    public void Thaw() => _qemu.Signal(LibC.SigCont);

    public void Dispose()
    {
        _channel.Dispose();
        _monitor?.Dispose();
        _qemu.Dispose();
    }

    internal static string Tap(int nic) => $"kptap{nic}";

    private static void JoinToTap(NetworkNamespace space, string device, string tap)
    {
        space.Ip($"tuntap add dev {tap} mode tap");
        space.Ip($"link set {tap} addrgenmode none");
        space.Ip($"link set {tap} up");
        foreach (var (from, to) in new[] { (device, tap), (tap, device) })
        {
            space.Run(["tc", "qdisc", "add", "dev", from, "ingress"]);
            space.Run([.. $"tc filter add dev {from} parent ffff: protocol all prio 1 u32 match u32 0 0 action mirred egress redirect dev {to}".Split(' ')]);
        }
    }
}
