namespace BondFast.Bonding;

/// <summary>What the rules for changing an option ask about the bond. A snapshot; the engine fills it.</summary>
/// <param name="IsUp">The bond is administratively up.</param>
/// <param name="Slaves">In order of enslavement.</param>
/// <param name="ActiveSlave">Name of the current active slave, or null.</param>
/// <param name="PortExists">Is there a port of that name, slave or not? Null: only the slaves are known.</param>
public sealed record BondState(bool IsUp, IReadOnlyList<SlaveState> Slaves, string? ActiveSlave = null, Func<string, bool>? PortExists = null)
{
    /// <summary>Down and without slaves: everything may be changed.</summary>
    public static readonly BondState Fresh = new(false, []);

    public bool HasSlaves => Slaves.Count > 0;

    public SlaveState? Find(string name)
    {
        foreach (SlaveState slave in Slaves)
            if (slave.Name == name) return slave;
        return null;
    }
}

/// <summary>One slave in a <see cref="BondState"/>.</summary>
/// <param name="Name">Its port's name.</param>
/// <param name="Options">Its own options as they are now.</param>
/// <param name="CanBeActive">Link state UP, device running, carrier on.</param>
public sealed record SlaveState(string Name, SlaveOptions Options, bool CanBeActive = true);
