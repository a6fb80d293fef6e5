using BondFast.Dpdk.Native;

namespace BondFast.Dpdk.Tests;

public sealed class LayoutTests
{
    [Fact]
    public void Shim_and_program_agree_on_every_size_and_offset() => MbufLayout.Check(MbufLayout.Native());

    [Fact]
    public void Start_is_refused_when_an_offset_differs_and_every_difference_is_named()
    {
        NativeLayout doctored = MbufLayout.Native();
        doctored.MbufDataOff += 2;
        doctored.FlagTxVlan <<= 1;
        doctored.NetdevSize++;
        EalException refusal = Assert.Throws<EalException>(() => MbufLayout.Check(doctored));
        Assert.Equal("BF2001", refusal.Code);
        Assert.Contains("data_off is 16 here and 18 there", refusal.Why);
        Assert.Contains("TX_VLAN", refusal.Why);
        Assert.Contains("sizeof(bf_netdev)", refusal.Why);
    }
}
