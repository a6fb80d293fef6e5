using BondFast.Wire;

namespace BondFast.Bonding.Lacp;

/// <summary>Why a machine is where it is, as a sentence for operators. Called when somebody asks or something changed, never per PDU.</summary>
internal static class LacpReasons
{
    public static string Receive(LacpPort port, long now) => port.ReceiveState switch
    {
        ReceiveState.PortDisabled => port.LinkUp ? "the bond is down" : "the link is down",
        ReceiveState.Expired when port.LastReceived == 0 => $"no LACPDU has come yet; {Left(port.CurrentWhile, now)} until the link counts as one without partner",
        ReceiveState.Expired => $"partner {port.Partner.System} has been silent for {Seconds(now - port.LastReceived)}; {Left(port.CurrentWhile, now)} until it is forgotten",
        ReceiveState.LacpDisabled => "the link is not full duplex, LACP does not run on it",
        ReceiveState.Defaulted => port.Partner.State.HasFlag(LacpState.Synchronization)
            ? "no partner answers; the link is used as an individual link"
            : "no partner answers; the link is not used, as lacp_strict is on",
        ReceiveState.Current => $"LACPDUs arrive, the last {Seconds(now - port.LastReceived)} ago",
        _ => "starting",
    };

    public static string Periodic(LacpPort port)
    {
        if (port.PeriodicState != PeriodicState.NoPeriodic)
            return (port.Partner.State & LacpState.Timeout) != 0
                ? "the partner wants a LACPDU every second" : "the partner wants a LACPDU every 30 s";
        if (!port.Enabled) return "the port is not enabled";
        return port.LacpEnabled ? "both ends are passive" : "LACP does not run on the link";
    }

    public static string Transmit(LacpPort port) => port.TransmitState switch
    {
        TransmitState.NoTx => Periodic(port),
        TransmitState.Limited => "three LACPDUs left within the last second; the next waits its turn",
        _ => port.Ntt ? "a LACPDU is about to leave" : "nothing new to say",
    };

    public static string Mux(LacpPort port, long now) => port.MuxState switch
    {
        MuxState.Detached => $"not in an aggregator: {Unselected(port.UnselectCause)}",
        MuxState.Waiting when port.Selected == Selected.Standby => "stands by: another aggregator carries the bond",
        MuxState.Waiting when !port.ReadyN => $"aggregate wait, {Left(port.WaitWhile, now)}",
        MuxState.Waiting => "waits for other ports of its aggregator to end their aggregate wait",
        MuxState.Attached => $"attached to aggregator {port.Aggregator?.Id}, not carrying traffic: {NotInSync(port)}",
        MuxState.Collecting => $"collecting in aggregator {port.Aggregator?.Id}, not distributing: the partner does not collect",
        _ when port.Defaulted => $"carrying traffic as the individual link {port.Aggregator?.Id}, without a partner",
        _ => $"collecting and distributing in aggregator {port.Aggregator?.Id}",
    };

    public static string Churn(in ChurnDetection churn, bool actor, long now) => churn.State switch
    {
        ChurnState.NoChurn => $"{Side(actor)} is in Sync",
        ChurnState.Churn => $"{Side(actor)} was not in Sync for 60 s",
        _ => churn.Timer == LacpTime.Never ? "the port is not enabled" : $"{Side(actor)} is not in Sync; {Left(churn.Timer, now)} until this counts as churn",
    };

    private static string NotInSync(LacpPort port)
    {
        if (!port.Enabled) return "the link is down";
        return port.ReceiveState switch
        {
            ReceiveState.Expired => "the partner is silent",
            ReceiveState.Defaulted => "no partner answers and lacp_strict is on",
            _ => $"the partner is not in Sync with us (its state is {port.Partner.State.ToLetters()})",
        };
    }

    /// <summary>Why a port lost its aggregator.</summary>
    public static string Unselected(UnselectCause cause) => cause switch
    {
        UnselectCause.PartnerChanged => "the partner changed",
        UnselectCause.PartnerForgotten => "the partner is gone",
        UnselectCause.KeyChanged => "the port's key changed",
        UnselectCause.SystemChanged => "the system id changed",
        UnselectCause.PortPriorityChanged => "the port's priority changed",
        UnselectCause.Leaving => "the port leaves",
        _ => "none has been chosen yet",
    };

    private static string Side(bool actor) => actor ? "our end" : "the partner";

    private static string Left(long timer, long now) => $"{Seconds(Math.Max(0, timer - now))} left";

    private static string Seconds(long nanoseconds) => $"{nanoseconds / (double)LacpTime.Second:0.0} s";
}
