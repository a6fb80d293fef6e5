namespace BondFast.Interop.Tests.Network;

/// <summary>
/// A cable between two namespaces. Both ends are up and leave checksums and segmentation to nobody: what reads a veth through a packet
/// socket (DPDK's af_packet, Open vSwitch) sees frames as they would be on a wire.
/// </summary>
internal sealed class VethPair
{
    private VethPair(NetworkNamespace near, string nearName, NetworkNamespace far, string farName)
    {
        Near = near;
        NearName = nearName;
        Far = far;
        FarName = farName;
    }

    public NetworkNamespace Near { get; }
    public string NearName { get; }
    public NetworkNamespace Far { get; }
    public string FarName { get; }

    public static VethPair Connect(NetworkNamespace near, string nearName, NetworkNamespace far, string farName)
    {
        near.Ip($"link add {nearName} type veth peer name {farName} netns {far.Name}");
        foreach (var (space, device) in new[] { (near, nearName), (far, farName) })
        {
            space.Run("ethtool", "-K", device, "tx", "off");
            space.Ip($"link set {device} up");
        }
        return new VethPair(near, nearName, far, farName);
    }

    /// <summary>Pulls the cable at the far end: both ends lose carrier.</summary>
    public void Cut() => Far.Ip($"link set {FarName} down");

    public void Mend() => Far.Ip($"link set {FarName} up");
}
