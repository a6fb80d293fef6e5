using BondFast.Interop.Tests.Peers.Kernel;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>The Linux driver in a virtual machine; its eth0 and eth1 are the cables, eth2 leads to what is behind it.</summary>
internal sealed class LinuxLacp : ILacpPeer, IDisposable
{
    private readonly KernelPeer _guest;
    private readonly LacpSettings _settings;
    private GuestBond _bond;

    public LinuxLacp(KernelPeer guest, LacpSettings settings)
    {
        _guest = guest;
        _settings = settings;
        SystemId = QemuCommandLine.Mac(0);
        _bond = Make();
    }

    public string SystemId { get; private set; }

    public string Text => _bond.Status.Text;

    public (LacpState Actor, LacpState Partner) PortStates(int cable) => _bond.Status.PortStates($"eth{cable}");

    public string PartnerSystem(int cable) => _bond.Status.Partner($"eth{cable}", "system mac address");

    public void Cut(int cable) => _guest.Cut(cable);

    public void Mend(int cable) => _guest.Mend(cable);

    public void Freeze() => _guest.Freeze();

    public void Thaw() => _guest.Thaw();

    public void Restart()
    {
        _bond.Remove();
        _bond = Make();
    }

    public void ChangeSystem()
    {
        SystemId = "02:00:00:00:0b:fe";
        _guest.Run("ip link set bond0 down");
        _bond.Set($"ad_actor_system={SystemId}");
        _guest.Run("ip link set bond0 up");
    }

    public void Dispose()
    {
        _guest.Thaw();
        for (var cable = 0; cable < 2; cable++)
            _guest.Mend(cable);
        _bond.Remove();
    }

    private GuestBond Make()
    {
        var bond = _guest.MakeBond(["eth0", "eth1"], "mode=802.3ad", "miimon=50", "xmit_hash_policy=layer3+4",
            $"lacp_active={(_settings.Active ? "on" : "off")}", $"lacp_rate={(_settings.Fast ? "fast" : "slow")}");
        bond.BridgeTo("eth2");
        return bond;
    }
}
