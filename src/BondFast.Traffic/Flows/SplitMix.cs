using BondFast.Wire;

namespace BondFast.Traffic;

/// <summary>A small seeded random generator (SplitMix64): same seed, same traffic, on every machine.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    [HotPath]
    public ulong Next()
    {
        ulong z = _state += 0x9e37_79b9_7f4a_7c15;
        z = (z ^ z >> 30) * 0xbf58_476d_1ce4_e5b9;
        z = (z ^ z >> 27) * 0x94d0_49bb_1331_11eb;
        return z ^ z >> 31;
    }
}
