namespace BondFast.Wire.Tests;

/// <summary>
/// Hostile frames: self-made frames are cut, grown and overwritten at random (fixed seeds), then every accessor of every
/// view that accepts them is read. A view that accepted a frame must not throw.
/// </summary>
public class FuzzTests
{
    private const int Frames = 100_000;

    /// <summary>Frames whose checksum must be right are repaired after the mutation in this share of the cases.</summary>
    private const int RepairOneIn = 2;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void No_accessor_throws_on_a_mutated_frame(int seed)
    {
        var random = new Random(seed);
        byte[][] seeds = SelfMadeFrames.All();
        int accepted = 0;
        for (int i = 0; i < Frames; i++)
        {
            byte[] frame = Mutation.Of(seeds[random.Next(seeds.Length)], random);
            if (random.Next(RepairOneIn) == 0) Mutation.RepairChecksums(frame);
            accepted += EveryAccessor.Read(frame);
        }
        Assert.True(accepted > Frames, $"only {accepted} views accepted a frame: the mutations destroy too much");
    }

    [Fact]
    public void No_accessor_throws_on_random_bytes()
    {
        var random = new Random(3);
        for (int i = 0; i < Frames; i++)
        {
            byte[] frame = new byte[random.Next(200)];
            random.NextBytes(frame);
            EveryAccessor.Read(frame);
        }
    }

    [Fact]
    public void No_accessor_throws_on_any_prefix()
    {
        foreach (byte[] frame in SelfMadeFrames.All())
            for (int length = 0; length <= frame.Length; length++)
                EveryAccessor.Read(frame.AsSpan(0, length));
    }

    [Fact]
    public void Every_self_made_frame_is_accepted_by_its_view()
    {
        foreach (byte[] frame in SelfMadeFrames.All()) Assert.True(LearningFrame.Is(frame) || EveryAccessor.Read(frame) >= 2, Convert.ToHexString(frame));
    }
}
