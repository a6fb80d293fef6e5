using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// Which slave carries which MAC in balance-tlb and balance-alb: the active slave the bond's, every other one that nobody else has
/// (HOWTO, mode balance-alb, prerequisite 2).
/// </summary>
/// <param name="onPorts">
/// balance-alb: a slave's port really has its address, because peers send to it. balance-tlb: false. Nobody sends to those
/// addresses there, they only are the source of what leaves; every port has the bond's address, so that a
/// failover needs no port to change its address while it runs.
/// </param>
internal sealed class SlaveAddresses(Bond bond, bool onPorts)
{
    /// <summary>
    /// Gives a new slave, whose port has the bond's address, one of its own: its permanent address, or when another slave has that, the permanent
    /// address of a slave that nobody uses at present. Null, or the reason for a refusal.
    /// </summary>
    public string? Settle(Slave slave)
    {
        MacAddress own = slave.PermanentMac;
        Slave? holder = Holder(own, except: slave);
        if (holder is null)
        {
            // The bond's address is for the active slave; that nobody has it yet makes it this one's.
            if (own == bond.Mac || TrySet(slave, own)) return null;
            return $"its driver cannot change the address while the port runs, which {bond.Options.Mode.OptionName()} needs";
        }
        if (Spare(slave) is not { } lender)
        {
            if (Holder(bond.Mac, except: slave) is null) return null;
            return $"its address {own} is used by slave {holder.Name}, and no slave has an address to spare: give one of them another address";
        }
        if (!TrySet(slave, lender.PermanentMac)) return $"its driver cannot change the address while the port runs, which {bond.Options.Mode.OptionName()} needs";
        bond.Raise(EventLevel.Warning, "address-borrowed", slave, $"{bond.Name}: {slave.Name}: its address {own} is used by {holder.Name}; it gets {lender.PermanentMac}, the one of {lender.Name}, meanwhile");
        return null;
    }

    /// <summary>
    /// The new active slave takes the bond's address; the slave that has it gets the new one's in exchange. Returns that slave, or null when none
    /// had it.
    /// </summary>
    public Slave? Activate(Slave to)
    {
        MacAddress own = to.CurrentMac;
        if (own == bond.Mac) return null;
        Slave? holder = Holder(bond.Mac, except: to);
        if (!TrySet(to, bond.Mac))
        {
            Complain(to, bond.Mac, "what is sent to the bond does not reach it");
            return null;
        }
        if (holder is not null && !TrySet(holder, own)) Complain(holder, own, $"two slaves have {bond.Mac} now");
        return holder;
    }

    /// <summary>
    /// A slave that leaves gets its permanent address back from the slave that carries it, which takes the leaving
    /// one's. Returns that slave, or null when none had it.
    /// </summary>
    public Slave? ComeHome(Slave leaving)
    {
        MacAddress home = leaving.PermanentMac, now = leaving.CurrentMac;
        if (leaving.Gone || home == now || home == bond.Mac || Holder(home, except: leaving) is not { } other) return null;
        if (!TrySet(other, now))
        {
            Complain(other, now, $"it keeps {home}, which also is the address of {leaving.Name}");
            return null;
        }
        if (!TrySet(leaving, home)) Complain(leaving, home, "it leaves with another address than it came with");
        return other;
    }

    /// <summary>
    /// The user set the bond's address (<see cref="Bond.Mac"/> still is the old one): the active slave takes it, from the slave that has it if
    /// there is one. In balance-tlb every port takes it. Null, or the refusal, with everything as it was.
    /// </summary>
    public string? ApplyBondMac(MacAddress mac, out Slave? swappedWith)
    {
        swappedWith = null;
        if (!onPorts && PutOnPorts(mac) is { } refusal) return refusal;
        if (bond.Active is not { } active || active.CurrentMac == mac) return null;
        MacAddress old = active.CurrentMac;
        Slave? holder = Holder(mac, except: active);
        if (!TrySet(active, mac)) return $"the active slave {active.Name} does not take the address {mac}";
        if (holder is null) return null;
        if (!TrySet(holder, old))
        {
            TrySet(active, old);
            return $"slave {holder.Name} has the address {mac} and does not take another one";
        }
        swappedWith = holder;
        return null;
    }

    /// <summary>balance-tlb: the port has the bond's address, which its permanent one is to replace.</summary>
    public void ShowPortAddress(Slave slave)
    {
        if (!onPorts) slave.CurrentMac = bond.Mac;
    }

    private string? PutOnPorts(MacAddress mac)
    {
        for (int i = 0; i < bond.SlaveList.Count; i++)
        {
            Slave slave = bond.SlaveList[i];
            if (slave.Gone || slave.CanSetMac && bond.Effects.SetSlaveMac(slave, mac)) continue;
            while (--i >= 0) bond.Effects.SetSlaveMac(bond.SlaveList[i], bond.Mac);
            return $"slave {slave.Name} does not take the address {mac}";
        }
        return null;
    }

    private bool TrySet(Slave slave, MacAddress address)
    {
        if (onPorts) return bond.SetSlaveMac(slave, address);
        slave.CurrentMac = address;
        bond.MarkChanged();
        return true;
    }

    /// <summary>The first slave whose permanent address no slave has at present.</summary>
    private Slave? Spare(Slave newcomer)
    {
        foreach (Slave lender in bond.SlaveList)
            if (!ReferenceEquals(lender, newcomer) && Holder(lender.PermanentMac, except: newcomer) is null && lender.PermanentMac != bond.Mac) return lender;
        return null;
    }

    private Slave? Holder(MacAddress address, Slave except)
    {
        foreach (Slave slave in bond.SlaveList)
            if (!ReferenceEquals(slave, except) && slave.CurrentMac == address && !slave.Gone) return slave;
        return null;
    }

    private void Complain(Slave slave, MacAddress address, string consequence) => bond.Raise(EventLevel.Error, "address-refused", slave,
        $"{bond.Name}: {slave.Name}: the driver refused the address {address}: {consequence}");
}
