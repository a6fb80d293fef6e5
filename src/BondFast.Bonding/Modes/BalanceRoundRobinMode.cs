namespace BondFast.Bonding.Modes;

/// <summary>
/// HOWTO mode 0: frames take turns over the usable slaves. Keeps an active slave although the mode has none for data: IGMP
/// leaves there, so that a switch that snoops sees a group on one port only (linux-bonding 3.1).
/// </summary>
internal sealed class BalanceRoundRobinMode(Bond bond) : ModeBehaviour(bond)
{
    public override ForwardingPlan Plan()
    {
        var usable = TransmittingSlaves();
        int active = Bond.Active is { CanTransmit: true } ? IndexOf(Bond.Active) : usable.IsEmpty ? -1 : usable[0];
        return BasePlan() with { Usable = usable, Active = active };
    }
}
