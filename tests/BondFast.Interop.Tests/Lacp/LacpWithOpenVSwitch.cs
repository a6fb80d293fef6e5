using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Interop.Tests.Traffic;
using BondFast.Wire;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>802.3ad with Open vSwitch in userspace.</summary>
public sealed class LacpWithOpenVSwitch(ITestOutputHelper output) : LacpScenarios(output)
{
    [Fact]
    public void What_it_claims_before_it_knows_us_is_not_believed()
    {
        var bed = MakeBed(new LacpSettings());
        var capture = bed.Capture(0);
        bed.StartBond(new LacpSettings());
        bed.WaitUntilBothWork();
        var pdus = capture.Stop();
        var us = pdus.First(pdu => pdu.Ours).Actor;
        var knowsUs = pdus.First(pdu => !pdu.Ours && pdu.Partner.System == us.System && pdu.Partner.Port == us.Port);
        // Whether it claims everything before it knows anybody depends on what it does first: attach the port, or hear us.
        Lab.Say(pdus.Any(pdu => !pdu.Ours && pdu.At < knowsUs.At && pdu.Actor.State.HasFlag(LacpState.Distributing))
            ? "it claimed to distribute before it knew us" : "it heard us before it claimed anything");
        Assert.All(pdus.Where(pdu => pdu.Ours && pdu.At < knowsUs.At), pdu =>
        {
            Assert.False(pdu.Partner.State.HasFlag(LacpState.Synchronization));
            Assert.False(pdu.Actor.State.HasFlag(LacpState.Distributing));
        });
        bed.Bond.Stop();
    }

    [Fact]
    public void Ports_with_different_partner_keys_are_never_one_aggregate()
    {
        var (a, s, b, cables) = MakeNamespaces();
        var ovs = OpenVSwitch.Start(Lab, s);
        ovs.AddLacpPort("f0", 77);
        ovs.AddLacpPort("f1", 78);
        ovs.AddPorts("fb");
        var bed = new LacpBed(Lab, a, s, b, new OpenVSwitchLacp(ovs, cables));
        bed.StartBond(new LacpSettings());
        Ping.UntilAnswered(a, LacpBed.AddressOfB, TimeSpan.FromSeconds(20));
        var status = bed.Bond.Status;
        Assert.NotEqual(status.Of("bf0", "Aggregator ID"), status.Of("bf1", "Aggregator ID"));
        Assert.Equal("1", status["Number of ports"]);
        Assert.NotEqual(bed.Rests(0), bed.Rests(1));
        var quiet = Ping.Run(Lab, a, LacpBed.AddressOfB);
        Assert.Equal((10, 10, 0), (quiet.Sent, quiet.Received, quiet.Duplicates));

        cables[bed.Rests(0) ? 1 : 0].Cut();
        Ping.UntilAnswered(a, LacpBed.AddressOfB, TimeSpan.FromSeconds(20));
        bed.Bond.Stop();
    }

    private protected override LacpBed MakeBed(LacpSettings peer)
    {
        var (a, s, b, cables) = MakeNamespaces();
        var ovs = OpenVSwitch.Start(Lab, s);
        ovs.AddLacpBond(peer, "f0", "f1");
        ovs.AddPorts("fb");
        return new LacpBed(Lab, a, s, b, new OpenVSwitchLacp(ovs, cables));
    }

    private (NetworkNamespace A, NetworkNamespace S, NetworkNamespace B, VethPair[] Cables) MakeNamespaces()
    {
        var (a, s, b) = (Lab.Namespace("a"), Lab.Namespace("s"), Lab.Namespace("b"));
        VethPair[] cables = [VethPair.Connect(a, "bf0", s, "f0"), VethPair.Connect(a, "bf1", s, "f1")];
        VethPair.Connect(b, "b0", s, "fb");
        b.Ip($"addr add {LacpBed.AddressOfB}/24 dev b0");
        return (a, s, b, cables);
    }
}
