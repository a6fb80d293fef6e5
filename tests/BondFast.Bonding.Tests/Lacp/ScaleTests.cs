using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Cost: flat per port, and nothing allocated once everything stands.</summary>
public class ScaleTests
{
    [Fact]
    public void The_work_per_port_and_second_is_the_same_for_16_and_for_1024_ports()
    {
        double few = RunsPerPortAndSecond(16), many = RunsPerPortAndSecond(1024);
        Assert.Equal(few, many, precision: 3);
        // At most one run per PDU that comes and one per PDU that leaves.
        Assert.InRange(many, 0.9, 2.1);
    }

    [Fact]
    public void Ports_without_anything_due_cost_nothing()
    {
        var lab = new LacpLab(LacpLab.Slow, ports: 0);
        for (int i = 0; i < 1024; i++) lab.AddPort();
        for (int i = 0; i < 1024; i++) lab.Befriend(i, LacpLab.PartnerPort(i + 1, LacpLab.Healthy & ~LacpState.Timeout));
        lab.Run(5);
        for (int i = 0; i < 1024; i++) lab.Silence(i);
        lab.Run(40);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
        long runs = lab.System.PortRuns;
        long deadline = lab.System.NextDeadline;
        for (long t = lab.Now; t < deadline; t += 10_000_000) lab.System.Advance(t);
        Assert.Equal(runs, lab.System.PortRuns);
    }

    [Fact]
    public void A_thousand_ports_join_one_group_in_a_time_nobody_notices()
    {
        var lab = new LacpLab(ports: 1024);
        for (int i = 0; i < 1024; i++) lab.Befriend(i);
        lab.Run(4);
        Assert.Single(lab.System.Aggregators);
        Assert.All(lab.Ports, port => Assert.True(port.Distributing));
        Assert.True(lab.System.PortRuns < 1024 * 40, $"{lab.System.PortRuns} runs");
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        var world = new SilentWorld();
        var system = new LacpSystem(LacpLab.Fast, LacpLab.OurSystem, world, 0);
        var ports = new LacpPort[8];
        byte[][] pdus = new byte[8][];
        for (int i = 0; i < 8; i++)
        {
            ports[i] = system.AddPort($"eth{i}", i, new MacAddress(0x0200_0000_0100 + (ulong)i), 255, 0);
            system.SetLink(ports[i], true, 1000, true, 0);
            pdus[i] = LacpLab.Lacpdu(LacpLab.PartnerPort(i + 1), ports[i].Actor);
        }
        byte[] marker = LacpLab.Marker(MarkerType.Information, 1, LacpLab.PartnerSystem, 5);
        long now = 0;
        Live(system, ports, pdus, marker, ref now, 10);
        for (int i = 0; i < 8; i++) LacpduWriter.Write(pdus[i], LacpLab.PartnerSystem, LacpLab.PartnerPort(i + 1), ports[i].Actor);
        Live(system, ports, pdus, marker, ref now, 100);
        Assert.All(ports, port => Assert.True(port.Distributing));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Live(system, ports, pdus, marker, ref now, 1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(world.Frames > 8 * 1000);
    }

    private static void Live(LacpSystem system, LacpPort[] ports, byte[][] pdus, byte[] marker, ref long now, int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            for (int i = 0; i < ports.Length; i++) system.Receive(ports[i], pdus[i], now);
            system.Receive(ports[0], marker, now);
            for (int slice = 0; slice < 10; slice++)
            {
                now += 100_000_000;
                system.Advance(now);
            }
        }
    }

    private static double RunsPerPortAndSecond(int ports)
    {
        var lab = new LacpLab(ports: ports);
        for (int i = 0; i < ports; i++) lab.Befriend(i);
        lab.Run(10);
        long runs = lab.System.PortRuns;
        lab.Run(20);
        return (lab.System.PortRuns - runs) / 20.0 / ports;
    }

    private sealed class SilentWorld : ILacpEffects
    {
        public int Frames { get; private set; }

        public bool Send(LacpPort port, ReadOnlySpan<byte> frame)
        {
            Frames++;
            return true;
        }

        public void ForwardingChanged(long now) { }

        public void Raise(long now, EventLevel level, string kind, LacpPort? port, string text) { }
    }
}
