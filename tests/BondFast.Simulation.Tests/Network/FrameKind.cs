using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>What the workers' control-frame split recognises, in the simplest way.</summary>
internal static class FrameKind
{
    private const byte Icmpv6 = 58, Igmp = 2, HopByHop = 0;

    public static bool IsNeighbourDiscovery(EthernetView ethernet) =>
        ethernet.PayloadType == EtherType.Ipv6 && ethernet.Payload.Length > 40 && ethernet.Payload[6] == Icmpv6 && ethernet.Payload[40] is 135 or 136;

    public static bool IsMembershipReport(EthernetView ethernet)
    {
        ReadOnlySpan<byte> packet = ethernet.Payload;
        if (ethernet.PayloadType == EtherType.Ipv4) return packet.Length > 20 && packet[9] == Igmp;
        if (packet.Length <= 48 || packet[6] != HopByHop || packet[40] != Icmpv6) return false;
        int offset = 40 + 8 * (packet[41] + 1);
        return packet.Length > offset && packet[offset] is 131 or 132 or 143;
    }
}
