using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

[Collection("EAL")]
public sealed class FrameBatchTests(EalFixture eal)
{
    [Fact]
    public void A_batch_owns_its_frames_and_shows_their_bytes()
    {
        int before = eal.Pool.InUse;
        using (FrameBatch batch = new(8))
        {
            Assert.True(batch.Allocate(eal.Pool, 5));
            Assert.Equal((5, 0, 0), (batch.Count, batch.Length(0), batch.Bytes(4).Length));
            batch.Prepare(1, 60).Fill(7);
            Assert.Equal(60, batch.Length(1));
            Assert.Equal(7, batch.Bytes(1)[59]);
            byte[] head = [.. Enumerable.Range(0, FrameBatch.HeadLength).Select(static i => (byte)i)];
            foreach (int length in new[] { 14, 60, 64, 65, 128, 200 })
                Assert.True(batch.Prepare(2, length, head)[..Math.Min(length, 128)].SequenceEqual(head.AsSpan(0, Math.Min(length, 128))));
            Assert.Equal(before + 5, eal.Pool.InUse);
        }
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void Indices_and_lengths_outside_are_refused()
    {
        using FrameBatch batch = new(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Allocate(eal.Pool, 5));
        Assert.True(batch.Allocate(eal.Pool, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Allocate(eal.Pool, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Length(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Length(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Prepare(0, 2049).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.Prepare(0, 60, new byte[64]).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => batch.SetCount(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FrameBatch(0));
    }

    [Fact]
    public void What_a_port_does_not_take_moves_up_and_stays()
    {
        using VirtualWire wire = VirtualWire.Create("batch", slots: 3);
        foreach (Port port in new[] { wire.A, wire.B })
        {
            port.Configure(new PortOptions(eal.Pool));
            port.Start();
        }
        using FrameBatch sending = new(5), receiving = new(2);
        Assert.True(sending.Allocate(eal.Pool, 5));
        for (int i = 0; i < 5; i++) sending.Prepare(i, 60)[0] = (byte)i;
        Assert.Equal(3, sending.Transmit(wire.A.Id, 0));
        Assert.Equal((2, (byte)3, (byte)4), (sending.Count, sending.Bytes(0)[0], sending.Bytes(1)[0]));
        Assert.Equal(2, receiving.Receive(wire.B.Id, 0));
        Assert.Equal(0, receiving.Receive(wire.B.Id, 0));
        Assert.Equal(1, receiving.Bytes(1)[0]);
        receiving.Free();
        Assert.Equal(1, receiving.Receive(wire.B.Id, 0));
        Assert.Equal(2, receiving.Bytes(0)[0]);
    }
}
