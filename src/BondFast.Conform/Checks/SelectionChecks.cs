using BondFast.Wire;

namespace BondFast.Conform.Checks;

/// <summary>S1 to S9: whom it aggregates with (802.1AX-2014 6.4.14).</summary>
internal static class SelectionChecks
{
    private const LacpState S = Bench.S, C = Bench.C, D = Bench.D;

    public static readonly Check[] All =
    [
        new("S1", "two partner keys are two groups", bench => Apart(bench, self => self with { Key = (ushort)(self.Key + 1) }, "keys")),
        new("S2", "another partner system makes it detach and select anew", S2),
        new("S3", "a partner that says individual is used alone", S3),
        new("S4", "two partner systems are two groups", bench => Apart(bench, self => self with { System = new MacAddress(self.System.Value + 0x8000) }, "systems")),
        Check.Invisible("S5", "the order in which ports come up makes no difference", "aggregators cannot be seen on the wire"),
        new("S6", "its own PDUs, come back, are no partner", S6),
        Check.Invisible("S7", "carrier follows min-links", "it is a matter of its configuration and of its own carrier"),
        new("S8", "a partner that appears late is taken", S8),
        Check.Invisible("S9", "strict: no carrier without a partner", "it is a matter of its configuration and of its own carrier"),
    ];

    private static Verdict Apart(Bench bench, Func<LacpPortInfo, LacpPortInfo> otherwise, string what)
    {
        TestPartner other = bench.Other, partner = bench.First;
        bench.BringUp();
        bench.NewIdentity();
        partner.Appear(bench.Info(partner, Bench.Healthy));
        other.Appear(otherwise(bench.Info(other, Bench.Healthy)));
        foreach (TestPartner each in bench.Partners) each.Say(bench.Now);
        bench.Run(7 * Bench.Second);
        bool one = Bench.Has(partner, S), two = Bench.Has(other, S);
        if (one && two) return Verdict.NotTestable($"with two {what} both links are in Sync; whether as one group or as two cannot be seen on the wire");
        Bench.Require(one || two, $"with two {what} neither link gets into Sync within 7 s", partner);
        return Verdict.Pass("one link is used, the other one stands by");
    }

    private static Verdict S2(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        bench.NewIdentity();
        foreach (TestPartner each in bench.Partners)
        {
            each.Appear(bench.Info(each, Bench.Healthy));
            each.Say(bench.Now);
        }
        double changed = bench.Seconds;
        Bench.Require(bench.Until(() => Bench.KnowsUs(partner), 1500 * Bench.Millisecond), "1.5 s after the partner's system changed its PDUs name the old one", partner);
        if (Bench.Has(partner, C) || Bench.Has(partner, D)) return Verdict.Fail("goes on carrying traffic with another partner without selecting anew", [partner.Last.Frame]);
        Bench.Require(bench.Until(() => Bench.Has(partner, S | C), 7 * Bench.Second), "does not get into Sync with the new partner within 7 s", partner);
        return Verdict.Pass($"carries traffic with the new partner after {bench.Seconds - changed:0.0} s");
    }

    private static Verdict S3(Bench bench)
    {
        TestPartner partner = bench.First;
        bench.Meet(Bench.Healthy & ~LacpState.Aggregation);
        Bench.Require(bench.Until(() => Bench.Has(partner, S | C), 7 * Bench.Second), "an individual link is not used: not Collecting within 7 s", partner);
        return Verdict.Pass("used");
    }

    private static Verdict S6(Bench bench)
    {
        TestPartner partner = bench.First;
        bench.BringUp();
        ReceiveChecks.Quiet(bench);
        int seen = partner.Lacpdus.Count, reflected = 0;
        long end = bench.Now + 8 * Bench.Second;
        while (bench.Now < end)
        {
            bench.Until(() => partner.Lacpdus.Count > seen, Math.Min(Bench.Second, end - bench.Now));
            for (; seen < partner.Lacpdus.Count; seen++)
            {
                Heard heard = partner.Lacpdus[seen];
                // Only once our last word must be forgotten can what it says be owed to the reflection.
                if (reflected > 0 && (heard.State & (C | D)) != 0 && Bench.SameLink(heard.Partner, heard.Actor))
                    return Verdict.Fail("aggregates with itself", Bench.Recent(partner, 6));
                byte[] frame = new byte[SlowProtocol.FrameLength];
                LacpduWriter.Write(frame, partner.Port.Mac, heard.Actor with { State = Bench.Healthy }, heard.Actor);
                partner.SendRaw(bench.Now, frame);
                reflected++;
            }
        }
        if (reflected == 0) return Verdict.NotTestable("it sent nothing that could be sent back");
        return Bench.SameLink(partner.Last.Partner, partner.Last.Actor)
            ? Verdict.Fail("has recorded itself as its partner", Bench.Recent(partner, 6))
            : Verdict.Pass($"{reflected} of its PDUs sent back, none taken");
    }

    private static Verdict S8(Bench bench)
    {
        ReceiveChecks.RequireShort(bench);
        TestPartner partner = bench.First;
        ReceiveChecks.Quiet(bench);
        Bench.Require(bench.Until(() => Bench.Has(partner, LacpState.Expired), 6 * Bench.Second), "no PDU with Expired within 6 s of silence", partner);
        ReceiveChecks.WaitUntilForgotten(bench, partner, out _);
        bench.Run(4 * Bench.Second);
        bench.BringUp();
        return Verdict.Pass("taken, and carries traffic");
    }
}
