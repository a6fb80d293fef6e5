using BondFast.Wire;

namespace BondFast.Conform.Checks;

/// <summary>M1 to M7: how it gets into an aggregation and out of it (802.1AX-2014 6.4.15).</summary>
internal static class MuxChecks
{
    private const LacpState S = Bench.S, C = Bench.C, D = Bench.D;

    public static readonly Check[] All =
    [
        new("M1", "Sync, then Collecting, then Distributing, each only when we are that far", M1),
        new("M2", "2 s aggregate wait, and a late port is waited for", M2),
        new("M3", "coupled control does not ask whether we collect", M3),
        new("M4", "independent control distributes only while we collect", M4),
        new("M5", "when we leave Sync it stops at once", M5),
        new("M6", "it comes down step by step: out of Collecting while in Sync, out of Sync when the partner changes", M6),
        Check.Invisible("M7", "standby and promotion", "which ports stand by cannot be forced from here"),
    ];

    private static Verdict M1(Bench bench)
    {
        bench.Meet(Bench.Plain);
        TestPartner partner = bench.First;
        int from = partner.Lacpdus.Count;
        Bench.Require(bench.Until(() => Bench.Has(partner, S), 6 * Bench.Second), "not in Sync 6 s after a partner appeared", partner);
        bench.Run(1500 * Bench.Millisecond);
        foreach (Heard heard in partner.Lacpdus.Skip(from))
            if (Bench.SameLink(heard.Partner, partner.Self) && (heard.State & (C | D)) != 0)
                return Verdict.Fail($"says {heard.State.ToLetters()} to a partner that is not in Sync", [heard.Frame]);
        SayAll(bench, Bench.Plain | S);
        Bench.Require(bench.Until(() => Bench.Has(partner, C), 2 * Bench.Second), "not Collecting 2 s after we were in Sync", partner);
        SayAll(bench, Bench.Healthy);
        Bench.Require(bench.Until(() => Bench.Has(partner, S | C | D), 3 * Bench.Second), "not Distributing 3 s after we were Collecting", partner);
        foreach (Heard heard in partner.Lacpdus.Skip(from))
            if ((heard.State & D) != 0 && (heard.State & C) == 0 || (heard.State & C) != 0 && (heard.State & S) == 0)
                return Verdict.Fail($"says {heard.State.ToLetters()}: a later step without the earlier one", [heard.Frame]);
        return Verdict.Pass("in order");
    }

    private static Verdict M2(Bench bench)
    {
        TestPartner partner = bench.First;
        bench.BringUp();
        bench.NewIdentity();
        foreach (TestPartner each in bench.Partners)
        {
            each.Appear(bench.Info(each, Bench.Healthy));
            each.Talking = false;
        }
        double appeared = bench.Seconds;
        partner.Talking = true;
        partner.Say(bench.Now);
        double late = appeared;
        if (bench.Partners.Count > 1)
        {
            bench.Run(Bench.Second);
            late = bench.Seconds;
            bench.Other.Talking = true;
            bench.Other.Say(bench.Now);
        }
        bool inSync = bench.Until(() => Bench.KnowsUs(partner) && Bench.Has(partner, S), 6 * Bench.Second);
        double waited = bench.Seconds - appeared;
        Bench.Require(inSync, "not in Sync 6 s after a partner appeared", partner);
        Bench.Require(waited > 1.5, $"in Sync {waited:0.00} s after a new partner appeared; it has to wait 2 s for other links of it", partner);
        if (bench.Partners.Count == 1) return Verdict.Pass($"in Sync after {waited:0.0} s; a second port would show whether late ones are waited for");
        double sinceLate = bench.Seconds - late;
        bool together = bench.Until(() => Bench.KnowsUs(bench.Other) && Bench.Has(bench.Other, S), 1200 * Bench.Millisecond);
        if (!together) return Verdict.NotTestable($"in Sync after {waited:0.0} s; its two ports do not aggregate with one partner of one key, so a late port cannot be waited for");
        Bench.Require(sinceLate > 1.5, $"the first port attached {sinceLate:0.00} s after the second appeared; it has to wait for it", partner);
        return Verdict.Pass($"both in Sync {sinceLate:0.0} s after the second appeared");
    }

    private static Verdict M3(Bench bench) => IsCoupled(bench)
        ? Verdict.Pass("distributes to a partner in Sync that does not collect")
        : Verdict.NotTestable("it uses independent control");

    private static Verdict M4(Bench bench)
    {
        if (IsCoupled(bench)) return Verdict.NotTestable("it uses coupled control");
        TestPartner partner = bench.First;
        SayAll(bench, Bench.Plain | S | C);
        Bench.Require(bench.Until(() => Bench.Has(partner, D), 3 * Bench.Second), "not Distributing 3 s after we said Collecting", partner);
        SayAll(bench, Bench.Plain | S);
        Bench.Require(bench.Until(() => Bench.Lacks(partner, D) && Bench.Has(partner, C), 2 * Bench.Second), "still Distributing 2 s after we stopped collecting", partner);
        return Verdict.Pass("follows our Collecting");
    }

    private static bool IsCoupled(Bench bench)
    {
        TestPartner partner = bench.First;
        bench.Meet(Bench.Plain | S);
        Bench.Require(bench.Until(() => Bench.Has(partner, S | C), 7 * Bench.Second), "not Collecting 7 s after a partner in Sync appeared", partner);
        return bench.Until(() => Bench.Has(partner, D), 2500 * Bench.Millisecond);
    }

    private static Verdict M5(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        bench.Run(Bench.Second);
        bool hadData = partner.Data.Count > 0;
        bench.Say(partner, Bench.Plain | C | D);
        bool stopped = bench.Until(() => Bench.Lacks(partner, C | D), Bench.AtOnce);
        Bench.Require(stopped, $"no PDU without Collecting and Distributing within {Bench.AtOnce / Bench.Millisecond} ms after we left Sync", partner);
        LoggedFrame said = partner.Last.Frame;
        partner.Data.Clear();
        bench.Run(Bench.Second);
        if (partner.Data.Count > 0) return Verdict.Fail($"{partner.Data.Count} data frames after it said that it does not distribute", [said, partner.Data[0]]);
        return Verdict.Pass(hadData ? "bits cleared, and no data frame after that" : "bits cleared; it sent no data that could have gone on");
    }

    private static Verdict M6(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        bench.Say(partner, Bench.Plain);
        Bench.Require(bench.Until(() => Bench.Lacks(partner, C | D), 1500 * Bench.Millisecond), "still Collecting or Distributing 1.5 s after we left Sync", partner);
        if (!Bench.Has(partner, S)) return Verdict.Fail("left Sync although only the partner's Sync was gone: the port has to stay attached", [partner.Last.Frame]);
        bench.NewIdentity();
        foreach (TestPartner each in bench.Partners)
        {
            each.Appear(bench.Info(each, Bench.Plain));
            each.Say(bench.Now);
        }
        Bench.Require(bench.Until(() => Bench.KnowsUs(partner), 2 * Bench.Second), "does not name the new partner after 2 s", partner);
        Heard first = partner.Lacpdus.First(heard => Bench.SameLink(heard.Partner, partner.Self));
        return (first.State & S) != 0
            ? Verdict.Fail("its first PDU to another partner is still in Sync: the port has to detach", [first.Frame])
            : Verdict.Pass("attached without Sync of ours, detached when the partner changed");
    }

    private static void SayAll(Bench bench, LacpState state)
    {
        foreach (TestPartner partner in bench.Partners) bench.Say(partner, state);
    }
}
