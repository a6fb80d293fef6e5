using BondFast.Interop.Tests.Network;
using BondFast.Interop.Tests.Peers;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>Open vSwitch over two veth cables.</summary>
internal sealed class OpenVSwitchLacp(OpenVSwitch ovs, VethPair[] cables) : ILacpPeer
{
    public string SystemId { get; private set; } = OpenVSwitch.SystemId;

    public string Text => ovs.Lacp.Text + ovs.BondStatus;

    public (LacpState Actor, LacpState Partner) PortStates(int cable)
    {
        var member = Member(cable);
        return (member.StateOf("actor"), member.StateOf("partner"));
    }

    public string PartnerSystem(int cable) => Member(cable)["partner sys_id"];

    public void Cut(int cable) => cables[cable].Cut();

    public void Mend(int cable) => cables[cable].Mend();

    public void Freeze() => ovs.Freeze();

    public void Thaw() => ovs.Thaw();

    public void Restart() => ovs.Restart();

    public void ChangeSystem()
    {
        SystemId = "02:00:00:00:0a:fe";
        ovs.Set("set", "Port", "bond0", $"other_config:lacp-system-id={SystemId}");
    }

    private OvsLacpMember Member(int cable) => ovs.Lacp[cables[cable].FarName];
}
