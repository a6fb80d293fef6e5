using System.Collections.Immutable;

namespace BondFast.Bonding.Modes;

/// <summary>HOWTO mode 3: a copy on every slave whose link is up; the role bit plays no part (linux-bonding 3.1).</summary>
internal sealed class BroadcastMode(Bond bond) : ModeBehaviour(bond)
{
    public override ForwardingPlan Plan()
    {
        ImmutableArray<int>.Builder usable = ImmutableArray.CreateBuilder<int>();
        for (int i = 0; i < Bond.SlaveList.Count; i++)
            if (Bond.SlaveList[i] is { IsUp: true, Link: SlaveLink.Up }) usable.Add(i);
        return BasePlan() with { Usable = usable.DrainToImmutable() };
    }
}
