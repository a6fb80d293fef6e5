using BondFast.Bonding.Modes;
using BondFast.Wire;

namespace BondFast.Bonding;

/// <summary>
/// One bond: a calculator that link states, received control frames, commands and the time go into, and effects come out of
/// (<see cref="IBondEffects"/>). It has no clock, thread or I/O. Time is monotonic nanoseconds and never goes back.
/// All calls come from one thread at a time.
/// </summary>
public sealed partial class Bond
{
    private readonly List<Slave> _slaves = [];

    public Bond(string name, BondOptions options, IBondEffects effects, long now)
    {
        Name = name;
        Options = options;
        Effects = effects;
        _ = now;
    }

    public string Name { get; }
    public BondOptions Options { get; private set; }
    public IBondEffects Effects { get; }
    public IReadOnlyList<Slave> Slaves => _slaves;
    public MacAddress Mac { get; private set; }
    public bool CarrierUp { get; private set; }
    public Slave? Active { get; private set; }
}
