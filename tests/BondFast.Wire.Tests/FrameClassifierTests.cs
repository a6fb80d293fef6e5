using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class FrameClassifierTests
{
    private static readonly MacAddress Ours = Mac("52:54:00:09:00:01");

    [Theory]
    [InlineData("0180c2000002 525400090001 8809 01", FrameKind.Lacp)]
    [InlineData("0180c2000002 525400090001 8809 02", FrameKind.Marker)]
    [InlineData("0180c2000002 525400090001 8809 03", FrameKind.Data)] // OAM
    [InlineData("0180c2000002 525400090001 8809", FrameKind.Data)]
    [InlineData("0180c2000003 525400090001 8809 01", FrameKind.Data)]
    [InlineData("0180c2000002 525400090001 88cc 01", FrameKind.Data)]
    [InlineData("0180c2000002 525400090001 8100 0001 8809 01", FrameKind.Data)] // tagged
    [InlineData("ffffffffffff 525400090001 0806", FrameKind.Arp)]
    [InlineData("ffffffffffff 525400090001 88a8 0001 8100 0001 0806", FrameKind.Arp)]
    [InlineData("ffffffffffff 525400090001 0800 45", FrameKind.Data)]
    [InlineData("ffffffffffff 525400090001 86dd 60", FrameKind.Data)]
    [InlineData("ffff", FrameKind.Data)]
    public void Frames_are_sorted_by_type(string hex, FrameKind kind)
    {
        Assert.Equal(kind, FrameClassifier.Classify(FromHex(hex)));
        if (kind is FrameKind.Lacp or FrameKind.Marker) Assert.Equal(kind, FrameClassifier.ClassifySlowProtocol(FromHex(hex)));
    }

    [Fact]
    public void Self_made_frames_are_what_they_say()
    {
        byte[] frame = new byte[512];
        Ipv6Address us = V6("fe80::2");
        Assert.Equal(FrameKind.NeighbourDiscovery, FrameClassifier.Classify(frame.AsSpan(0, NeighbourWriter.WriteSolicitation(frame, Ours, us, V6("fe80::1"), [VlanTag.Customer(1)]))));
        Assert.Equal(FrameKind.NeighbourDiscovery, FrameClassifier.Classify(frame.AsSpan(0, NeighbourWriter.WriteUnsolicitedAdvertisement(frame, Ours, us))));
        Assert.Equal(FrameKind.Multicast, FrameClassifier.Classify(frame.AsSpan(0, MldWriter.WriteVersion1Report(frame, Ours, us, V6("ff05::1")))));
        Assert.Equal(FrameKind.Multicast, FrameClassifier.Classify(frame.AsSpan(0, MldWriter.WriteVersion2Report(frame, Ours, us, V6("ff05::1")))));
        Assert.Equal(FrameKind.Multicast, FrameClassifier.Classify(frame.AsSpan(0, IgmpWriter.WriteVersion3Report(frame, Ours, V4("10.0.0.1"), V4("239.0.0.1")))));
        Assert.Equal(FrameKind.Data, FrameClassifier.Classify(frame.AsSpan(0, LearningFrame.Write(frame, Ours))));
    }
}
