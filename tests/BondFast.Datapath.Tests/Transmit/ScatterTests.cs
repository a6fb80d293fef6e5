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
        PlaceMasks masks = default;
        for (uint count = 1; count <= 64; count++)
        {
            for (uint targets = 2; targets <= PlaceMasks.MaxPlaces; targets++)
            {
                for (int i = 0; i < 80; i++) places[i] = (byte)random.Next((int)targets);
                for (uint i = 0; i < count; i++) frames[i] = (Mbuf*)(0x1_0000_0000 + 1000 * i);
                masks.Clear(targets);
                for (uint first = 0; first < count; first += 16) masks.Add(places + first, first, Math.Min(16, count - first));
                masks.Complete(count);
                for (uint place = 0; place < targets; place++)
                    for (int i = 0; i < count; i++) Assert.Equal(places[i] == place, (masks.Own[place] >> i & 1) != 0);
                List<nint> expected = [.. Enumerable.Range(0, (int)count).OrderBy(i => places[i]).Select(i => (nint)frames[i])];

                Scatter.SortOneByOne(&masks, frames, sorted);
                Check();
                if (Avx2.IsSupported)
                {
                    Scatter.Sort<Four>(&masks, frames, count, sorted);
                    Check();
                }
                if (Avx512F.IsSupported)
                {
                    Scatter.Sort<Eight>(&masks, frames, count, sorted);
                    Check();
                }

                void Check()
                {
                    for (int i = 0; i < count; i++) Assert.Equal(expected[i], (nint)sorted[i]);
                }
            }
        }
    }

    [Fact]
    public void No_pointer_behind_the_burst_is_read()
    {
        using Hashing.FakeMbufs guard = new(1);
        Mbuf** sorted = stackalloc Mbuf*[72];
        PlaceMasks masks = default;
        for (uint count = 1; count <= 64; count++)
        {
            guard.Set(0, new byte[count * (uint)sizeof(Mbuf*)]); // the array ends where its page ends
            Mbuf** frames = (Mbuf**)guard.Frames[0]->Data;
            masks.Clear(2);
            masks.Complete(count);
            if (Avx2.IsSupported) Scatter.Sort<Four>(&masks, frames, count, sorted);
            if (Avx512F.IsSupported) Scatter.Sort<Eight>(&masks, frames, count, sorted);
            for (int i = 0; i < count; i++) Assert.True(sorted[i] == null);
        }
    }
}
