using FsCheck;
using FsCheck.Fluent;

namespace BondFast.Wire.Tests;

/// <summary>What a writer writes, its view reads back, for arbitrary values.</summary>
public class RoundTripTests
{
    private static readonly Config Fixed = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261122, 7);

    private static readonly Gen<MacAddress> Macs = ArbMap.Default.GeneratorFor<ulong>().Select(value => new MacAddress(value & 0xffff_ffff_ffff));
    private static readonly Gen<Ipv4Address> Ips = ArbMap.Default.GeneratorFor<uint>().Select(value => new Ipv4Address(value));

    private static readonly Gen<Ipv6Address> Ip6s =
        from high in ArbMap.Default.GeneratorFor<ulong>()
        from low in ArbMap.Default.GeneratorFor<ulong>()
        select new Ipv6Address(new UInt128(high & 0xfeff_ffff_ffff_ffff, low)); // not multicast

    private static readonly Gen<VlanTag[]> TagStacks =
        from count in Gen.Choose(0, EthernetView.MaxTags)
        from tags in Gen.ArrayOf(
            from service in ArbMap.Default.GeneratorFor<bool>()
            from tci in ArbMap.Default.GeneratorFor<ushort>()
            select new VlanTag(service ? EtherType.ServiceVlan : EtherType.Vlan, tci), count)
        select tags;

    private static readonly Gen<LacpPortInfo> Infos =
        from numbers in Gen.ArrayOf(ArbMap.Default.GeneratorFor<ushort>(), 4)
        from system in Macs
        from state in ArbMap.Default.GeneratorFor<byte>()
        select new LacpPortInfo(numbers[0], system, numbers[1], numbers[2], numbers[3], (LacpState)state);

    private static Gen<(A, B, C)> Three<A, B, C>(Gen<A> first, Gen<B> second, Gen<C> third) =>
        from a in first from b in second from c in third select (a, b, c);

    private static void ForAll<T>(Gen<T> values, Func<T, bool> holds) => Prop.ForAll(values.ToArbitrary(), holds).Check(Fixed);

    [Fact]
    public void Addresses() => ForAll(Three(Macs, Ips, Ip6s), value =>
    {
        (MacAddress mac, Ipv4Address ip, Ipv6Address ip6) = value;
        Span<byte> bytes = stackalloc byte[16];
        mac.Write(bytes);
        bool same = MacAddress.Read(bytes) == mac && MacAddress.TryParse(mac.ToString(), out MacAddress parsedMac) && parsedMac == mac;
        ip.Write(bytes);
        same &= Ipv4Address.Read(bytes) == ip && Ipv4Address.TryParse(ip.ToString(), out Ipv4Address parsedIp) && parsedIp == ip;
        ip6.Write(bytes);
        return same && Ipv6Address.Read(bytes) == ip6 && Ipv6Address.TryParse(ip6.ToString(), out Ipv6Address parsedIp6) && parsedIp6 == ip6;
    });

    [Fact]
    public void Arp() => ForAll(Three(Gen.ArrayOf(Macs, 4), Gen.ArrayOf(Ips, 2), TagStacks), value =>
    {
        (MacAddress[] mac, Ipv4Address[] ip, VlanTag[] tags) = value;
        Span<byte> frame = stackalloc byte[ArpWriter.MaxLength];
        int length = ArpWriter.Write(frame, mac[0], mac[1], ArpOperation.Reply, mac[2], ip[0], mac[3], ip[1], tags);
        return length == 60
            && ArpView.TryParseFrame(frame[..length], out EthernetView ethernet, out ArpView arp)
            && ethernet.Destination == mac[0] && ethernet.Source == mac[1] && SameTags(ethernet, tags)
            && arp.SenderMac == mac[2] && arp.SenderIp == ip[0] && arp.TargetMac == mac[3] && arp.TargetIp == ip[1];
    });

    [Fact]
    public void Lacpdus() => ForAll(Three(Macs, Infos, Infos).SelectMany(_ => ArbMap.Default.GeneratorFor<ushort>(), (value, delay) => (value, delay)), all =>
    {
        ((MacAddress source, LacpPortInfo actor, LacpPortInfo partner), ushort delay) = all;
        Span<byte> frame = stackalloc byte[SlowProtocol.FrameLength];
        LacpduWriter.Write(frame, source, actor, partner, delay);
        return LacpduView.TryParse(frame, out LacpduView pdu)
            && pdu.Source == source && pdu.Actor == actor && pdu.Partner == partner && pdu.CollectorMaxDelay == delay;
    });

    [Fact]
    public void Markers() => ForAll(Three(Macs, Macs, ArbMap.Default.GeneratorFor<uint>()), value =>
    {
        (MacAddress source, MacAddress system, uint id) = value;
        Span<byte> frame = stackalloc byte[SlowProtocol.FrameLength], answer = stackalloc byte[SlowProtocol.FrameLength];
        MarkerWriter.Write(frame, source, MarkerType.Information, (ushort)id, system, id);
        if (!MarkerView.TryParse(frame, out MarkerView marker)) return false;
        marker.WriteResponse(answer, system);
        return MarkerView.TryParse(answer, out MarkerView response) && response.Type == MarkerType.Response && response.Source == system
            && response.TransactionId == id && response.RequesterSystem == system && response.RequesterPort == (ushort)id;
    });

    [Fact]
    public void Neighbour_discovery() => ForAll(Three(Macs, Gen.ArrayOf(Ip6s, 2), TagStacks), value =>
    {
        (MacAddress mac, Ipv6Address[] ip, VlanTag[] tags) = value;
        Span<byte> frame = stackalloc byte[NeighbourWriter.MaxLength];
        int length = NeighbourWriter.WriteSolicitation(frame, mac, ip[0], ip[1], tags);
        bool same = NeighbourView.TryParseFrame(frame[..length], out EthernetView ethernet, out NeighbourView nd)
            && SameTags(ethernet, tags) && nd.Source == ip[0] && nd.Target == ip[1] && nd.Destination == ip[1].SolicitedNode
            && nd.TryGetLinkLayerAddress(out MacAddress option) == !ip[0].IsAny && (ip[0].IsAny || option == mac);
        length = NeighbourWriter.WriteUnsolicitedAdvertisement(frame, mac, ip[0], false, tags);
        return same && NeighbourView.TryParseFrame(frame[..length], out ethernet, out nd) && nd.Source == ip[0] && nd.Target == ip[0]
            && nd.TryGetLinkLayerAddress(out option) && option == mac && !nd.IsRouter && nd.IsOverride && !nd.IsSolicited;
    });

    [Fact]
    public void Membership_reports() => ForAll(Three(Gen.ListOf(Ips).Where(list => list.Count <= IgmpWriter.MaxSources), Gen.ListOf(Ip6s).Where(list => list.Count <= MldWriter.MaxSources), TagStacks), value =>
    {
        (List<Ipv4Address> sources, List<Ipv6Address> sources6, VlanTag[] tags) = (value.Item1.ToList(), value.Item2.ToList(), value.Item3);
        Span<byte> frame = stackalloc byte[Math.Max(IgmpWriter.MaxLength, MldWriter.MaxLength)];
        var group = new Ipv4Address(0xef01_0203);
        int length = IgmpWriter.WriteVersion3Report(frame, default, default, group, MembershipRecordType.AllowNewSources, sources.ToArray(), tags);
        if (!IgmpView.TryParseFrame(frame[..length], out _, out IgmpView igmp)) return false;
        foreach (IgmpRecord record in igmp.Records)
        {
            if (record.Group != group || record.SourceCount != sources.Count) return false;
            for (int i = 0; i < sources.Count; i++)
                if (record.Source(i) != sources[i]) return false;
        }
        var group6 = new Ipv6Address(new UInt128(0xff05_0000_0000_0000, 7));
        length = MldWriter.WriteVersion2Report(frame, default, default, group6, MembershipRecordType.AllowNewSources, sources6.ToArray(), tags);
        if (!MldView.TryParseFrame(frame[..length], out _, out MldView mld)) return false;
        foreach (MldRecord record in mld.Records)
        {
            if (record.Group != group6 || record.SourceCount != sources6.Count) return false;
            for (int i = 0; i < sources6.Count; i++)
                if (record.Source(i) != sources6[i]) return false;
        }
        return true;
    });

    [Fact]
    public void A_checksum_that_is_put_in_makes_the_sum_zero() => ForAll(ArbMap.Default.GeneratorFor<byte[]>(), value =>
    {
        byte[] bytes = [0, 0, .. value ?? []];
        ushort sum = InternetChecksum.Of(bytes);
        (bytes[0], bytes[1]) = ((byte)(sum >> 8), (byte)sum);
        return InternetChecksum.Of(bytes) == 0;
    });

    private static bool SameTags(EthernetView view, VlanTag[] tags)
    {
        Span<VlanTag> read = stackalloc VlanTag[EthernetView.MaxTags];
        return read[..view.CopyTags(read)].SequenceEqual(tags);
    }
}
