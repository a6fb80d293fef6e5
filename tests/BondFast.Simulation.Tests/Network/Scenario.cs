using BondFast.Bonding;

namespace BondFast.Simulation.Tests.Network;

/// <summary>The usual beginning of a test: one bond, some ports enslaved, open, first monitor run done.</summary>
public sealed class Scenario
{
    public Scenario(BondOptions options, int ports = 2, bool open = true, int seed = 1)
    {
        Net = new SimulatedNetwork(seed);
        Host = Net.AddHost(options);
        for (int i = 0; i < ports; i++) Host.Enslave(Host.AddPort());
        if (!open) return;
        Host.Bond.Open(Net.Now);
        Net.Run(0);
    }

    public SimulatedNetwork Net { get; }
    public SimulatedHost Host { get; }
    public Bond Bond => Host.Bond;
    public ForwardingPlan Plan => Host.Bond.Plan;
    public IReadOnlyList<SimulatedPort> Ports => Host.Ports;

    /// <summary>The slave of a port by its number.</summary>
    public Slave this[int port] => Host[Host.Ports[port]];

    /// <summary>Changes carriers and lets the monitor see it (200 ms).</summary>
    public void Carrier(int port, bool up)
    {
        Host.Ports[port].Carrier = up;
        Net.Run(200);
    }

    /// <summary>Port number of the active slave, -1 for none.</summary>
    public int Active => Bond.Active?.Slot ?? -1;

    /// <summary>Port numbers of the usable slaves of the plan.</summary>
    public int[] Usable => [.. Plan.Usable.Select(index => Plan.Slaves[index].Slot)];

    public ReceiveRule Receives(int port) => Plan.Slaves.Single(slave => slave.Slot == port).Receive;

    /// <summary>Events of a kind, their texts.</summary>
    public IReadOnlyList<string> Texts(string kind) => [.. Host.Effects.Events.Where(happening => happening.Kind == kind).Select(happening => happening.Text)];
}
