using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>Minimum and median over the rounds of one row, in TSC cycles per packet.</summary>
internal readonly record struct Cycles(double Min, double Median)
{
    public static Cycles Of(double[] rounds)
    {
        Array.Sort(rounds);
        return new Cycles(rounds[0], rounds[rounds.Length / 2]);
    }
}

internal sealed record Result(Row Row, Cycles Rival, Cycles Direct, Cycles Bond)
{
    public double RivalTax => Rival.Min - Direct.Min;

    public double Tax => Bond.Min - Direct.Min;

    public double Ratio => Tax / RivalTax;

    /// <summary>How many times the rival's packets per second.</summary>
    public double Speedup => Rival.Min / Bond.Min;
}

/// <summary>Runs the rounds of a row: rival, direct and BondFast take turns, so that what disturbs the machine disturbs all three. On an lcore.</summary>
internal sealed unsafe class Measurement(Row row, Testbed bed, Mempool pool, int rounds) : ILcoreProgram
{
    private const int PacketsPerTrial = 12_800;
    private const int WarmUpTrials = 60;

    public Result? Result { get; private set; }

    public int Run()
    {
        int bursts = PacketsPerTrial / row.Burst;
        double[] rival = new double[rounds], direct = new double[rounds], bond = new double[rounds];
        ulong moved = 0;
        for (int i = 0; i < WarmUpTrials; i++) Round(bursts / 8 + 1, ref moved);
        Thread.Sleep(250); // tiered compilation waits for 100 ms without new methods
        for (int i = 0; i < WarmUpTrials; i++) Round(bursts / 8 + 1, ref moved);
        Thread.Sleep(150);
        for (int i = 0; i < rounds; i++) (rival[i], direct[i], bond[i]) = Round(bursts, ref moved);
        Result = new Result(row, Cycles.Of(rival), Cycles.Of(direct), Cycles.Of(bond));
        return 0;
    }

    private (double Rival, double Direct, double Bond) Round(int bursts, ref ulong moved)
    {
        uint burst = (uint)row.Burst;
        ushort length = FrameMix.Length(row.Traffic);
        return row.Direction switch
        {
            Direction.Transmit => (Trial.Transmit(bed.RivalPath, pool.Handle, burst, bursts, length, ref moved),
                Trial.Transmit(bed.DirectPath, pool.Handle, burst, bursts, length, ref moved),
                Trial.Transmit(bed.BondPath, pool.Handle, burst, bursts, length, ref moved)),
            Direction.Receive => (Trial.Receive(bed.RivalPath, burst, bursts, ref moved),
                Trial.Receive(bed.DirectPath, burst, bursts, ref moved),
                Trial.Receive(bed.BondPath, burst, bursts, ref moved)),
            _ => (Trial.Forward(bed.RivalPath, burst, bursts, ref moved),
                Trial.Forward(bed.DirectPath, burst, bursts, ref moved),
                Trial.Forward(bed.BondPath, burst, bursts, ref moved)),
        };
    }
}
