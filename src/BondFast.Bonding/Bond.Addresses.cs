using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>The bond's own address and MTU.</summary>
public sealed partial class Bond
{
    /// <summary>MTU of a new bond, bytes.</summary>
    public const int DefaultMtu = 1500;

    /// <summary>Smallest MTU that IPv4 allows, and the largest its length field does.</summary>
    private const int MinMtu = 68, MaxMtu = 65535;

    /// <summary>All zero until the first slave brings its own, or the user sets one (HOWTO 6); zero again when the last slave has left.</summary>
    public MacAddress Mac { get; private set; }

    /// <summary>Every slave has it. Slaves never change it.</summary>
    public int Mtu { get; private set; } = DefaultMtu;

    /// <summary>
    /// Sets the bond's address, and the slaves' by the mode's rule: all or none. Null, or the refusal. With fail_over_mac
    /// active or follow it does nothing, as the addresses there follow the slaves (linux-bonding 6.1).
    /// </summary>
    public string? SetMac(MacAddress mac, long now)
    {
        Enter(now);
        if (mac.IsZero || mac.IsMulticast) return $"{Name}: {mac} cannot be its address: {(mac.IsZero ? "it is zero" : "it is a group address")}";
        if (Options is { Mode: BondMode.ActiveBackup, FailOverMac: not FailOverMac.None })
        {
            Raise(EventLevel.Warning, "mac-kept", null, $"{Name}: address {mac} not taken, because with fail_over_mac {(Options.FailOverMac == FailOverMac.Active ? "active" : "follow")} the address comes from the slaves");
            Finish();
            return null;
        }
        string? refusal = mac == Mac ? null : Mode.ApplyBondMac(mac, now);
        if (refusal is null) ChangeMac(mac);
        Finish();
        return refusal is null ? null : $"{Name}: address {mac} not set: {refusal}";
    }

    /// <summary>Sets the MTU of the bond and of all slaves: all or none. Null, or the refusal.</summary>
    /// <param name="mtu">Bytes of payload of an untagged Ethernet frame.</param>
    public string? SetMtu(int mtu, long now)
    {
        Enter(now);
        if (mtu is < MinMtu or > MaxMtu) return $"{Name}: MTU {mtu} is outside {MinMtu} .. {MaxMtu}";
        for (int i = 0; i < _slaves.Count; i++)
        {
            if (SetSlaveMtu(_slaves[i], mtu)) continue;
            string refusal = $"{Name}: MTU {mtu} not set: slave {_slaves[i].Name} does not take it";
            while (--i >= 0) SetSlaveMtu(_slaves[i], Mtu);
            return refusal;
        }
        Mtu = mtu;
        Finish();
        return null;
    }

    private bool SetSlaveMtu(Slave slave, int mtu)
    {
        if (slave.Mtu == mtu) return true;
        if (slave.Gone || !Effects.SetSlaveMtu(slave, mtu)) return false;
        slave.Mtu = mtu;
        return true;
    }

    internal void ChangeMac(MacAddress mac)
    {
        if (mac == Mac) return;
        MacAddress before = Mac;
        Mac = mac;
        Effects.SetBondMac(mac);
        Mode.OnBondMacChanged(before, Now);
        MarkChanged();
        Raise(EventLevel.Info, "mac-changed", null, $"{Name}: address {mac}");
    }
}
