using BondFast.Wire;

namespace BondFast.Conform;

/// <summary>What checks are written with: our ends of the cables, waiting, and ways to bring the device under test to a known place.</summary>
internal sealed class Bench
{
    public const long Millisecond = 1_000_000, Second = 1_000 * Millisecond;

    public const LacpState S = LacpState.Synchronization, C = LacpState.Collecting, D = LacpState.Distributing;

    /// <summary>Active, short timeout, aggregatable: nothing more.</summary>
    public const LacpState Plain = LacpState.Activity | LacpState.Timeout | LacpState.Aggregation;

    /// <summary>All that a partner says when everything is well.</summary>
    public const LacpState Healthy = Plain | S | C | D;

    /// <summary>What "at once" means: the control loops that exist look every 100 ms and keep PDUs up to 500 ms apart.</summary>
    public const long AtOnce = 700 * Millisecond;

    private readonly IConformWorld _world;
    private readonly long _start;
    private int _identity;

    public Bench(IConformWorld world, bool patient)
    {
        ArgumentOutOfRangeException.ThrowIfZero(world.Ports.Count);
        _world = world;
        _start = world.Now;
        Patient = patient;
        Partners = [.. world.Ports.Select((port, index) => new TestPartner(port, index + 1, _start))];
        NewIdentity();
    }

    /// <summary>Checks that take minutes are wanted too.</summary>
    public bool Patient { get; }

    public IReadOnlyList<TestPartner> Partners { get; }

    /// <summary>The first port: most checks need only one. The other one then plays a healthy partner of the same identity.</summary>
    public TestPartner First => Partners[0];

    public TestPartner Other => Partners.Count > 1 ? Partners[1]
        : throw new VerdictReached(Verdict.NotTestable("it needs two ports; give a second one"));

    public long Now => _world.Now;

    /// <summary>Seconds since the run began.</summary>
    public double Seconds => (Now - _start) / (double)Second;

    /// <summary>Our present system: every check that starts anew uses another, so that the other end selects anew.</summary>
    public MacAddress System { get; private set; }

    public ushort Key { get; private set; }

    public LacpPortInfo Info(TestPartner partner, LacpState state) => new(0x8000, System, Key, 0x80, (ushort)partner.Number, state);

    public void BeginCheck()
    {
        foreach (TestPartner partner in Partners) partner.BeginCheck();
    }

    // Time

    public void Run(long duration) => Until(() => false, duration);

    /// <summary>Runs until the condition holds; false when it did not within the time.</summary>
    public bool Until(Func<bool> condition, long timeout)
    {
        long end = Now + timeout;
        while (true)
        {
            foreach (TestPartner partner in Partners) partner.Drain();
            if (condition()) return true;
            long now = Now;
            if (now >= end) return false;
            long next = end;
            foreach (TestPartner partner in Partners)
            {
                partner.SendDue(now);
                next = Math.Min(next, partner.Due(now));
            }
            _world.WaitUntil(Math.Max(next, now + 1));
        }
    }

    // Places

    /// <summary>From now on we are another system with another key.</summary>
    public void NewIdentity()
    {
        _identity++;
        System = new MacAddress(0x0200_c0f0_0000 + (ulong)_identity);
        Key = (ushort)(100 + _identity);
    }

    /// <summary>
    /// A new partner appears on all ports and says <paramref name="state"/>. Returns when the other end has recorded it on the first port;
    /// ends the check when it never does.
    /// </summary>
    public void Meet(LacpState state)
    {
        NewIdentity();
        foreach (TestPartner partner in Partners)
        {
            partner.Appear(Info(partner, state));
            partner.Talking = true;
            partner.Say(Now);
        }
        if (Until(() => KnowsUs(First), 5 * Second)) return;
        Reach(!First.HasHeard
            ? Verdict.NotTestable("no LACPDU has come: the other end does not speak LACP, or something in between takes its PDUs")
            : Verdict.Fail("it does not take our LACPDUs: 5 s after a new partner appeared its own PDUs still name another one", Recent(First, 6)));
    }

    /// <summary>A new partner appears in good health and is waited for until the first link carries traffic.</summary>
    public void BringUp()
    {
        Meet(Healthy);
        if (Until(() => Has(First, S | C), 8 * Second)) return;
        Reach(Verdict.Fail("it does not get into Sync and Collecting within 8 s with a healthy partner", Recent(First, 8)));
    }

    /// <summary>Changes what we say on a port, and says it.</summary>
    public void Say(TestPartner partner, LacpState state)
    {
        partner.Self = partner.Self with { State = state };
        partner.Say(Now);
    }

    /// <summary>The other end's last PDU names us as its partner.</summary>
    public static bool KnowsUs(TestPartner partner) => partner.HasHeard && SameLink(partner.Last.Partner, partner.Self);

    public static bool Has(TestPartner partner, LacpState bits) => partner.HasHeard && (partner.Last.State & bits) == bits;

    public static bool Lacks(TestPartner partner, LacpState bits) => partner.HasHeard && (partner.Last.State & bits) == 0;

    public static bool SameLink(in LacpPortInfo one, in LacpPortInfo other) => one with { State = LacpState.None } == other with { State = LacpState.None };

    // Verdicts

    public static void Reach(Verdict verdict) => throw new VerdictReached(verdict);

    public static void Require(bool condition, string otherwise, TestPartner partner, int frames = 8)
    {
        if (!condition) Reach(Verdict.Fail(otherwise, Recent(partner, frames)));
    }

    public static IEnumerable<LoggedFrame> Recent(TestPartner partner, int count) => partner.Log.TakeLast(count);
}
