using BondFast.Wire;

namespace BondFast.Conform.Checks;

/// <summary>P1 to P4 and T1 to T4: when it sends (802.1AX-2014 6.4.13, 6.4.16).</summary>
internal static class TransmitChecks
{
    private const int Limit = 3;

    /// <summary>A second, less what two ends and a cable may squeeze it.</summary>
    private const long Window = 950 * Bench.Millisecond;

    public static readonly Check[] All =
    [
        new("P1", "it sends every second to a partner with short timeout, every 30 s to one with long", P1),
        new("P2", "a partner that turns to short timeout is sent a PDU at once", P2),
        new("P3", "two passive ends are silent", P3),
        new("P4", "a passive end answers an active one", P4),
        new("T1", "never more than three LACPDUs in a second", T1),
        new("T2", "what it sends after being held back is the latest state", T2),
        new("T3", "nothing left over from before is sent when a link comes back", T3),
        Check.Invisible("T4", "PDUs leave in time under load", "it needs load on the device under test; measure it there"),
    ];

    private static Verdict P1(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        bench.Run(2 * Bench.Second);
        int from = partner.Lacpdus.Count;
        bench.Run(6 * Bench.Second);
        double[] gaps = Gaps(partner, from);
        Bench.Require(gaps.Length >= 3, $"{gaps.Length + 1} LACPDUs in 6 s although we want one a second", partner);
        foreach (double gap in gaps) Bench.Require(gap is > 0.2 and < 1.6, $"{gap:0.00} s between two LACPDUs, expected 1 s", partner);
        Bench.Require(gaps.Average() is > 0.8 and < 1.35, $"{gaps.Average():0.00} s between LACPDUs on average, expected 1 s", partner);
        bench.Say(partner, Bench.Healthy & ~LacpState.Timeout);
        bench.Run(3 * Bench.Second);
        from = partner.Lacpdus.Count;
        bench.Run((bench.Patient ? 65 : 10) * Bench.Second);
        int slow = partner.Lacpdus.Count - from;
        Bench.Require(slow <= (bench.Patient ? 3 : 1), $"{slow} LACPDUs in {(bench.Patient ? 65 : 10)} s although we want one in 30 s", partner);
        if (bench.Patient) Bench.Require(slow >= 2, $"{slow} LACPDUs in 65 s, expected one in 30 s", partner);
        return Verdict.Pass($"{gaps.Average():0.00} s apart on average at short timeout, {slow} PDUs in {(bench.Patient ? 65 : 10)} s at long");
    }

    private static Verdict P2(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        bench.Say(partner, Bench.Healthy & ~LacpState.Timeout);
        bench.Run(4 * Bench.Second);
        int before = partner.Lacpdus.Count;
        bench.Say(partner, Bench.Healthy);
        bool prompt = bench.Until(() => partner.Lacpdus.Count > before, Bench.AtOnce);
        Bench.Require(prompt, $"no LACPDU within {Bench.AtOnce / Bench.Millisecond} ms after we turned to short timeout", partner);
        return Verdict.Pass("at once");
    }

    private static Verdict P3(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        if (Bench.Has(partner, LacpState.Activity)) return Verdict.NotTestable("it is active");
        foreach (TestPartner each in bench.Partners) bench.Say(each, Bench.Healthy & ~LacpState.Activity);
        bench.Run(2 * Bench.Second);
        int before = partner.Lacpdus.Count;
        bench.Run(5 * Bench.Second);
        Bench.Require(partner.Lacpdus.Count == before, "it sends although both ends are passive", partner);
        return Verdict.Pass("silent");
    }

    private static Verdict P4(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        if (Bench.Has(partner, LacpState.Activity)) return Verdict.NotTestable("it is active");
        int before = partner.Lacpdus.Count;
        bench.Run(6 * Bench.Second);
        Bench.Require(partner.Lacpdus.Count - before >= 4, $"{partner.Lacpdus.Count - before} LACPDUs in 6 s to an active partner that wants one a second", partner);
        return Verdict.Pass("answers, and goes on sending");
    }

    private static Verdict T1(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        partner.Talking = false;
        for (int i = 0; i < 250; i++)
        {
            partner.View = partner.Last.Actor with { Key = (ushort)i };
            bench.Say(partner, i % 2 == 0 ? Bench.Healthy : Bench.Plain);
            bench.Run(20 * Bench.Millisecond);
        }
        partner.View = null;
        partner.Talking = true;
        bench.Say(partner, Bench.Healthy);
        for (int i = Limit; i < partner.Lacpdus.Count; i++)
        {
            long span = partner.Lacpdus[i].At - partner.Lacpdus[i - Limit].Earliest;
            if (span >= Window) continue;
            return Verdict.Fail($"{Limit + 1} LACPDUs within at most {span / 1e9:0.000} s", partner.Lacpdus.Skip(i - Limit).Take(Limit + 1).Select(heard => heard.Frame));
        }
        return Verdict.Pass($"{partner.Lacpdus.Count} LACPDUs looked at, 250 changes in 5 s among them");
    }

    private static Verdict T2(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        partner.Talking = false;
        for (int i = 0; i < 8; i++)
        {
            bench.Say(partner, i % 2 == 0 ? Bench.Plain : Bench.Healthy);
            bench.Run(30 * Bench.Millisecond);
        }
        // Collecting without Distributing was not said before.
        LacpState last = Bench.Plain | Bench.S | Bench.C;
        bench.Say(partner, last);
        bool latest = bench.Until(() => ((partner.Last.OfUs ^ last) & ~Bench.S) == 0, 1500 * Bench.Millisecond);
        Heard said = partner.Last;
        partner.Talking = true;
        bench.Say(partner, Bench.Healthy);
        return latest
            ? Verdict.Pass("the latest")
            : Verdict.Fail($"1.5 s after a burst of changes its last PDU has us as {said.OfUs.ToLetters()}, our last word was {last.ToLetters()}", [said.Frame]);
    }

    private static Verdict T3(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        partner.Talking = false;
        for (int i = 0; i < 6; i++)
        {
            partner.View = partner.Last.Actor with { Key = (ushort)(1000 + i) };
            partner.Say(bench.Now);
        }
        bench.Run(20 * Bench.Millisecond);
        if (!partner.Port.TrySetLink(false)) return Verdict.NotTestable($"{partner.Port.Name} cannot take its link down");
        bench.Run(2 * Bench.Second);
        int before = partner.Lacpdus.Count;
        partner.View = null;
        partner.Port.TrySetLink(true);
        bool spoke = bench.Until(() => partner.Lacpdus.Count > before, 4 * Bench.Second);
        Bench.Require(spoke, "no LACPDU within 4 s after the link came back", partner);
        Heard first = partner.Lacpdus[before];
        return (first.State & LacpState.Expired) != 0 && (first.State & (Bench.C | Bench.D)) == 0
            ? Verdict.Pass("its first PDU is of now")
            : Verdict.Fail("the first PDU after the link came back is not one of a link without partner", [first.Frame]);
    }

    private static double[] Gaps(TestPartner partner, int from) =>
        [.. partner.Lacpdus.Skip(from).Zip(partner.Lacpdus.Skip(from + 1), (one, next) => (next.At - one.At) / 1e9)];
}
