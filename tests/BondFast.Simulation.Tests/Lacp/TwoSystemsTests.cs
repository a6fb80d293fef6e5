using BondFast.Bonding;
using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Simulation.Tests.Lacp;

/// <summary>
/// Check Y1, and Y2 with a partner: two systems over cables that lose up to half of the frames, duplicate, reorder and delay them by up to
/// two seconds, with links that flap, options that change and control cores that stand still for up to five seconds. Whatever
/// happened, they converge once it ends, and then nothing changes any more. BONDFAST_SEEDS=N runs N seeds instead of 10,000.
/// </summary>
public class TwoSystemsTests
{
    private const int Parts = 8;

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("BONDFAST_SEEDS"), out int seeds) ? seeds : 10_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    public void Y1_Two_systems_converge_when_the_faults_end_and_then_stay_as_they_are(int part)
    {
        for (int seed = part; seed < Seeds; seed += Parts) Story(seed);
    }

    [Fact]
    public void Without_faults_two_systems_are_up_after_the_aggregate_wait_and_nothing_ever_changes_again()
    {
        var world = new LacpWorld(1, 4, Options(fast: true), Options(fast: true));
        world.RunUntil(2_010 * LacpWorld.Millisecond);
        AssertConverged(world, "no faults");
        int changes = world.Left.ForwardingChanges + world.Right.ForwardingChanges;
        world.RunUntil(3_600 * LacpWorld.Second);
        Assert.Equal(changes, world.Left.ForwardingChanges + world.Right.ForwardingChanges);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Y2_Stalls_of_up_to_five_seconds_drop_nothing_while_the_frames_are_queued(bool fast)
    {
        var random = new Random(5);
        var world = new LacpWorld(1, 2, Options(fast), Options(fast));
        world.RunUntil(10 * LacpWorld.Second);
        AssertConverged(world, "before the stalls");
        int changes = world.Left.ForwardingChanges + world.Right.ForwardingChanges;
        for (int i = 0; i < 500; i++)
        {
            // One side at a time: a stalled side sends nothing, and its partner's own timeout is no matter of queues.
            LacpWorld.Side side = random.Next(2) == 0 ? world.Left : world.Right;
            LacpWorld.Side other = side == world.Left ? world.Right : world.Left;
            long stall = (long)(random.NextDouble() * (fast ? 1.9 : 5) * LacpWorld.Second);
            side.StalledUntil = world.Now + stall;
            world.RunUntil(world.Now + stall + LacpWorld.Second);
            Assert.All(other.Ports, port => Assert.True(port.Distributing));
        }
        Assert.Equal(changes, world.Left.ForwardingChanges + world.Right.ForwardingChanges);
    }

    private static BondOptions Options(bool fast) => new() { Mode = BondMode.Ieee8023ad, LacpRate = fast ? LacpRate.Fast : LacpRate.Slow };

    private static BondOptions Draw(Random random, bool active) => new()
    {
        Mode = BondMode.Ieee8023ad,
        LacpRate = random.Next(5) > 0 ? LacpRate.Fast : LacpRate.Slow,
        LacpActive = active,
        CoupledControl = random.Next(2) == 0,
        LacpStrict = random.Next(4) == 0,
        AdSelect = (AdSelect)random.Next(4),
    };

    private static void Story(int seed)
    {
        var random = new Random(seed);
        bool leftActive = random.Next(4) > 0;
        var world = new LacpWorld(seed, random.Next(1, 5), Draw(random, leftActive), Draw(random, !leftActive || random.Next(4) > 0))
        {
            Faults = new CableFaults(random.NextDouble() * 0.5, random.NextDouble() * 0.3, 0, random.NextInt64(2 * LacpWorld.Second)),
        };
        try
        {
            Trouble(world, random);
            Recover(world, seed);
        }
        catch (InvalidOperationException broken)
        {
            Assert.Fail($"seed {seed} at {world.Now / 1e9:0.000} s: {broken.Message}");
        }
    }

    private static void Trouble(LacpWorld world, Random random)
    {
        int ports = world.Left.Ports.Count;
        for (int i = random.Next(12); i >= 0; i--)
        {
            world.RunUntil(world.Now + random.NextInt64(6 * LacpWorld.Second));
            LacpWorld.Side side = random.Next(2) == 0 ? world.Left : world.Right;
            switch (random.Next(7))
            {
                case 0 or 1: world.Plug(random.Next(ports), random.Next(2) == 0); break;
                case 2 or 3: side.StalledUntil = world.Now + random.NextInt64(5 * LacpWorld.Second); break;
                case 4: side.Set(options => options with { LacpRate = (LacpRate)random.Next(2) }); break;
                case 5: side.Set(options => options with { CoupledControl = random.Next(2) == 0, AdUserPortKey = random.Next(3) }); break;
                case 6:
                    side.System.Close(world.Now);
                    world.RunUntil(world.Now + random.NextInt64(3 * LacpWorld.Second));
                    side.System.Open(world.Now);
                    break;
            }
        }
    }

    /// <summary>
    /// The faults end. A partner with a long timeout may take 90 s to notice what it missed, and one that sends slowly 30 s to
    /// say it; then the aggregate wait.
    /// </summary>
    private static void Recover(LacpWorld world, int seed)
    {
        world.Faults = CableFaults.None;
        world.Left.StalledUntil = world.Right.StalledUntil = 0;
        for (int cable = 0; cable < world.Left.Ports.Count; cable++) world.Plug(cable, true);
        world.RunUntil(world.Now + 100 * LacpWorld.Second);
        AssertConverged(world, $"seed {seed}");
        long converged = world.Now;
        world.RunUntil(world.Now + 60 * LacpWorld.Second);
        Assert.True(world.LastChange <= converged, $"seed {seed}: something still changed at {world.LastChange / 1e9:0.000} s");
        AssertConverged(world, $"seed {seed}");
    }

    private static void AssertConverged(LacpWorld world, string what)
    {
        foreach (LacpWorld.Side side in new[] { world.Left, world.Right })
        {
            Assert.True(side.System.Aggregators.Count == 1, $"{what}: {side.System.Aggregators.Count} aggregators");
            foreach (LacpPort port in side.Ports)
                if (!port.Distributing || !port.Collecting || port.Defaulted)
                    Assert.Fail($"{what}: {port} of the {(side == world.Left ? "left" : "right")} side is {port.ReceiveState} {port.MuxState} {port.Selected}, partner {port.Partner.State.ToLetters()}");
        }
    }
}
