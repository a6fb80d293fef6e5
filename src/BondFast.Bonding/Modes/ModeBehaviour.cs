namespace BondFast.Bonding.Modes;

/// <summary>
/// What differs between the seven modes, as hooks that <see cref="Bond"/> calls. One class per mode; each holds the
/// state that only its mode has (802.3ad its LACP ports, balance-alb its client table). Runs on the driver's thread.
/// </summary>
internal abstract class ModeBehaviour(Bond bond)
{
    protected Bond Bond { get; } = bond;

    /// <summary>Next moment, monotonic ns, at which <see cref="Advance"/> has work; long.MaxValue is none.</summary>
    public virtual long NextDeadline => long.MaxValue;

    /// <summary>Runs timers that are due.</summary>
    public virtual void Advance(long now) { }

    /// <summary>The slave is in the list, its MAC is set, its initial link state is known. False refuses it (with a reason).</summary>
    public virtual bool OnEnslaved(Slave slave, long now, out string? refusal) { refusal = null; return true; }

    /// <summary>The slave is about to leave; it still can send.</summary>
    public virtual void OnReleasing(Slave slave, long now) { }

    /// <summary>The slave has left the list.</summary>
    public virtual void OnReleased(Slave slave, long now) { }

    /// <summary>A monitor committed a new link state, or speed or duplex changed.</summary>
    public virtual void OnLinkChanged(Slave slave, long now) { }

    /// <summary>The current active slave changes (modes with one). Called before pointers are switched.</summary>
    public virtual void OnActiveChanging(Slave? from, Slave? to, long now) { }

    /// <summary>The current active slave has changed.</summary>
    public virtual void OnActiveChanged(Slave? from, Slave? to, long now) { }

    /// <summary>An option that this mode uses changed; <paramref name="before"/> is the old set.</summary>
    public virtual void OnOptionsChanged(BondOptions before, long now) { }

    /// <summary>A control frame arrived on a slave (LACP and Marker always, ARP and ND when tapped). Stamped with its arrival.</summary>
    public virtual void Receive(Slave slave, ReadOnlySpan<byte> frame, long arrived) { }

    /// <summary>Bond carrier by this mode's rule (linux-bonding: up iff a slave's link state is up; 802.3ad its own).</summary>
    public virtual bool Carrier
    {
        get
        {
            foreach (Slave slave in Bond.Slaves)
                if (slave.Link == SlaveLink.Up) return true;
            return false;
        }
    }

    /// <summary>The forwarding plan for the present state.</summary>
    public abstract ForwardingPlan Plan();
}
