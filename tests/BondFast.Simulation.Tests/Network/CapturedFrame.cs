using BondFast.Wire;

namespace BondFast.Simulation.Tests.Network;

/// <summary>A frame as it passed a port.</summary>
/// <param name="At">Monotonic ns of the virtual clock.</param>
/// <param name="Port">Name of the port.</param>
public sealed record CapturedFrame(long At, string Port, byte[] Bytes)
{
    public double AtMilliseconds => At / 1e6;

    public EthernetView Ethernet => EthernetView.TryParse(Bytes, out EthernetView view) ? view : throw new InvalidDataException("not an Ethernet frame");

    public ushort Type => Ethernet.PayloadType;

    public bool IsArp => Type == EtherType.Arp;

    public ArpView Arp => ArpView.TryParseFrame(Bytes, out _, out ArpView view) ? view : throw new InvalidDataException("not ARP");

    public int? VlanId => Ethernet.TagCount == 0 ? null : Ethernet.Tag(0).VlanId;
}
