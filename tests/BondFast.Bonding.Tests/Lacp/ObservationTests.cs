using System.Buffers;
using System.Buffers.Binary;
using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>What operators can see: snapshot, events, counters, flight recorder.</summary>
public class ObservationTests
{
    [Fact]
    public void The_snapshot_has_every_machine_with_its_reason_and_both_ends()
    {
        LacpLab lab = new LacpLab(ports: 3).Converge();
        lab.Link(2, false);
        lab.Silence(2);
        LacpSnapshot snapshot = lab.System.Snapshot(lab.Now);
        LacpPortSnapshot up = snapshot.Find("eth0")!;
        Assert.Equal(("CURRENT", "COLLECTING_DISTRIBUTING", "FAST_PERIODIC", "IDLE", "NO_CHURN"),
            (up.Receive.State, up.Mux.State, up.Periodic.State, up.Transmit.State, up.ActorChurn.State));
        Assert.Equal("collecting and distributing in aggregator 1", up.Mux.Why);
        Assert.Equal("the partner wants a LACPDU every second", up.Periodic.Why);
        Assert.Equal(lab[0].Actor, up.Actor);
        Assert.Equal(LacpLab.PartnerPort(1), up.Partner);
        Assert.Equal(1, up.AggregatorId);
        Assert.True(up.InActiveAggregator);
        Assert.True(up.Counters.LacpdusReceived >= 5 && up.Counters.LacpdusTransmitted >= 5);
        Assert.Equal(lab[0].MuxPosition.Since, up.LastChange);

        LacpPortSnapshot down = snapshot.Find("eth2")!;
        Assert.Equal(("PORT_DISABLED", "the link is down"), (down.Receive.State, down.Receive.Why));
        Assert.Equal(("ATTACHED", "attached to aggregator 1, not carrying traffic: the link is down"), (down.Mux.State, down.Mux.Why));
        Assert.Equal(("NO_TX", "the port is not enabled"), (down.Transmit.State, down.Transmit.Why));

        ActiveAggregatorInfo active = snapshot.Active!;
        Assert.Equal((1, 2, 2, (ushort)9, (ushort)7, LacpLab.PartnerSystem, 2000UL),
            (active.Id, active.Ports, active.DistributingPorts, active.ActorKey, active.PartnerKey, active.PartnerSystem, active.BandwidthMbps));
        Assert.Equal("[(0064,02-00-00-00-0B-0B,0007,0000,0000),(FFFF,02-00-00-00-00-01,0009,0000,0000)]", active.LagId);
    }

    [Fact]
    public void Every_state_gives_a_reason_in_words()
    {
        var lab = new LacpLab(LacpLab.Fast with { CoupledControl = false }, ports: 2);
        var reasons = new HashSet<string>();
        void Look()
        {
            foreach (LacpPortSnapshot port in lab.System.Snapshot(lab.Now).Ports)
                foreach (MachineSnapshot machine in new[] { port.Receive, port.Periodic, port.Mux, port.Transmit, port.ActorChurn, port.PartnerChurn })
                {
                    Assert.False(string.IsNullOrWhiteSpace(machine.Why));
                    reasons.Add($"{machine.State}: {machine.Why}");
                }
        }
        Look();
        lab.Run(1);
        Look();
        lab.Run(3);
        Look();
        lab.Run(60);
        Look();
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync));
        Look();
        lab.Run(3);
        Look();
        lab.Befriend(0, LacpLab.PartnerPort(1, LacpLab.OutOfSync | LacpState.Synchronization));
        Look();
        lab.Silence(0);
        lab.Run(3);
        Look();
        lab.Link(1, false);
        Look();
        lab.Link(1, true, fullDuplex: false);
        Look();
        foreach (string expected in new[]
        {
            "EXPIRED: no LACPDU has come yet; 3.0 s left until the link counts as one without partner",
            "DEFAULTED: no partner answers; the link is used as an individual link",
            "WAITING: stands by: another aggregator carries the bond",
            "WAITING: aggregate wait, 2.0 s left",
            "ATTACHED: attached to aggregator 1, not carrying traffic: the partner is not in Sync with us (its state is ATG-----)",
            "COLLECTING: collecting in aggregator 1, not distributing: the partner does not collect",
            "DISTRIBUTING: carrying traffic as the individual link 1, without a partner",
            "CHURN: our end was not in Sync for 60 s",
            "LACP_DISABLED: the link is not full duplex, LACP does not run on it",
            "EXPIRED: partner 02:00:00:00:0b:0b has been silent for 3.0 s; 3.0 s left until it is forgotten",
        }) Assert.Contains(expected, reasons);
    }

    [Fact]
    public void What_happens_is_told_as_it_happens()
    {
        LacpLab lab = new LacpLab(ports: 1).Converge();
        Assert.Contains(lab.Events, e => e.Text == "eth0: the partner is port 1 of system 02:00:00:00:0b:0b, key 7");
        Assert.Contains(lab.Events, e => e.Kind == "lacp-distributing" && e.Text == "eth0: collecting and distributing in aggregator 1");
        Assert.Contains(lab.Events, e => e.Kind == "lacp-aggregator" && e.Text.StartsWith("aggregator 1 carries the bond: 1 ports, 1000 Mb/s", StringComparison.Ordinal));
        lab.Silence(0);
        lab.Run(10);
        Assert.Contains(lab.Events, e => e.Kind == "lacp-partner-lost");
        Assert.Contains(lab.Events, e => e.Kind == "lacp-not-distributing");
        Assert.Contains(lab.Events, e => e.Kind == "lacp-no-partner");
        lab.Link(0, false);
        Assert.Null(lab.System.Snapshot(lab.Now).Active);
        lab.System.RemovePort(lab[0], canSend: true, lab.Now);
        Assert.Contains(lab.Events, e => e.Text == "no aggregator carries the bond");
    }

    [Fact]
    public void A_partner_that_changes_all_the_time_does_not_flood_the_events()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Silence(0);
        lab.Events.Clear();
        for (int i = 0; i < 10_000; i++)
        {
            lab.Hear(0, LacpLab.PartnerPort(1 + i % 500));
            lab.Run(0.001);
        }
        Assert.InRange(lab.Events.Count(e => e.Kind.StartsWith("lacp-partner", StringComparison.Ordinal)), 100, 250);
        Assert.Contains(lab.Events, e => e.Text.Contains("events before this one were left out"));
    }

    [Fact]
    public void The_recorder_keeps_the_last_256_frames_both_ways()
    {
        LacpLab lab = new LacpLab().Converge();
        lab.Run(500);
        FlightRecorder recorder = lab[0].Recorder;
        Assert.Equal(256, recorder.Count);
        long last = long.MinValue;
        int sent = 0;
        for (int i = 0; i < recorder.Count; i++)
        {
            RecordedFrame frame = recorder[i];
            Assert.True(frame.At >= last);
            last = frame.At;
            Assert.Equal(124, frame.Length);
            Assert.True(LacpduView.TryParse(frame.Bytes, out LacpduView pdu));
            Assert.Equal(frame.Direction == FrameDirection.Sent ? LacpLab.OurSystem : LacpLab.PartnerSystem, pdu.Actor.System);
            if (frame.Direction == FrameDirection.Sent) sent++;
        }
        Assert.Equal(128, sent);
        Assert.Throws<ArgumentOutOfRangeException>(() => recorder[256].At);
    }

    [Fact]
    public void The_recorder_exports_a_capture_of_all_ports_in_order_of_time()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        byte[] tooLong = [.. LacpLab.Lacpdu(LacpLab.PartnerPort(1), lab[0].Actor), .. new byte[300]];
        lab.HearFrame(0, tooLong);
        var output = new ArrayBufferWriter<byte>();
        const long Unix = 1_700_000_000_000_000_000;
        FlightRecording.Export(lab.System, lab.Now, Unix, "BondFast test", output);
        List<(uint Type, byte[] Body)> blocks = Blocks(output.WrittenSpan);
        Assert.Equal([0x0a0d0d0au, 1, 1], blocks.Take(3).Select(block => block.Type));
        Assert.Equal(0x1a2b3c4du, BinaryPrimitives.ReadUInt32LittleEndian(blocks[0].Body));
        Assert.Equal(lab[0].Recorder.Count + lab[1].Recorder.Count, blocks.Count(block => block.Type == 6));
        ulong before = 0;
        foreach ((uint _, byte[] body) in blocks.Where(block => block.Type == 6))
        {
            ulong at = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(4)) << 32 | BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(8));
            Assert.True(at >= before && at >= Unix);
            before = at;
            uint kept = BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(12)), length = BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(16));
            Assert.True(kept == Math.Min(length, 128));
            Assert.Equal("0180C2000002", Convert.ToHexString(body, 20, 6));
        }
        Assert.Contains("eth1", global::System.Text.Encoding.UTF8.GetString(blocks[2].Body), StringComparison.Ordinal);
    }

    private static List<(uint, byte[])> Blocks(ReadOnlySpan<byte> file)
    {
        var blocks = new List<(uint, byte[])>();
        while (!file.IsEmpty)
        {
            int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(file[4..]);
            Assert.Equal(0, length % 4);
            Assert.Equal((uint)length, BinaryPrimitives.ReadUInt32LittleEndian(file[(length - 4)..]));
            blocks.Add((BinaryPrimitives.ReadUInt32LittleEndian(file), file[8..(length - 4)].ToArray()));
            file = file[length..];
        }
        return blocks;
    }
}
