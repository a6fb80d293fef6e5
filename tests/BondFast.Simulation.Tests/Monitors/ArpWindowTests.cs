using BondFast.Bonding.Monitors;

namespace BondFast.Simulation.Tests.Monitors;

/// <summary>linux-bonding 5.1: within(t, m) is t - I .. t + m I + I/2, both ends included; 14: the silence limits.</summary>
public class ArpWindowTests
{
    private const long I = 100_000_000;

    [Theory]
    [InlineData(-I, 1, true)]
    [InlineData(-I - 1, 1, false)]
    [InlineData(0, 1, true)]
    [InlineData(I + I / 2, 1, true)]
    [InlineData(I + I / 2 + 1, 1, false)]
    [InlineData(2 * I + I / 2, 2, true)]
    [InlineData(2 * I + I / 2 + 1, 2, false)]
    public void A_moment_counts_up_to_so_many_intervals_and_a_half(long after, int intervals, bool within)
    {
        const long Moment = 5_000_000_000;
        Assert.Equal(within, new ArpWindow(I, Moment + after).Within(Moment, intervals));
    }
}
