namespace BondFast.Bonding.Modes;

/// <summary>HOWTO mode 2: the transmit hash chooses among the usable slaves.</summary>
internal sealed class BalanceXorMode(Bond bond) : ModeBehaviour(bond)
{
    public override ForwardingPlan Plan() => BasePlan() with { Usable = TransmittingSlaves() };
}
