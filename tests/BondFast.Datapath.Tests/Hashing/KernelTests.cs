using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using BondFast.Bonding;
using BondFast.Datapath.Hashing;
using BondFast.Datapath.Hashing.Vectors;
using BondFast.Datapath.Transmit;
using BondFast.Dpdk;
using FsCheck;
using FsCheck.Fluent;

namespace BondFast.Datapath.Tests.Hashing;

/// <summary>The vector kernels against the scalar reference, which other tests hold against the formulas.</summary>
public sealed class KernelTests
{
    private const int Burst = 64;

    [Fact]
    public void All_kernels_agree_with_the_reference_on_frames_of_every_shape() => Everything(frames => frames.Next(), 150);

    [Fact]
    public void All_kernels_agree_with_the_reference_on_ordinary_traffic() => Everything(frames => frames.NextOrdinary(), 150);

    [Fact]
    public void All_kernels_agree_with_the_reference_on_every_length_from_0_to_257()
    {
        RandomFrames random = new(4);
        byte[][] whole = [.. Enumerable.Range(0, 40).Select(_ => (byte[])[.. random.NextOrdinary(), .. random.Bytes(257)])];
        using Bench bench = new();
        for (int length = 0; length <= 257; length++)
        {
            for (int i = 0; i < Burst; i++) bench.Mbufs.Set(i, whole[(i + length) % whole.Length].AsSpan(0, i % 3 == 0 ? 100 : length));
            bench.AssertAgree(Burst, HashReduction.Modulo(1 + length % 32));
        }
    }

    [Fact]
    public void All_kernels_agree_with_the_reference_on_what_the_real_driver_was_shown()
    {
        using Bench bench = new();
        for (int first = 0; first < ObservedFrame.All.Count; first += 7)
        {
            for (int i = 0; i < Burst; i++) bench.Mbufs.Set(i, ObservedFrame.All[(first + i) % ObservedFrame.All.Count].Bytes);
            bench.AssertAgree(Burst, HashReduction.Modulo(8));
            bench.AssertAgree(Burst, HashReduction.Bucket());
        }
    }

    [Fact]
    public void Any_burst_of_any_frames_agrees_with_the_reference()
    {
        using Bench bench = new();
        Gen<(int Seed, int Count, int Slaves)> bursts =
            from seed in Gen.Choose(0, int.MaxValue) from count in Gen.Choose(1, Burst) from slaves in Gen.Choose(1, 32) select (seed, count, slaves);
        Prop.ForAll(bursts.ToArbitrary(), burst =>
        {
            RandomFrames random = new(burst.Seed);
            for (int i = 0; i < burst.Count; i++) bench.Mbufs.Set(i, i % 2 == 0 ? random.Next() : random.NextOrdinary());
            bench.AssertAgree((uint)burst.Count, HashReduction.Modulo(burst.Slaves));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200).WithReplay(2026, 11));
    }

    [Fact]
    public void The_reduction_by_weights_is_exact_for_every_count_of_slaves()
    {
        Random random = new(3);
        for (int slaves = 1; slaves <= 32; slaves++)
        {
            HashReduction reduction = HashReduction.Modulo(slaves);
            for (int i = 0; i < 3000; i++)
            {
                ulong hash = i switch { 0 => 0, 1 => 0xffff_ffff_ffff, 2 => 0xffff_ffff, 3 => 0xffff, _ => (ulong)random.NextInt64(1L << 48) };
                Assert.Equal((byte)(hash % (ulong)slaves), reduction.Reduce(hash));
            }
        }
        Assert.Equal(0xab, HashReduction.Bucket().Reduce(0x1234_5678_90ab));
    }

    /// <summary>The same tests on a machine with less: the runtime leaves instructions out on request, at the start of a process.</summary>
    [Theory]
    [InlineData("EnableAVX512")]
    [InlineData("EnableAVX2")]
    [InlineData("EnableHWIntrinsic")]
    public async Task The_kernels_agree_without(string feature)
    {
        if (Environment.GetEnvironmentVariable("BONDFAST_KERNEL_TESTS") is not null) return; // this is that other process
        ProcessStartInfo start = new("dotnet", ["vstest", typeof(KernelTests).Assembly.Location, "--TestCaseFilter:FullyQualifiedName~All_kernels|FullyQualifiedName~Any_burst|FullyQualifiedName~reduction|FullyQualifiedName~really_left_out"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_" + feature] = "0";
        start.Environment["BONDFAST_KERNEL_TESTS"] = feature;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0 && Regex.IsMatch(output, @"Passed: +7\b"), output + await errors);
    }

    [Fact]
    public void What_is_to_be_left_out_is_really_left_out()
    {
        string? without = Environment.GetEnvironmentVariable("BONDFAST_KERNEL_TESTS");
        if (without is "EnableAVX512" or "EnableAVX2" or "EnableHWIntrinsic") Assert.False(Lanes512.IsSupported);
        if (without is "EnableAVX2" or "EnableHWIntrinsic") Assert.False(Lanes256.IsSupported);
        if (without is "EnableHWIntrinsic") Assert.False(Lanes128.IsSupported);
        if (without is "EnableAVX2") Assert.Equal(Sse41.IsSupported, Lanes128.IsSupported);
    }

    private static void Everything(Func<RandomFrames, byte[]> next, int rounds)
    {
        RandomFrames random = new(rounds);
        using Bench bench = new();
        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < Burst; i++) bench.Mbufs.Set(i, next(random));
            bench.AssertAgree((uint)(1 + round % Burst), HashReduction.Modulo(1 + round % 32));
            bench.AssertAgree(Burst, round % 2 == 0 ? HashReduction.Bucket() : HashReduction.Modulo(2 + round % 7));
        }
    }

    private sealed unsafe class Bench : IDisposable
    {
        private readonly HashScratch* _scratch = (HashScratch*)NativeMemory.AllocZeroed((nuint)sizeof(HashScratch));

        public FakeMbufs Mbufs { get; } = new(Burst);

        public void AssertAgree(uint count, HashReduction reduction)
        {
            AssertAgree<HowtoLayer2Vector, HowtoLayer2>(count, reduction);
            AssertAgree<HowtoLayer23Vector, HowtoLayer23>(count, reduction);
            AssertAgree<HowtoLayer34Vector, HowtoLayer34>(count, reduction);
            AssertAgree<LinuxLayer2Vector, LinuxLayer2>(count, reduction);
            AssertAgree<LinuxLayer23Vector, LinuxLayer23>(count, reduction);
            AssertAgree<LinuxLayer34Vector, LinuxLayer34>(count, reduction);
        }

        public void Dispose()
        {
            Mbufs.Dispose();
            NativeMemory.Free(_scratch);
        }

        private void AssertAgree<THash, TPolicy>(uint count, in HashReduction reduction)
            where THash : struct, IVectorHash
            where TPolicy : struct, IHashPolicy
        {
            byte* expected = stackalloc byte[Burst];
            ScalarHash<TPolicy>.Place(Mbufs.Frames, count, reduction, expected);
            if (Lanes128.IsSupported) AssertAgree<THash, TPolicy, Lanes128>(count, reduction, expected);
            if (Lanes256.IsSupported) AssertAgree<THash, TPolicy, Lanes256>(count, reduction, expected);
            if (Lanes512.IsSupported) AssertAgree<THash, TPolicy, Lanes512>(count, reduction, expected);
            byte* places = stackalloc byte[Burst + 16];
            TPolicy.Place(Mbufs.Frames, count, reduction, places, _scratch);
            Compare<TPolicy>(count, expected, places, "chosen");
        }

        private void AssertAgree<THash, TPolicy, TLanes>(uint count, in HashReduction reduction, byte* expected)
            where THash : struct, IVectorHash
            where TPolicy : struct, IHashPolicy
            where TLanes : struct, ILanes<TLanes>
        {
            byte* places = stackalloc byte[Burst + 16];
            HashKernel<THash, TPolicy>.Place<TLanes>(Mbufs.Frames, count, reduction, places, _scratch);
            Compare<TPolicy>(count, expected, places, typeof(TLanes).Name);
        }

        private void Compare<TPolicy>(uint count, byte* expected, byte* places, string kernel)
        {
            for (uint i = 0; i < count; i++)
                if (places[i] != expected[i])
                    Assert.Fail($"{typeof(TPolicy).Name} {kernel}, frame {i} of {count}: {places[i]} instead of {expected[i]} for {Convert.ToHexString(Mbufs.Frames[i]->FirstSegment)}");
        }
    }
}
