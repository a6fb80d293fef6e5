using BondFast.Wire;

namespace BondFast.Conform.Checks;

/// <summary>R1 to R12: the receive machine as its PDUs show it (802.1AX-2014 6.4.12).</summary>
internal static class ReceiveChecks
{
    public static readonly Check[] All =
    [
        new("R1", "a link that comes up is EXPIRED, and DEFAULTED after 3 s without partner", R1),
        new("R2", "a LACPDU makes it CURRENT from EXPIRED and from DEFAULTED", R2),
        new("R3", "short timeout: silence is EXPIRED after 3 s, DEFAULTED after 6 s", bench => Silence(bench, wantsShort: true, 3)),
        new("R4", "long timeout: silence is EXPIRED after 90 s, DEFAULTED after 93 s", bench => Silence(bench, wantsShort: false, 90)),
        new("R5", "EXPIRED asks for short timeouts and takes the partner out of Sync", R5),
        new("R6", "a link that was down keeps its partner, out of Sync", R6),
        Check.Invisible("R7", "a port that cannot speak LACP is used individually", "it needs a half duplex link"),
        new("R8", "a partner port that shows up on another port is forgotten on the first", R8),
        new("R9", "the partner's Sync is recorded by the rule, over all 32 cases", R9),
        new("R10", "a wrong view of any of nine fields is answered at once, of others not", R10),
        Check.Invisible("R11", "a PDU at the instant at which the timer ends keeps the partner", "the instant cannot be met from the other end of a cable"),
        new("R12", "a flood of PDUs does no harm", R12),
    ];

    private static Verdict R1(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        Quiet(bench);
        CutLink(bench, partner);
        double up = bench.Seconds;
        Bench.Require(bench.Until(() => Bench.Has(partner, LacpState.Expired), 4 * Bench.Second), "no PDU with Expired within 4 s after the link came up", partner);
        double expired = bench.Seconds;
        string forgotten = WaitUntilForgotten(bench, partner, out _);
        return Verdict.Pass($"Expired {expired - up:0.0} s after the link came up, {forgotten} {bench.Seconds - expired:0.0} s later");
    }

    private static Verdict R2(Bench bench)
    {
        RequireShort(bench);
        TestPartner partner = bench.First;
        foreach (LacpState gone in new[] { LacpState.Expired, LacpState.Defaulted })
        {
            bench.BringUp();
            Quiet(bench);
            Bench.Require(bench.Until(() => Bench.Has(partner, LacpState.Expired), 6 * Bench.Second), "no PDU with Expired within 6 s of silence", partner);
            if (gone == LacpState.Defaulted) WaitUntilForgotten(bench, partner, out _);
            foreach (TestPartner each in bench.Partners) each.Talking = true;
            partner.Say(bench.Now);
            bool back = bench.Until(() => Bench.KnowsUs(partner) && Bench.Lacks(partner, LacpState.Expired | LacpState.Defaulted), 2 * Bench.Second);
            Bench.Require(back, $"2 s after a LACPDU it still says {gone} or does not name us", partner);
        }
        return Verdict.Pass("current again within 2 s from either");
    }

    private static Verdict Silence(Bench bench, bool wantsShort, double seconds)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        if (Bench.Has(partner, LacpState.Timeout) != wantsShort) return Verdict.NotTestable($"it uses {(wantsShort ? "long" : "short")} timeouts");
        if (!wantsShort && !bench.Patient) return Verdict.NotTestable("it takes 95 s; ask for the long checks");
        bench.Run(Bench.Second);
        double silent = Quiet(bench);
        bool expired = bench.Until(() => Bench.Has(partner, LacpState.Expired), (long)((seconds + 3) * Bench.Second));
        double after = bench.Seconds - silent;
        Bench.Require(expired, $"no PDU with Expired {after:0.0} s after our last one", partner);
        Bench.Require(after >= seconds - 0.2 && after <= seconds + 1.3, $"Expired {after:0.00} s after our last PDU, expected {seconds} s", partner);
        string forgotten = WaitUntilForgotten(bench, partner, out double then);
        Bench.Require(then is > 2 and < 4.5, $"{forgotten} {then:0.00} s after Expired, expected 3 s", partner);
        return Verdict.Pass($"Expired after {after:0.0} s, {forgotten} {then:0.0} s later");
    }

    private static Verdict R5(Bench bench)
    {
        RequireShort(bench);
        bench.BringUp();
        TestPartner partner = bench.First;
        bench.Say(partner, Bench.Healthy & ~LacpState.Timeout);
        bench.Run(Bench.Second);
        Quiet(bench);
        Bench.Require(bench.Until(() => Bench.Has(partner, LacpState.Expired), 6 * Bench.Second), "no PDU with Expired within 6 s of silence", partner);
        LacpState ofUs = partner.Last.OfUs;
        if ((ofUs & LacpState.Timeout) == 0) return Verdict.Fail("its first PDU with Expired does not have the partner at short timeout", [partner.Last.Frame]);
        if ((ofUs & Bench.S) != 0) return Verdict.Fail("its first PDU with Expired still has the partner in Sync", [partner.Last.Frame]);
        return Verdict.Pass("partner at short timeout and out of Sync");
    }

    private static Verdict R6(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        partner.Talking = false;
        CutLink(bench, partner);
        int before = partner.Lacpdus.Count;
        Bench.Require(bench.Until(() => partner.Lacpdus.Count > before, 4 * Bench.Second), "no LACPDU within 4 s after the link came back", partner);
        Heard first = partner.Lacpdus[before];
        if (!Bench.SameLink(first.Partner, partner.Self)) return Verdict.Fail("after a short loss of the link it has forgotten its partner", [first.Frame]);
        return (first.OfUs & Bench.S) != 0 ? Verdict.Fail("after a loss of the link it still has its partner in Sync", [first.Frame]) : Verdict.Pass("partner kept, out of Sync");
    }

    private static Verdict R8(Bench bench)
    {
        TestPartner other = bench.Other, partner = bench.First;
        bench.BringUp();
        Quiet(bench);
        Cut(partner);
        bench.Run(Bench.Second);
        LacpPortInfo was = partner.Self;
        other.Self = was;
        other.Say(bench.Now);
        bench.Run(Bench.Second);
        int before = partner.Lacpdus.Count;
        Mend(partner);
        bool spoke = bench.Until(() => partner.Lacpdus.Count > before, 4 * Bench.Second);
        other.Self = bench.Info(other, Bench.Healthy);
        if (!spoke && !Bench.Has(partner, LacpState.Activity)) return Verdict.Pass("forgotten: it is passive, and silent now");
        Bench.Require(spoke, "no LACPDU within 4 s after the link came back", partner);
        Heard first = partner.Lacpdus[before];
        return Bench.SameLink(first.Partner, was)
            ? Verdict.Fail("it still names a partner port that had moved to its other port", [first.Frame])
            : Verdict.Pass("forgotten");
    }

    private static Verdict R9(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        bool itIsActive = Bench.Has(partner, LacpState.Activity);
        int rows = 0;
        for (int row = 0; row < 32; row++)
        {
            bool sync = (row & 1) != 0, aggregation = (row & 2) != 0, matches = (row & 4) != 0, activity = (row & 8) != 0, knowsActivity = (row & 16) != 0;
            if (!itIsActive && !activity) continue;
            rows++;
            LacpState said = LacpState.Timeout | (sync ? Bench.S : 0) | (aggregation ? LacpState.Aggregation : 0) | (activity ? LacpState.Activity : 0);
            bool expected = sync && (activity || itIsActive && knowsActivity) && (!aggregation || matches);
            bool recorded = RecordedSync(bench, partner, said, matches, knowsActivity);
            if (recorded != expected)
                return Verdict.Fail($"we say {said.ToLetters()}, our view of it {(matches ? "is right" : "has another key")}{(knowsActivity ? "" : " and has it passive")}: it records us as {(recorded ? "in" : "out of")} Sync",
                    Bench.Recent(partner, 4));
        }
        return Verdict.Pass($"{rows} cases{(rows < 32 ? "; the others silence a passive port" : "")}");
    }

    private static bool RecordedSync(Bench bench, TestPartner partner, LacpState said, bool matches, bool knowsActivity)
    {
        LacpPortInfo it = partner.Last.Actor;
        it = it with { State = knowsActivity ? it.State | LacpState.Activity : it.State & ~LacpState.Activity };
        partner.View = matches ? it : it with { Key = (ushort)(it.Key + 1) };
        bench.Say(partner, said);
        long since = bench.Now + 20 * Bench.Millisecond;
        bool answered = bench.Until(() => partner.Last.At >= since && ((partner.Last.OfUs ^ said) & ~Bench.S) == 0, 3 * Bench.Second);
        Bench.Require(answered, $"3 s after we said {said.ToLetters()} its PDUs do not show that", partner);
        return (partner.Last.OfUs & Bench.S) != 0;
    }

    private static Verdict R10(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        // Long timeout on our side: then it sends every 30 s only, and whatever comes at once is an answer.
        bench.Say(partner, Bench.Healthy & ~LacpState.Timeout);
        foreach ((string field, Func<LacpPortInfo, LacpPortInfo> wrong, bool counts) in Views)
        {
            bool answered = IsAnswered(bench, partner, wrong);
            // What looks like an answer may be the one PDU in 30 s.
            if (answered && !counts) answered = IsAnswered(bench, partner, wrong);
            if (answered == counts) continue;
            return Verdict.Fail(counts ? $"a wrong view of its {field} is not answered within {Bench.AtOnce / Bench.Millisecond} ms" : $"a wrong view of its {field} is answered, though that field does not count",
                Bench.Recent(partner, 4));
        }
        return Verdict.Pass("nine fields answered, four others not");
    }

    private static readonly (string Field, Func<LacpPortInfo, LacpPortInfo> Wrong, bool Counts)[] Views =
    [
        ("system priority", it => it with { SystemPriority = (ushort)(it.SystemPriority ^ 1) }, true),
        ("system", it => it with { System = new MacAddress(it.System.Value ^ 1) }, true),
        ("key", it => it with { Key = (ushort)(it.Key ^ 1) }, true),
        ("port priority", it => it with { PortPriority = (ushort)(it.PortPriority ^ 1) }, true),
        ("port", it => it with { Port = (ushort)(it.Port ^ 0x100) }, true),
        ("Activity", it => it with { State = it.State ^ LacpState.Activity }, true),
        ("Timeout", it => it with { State = it.State ^ LacpState.Timeout }, true),
        ("Aggregation", it => it with { State = it.State ^ LacpState.Aggregation }, true),
        ("Synchronization", it => it with { State = it.State ^ LacpState.Synchronization }, true),
        ("Collecting", it => it with { State = it.State ^ LacpState.Collecting }, false),
        ("Distributing", it => it with { State = it.State ^ LacpState.Distributing }, false),
        ("Defaulted", it => it with { State = it.State ^ LacpState.Defaulted }, false),
        ("Expired", it => it with { State = it.State ^ LacpState.Expired }, false),
    ];

    private static bool IsAnswered(Bench bench, TestPartner partner, Func<LacpPortInfo, LacpPortInfo> wrong)
    {
        partner.View = null;
        bench.Run(1500 * Bench.Millisecond);
        LacpState silentOnSync = partner.Self.State;
        partner.Talking = false;
        partner.View = wrong(partner.Last.Actor);
        int before = partner.Lacpdus.Count;
        partner.Say(bench.Now);
        bool answered = bench.Until(() => partner.Lacpdus.Count > before, Bench.AtOnce);
        partner.View = null;
        partner.Talking = true;
        bench.Say(partner, silentOnSync);
        return answered;
    }

    private static Verdict R12(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        int before = partner.Lacpdus.Count;
        double begun = bench.Seconds;
        for (int i = 0; i < 2000; i++)
        {
            partner.View = partner.Last.Actor with { Key = (ushort)i };
            partner.Say(bench.Now);
            bench.Run(Bench.Millisecond);
        }
        double took = bench.Seconds - begun;
        int answers = partner.Lacpdus.Count - before;
        partner.View = null;
        partner.Say(bench.Now);
        Bench.Require(answers <= 3 * (took + 1) + 1, $"{answers} LACPDUs in {took:0.0} s of flood; three a second are allowed", partner, 12);
        bool well = bench.Until(() => Bench.KnowsUs(partner) && Bench.Has(partner, Bench.S | Bench.C), 5 * Bench.Second);
        Bench.Require(well, "5 s after a flood of 2000 PDUs the link does not carry traffic", partner);
        return Verdict.Pass($"{answers} answers to 2000 PDUs in {took:0.0} s, and in Sync after it");
    }

    /// <summary>
    /// After Expired: waits until it has given up its partner, and says how that showed. An active end says Defaulted, a passive one falls
    /// silent as it knows nobody any more who wants to hear it.
    /// </summary>
    internal static string WaitUntilForgotten(Bench bench, TestPartner partner, out double seconds)
    {
        const long Pause = 1500 * Bench.Millisecond;
        double since = bench.Seconds;
        if (Bench.Has(partner, LacpState.Activity))
        {
            Bench.Require(bench.Until(() => Bench.Has(partner, LacpState.Defaulted), 6 * Bench.Second), "no PDU with Defaulted within 6 s after Expired", partner);
            seconds = bench.Seconds - since;
            return "Defaulted";
        }
        long expired = bench.Now;
        while (bench.Now - partner.Last.At <= Pause)
        {
            Bench.Require(bench.Now - expired < 8 * Bench.Second, "a passive end still sends 8 s after Expired, although its partner is gone", partner);
            bench.Run(100 * Bench.Millisecond);
        }
        // Its next PDU would have come a second after its last one.
        seconds = (partner.Last.At - expired) / (double)Bench.Second + 1;
        return "silent";
    }

    /// <summary>We stop talking everywhere, after one last word; the time of it.</summary>
    internal static double Quiet(Bench bench)
    {
        foreach (TestPartner partner in bench.Partners)
        {
            partner.Say(bench.Now);
            partner.Talking = false;
        }
        return bench.Seconds;
    }

    internal static void RequireShort(Bench bench)
    {
        bench.BringUp();
        if (!bench.Patient && !Bench.Has(bench.First, LacpState.Timeout))
            Bench.Reach(Verdict.NotTestable("it uses long timeouts, so it takes 95 s; ask for the long checks"));
        if (!Bench.Has(bench.First, LacpState.Timeout)) Bench.Reach(Verdict.NotTestable("it uses long timeouts; R4 shows those"));
    }

    private static void CutLink(Bench bench, TestPartner partner)
    {
        Cut(partner);
        bench.Run(Bench.Second);
        Mend(partner);
    }

    private static void Cut(TestPartner partner)
    {
        if (!partner.Port.TrySetLink(false)) Bench.Reach(Verdict.NotTestable($"{partner.Port.Name} cannot take its link down"));
    }

    private static void Mend(TestPartner partner) => partner.Port.TrySetLink(true);
}
