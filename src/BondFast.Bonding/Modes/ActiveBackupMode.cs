using BondFast.Bonding.Failover;

namespace BondFast.Bonding.Modes;

/// <summary>
/// HOWTO mode 1: everything leaves on the active slave and is received on it alone. Its link is not looked at again: while
/// downdelay runs it goes on carrying the traffic (linux-bonding 3.1).
/// </summary>
internal sealed class ActiveBackupMode(Bond bond) : ModeBehaviour(bond)
{
    public override ForwardingPlan Plan()
    {
        int active = IndexOf(Bond.Active);
        return BasePlan() with { Active = active, Usable = active < 0 ? [] : [active] };
    }

    public override string? AssignMac(Slave slave, long now) => FailOverMacPolicy.AtEnslave(Bond, slave);

    public override void OnActiveChanged(Slave? from, Slave? to, long now) => FailOverMacPolicy.AtFailover(Bond, from, to);
}
