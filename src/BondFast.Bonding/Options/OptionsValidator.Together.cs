namespace BondFast.Bonding;

/// <summary>The rules between options.</summary>
public sealed partial class OptionsValidator
{
    private void CheckTogether()
    {
        ForceMiimon();
        if (_arpIsOff) _options = _options with { ArpInterval = 0 };
        OneMonitor();
        ArpNeedsTargets();
        ArpValidateNeedsInterval();
        DelaysFitMiimon();
        PrimaryReselectNeedsPrimary();
        Advise();
    }

    /// <summary>802.3ad, balance-tlb and balance-alb read speed and duplex with the MII monitor.</summary>
    private void ForceMiimon()
    {
        if (!OptionSideEffects.NeedsMiimon(Mode) || _options.Miimon != 0 || HasError("miimon")) return;
        _options = _options with { Miimon = OptionSideEffects.ForcedMiimon };
        string what = _given.ContainsKey("miimon") ? "is 0" : "is not set";
        Warn(GivenOr("miimon"), $"miimon {what}, and mode {Mode.OptionName()} needs speed and duplex from the MII monitor: {OptionSideEffects.ForcedMiimon} ms is used.",
            $"Write miimon = {OptionSideEffects.ForcedMiimon}.");
    }

    private void OneMonitor()
    {
        if (_options.Miimon == 0 || _options.ArpInterval == 0) return;
        Warn(GivenOr("arp_interval"), $"arp_interval = {_options.ArpInterval} is ignored: miimon is {_options.Miimon}, and only one monitor can run.",
            "Remove one of the two.");
        _options = _options with { ArpInterval = 0 };
    }

    private void ArpNeedsTargets()
    {
        bool targets = !_options.ArpIpTarget.IsEmpty || !_options.NsIp6Target.IsEmpty;
        if (_options.ArpInterval != 0 && !targets && !HasError("arp_ip_target") && !HasError("ns_ip6_target"))
        {
            Warn(GivenOr("arp_interval"), $"arp_interval = {_options.ArpInterval} is ignored: there is no arp_ip_target to probe, so no link is monitored.",
                "Write arp_ip_target = [\"address\"] with a host that always answers, or use miimon.");
            _options = _options with { ArpInterval = 0 };
        }
        else if (_options.ArpInterval == 0 && targets && !_given.ContainsKey("arp_interval") && !HasError("arp_interval"))
        {
            GivenOption target = GivenOr("arp_ip_target", "ns_ip6_target");
            bool possible = BondModes.Arp.Has(Mode);
            Report(ProblemSeverity.Note, target, $"{target.Name} has no effect {(possible ? "while arp_interval is 0" : "in mode " + Mode.OptionName())}.",
                possible ? "Write arp_interval to switch the ARP monitor on." : "Remove it.");
        }
    }

    /// <summary>Linux does not load with arp_validate, even "none", while there is no ARP monitor.</summary>
    private void ArpValidateNeedsInterval()
    {
        if (!_given.TryGetValue("arp_validate", out GivenOption validate) || HasError("arp_validate") || HasError("arp_interval")) return;
        if (_options.ArpInterval != 0) return;
        string why = BondModes.Arp.Has(Mode)
            ? "arp_validate needs the ARP monitor, which is off."
            : $"arp_validate needs the ARP monitor, which mode {Mode.OptionName()} does not have.";
        Error(validate, why, BondModes.Arp.Has(Mode) ? "Write arp_interval and arp_ip_target and no miimon, or remove arp_validate." : "Remove it.");
        _options = _options with { ArpValidate = ArpValidate.None };
    }

    private void DelaysFitMiimon()
    {
        foreach (string name in (ReadOnlySpan<string>)["updelay", "downdelay", "peer_notif_delay"])
        {
            if (!_given.TryGetValue(name, out GivenOption given) || HasError(name) || HasError("miimon")) continue;
            OptionEntry entry = OptionTable.Find(name)!;
            int delay = name switch { "updelay" => _options.Updelay, "downdelay" => _options.Downdelay, _ => _options.PeerNotifDelay };
            if (delay == 0) continue;
            if (_options.Miimon == 0)
            {
                Warn(given, $"{name} = {delay} has no effect: it counts intervals of the MII monitor, and miimon is 0.", "Write miimon = 100, or remove it.");
                continue;
            }
            int rounded = delay - delay % _options.Miimon;
            if (rounded == delay) continue;
            Warn(given, OptionChange.Rounded(name, delay, _options.Miimon, rounded), $"Write {name} = {rounded} or {rounded + (long)_options.Miimon}.");
            _options = entry.Write!(_options, rounded);
        }
    }

    private void PrimaryReselectNeedsPrimary()
    {
        if (!_given.TryGetValue("primary_reselect", out GivenOption given) || HasError("primary_reselect")) return;
        if (_options.Primary is not null || _slavesHavePrio || !_options.HasActiveSlave || HasError("primary")) return;
        Warn(given, "primary_reselect is ignored: there is no primary.", "Write primary = \"slave\", or remove it.");
        _options = _options with { PrimaryReselect = PrimaryReselect.Always };
    }

    private void Advise()
    {
        if (_options.Miimon == 0 && _options.ArpInterval == 0 && !HasError("miimon") && !HasError("arp_interval"))
            Warn(GivenOr("miimon"), "There is no link monitor: a slave whose link fails keeps its share of the traffic.", "Write miimon = 100.");
        if (Mode == BondMode.BalanceAlb && _options.Updelay == 0 && !HasError("updelay"))
            Report(ProblemSeverity.Note, GivenOr("updelay"), "With updelay 0, clients may lose their connection when a link returns before the switch forwards on it.",
                "Write updelay with at least the switch's forwarding delay.");
    }

    private bool HasError(string option)
    {
        if (_unreadable.Contains(option)) return true;
        foreach (OptionProblem problem in _problems)
            if (problem.Severity == ProblemSeverity.Error && problem.Option == option) return true;
        return false;
    }
}
