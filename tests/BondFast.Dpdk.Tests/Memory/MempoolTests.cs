using BondFast.Testing;

namespace BondFast.Dpdk.Tests;

[Collection("EAL")]
public sealed unsafe class MempoolTests(EalFixture eal)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Buffers_go_out_and_come_back(bool lifo)
    {
        using Mempool pool = Mempool.Create($"pool{lifo}", 511, lifo: lifo);
        Mbuf** mbufs = stackalloc Mbuf*[64];
        Assert.Equal(0, pool.InUse);
        Assert.True(Burst.Allocate(pool.Handle, mbufs, 64));
        Assert.Equal(64, pool.InUse);
        Assert.Equal(447, pool.Available);
        Assert.Equal(1, mbufs[0]->ReferenceCount);
        Assert.Equal(128, mbufs[0]->DataOffset);
        Assert.Equal(2048 + 128, mbufs[0]->BufferLength);
        Assert.True(mbufs[0]->Pool == pool.Handle);
        Burst.Free(mbufs, 64);
        Assert.Equal(0, pool.InUse);
    }

    [Fact]
    public void Allocation_is_all_or_nothing()
    {
        using Mempool pool = Mempool.Create("small", 15, cache: 0);
        Mbuf** mbufs = stackalloc Mbuf*[16];
        Assert.False(Burst.Allocate(pool.Handle, mbufs, 16));
        Assert.Equal(0, pool.InUse);
    }

    [Fact]
    public void Every_owner_must_free_every_segment()
    {
        int before = eal.Pool.InUse;
        Mbuf** mbufs = stackalloc Mbuf*[3];
        Assert.True(Burst.Allocate(eal.Pool.Handle, mbufs, 3));
        for (int i = 0; i < 3; i++) mbufs[i]->DataLength = (ushort)(mbufs[i]->PacketLength = 100);
        Assert.True(Burst.Chain(mbufs[0], mbufs[1]));
        Assert.Equal(200u, mbufs[0]->PacketLength);
        Mbuf** frames = stackalloc Mbuf*[2] { mbufs[0], mbufs[2] };
        Burst.AddOwners(frames, 2, 2);
        Assert.Equal(3, mbufs[0]->ReferenceCount);
        Assert.Equal(3, mbufs[1]->ReferenceCount);
        Assert.Equal(3, mbufs[2]->ReferenceCount);
        Burst.Free(frames, 2);
        Burst.Free(frames, 2);
        Assert.Equal(before + 3, eal.Pool.InUse);
        Burst.Free(frames, 2);
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_copy_is_linear_and_its_own()
    {
        int before = eal.Pool.InUse;
        Mbuf** mbufs = stackalloc Mbuf*[2];
        Assert.True(Burst.Allocate(eal.Pool.Handle, mbufs, 2));
        for (int i = 0; i < 2; i++)
        {
            mbufs[i]->DataLength = (ushort)(mbufs[i]->PacketLength = 64);
            mbufs[i]->FirstSegment.Fill((byte)(i + 1));
        }
        Assert.True(Burst.Chain(mbufs[0], mbufs[1]));
        Mbuf* copy = Burst.Copy(mbufs[0], eal.Pool.Handle);
        Burst.Free(mbufs, 1);
        Assert.Equal(128, copy->DataLength);
        Assert.Equal(1, copy->Segments);
        Assert.Equal(1, copy->FirstSegment[63]);
        Assert.Equal(2, copy->FirstSegment[64]);
        Burst.Free(&copy, 1);
        Assert.Equal(before, eal.Pool.InUse);
    }

    [Fact]
    public void A_pool_larger_than_the_memory_is_refused_in_megabytes()
    {
        DpdkException e = Assert.Throws<DpdkException>(() => Mempool.Create("huge", 1_000_000));
        Assert.Equal("BF2201", e.Code);
        Assert.Contains("MB", e.Why);
        Assert.Equal("BF2202", Assert.Throws<DpdkException>(() => Mempool.Create("wide", 15, room: 70_000)).Code);
        Assert.Equal("BF2202", Assert.Throws<DpdkException>(() => Mempool.Create("tests", 15)).Code);
    }
}
