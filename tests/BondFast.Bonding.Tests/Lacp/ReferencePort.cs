using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>
/// A second implementation of one LACP port for check Y4, written as the standard draws it: variables, and diagrams that are evaluated
/// over and over until nothing moves. It knows nothing of the engine's tables, events or deadlines. One port alone in its
/// system: it is always selected for its only aggregator. Time is in milliseconds.
/// </summary>
internal sealed class ReferencePort(bool coupled, bool strict)
{
    private const int Stopped = int.MaxValue;

    // Management
    public bool PortEnabled;
    public bool Active = true, Short = true;

    // Operational
    public LacpPortInfo Self;
    public LacpPortInfo Partner;
    public string Rx = "INITIALIZE", Periodic = "NO_PERIODIC", Mux = "DETACHED";
    public bool Selected, ReadyN, Ntt;
    public int CurrentWhile = Stopped, PeriodicTimer = Stopped, WaitWhile = Stopped;
    public readonly List<(int At, LacpPortInfo Actor, LacpPortInfo Partner)> Sent = [];
    private bool _begin = true;

    private LacpPortInfo Admin => new(0xffff, MacAddress.Zero, 1, 255, 1, strict ? 0 : LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing);

    private bool PartnerBit(LacpState bit) => (Partner.State & bit) != 0;

    private bool SelfBit(LacpState bit) => (Self.State & bit) != 0;

    private void SetSelf(LacpState bit, bool on) => Self = Self with { State = on ? Self.State | bit : Self.State & ~bit };

    private void SetPartner(LacpState bit, bool on) => Partner = Partner with { State = on ? Partner.State | bit : Partner.State & ~bit };

    public void Pdu(LacpPortInfo actor, LacpPortInfo view, int now)
    {
        if (Rx is not ("EXPIRED" or "DEFAULTED" or "CURRENT")) return;
        Rx = "CURRENT";
        if (!SameLink(actor, Partner)) Selected = false;
        const LacpState Compared = LacpState.Activity | LacpState.Timeout | LacpState.Synchronization | LacpState.Aggregation;
        if (!SameLink(view, Self) || (view.State & Compared) != (Self.State & Compared)) Ntt = true;
        bool maintained = (actor.State & LacpState.Activity) != 0 || SelfBit(LacpState.Activity) && (view.State & LacpState.Activity) != 0;
        bool meansUs = SameLink(view, Self) || (actor.State & LacpState.Aggregation) == 0;
        Partner = actor;
        SetPartner(LacpState.Synchronization, (actor.State & LacpState.Synchronization) != 0 && maintained && meansUs);
        SetSelf(LacpState.Defaulted, false);
        SetSelf(LacpState.Expired, false);
        CurrentWhile = now + (SelfBit(LacpState.Timeout) ? 3_000 : 90_000);
        Evaluate(now);
    }

    public void Evaluate(int now)
    {
        SetSelf(LacpState.Activity, Active);
        SetSelf(LacpState.Timeout, Short);
        for (bool moved = true; moved;) moved = StepReceive(now) | StepMux(now) | StepPeriodic(now);
    }

    /// <summary>The transmit machine's prose: called when everything of the moment has been evaluated.</summary>
    public void Transmit(int now)
    {
        if (Periodic == "NO_PERIODIC") Ntt = false;
        if (!Ntt || Sent.Count >= 3 && Sent[^3].At > now - 1_000) return;
        Ntt = false;
        Sent.Add((now, Self, Partner));
    }

    private bool StepReceive(int now)
    {
        if (_begin)
        {
            _begin = false;
            Rx = "INITIALIZE";
            Selected = false;
            RecordDefault();
            SetSelf(LacpState.Expired, false);
            return true;
        }
        if (Rx == "INITIALIZE" || !PortEnabled && Rx != "PORT_DISABLED")
        {
            Rx = "PORT_DISABLED";
            SetPartner(LacpState.Synchronization, false);
            CurrentWhile = Stopped;
            return true;
        }
        if (Rx == "PORT_DISABLED" && PortEnabled || Rx == "CURRENT" && CurrentWhile <= now)
        {
            Rx = "EXPIRED";
            SetPartner(LacpState.Synchronization, false);
            SetPartner(LacpState.Timeout, true);
            CurrentWhile = now + 3_000;
            SetSelf(LacpState.Expired, true);
            Ntt = true;
            return true;
        }
        if (Rx == "EXPIRED" && CurrentWhile <= now)
        {
            Rx = "DEFAULTED";
            if (!SameLink(Admin, Partner)) Selected = false;
            RecordDefault();
            SetSelf(LacpState.Expired, false);
            CurrentWhile = Stopped;
            return true;
        }
        return false;
    }

    private bool StepMux(int now)
    {
        if (Mux == "DETACHED" && !Selected) Selected = true;
        string before = Mux;
        if (Mux == "WAITING" && WaitWhile <= now) ReadyN = true;
        bool sync = PartnerBit(LacpState.Synchronization);
        switch (Mux)
        {
            case "DETACHED":
                Mux = "WAITING";
                WaitWhile = now + 2_000;
                ReadyN = false;
                break;
            case "WAITING" when !Selected:
            case "ATTACHED" when !Selected:
                Mux = "DETACHED";
                Bits(false, false, false);
                Ntt = true;
                break;
            case "WAITING" when ReadyN:
                Attach();
                break;
            case "ATTACHED" when sync && coupled:
                Mux = "COLLECTING_DISTRIBUTING";
                Bits(true, true, true);
                Ntt = true;
                break;
            case "COLLECTING_DISTRIBUTING" when !Selected || !sync:
                Attach();
                break;
            case "ATTACHED" when sync:
                Mux = "COLLECTING";
                Bits(true, true, false);
                Ntt = true;
                break;
            case "COLLECTING" when !Selected || !sync:
                Attach();
                break;
            case "COLLECTING" when PartnerBit(LacpState.Collecting):
                Mux = "DISTRIBUTING";
                Bits(true, true, true);
                break;
            case "DISTRIBUTING" when !Selected || !sync || !PartnerBit(LacpState.Collecting):
                Mux = "COLLECTING";
                Bits(true, true, false);
                Ntt = true;
                break;
        }
        return Mux != before;
    }

    private void Attach()
    {
        Mux = "ATTACHED";
        Bits(true, false, false);
        Ntt = true;
    }

    private bool StepPeriodic(int now)
    {
        bool off = !PortEnabled || !SelfBit(LacpState.Activity) && !PartnerBit(LacpState.Activity);
        if (off)
        {
            bool was = Periodic != "NO_PERIODIC";
            Periodic = "NO_PERIODIC";
            PeriodicTimer = Stopped;
            return was;
        }
        bool wantsShort = PartnerBit(LacpState.Timeout);
        if (Periodic == "NO_PERIODIC") StartPeriodic("FAST_PERIODIC", now);
        else if (PeriodicTimer <= now || Periodic == "SLOW_PERIODIC" && wantsShort)
        {
            Ntt = true;
            StartPeriodic(wantsShort ? "FAST_PERIODIC" : "SLOW_PERIODIC", now);
        }
        else if (Periodic == "FAST_PERIODIC" && !wantsShort) StartPeriodic("SLOW_PERIODIC", now);
        else return false;
        return true;
    }

    private void StartPeriodic(string state, int now)
    {
        Periodic = state;
        PeriodicTimer = now + (state == "FAST_PERIODIC" ? 1_000 : 30_000);
    }

    private void RecordDefault()
    {
        Partner = Admin;
        SetSelf(LacpState.Defaulted, true);
    }

    private void Bits(bool sync, bool collecting, bool distributing)
    {
        SetSelf(LacpState.Synchronization, sync);
        SetSelf(LacpState.Collecting, collecting);
        SetSelf(LacpState.Distributing, distributing);
    }

    private static bool SameLink(LacpPortInfo a, LacpPortInfo b) =>
        a.System == b.System && a.SystemPriority == b.SystemPriority && a.Key == b.Key && a.Port == b.Port && a.PortPriority == b.PortPriority
        && (a.State & LacpState.Aggregation) == (b.State & LacpState.Aggregation);
}
