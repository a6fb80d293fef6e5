using BondFast.Bonding;
using BondFast.Datapath;
using BondFast.Dpdk;
using BondFast.Wire;

namespace BondFast.Comparison;

/// <summary>What one row needs: the rival's bond and BondFast's over net_null members of their own, and one net_null by itself.</summary>
internal sealed class Testbed : IDisposable
{
    private const string Device = "net_null";
    private static int Number;

    private readonly List<Port> _rivalMembers = [];
    private readonly List<Port> _slaves = [];
    private readonly Port _direct;
    private readonly Rival _rival;
    private readonly BondDatapath _bond;

    public Testbed(Row row, Mempool pool)
    {
        _direct = Probe("direct", pool);
        for (int i = 0; i < row.Slaves; i++)
        {
            _rivalMembers.Add(Port.Probe("rival", Name()));
            _slaves.Add(Probe("slave", pool));
        }
        int policy = row.Policy switch { XmitHashPolicy.Layer2 => 0, XmitHashPolicy.Layer23 => 1, _ => 2 };
        _rival = Rival.Create($"net_bonding_c{++Number}", (int)row.Mode, policy, [.. _rivalMembers.Select(p => p.Id)], pool);
        _bond = new BondDatapath("bond0");
        for (int slot = 0; slot < row.Slaves; slot++) _bond.SetSlave(slot, new DatapathPort(_slaves[slot].Id));
        _bond.Publish(Plan(row));
    }

    public PortPath RivalPath => new(_rival.Port);

    public PortPath DirectPath => new(_direct.Id);

    public BondPath BondPath => new(_bond.Ports[0]);

    public BondDatapath Datapath => _bond;

    /// <summary>As the engine would make it with all links up and slave 0 active.</summary>
    public static ForwardingPlan Plan(Row row)
    {
        bool balancing = row.Mode is BondMode.BalanceTlb or BondMode.BalanceAlb;
        bool oneReceives = row.Mode is BondMode.ActiveBackup or BondMode.BalanceTlb;
        return new ForwardingPlan
        {
            Mode = row.Mode,
            Policy = row.Policy,
            Formula = row.Formula,
            Slaves = [.. Enumerable.Range(0, row.Slaves).Select(slot => new SlavePlan(slot,
                slot == 0 || row.Mode is not (BondMode.ActiveBackup or BondMode.BalanceTlb or BondMode.BalanceAlb) ? ReceiveRule.All
                : oneReceives ? ReceiveRule.Suppress : ReceiveRule.UnicastOnly,
                0, new MacAddress(0x02_00_00_00_00_10 + (ulong)slot), balancing && slot != 0, true))],
            Usable = [.. Enumerable.Range(0, row.Slaves)],
            Active = 0,
            FlowTable = balancing ? [.. Enumerable.Range(0, ForwardingPlan.FlowTableSize).Select(bucket => (byte)(bucket * 7 % row.Slaves))] : [],
        };
    }

    public void Dispose()
    {
        _bond.Dispose();
        _rival.Dispose();
        foreach (Port port in _rivalMembers) port.Dispose();
        foreach (Port port in _slaves) port.Dispose();
        _direct.Dispose();
    }

    private static string Name() => $"{Device}{++Number},size=64,copy=0";

    private static Port Probe(string name, Mempool pool)
    {
        Port port = Port.Probe(name, Name());
        port.Configure(new PortOptions(pool) { Rss = false });
        port.Start();
        return port;
    }
}
