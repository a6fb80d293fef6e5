using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using BondFast.Datapath.Transmit;
using BondFast.Dpdk;

namespace BondFast.Datapath.Tests.Transmit;

public sealed unsafe class ScatterTests
{
    /// <summary>Also run in processes without AVX-512 and AVX2 (see the kernels' tests).</summary>
    [Fact]
    public void All_kernels_sort_a_burst_stably_whatever_its_length_and_the_number_of_slaves()
    {
        Random random = new(8);
        byte* places = stackalloc byte[80];
        Mbuf** frames = stackalloc Mbuf*[64];
        Mbuf** sorted = stackalloc Mbuf*[72];
        uint* counts = stackalloc uint[32];
        for (uint count = 1; count <= 64; count++)
        {
            for (uint targets = 1; targets <= 32; targets++)
            {
                for (int i = 0; i < 80; i++) places[i] = (byte)random.Next((int)targets);
                for (uint i = 0; i < count; i++) frames[i] = (Mbuf*)(0x1_0000_0000 + 1000 * i);
                List<nint> expected = [.. Enumerable.Range(0, (int)count).OrderBy(i => places[i]).Select(i => (nint)frames[i])];

                Scatter.SortByCounting(places, frames, count, targets, sorted, counts);
                Check();
                if (Avx2.IsSupported)
                {
                    Scatter.SortByPasses<Four>(places, frames, count, targets, sorted, counts);
                    Check();
                }
                if (Avx512F.IsSupported)
                {
                    Scatter.SortByPasses<Eight>(places, frames, count, targets, sorted, counts);
                    Check();
                }

                void Check()
                {
                    for (int i = 0; i < count; i++) Assert.Equal(expected[i], (nint)sorted[i]);
                    for (uint place = 0; place < targets; place++)
                    {
                        uint own = 0;
                        for (uint i = 0; i < count; i++) own += places[i] == place ? 1u : 0;
                        Assert.Equal(own, counts[place]);
                    }
                }
            }
        }
    }

    [Fact]
    public void No_pointer_behind_the_burst_is_read()
    {
        using Hashing.FakeMbufs guard = new(1);
        byte* places = stackalloc byte[80];
        Mbuf** sorted = stackalloc Mbuf*[72];
        uint* counts = stackalloc uint[32];
        NativeMemory.Clear(places, 80);
        for (int count = 1; count <= 64; count++)
        {
            guard.Set(0, new byte[count * sizeof(Mbuf*)]); // the array ends where its page ends
            Mbuf** frames = (Mbuf**)guard.Frames[0]->Data;
            if (Avx2.IsSupported) Scatter.SortByPasses<Four>(places, frames, (uint)count, 2, sorted, counts);
            if (Avx512F.IsSupported) Scatter.SortByPasses<Eight>(places, frames, (uint)count, 2, sorted, counts);
            Assert.Equal((uint)count, counts[0]);
        }
    }
}
