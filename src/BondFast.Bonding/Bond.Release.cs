using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>Slaves go (linux-bonding 9).</summary>
public sealed partial class Bond
{
    /// <summary>
    /// Lets a slave go: the workers drop it first, then its port is stopped and gets its own MAC, MTU and filters back.
    /// Null, or why not.
    /// </summary>
    /// <param name="vanished">The device is gone: nothing is done to it.</param>
    public string? Release(Slave slave, long now, bool vanished = false)
    {
        ArgumentNullException.ThrowIfNull(slave);
        Enter(now);
        if (!_slaves.Contains(slave)) return $"{Name}: {slave.Name} is not a slave of it";
        slave.Gone = vanished;
        Mode.OnReleasing(slave, now);
        bool wasActive = slave == Active;
        SetInactiveRole(slave);
        if (wasActive) ChangeActive(null);
        _arp.Forget(slave);
        _slaves.Remove(slave);
        if (wasActive) Reselect();
        Mode.OnReleased(slave, now);
        MarkChanged();
        Finish(); // stopping a port can take long: workers and peers know before
        Restore(slave, stop: true);
        Raise(EventLevel.Info, "released", slave, $"{Name}: {slave.Name} {(vanished ? "has vanished and is" : "is")} no slave any more");
        if (_slaves.Count == 0) ForgetMac();
        else if (slave.PermanentMac == Mac)
            Raise(EventLevel.Warning, "mac-in-use", slave,
                $"{Name}: the address of {slave.Name}, {slave.PermanentMac}, is still the address of {Name}; give one of them another before {slave.Name} is used in the same network");
        Finish();
        return null;
    }

    /// <summary>The bond has no address of its own: it is zero until the next first slave brings one (HOWTO 6).</summary>
    private void ForgetMac() => ChangeMac(MacAddress.Zero);
}
