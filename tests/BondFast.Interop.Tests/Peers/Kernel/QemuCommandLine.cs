namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>The virtual machine of the kernel peer, in QEMU's words.</summary>
internal sealed class QemuCommandLine
{
    // What reads the other end sees frames as on a wire: no partial checksums, no segments to be cut.
    private const string NoOffload = ",csum=off,gso=off,guest_csum=off,guest_tso4=off,guest_tso6=off,guest_ecn=off,guest_ufo=off"
        + ",host_tso4=off,host_tso6=off,host_ecn=off,host_ufo=off";

    public QemuCommandLine(string qemu, GuestImage image, string folder, int nics, int mbitPerSecond)
    {
        // A plain old CPU model: emulating the page tables and protections of a modern one costs a third of the packet rate.
        Words =
        [
            qemu, "-accel", "tcg,thread=multi", "-cpu", "Nehalem-v1", "-m", "192", "-smp", "1",
            "-nodefaults", "-no-user-config", "-nographic", "-no-reboot",
            "-kernel", image.Kernel, "-initrd", image.Initramfs,
            "-append", "console=ttyS0 panic=-1 edd=off loglevel=4 random.trust_cpu=on nokaslr mitigations=off",
            "-serial", $"file:{folder}/console.log",
            "-qmp", $"unix:{folder}/qmp.sock,server=on,wait=off",
            "-object", "rng-random,id=rng0,filename=/dev/urandom", "-device", "virtio-rng-pci,rng=rng0",
            "-device", "virtio-serial-pci,max_ports=2",
            "-chardev", $"socket,id=control,path={folder}/control.sock,server=on,wait=off",
            "-device", "virtserialport,chardev=control,name=kp.ctl0",
        ];
        for (var i = 0; i < nics; i++)
        {
            Words.AddRange(["-netdev", $"tap,id=n{i},ifname={KernelPeer.Tap(i)},script=no,downscript=no,vhost=off"]);
            Words.AddRange(["-device", $"virtio-net-pci,id=eth{i},netdev=n{i},mac={Mac(i)},romfile=,speed={mbitPerSecond},duplex=full,addr={0x10 + i:x}" + NoOffload]);
        }
    }

    public List<string> Words { get; }

    public static string Mac(int nic) => $"52:54:00:0b:f0:{nic:x2}";
}
