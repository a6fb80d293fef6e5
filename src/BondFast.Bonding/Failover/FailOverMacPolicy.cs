using BondFast.Wire;

namespace BondFast.Bonding.Failover;

/// <summary>Option fail_over_mac (HOWTO 2, linux-bonding 6.1): who carries which address in active-backup.</summary>
internal static class FailOverMacPolicy
{
    /// <summary>Null, or why the slave cannot have the address it needs.</summary>
    public static string? AtEnslave(Bond bond, Slave slave)
    {
        MacAddress wanted = bond.Options.FailOverMac switch
        {
            FailOverMac.Active => slave.PermanentMac,
            FailOverMac.Follow => bond.Slaves.Count == 0 || slave.PermanentMac != bond.Mac ? slave.PermanentMac : RandomMac(bond),
            _ => bond.Mac,
        };
        return bond.SetSlaveMac(slave, wanted) ? null : $"its address cannot be set to {wanted}";
    }

    public static void AtFailover(Bond bond, Slave? from, Slave? to)
    {
        if (to is null) return;
        if (bond.Options.FailOverMac == FailOverMac.Active) bond.ChangeMac(to.CurrentMac);
        else if (bond.Options.FailOverMac == FailOverMac.Follow) Swap(bond, from ?? Holder(bond, to), to);
    }

    /// <summary>The new active slave gets the bond's address, and who had it gets the other one. For a moment both have it.</summary>
    private static void Swap(Bond bond, Slave? holder, Slave to)
    {
        MacAddress given = to.CurrentMac;
        if (given == bond.Mac) return;
        if (!bond.SetSlaveMac(to, bond.Mac))
        {
            bond.Raise(EventLevel.Error, "mac-failed", to, $"{bond.Name}: {to.Name} does not take {bond.Mac}, the address of {bond.Name}; it will not hear what is sent to the bond");
            return;
        }
        if (holder is null || holder.Gone || holder.CurrentMac != bond.Mac || bond.SetSlaveMac(holder, given)) return;
        bond.Raise(EventLevel.Error, "mac-failed", holder, $"{bond.Name}: {holder.Name} does not take {given}; two slaves now have {bond.Mac}");
    }

    private static Slave? Holder(Bond bond, Slave except)
    {
        foreach (Slave slave in bond.SlaveList)
            if (slave != except && slave.CurrentMac == bond.Mac) return slave;
        return null;
    }

    /// <summary>A locally administered station address.</summary>
    private static MacAddress RandomMac(Bond bond) => new(bond.NextRandom() & 0xfcff_ffff_ffff | 0x0200_0000_0000);
}
