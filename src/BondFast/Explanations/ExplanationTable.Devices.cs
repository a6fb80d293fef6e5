namespace BondFast.Explanations;

internal static partial class ExplanationTable
{
    private static IEnumerable<Explanation> Devices()
    {
        yield return new("BF2100", "A port was not added",
            "Its driver refused for a reason that BondFast does not know; the message has the driver's own words.",
            "Compare the device string with DPDK's guide of that driver. 'bondfast doctor' looks for what is often wrong.");
        yield return new("BF2101", "There is no such kernel interface",
            "A device string names an interface (iface=) that does not exist in this network namespace.",
            "List them: ip link. In another namespace: ip netns exec NAME bondfast run FILE.");
        yield return new("BF2102", "DPDK has no such driver",
            "The device is neither a PCI address nor the name of a virtual device that this DPDK knows, or the package with its driver is not installed.",
            "Write a PCI address with its domain (0000:3b:00.0), net_af_packet,iface=ens5, tap or wire. apt-get install librte-meta-net installs all drivers.");
        yield return new("BF2103", "A port cannot be used",
            "DPDK does not tell what the port is; it vanished between being added and being asked.",
            "Look at the kernel's log (dmesg) for the device, and start again.");
        yield return new("BF2104", "There are too many ports",
            "DPDK is compiled for a largest number of ports (32 in Debian's); a wire takes two.",
            "Remove ports, or use a DPDK built with a larger RTE_MAX_ETHPORTS.");
        yield return new("BF2105", "A wire was not made",
            "The rings of a virtual wire were not made; the message has DPDK's words.",
            "Give DPDK more memory (megabytes in [memory]). The driver is in librte-net-ring23.");
        yield return new("BF2106", "A device is named twice",
            "Two ports of the file have the same device, or the device was added before.",
            "Name each device once.");
        yield return new("BF2110", "There is no such PCI device",
            "No device has that address. The address is written with its domain: 0000:3b:00.0.",
            "List them: lspci -D | grep -i ethernet");
        yield return new("BF2111", "The kernel's driver has the NIC",
            "A poll-mode driver can have a NIC only when the kernel's driver has let go of it. (Mellanox and MANA NICs stay with the kernel's driver and do not give this error.)",
            "If nothing else needs the interface, and it is not the one you are logged in through: ip link set IFACE down; modprobe vfio-pci; dpdk-devbind.py --bind=vfio-pci ADDRESS. To share it with the kernel: device = \"net_af_packet,iface=IFACE\".");
        yield return new("BF2112", "No driver is bound to the NIC",
            "The device is there and neither the kernel nor vfio-pci has it.",
            "modprobe vfio-pci && dpdk-devbind.py --bind=vfio-pci ADDRESS");
        yield return new("BF2113", "This user may not open the VFIO group",
            "vfio-pci hands NICs out as files /dev/vfio/GROUP, and those belong to root.",
            "chown USER /dev/vfio/GROUP (for good: a udev rule), or run as root.");
        yield return new("BF2114", "The IOMMU group is not viable",
            "Devices that share an IOMMU group can only be handed out together, and one of the others is bound to a kernel driver.",
            "Bind or unbind all of them: ls /sys/bus/pci/devices/ADDRESS/iommu_group/devices. Some firmware or another slot puts the NIC into a group of its own.");
        yield return new("BF2115", "The limit of locked memory is too low",
            "Packet memory is locked and mapped for the device, and the limit of this user is lower.",
            "ulimit -l unlimited (systemd: LimitMEMLOCK=infinity, which the unit has).");
        yield return new("BF2116", "The device needs physical addresses",
            "The machine has no IOMMU, or it is off, and DPDK runs with virtual addresses.",
            "Switch the IOMMU on (kernel command line: intel_iommu=on or amd_iommu=on, and in the firmware). Or run as root with hugepages and extra_args = [\"--iova-mode=pa\"] in [eal].");
        yield return new("BF2117", "No driver of DPDK knows the NIC",
            "The device is there and free to be used, but none of the installed drivers is made for it, or the package with its driver is missing.",
            "See what it is: lspci -nn. apt-get install librte-meta-net installs all drivers. Without one: device = \"net_af_packet,iface=IFACE\" uses the kernel's driver.");
        yield return new("BF2120", "A port cannot be set up",
            "The driver refused the number of queues, the descriptors or the MTU; the message has its words.",
            "Leave queues, rx_descriptors, tx_descriptors and mtu of [port.NAME] out, and put them back one at a time.");
        yield return new("BF2121", "A port did not start",
            "The driver set it up and then refused to start it; the message has its words.",
            "For a kernel interface behind the port: ip link set IFACE up. For a NIC: look at the kernel's log (dmesg).");
        yield return new("BF2122", "Frames do not fit into the buffers",
            "The device's frames are longer than the buffers, which are made for the largest MTU of the bonds.",
            "Set mtu of the bond to the device's, or make the device's frames smaller (framesz=).");
        yield return new("BF2123", "A port has too few transmit queues",
            "Each worker sends on a queue of its own, without locks, and the device has fewer queues than there are workers.",
            "Give it more queues (net_af_packet: qpairs=N in the device string), or have fewer workers (count in [workers]).");
    }

    private static IEnumerable<Explanation> Drivers()
    {
        yield return new("BF2130", "A packet socket needs CAP_NET_RAW",
            "af_packet takes frames from a kernel interface through a raw socket, which ordinary users may not open.",
            "Run as root, or give the service the capability (systemd: AmbientCapabilities=CAP_NET_RAW, which the unit has).");
        yield return new("BF2131", "Making a tap needs CAP_NET_ADMIN",
            "A tap is a new kernel interface, which ordinary users may not make.",
            "Run as root, or give the service the capability (systemd: AmbientCapabilities=CAP_NET_ADMIN, which the unit has). Wires need no privileges: configs/wires.toml.");
        yield return new("BF2132", "The kernel gave no tap",
            "/dev/net/tun is missing or may not be opened.",
            "modprobe tun; in a container: --device /dev/net/tun --cap-add NET_ADMIN.");
        yield return new("BF2133", "A tap's name is taken",
            "Another program holds a tap of that name, or an interface of that name exists that is no tap - also a bond of the kernel's bonding driver.",
            "Choose another name (interface in [port.NAME]), stop the other program, or remove the interface: ip link delete NAME. The kernel's bond0: modprobe -r bonding.");
        yield return new("BF2134", "A name cannot be an interface's",
            "Interfaces have at most 15 characters, without blanks and slashes.",
            "Choose a shorter name (interface in [port.NAME], or iface= in the device string).");
        yield return new("BF2135", "The interface's name is missing",
            "af_packet and af_xdp take frames from a kernel interface and must be told which.",
            "device = \"net_af_packet,iface=ens5\"");
        yield return new("BF2136", "Nothing answers at a socket",
            "memif, vhost-user and virtio-user connect two programs; the one that makes the socket is not running, or the path is another.",
            "Start the other side first, or let this one make the socket (server=1, role=server). For a kernel port: modprobe vhost_net.");
        yield return new("BF2137", "A capture file cannot be opened",
            "The device net_pcap reads or writes a file that is not there or not allowed.",
            "Correct the path in the device string, or the file's permissions.");
        yield return new("BF2140", "A network namespace was not entered",
            "It does not exist, or entering it is not allowed: it needs CAP_SYS_ADMIN.",
            "List them: ip netns list. Or start the program inside it: ip netns exec NAME bondfast run FILE.");
    }
}
