namespace BondFast.Bonding.LoadBalancing;

/// <summary>Deals out slaves for receive traffic: "sequentially (round robin) among the group of highest speed slaves" (HOWTO, mode balance-alb).</summary>
internal sealed class ReceiveRotation
{
    private Slave? _last;

    /// <summary>
    /// The next slave that can transmit: the fastest of those after the last one dealt, unless one at or before it is
    /// faster still. Null when none can.
    /// </summary>
    public Slave? Next(IReadOnlyList<Slave> slaves)
    {
        Slave? before = null, after = null;
        bool passed = false;
        for (int i = 0; i < slaves.Count; i++)
        {
            Slave slave = slaves[i];
            if (slave.CanTransmit)
            {
                if (passed) after = Faster(after, slave);
                else before = Faster(before, slave);
            }
            if (ReferenceEquals(slave, _last)) passed = true;
        }
        Slave? next = after is null || before is not null && before.SpeedMbps > after.SpeedMbps ? before : after;
        if (next is not null) _last = next;
        return next;
    }

    /// <summary>Starts again at the first slave.</summary>
    public void Restart() => _last = null;

    private static Slave Faster(Slave? best, Slave slave) => best is null || slave.SpeedMbps > best.SpeedMbps ? slave : best;
}
