using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

/// <summary>One of every frame that the writers make, plus UDP, TCP and multi-record reports.</summary>
internal static class SelfMadeFrames
{
    private delegate int Write(Span<byte> frame);

    public static byte[][] All()
    {
        MacAddress us = Mac("52:54:00:09:00:01"), them = Mac("52:54:00:aa:00:02");
        Ipv4Address ip = V4("10.77.0.2"), group = V4("239.1.2.3");
        Ipv6Address ip6 = V6("fe80::2"), group6 = V6("ff05::1234");
        VlanTag[] one = [VlanTag.Customer(3)], two = [new(EtherType.ServiceVlan, 9), VlanTag.Customer(3)];
        var actor = new LacpPortInfo(0xffff, us, 9, 255, 1, (LacpState)63);
        var partner = new LacpPortInfo(0x8000, them, 1, 128, 2, (LacpState)61);
        return
        [
            Make(f => ArpWriter.WriteRequest(f, us, ip, V4("10.77.0.1"))),
            Make(f => ArpWriter.WriteReply(f, us, ip, them, V4("10.77.0.1"), two)),
            Make(f => NeighbourWriter.WriteSolicitation(f, us, ip6, V6("fe80::1"), one)),
            Make(f => NeighbourWriter.WriteUnsolicitedAdvertisement(f, us, ip6)),
            Make(f => IgmpWriter.WriteVersion1Report(f, us, ip, group)),
            Make(f => IgmpWriter.WriteVersion2Report(f, us, ip, group, one)),
            Make(f => IgmpWriter.WriteVersion3Report(f, us, ip, group, MembershipRecordType.ModeIsInclude, [ip, group])),
            Make(f => MldWriter.WriteVersion1Report(f, us, ip6, group6)),
            Make(f => MldWriter.WriteVersion2Report(f, us, ip6, group6, MembershipRecordType.AllowNewSources, [ip6], two)),
            Make(f => LacpduWriter.Write(f, us, actor, partner)),
            Make(f => LacpduWriter.WriteVersion2(f, us, actor, partner, 7, LacpduWriter.UnspecifiedAlgorithm, 1, new byte[16], new byte[16])),
            Make(f => MarkerWriter.Write(f, us, MarkerType.Information, 1, us, 42)),
            Make(f => LearningFrame.Write(f, us, one)),
            FromHex("525400aa0002 525400090001 0800 4500 0020 0000 0000 40 11 0000 0a4d0002 0a4d0001 1388 1389 000c 0000 01020304"),
            FromHex("525400aa0002 525400090001 8100 0001 0800 4600 0030 0000 0000 40 06 0000 0a4d0002 0a4d0001 01010101 9c40 01bb 01020304 00000000 60 02 ffff 0000 0000 020405b4"),
            FromHex("525400aa0002 525400090001 86dd 60000000 0018 2c 40 fe80 00*13 02 fe80 00*13 01 3c 00 0001 00000001 11 00 00*6 1388 1389 0008 0000"),
        ];
    }

    private static byte[] Make(Write write)
    {
        byte[] frame = new byte[1500];
        int length = write(frame);
        return frame[..length];
    }
}
