using BenchmarkDotNet.Attributes;
using BondFast.Bonding;
using BondFast.Datapath;
using BondFast.Traffic;

namespace BondFast.Benchmarks;

/// <summary>One frame at a time through the reference hash of each policy: what a worker pays for frames of unusual shape.</summary>
[MemoryDiagnoser]
public class TransmitHashBenchmarks
{
    private const int Frames = 256;
    private readonly byte[][] _frames = new byte[Frames][];

    [Params(XmitHashPolicy.Layer2, XmitHashPolicy.Layer23, XmitHashPolicy.Layer34, XmitHashPolicy.Encap34, XmitHashPolicy.VlanSrcMac)]
    public XmitHashPolicy Policy { get; set; }

    [Params(XmitHashFormula.Howto, XmitHashFormula.Linux)]
    public XmitHashFormula Formula { get; set; }

    [GlobalSetup]
    public void MakeFrames()
    {
        FlowSet flows = FlowSet.Create(
            new FlowSpec { Count = Frames / 2, SourcePort = FieldRange.From(1024, 1000) },
            new FlowSpec { Count = Frames / 2, IsIpv6 = true, SourcePort = FieldRange.From(1024, 1000), Sizes = FrameSizes.Fixed(128) });
        for (int i = 0; i < Frames; i++) _frames[i] = flows.Frame(i);
    }

    [Benchmark(OperationsPerInvoke = Frames)]
    public ulong Compute()
    {
        ulong sum = 0;
        foreach (byte[] frame in _frames) sum += TransmitHash.Compute(Policy, Formula, frame);
        return sum;
    }
}
