using BondFast.Bonding.Enslavement;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>Slaves come (linux-bonding 9).</summary>
public sealed partial class Bond
{
    /// <summary>
    /// Takes a port in: gives it the bond's MTU and address, starts it, decides its first link state and role. Null when it is
    /// a slave now; otherwise the reason as a sentence, and everything is as it was.
    /// </summary>
    public string? Enslave(SlaveRequest request, long now, out Slave? slave)
    {
        ArgumentNullException.ThrowIfNull(request);
        Enter(now);
        BondOptions before = Options;
        slave = null;
        string? refusal = EnslaveRefusals.Check(this, request);
        if (refusal is null)
        {
            var candidate = new Slave(request.Name, request.Slot, request.Mac, request.Mtu, request.Options)
            {
                Status = request.Status,
                CanSetMac = request.CanSetMac,
                EnslavedAt = Now,
            };
            refusal = Attach(candidate);
            if (refusal is null) slave = candidate;
        }
        if (refusal is not null)
        {
            Options = before;
            Raise(EventLevel.Error, "enslave-refused", null, refusal = $"{Name}: {request.Name} was not enslaved: {refusal}");
        }
        Finish();
        return refusal;
    }

    private string? Attach(Slave slave)
    {
        bool first = _slaves.Count == 0;
        bool takesMac = first && Mac.IsZero;
        if (first) AllowForFixedMac(slave);
        if (takesMac) ChangeMac(slave.PermanentMac);
        string? refusal = SetUp(slave, out bool started);
        if (refusal is not null)
        {
            Restore(slave, started);
            if (takesMac) ChangeMac(MacAddress.Zero);
            return refusal;
        }
        Welcome(slave, first);
        return null;
    }

    /// <summary>HOWTO fail_over_mac: "active" is the default when the first slave cannot change its address.</summary>
    private void AllowForFixedMac(Slave slave)
    {
        if (slave.CanSetMac || Options.Mode != BondMode.ActiveBackup || Options.FailOverMac == FailOverMac.Active) return;
        Options = Options with { FailOverMac = FailOverMac.Active };
        Raise(EventLevel.Warning, "fail-over-mac-forced", slave,
            $"{Name}: the first slave {slave.Name} cannot change its address, so fail_over_mac is active from now on");
    }

    private string? SetUp(Slave slave, out bool started)
    {
        started = false;
        if (!SetSlaveMtu(slave, Mtu)) return $"its MTU cannot be set to {Mtu}, the MTU of {Name}";
        if (Mode.AssignMac(slave, Now) is { } refusal) return refusal;
        if (!Effects.SetSlaveRunning(slave, true)) return "its port does not start";
        started = true;
        _slaves.Add(slave);
        SetInitialLink(slave);
        SetInitialRole(slave);
        if (Mode.OnEnslaved(slave, Now, out string? modesRefusal)) return null;
        _slaves.Remove(slave);
        return modesRefusal ?? $"mode {Options.Mode} does not take it";
    }

    private void Welcome(Slave slave, bool first)
    {
        if (slave == PrimarySlave) _forcePrimary = true;
        if (Options.HasActiveSlave || Active is null && slave.Link == SlaveLink.Up) Reselect();
        ApplyFilters();
        MarkChanged();
        Raise(EventLevel.Info, "enslaved", slave,
            $"{Name}: {slave.Name} is a slave now, {(slave == Active && Options.HasActiveSlave ? "active" : slave.Backup ? "backup" : "active")}, link {(slave.IsUp ? "up" : "down")}{(first ? ", first slave" : "")}");
    }

    /// <summary>Gives a port back its own state, last change first. A port that is gone is left alone.</summary>
    private void Restore(Slave slave, bool stop)
    {
        if (slave.Gone) return;
        _filters.Clear(slave);
        if (stop) Effects.SetSlaveRunning(slave, false);
        if (!SetSlaveMac(slave, slave.PermanentMac))
            Raise(EventLevel.Error, "restore-failed", slave, $"{Name}: {slave.Name} keeps {slave.CurrentMac}: its own address {slave.PermanentMac} could not be set back");
        if (!SetSlaveMtu(slave, slave.OriginalMtu))
            Raise(EventLevel.Error, "restore-failed", slave, $"{Name}: {slave.Name} keeps MTU {slave.Mtu}: its own, {slave.OriginalMtu}, could not be set back");
    }
}
