using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

public sealed partial class LacpSystem
{
    /// <summary>Takes a port in. Its number is one above that of the last port, the first gets 1.</summary>
    /// <param name="mac">The port's own individual address.</param>
    /// <param name="priority">Option actor_port_prio.</param>
    public LacpPort AddPort(string name, int slot, MacAddress mac, int priority, long now)
    {
        now = Tick(now);
        var port = new LacpPort(this, name, slot, NextNumber(), mac)
        {
            Priority = (ushort)priority,
            Key = LacpKey.Compose(_options.AdUserPortKey, 0, fullDuplex: false),
            ActorState = ActorAdminState(),
            Partner = PartnerAdmin,
        };
        _ports.Add(port);
        _deadlines.Add(port);
        Touch(port);
        Settle(now);
        return port;
    }

    /// <summary>
    /// Takes a port out: it stops distributing, then says goodbye (Sync, Collecting and Distributing cleared).
    /// </summary>
    /// <param name="canSend">False when the device is gone.</param>
    public void RemovePort(LacpPort port, bool canSend, long now)
    {
        now = Tick(now);
        Detach(port);
        Settle(now);
        if (canSend) TransmitMachine.SendLast(port, now);
        SelectionLogic.Leave(port, _pool);
        _ports.Remove(port);
        _deadlines.Remove(port);
        _sendList.Remove(port);
        _choiceDue = true;
        Settle(now);
    }

    /// <summary>port_enabled and what the link is. While it is down, key and speed stay as they were.</summary>
    public void SetLink(LacpPort port, bool up, uint speedMbps, bool fullDuplex, long now)
    {
        now = Tick(now);
        bool changed = port.LinkUp != up;
        port.LinkUp = up;
        if (up) changed |= ChangeLink(port, speedMbps, fullDuplex, now);
        else port.MarkerResponder.Clear();
        if (!changed) return;
        _choiceDue = true;
        Touch(port);
        Settle(now);
        if (up || port.ReceiveState != ReceiveState.PortDisabled) return;
        DetectMovedAway(port);
        Settle(now);
    }

    /// <summary>Option actor_port_prio of one port: told to the partner; an individual port is selected anew, since its LAG has another id.</summary>
    public void SetPortPriority(LacpPort port, int priority, long now)
    {
        now = Tick(now);
        if (port.Priority == priority) return;
        port.Priority = (ushort)priority;
        if (port.Aggregator is { LagId.Individual: true }) port.Unselect(UnselectCause.PortPriorityChanged);
        port.NeedToTransmit(now);
        _choiceDue = true;
        Touch(port);
        Settle(now);
    }

    /// <summary>The system address to use while ad_actor_system is zero. Meant for a bond without slaves.</summary>
    public void SetDefaultSystem(MacAddress system, long now)
    {
        now = Tick(now);
        MacAddress before = System;
        DefaultSystem = system;
        if (System != before) ChangeSystem(now);
        Settle(now);
    }

    /// <summary>
    /// New option values. lacp_rate and lacp_active are told to the partner; another system id or key makes other LAGs, so
    /// ports are selected anew; coupled_control, lacp_strict, min_links and ad_select renegotiate nothing.
    /// </summary>
    public void SetOptions(BondOptions options, long now)
    {
        now = Tick(now);
        BondOptions before = _options;
        MacAddress systemBefore = System;
        _options = options;
        if (before.LacpRate != options.LacpRate || before.LacpActive != options.LacpActive) ChangeActorBits(now);
        if (systemBefore != System || before.AdActorSysPrio != options.AdActorSysPrio) ChangeSystem(now);
        if (before.AdUserPortKey != options.AdUserPortKey) ChangeUserKey(now);
        if (before.LacpStrict != options.LacpStrict) ChangeStrictness();
        if (before.CoupledControl != options.CoupledControl)
            foreach (LacpPort port in _ports) MuxMachine.ChangeControl(port, options.CoupledControl, now);
        _choiceDue = true;
        TouchAll();
        Settle(now);
    }

    /// <summary>The bond is administratively up: every port begins anew.</summary>
    public void Open(long now)
    {
        now = Tick(now);
        if (Running) return;
        Running = true;
        foreach (LacpPort port in _ports) port.Begin = true;
        _choiceDue = true;
        TouchAll();
        Settle(now);
    }

    /// <summary>The bond goes administratively down: every port stops distributing, says goodbye and is disabled.</summary>
    public void Close(long now)
    {
        now = Tick(now);
        if (!Running) return;
        foreach (LacpPort port in _ports) Detach(port);
        Settle(now);
        foreach (LacpPort port in _ports)
        {
            TransmitMachine.SendLast(port, now);
            port.Leaving = false;
        }
        Running = false;
        _choiceDue = true;
        TouchAll();
        Settle(now);
    }

    private void Detach(LacpPort port)
    {
        port.Leaving = true;
        port.Unselect(UnselectCause.Leaving);
        Touch(port);
    }

    private void TouchAll()
    {
        foreach (LacpPort port in _ports) Touch(port);
    }

    private LacpState ActorAdminState() =>
        (_options.LacpActive ? LacpState.Activity : LacpState.None) | (_options.LacpRate == LacpRate.Fast ? LacpState.Timeout : LacpState.None);

    /// <summary>True when speed, duplex or key are others than before.</summary>
    private bool ChangeLink(LacpPort port, uint speedMbps, bool fullDuplex, long now)
    {
        ushort key = LacpKey.Compose(_options.AdUserPortKey, speedMbps, fullDuplex);
        if (port.SpeedMbps == speedMbps && port.FullDuplex == fullDuplex && port.Key == key) return false;
        port.SpeedMbps = speedMbps;
        if (port.FullDuplex != fullDuplex)
        {
            port.FullDuplex = fullDuplex;
            port.SetActorState(LacpState.Aggregation, fullDuplex);
            port.Begin = true;
        }
        ChangeKey(port, key, now);
        return true;
    }

    private static void ChangeKey(LacpPort port, ushort key, long now)
    {
        if (port.Key == key) return;
        port.Key = key;
        port.Unselect(UnselectCause.KeyChanged);
        port.NeedToTransmit(now);
    }

    private void ChangeUserKey(long now)
    {
        foreach (LacpPort port in _ports) ChangeKey(port, LacpKey.WithUserPart(port.Key, _options.AdUserPortKey), now);
    }

    private void ChangeSystem(long now)
    {
        foreach (LacpPort port in _ports)
        {
            port.Unselect(UnselectCause.SystemChanged);
            port.NeedToTransmit(now);
            Touch(port);
        }
    }

    private void ChangeActorBits(long now)
    {
        const LacpState Bits = LacpState.Activity | LacpState.Timeout;
        foreach (LacpPort port in _ports)
        {
            port.ActorState = port.ActorState & ~Bits | ActorAdminState();
            port.NeedToTransmit(now);
        }
    }

    /// <summary>lacp_strict decides what is assumed of a silent partner; ports that assume it now assume the other.</summary>
    private void ChangeStrictness()
    {
        foreach (LacpPort port in _ports)
            if (port.ReceiveState is ReceiveState.Defaulted or ReceiveState.LacpDisabled) port.RecordDefault();
    }

    private ushort NextNumber()
    {
        int number = _ports.Count == 0 ? 1 : _ports[^1].Number + 1;
        if (number <= ushort.MaxValue) return (ushort)number;
        for (number = 1; _ports.Exists(port => port.Number == number);) number++;
        return (ushort)number;
    }
}
