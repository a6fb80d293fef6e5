namespace BondFast.Bonding;

/// <summary>What a change of one option does to others (linux-bonding: conflicts at run time). Pure.</summary>
internal static class OptionSideEffects
{
    /// <summary>ms: what a mode that cannot do without the MII monitor gets.</summary>
    public const int ForcedMiimon = 100;

    /// <summary>802.3ad, balance-tlb and balance-alb need the MII monitor: it reads speed and duplex.</summary>
    public static bool NeedsMiimon(BondMode mode) => !BondModes.Arp.Has(mode);

    public static BondOptions WithMode(BondOptions options, BondMode mode)
    {
        BondOptions changed = options with { Mode = mode, ArpValidate = ArpValidate.None, BroadcastNeighbor = false };
        if (NeedsMiimon(mode))
        {
            changed = changed with { ArpInterval = 0 };
            if (changed.Miimon == 0) changed = WithMiimon(changed, ForcedMiimon);
        }
        return mode == BondMode.BalanceAlb ? changed with { TlbDynamicLb = true } : changed;
    }

    /// <summary>The MII monitor switches the ARP monitor off; the delays keep their count of intervals.</summary>
    public static BondOptions WithMiimon(BondOptions options, int miimon)
    {
        int interval = options.Miimon != 0 ? options.Miimon : options.DelayInterval;
        BondOptions changed = options with { Miimon = miimon, DelayInterval = miimon != 0 ? miimon : interval };
        if (miimon == 0) return changed;
        if (options.ArpInterval != 0) changed = changed with { ArpInterval = 0, ArpValidate = ArpValidate.None };
        return changed with
        {
            Updelay = Rescale(options.Updelay, interval, miimon),
            Downdelay = Rescale(options.Downdelay, interval, miimon),
            PeerNotifDelay = Rescale(options.PeerNotifDelay, interval, miimon),
        };
    }

    /// <summary>The ARP monitor switches the MII monitor off.</summary>
    public static BondOptions WithArpInterval(BondOptions options, int arpInterval)
    {
        BondOptions changed = options with { ArpInterval = arpInterval };
        return arpInterval != 0 && options.Miimon != 0 ? WithMiimon(changed, 0) : changed;
    }

    /// <summary>A delay as so many intervals of the new length; a delay that was never counted is rounded down.</summary>
    private static int Rescale(int delay, int oldInterval, int newInterval) =>
        oldInterval == 0 ? delay - delay % newInterval : (int)Math.Min((long)(delay / oldInterval) * newInterval, int.MaxValue / newInterval * (long)newInterval);
}
