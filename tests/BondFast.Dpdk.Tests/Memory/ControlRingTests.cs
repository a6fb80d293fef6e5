using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

[Collection("EAL")]
public sealed unsafe class ControlRingTests(EalFixture eal)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_does_not_fit_stays_with_the_caller_and_order_is_kept(bool multiProducer)
    {
        using ControlRing ring = ControlRing.Create($"ring{multiProducer}", 10, multiProducer);
        Mbuf** items = stackalloc Mbuf*[16];
        for (int i = 0; i < 16; i++) items[i] = (Mbuf*)(i + 1);
        Assert.Equal(10u, ring.Enqueue(items, 16));
        Assert.Equal(10, ring.Count);
        Mbuf** got = stackalloc Mbuf*[16];
        Assert.Equal(10u, ring.Dequeue(got, 16));
        for (int i = 0; i < 10; i++) Assert.True(got[i] == items[i]);
        Assert.Equal(0u, ring.Dequeue(got, 16));
    }

    [Fact]
    public void Frames_left_in_a_ring_go_back_to_their_pool()
    {
        int before = eal.Pool.InUse;
        using (ControlRing ring = ControlRing.Create("left", 64))
        {
            Mbuf** mbufs = stackalloc Mbuf*[40];
            Assert.True(Burst.Allocate(eal.Pool.Handle, mbufs, 40));
            Assert.Equal(40u, ring.Enqueue(mbufs, 40));
        }
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_name_is_given_once()
    {
        using ControlRing ring = ControlRing.Create("twice", 8);
        Assert.Equal("BF2203", Assert.Throws<DpdkException>(() => ControlRing.Create("twice", 8)).Code);
    }
}
