namespace BondFast.Wire.Tests;

/// <summary>Reads everything that can be read of a frame.</summary>
internal static class EveryAccessor
{
    /// <summary>Returns how many views accepted the frame.</summary>
    public static int Read(ReadOnlySpan<byte> frame)
    {
        FrameClassifier.Classify(frame);
        FrameClassifier.ClassifySlowProtocol(frame);
        LearningFrame.Is(frame);
        int accepted = 0;
        if (EthernetView.TryParse(frame, out EthernetView ethernet)) accepted += Read(ethernet);
        if (LacpduView.TryParse(frame, out LacpduView lacpdu)) accepted += Read(lacpdu);
        if (MarkerView.TryParse(frame, out MarkerView marker)) accepted += Read(marker);
        return accepted;
    }

    private static int Read(EthernetView view)
    {
        _ = (view.Destination, view.Source, view.OuterType, view.PayloadType, view.PayloadOffset, view.Payload.Length);
        Assert.True(view.CopyTags(stackalloc VlanTag[EthernetView.MaxTags]) <= EthernetView.MaxTags);
        int accepted = 1;
        if (ArpView.TryParse(view.Payload, out ArpView arp)) accepted += Read(arp);
        if (Ipv4View.TryParse(view.Payload, out Ipv4View v4)) accepted += Read(v4);
        if (Ipv6View.TryParse(view.Payload, out Ipv6View v6)) accepted += Read(v6);
        return accepted;
    }

    private static int Read(ArpView view)
    {
        _ = (view.Operation, view.SenderMac, view.SenderIp, view.TargetMac, view.TargetIp, view.IsGratuitous);
        return 1;
    }

    private static int Read(Ipv4View view)
    {
        _ = (view.HeaderLength, view.TotalLength, view.TypeOfService, view.Identification, view.FragmentOffset, view.HasMoreFragments, view.IsFragment);
        _ = (view.TimeToLive, view.Protocol, view.Source, view.Destination, view.Options.Length, view.ChecksumValid);
        int accepted = 1 + ReadTransport(view.Payload);
        if (!IgmpView.TryParse(view, out IgmpView igmp)) return accepted;
        _ = (igmp.Type, igmp.IsMembership);
        foreach (IgmpRecord record in igmp.Records)
        {
            _ = (record.Type, record.Group, record.Change);
            for (int i = 0; i < record.SourceCount; i++) record.Source(i);
        }
        return accepted + 1;
    }

    private static int Read(Ipv6View view)
    {
        _ = (view.TrafficClass, view.FlowLabel, view.NextHeader, view.HopLimit, view.Source, view.Destination, view.Payload.Length, view.IsFragment, view.UpperProtocol);
        int accepted = 1 + ReadTransport(view.UpperLayer);
        if (NeighbourView.TryParse(view, out NeighbourView nd))
        {
            _ = (nd.Source, nd.Destination, nd.Message, nd.Target, nd.IsRouter, nd.IsSolicited, nd.IsOverride, nd.TryGetLinkLayerAddress(out _));
            accepted++;
        }
        if (!MldView.TryParse(view, out MldView mld)) return accepted;
        _ = (mld.Type, mld.IsMembership);
        foreach (MldRecord record in mld.Records)
        {
            _ = (record.Type, record.Group, record.Change);
            for (int i = 0; i < record.SourceCount; i++) record.Source(i);
        }
        return accepted + 1;
    }

    private static int ReadTransport(ReadOnlySpan<byte> payload)
    {
        int accepted = 0;
        if (UdpView.TryParse(payload, out UdpView udp))
        {
            _ = (udp.SourcePort, udp.DestinationPort, udp.Payload.Length);
            accepted++;
        }
        if (TcpView.TryParse(payload, out TcpView tcp))
        {
            _ = (tcp.SourcePort, tcp.DestinationPort, tcp.SequenceNumber, tcp.HeaderLength, tcp.Payload.Length);
            accepted++;
        }
        return accepted;
    }

    private static int Read(LacpduView view)
    {
        _ = (view.Source, view.Version, view.Actor, view.Partner, view.CollectorMaxDelay);
        foreach (LacpTlv tlv in view.ExtraTlvs) _ = (tlv.Type, tlv.Value.Length);
        return 1;
    }

    private static int Read(MarkerView view)
    {
        _ = (view.Source, view.Type, view.RequesterPort, view.RequesterSystem, view.TransactionId);
        view.WriteResponse(stackalloc byte[SlowProtocol.FrameLength], default);
        return 1;
    }
}
