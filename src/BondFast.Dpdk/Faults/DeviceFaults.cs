namespace BondFast.Dpdk;

/// <summary>What EAL and the drivers log when a device is not added, and what that means.</summary>
internal static class DeviceFaults
{
    internal static readonly LogPattern[] Table =
    [
        new(@"Reached maximum number of Ethernet ports", static _ => new Fault("BF2104", $"there are {Eal.MaxPorts} ports already, the most this DPDK can have", "Remove a port, or use a DPDK built with a larger RTE_MAX_ETHPORTS.")),
        new(@"failed to parse device ""(.+?)""", static m => new Fault("BF2102", $"DPDK has no driver for '{m[1].Value}' (or its package is not installed)",
            "Write a PCI address (0000:3b:00.0) or a virtual device: net_af_packet0,iface=ens5 - net_tap0 - net_null0.")),
        new(@"Cannot find device \((.+?)\)", static m => new Fault("BF2110", $"there is no device {m[1].Value}", "List them: lspci -D | grep -i ethernet")),
        new(@"Unable to set TUNSETIFF for (\S+): Operation not permitted", static _ => new Fault("BF2131", "making a tap needs CAP_NET_ADMIN",
            "Run as root, or: setcap cap_net_admin+ep on the program's host process (systemd: AmbientCapabilities=CAP_NET_ADMIN).")),
        new(@"Unable to set TUNSETIFF for (\S+): Device or resource busy", static m => new Fault("BF2133", $"the tap {m[1].Value} is held by another program", "Choose another name (iface=), or stop that program.")),
        new(@"Unable to set TUNSETIFF for (\S+): Invalid argument", static m => new Fault("BF2133", $"an interface {m[1].Value} exists already and is not a tap that can be shared", "Choose another name (iface=).")),
        new(@"Unable to (?:open|create) (?:/dev/net/tun|TAP).*|/dev/net/tun.*(?:No such file|Permission denied)", static _ => new Fault("BF2132", "the kernel gave no tap: /dev/net/tun is missing or not allowed",
            "modprobe tun; in a container: --device /dev/net/tun --cap-add NET_ADMIN.")),
        new(@"invalid remote interface name \((.+?)\)|TAP invalid .*name \((.+?)\)", static m => new Fault("BF2134", $"'{m[1].Value}{m[2].Value}' cannot be an interface's name: at most 15 characters, no blanks", "Choose a shorter name (iface=).")),
        new(@"Could not open AF_PACKET socket", static _ => new Fault("BF2130", "a packet socket needs CAP_NET_RAW",
            "Run as root, or give the service that capability (systemd: AmbientCapabilities=CAP_NET_RAW).")),
        new(@"Failed to get channel info of interface: (\S+)", static m => new Fault("BF2101", $"there is no kernel interface {m[1].Value}", "List them: ip link")),
        new(@"ioctl failed \(SIOCGIFINDEX\)", static _ => new Fault("BF2101", "there is no kernel interface of that name", "List them: ip link")),
        new(@"no interface specified|iface.*(?:missing|required)", static _ => new Fault("BF2135", "the interface's name is missing", "Write it: net_af_packet0,iface=ens5")),
        new(@"connect error, (.+)", static m => new Fault("BF2136", $"nothing answers at its path: {m[1].Value}", "Start the other side first, or add server=1; for a kernel port: modprobe vhost_net.")),
        new(@"Couldn't open (\S+?):", static m => new Fault("BF2137", $"the capture file {m[1].Value} cannot be opened")),
        new(@"Expecting 'PA' IOVA mode but current mode is 'VA'", static _ => new Fault("BF2116", "without an IOMMU the device needs physical addresses, and EAL runs with virtual ones",
            "Switch the IOMMU on (kernel command line intel_iommu=on or amd_iommu=on, and in the firmware), or run as root with hugepages and iova = \"pa\".")),
        new(@"group is not viable", static _ => new Fault("BF2114", "another device of its IOMMU group is bound to a kernel driver",
            "Bind or unbind all devices of the group: ls /sys/bus/pci/devices/ADDRESS/iommu_group/devices")),
        new(@"[Cc]annot open (/dev/vfio/[^\s:,]+|VFIO container).*[Pp]ermission", static m => new Fault("BF2113", $"this user may not open {m[1].Value.Replace("VFIO container", "/dev/vfio/vfio")}", "Give him the file (a udev rule, or chown), or run as root.")),
        new(@"DMA remapping.*(?:error 12|[Cc]annot allocate memory)", static _ => new Fault("BF2115", "the limit of locked memory is too low to map packet memory for the device",
            "ulimit -l unlimited (systemd: LimitMEMLOCK=infinity).")),
        new(@"(\d+) bytes will not fit in mbuf \((\d+) bytes\)", static m => new Fault("BF2122", $"its frames of up to {m[1].Value} bytes do not fit the pool's buffers of {m[2].Value}",
            "Give the pool larger buffers, or the device smaller frames (framesz=).")),
        new(@"Ethernet device with name (\S+) already allocated|is port \d+ already", static _ => new Fault("BF2106", "the device is in use by this program already", "Name each device once.")),
    ];
}
