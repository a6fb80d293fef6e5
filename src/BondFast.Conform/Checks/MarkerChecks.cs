using BondFast.Wire;

namespace BondFast.Conform.Checks;

/// <summary>K1 to K5: the marker protocol (802.1AX-2014 6.5; 802.3 Annex 57A for its limit).</summary>
internal static class MarkerChecks
{
    private const int Header = 14;

    /// <summary>Slow-protocol frames a second that nobody may exceed, whatever the edition.</summary>
    private const int Limit = 10;

    public static readonly Check[] All =
    [
        new("K1", "a marker is answered with its own content", K1),
        new("K2", "the answer leaves the port that the marker came in on", K2),
        new("K3", "a malformed marker is not answered", K3),
        new("K4", "its own markers are in order", K4),
        new("K5", "a storm of markers is answered within the slow protocols' limit", K5),
    ];

    private static Verdict K1(Bench bench)
    {
        LoggedFrame asked = Ask(bench, bench.First, 0xc0ff_ee01);
        if (!bench.Until(() => bench.First.Markers.Count > 0, Bench.Second)) return Verdict.Fail("a marker is not answered within 1 s", [asked]);
        LoggedFrame answer = bench.First.Markers[0];
        return Fault(asked.Bytes.AsSpan(Header), answer.Bytes.AsSpan(Header)) is { } fault
            ? Verdict.Fail(fault, [asked, answer])
            : Verdict.Pass("answered with its content");
    }

    private static string? Fault(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answer)
    {
        if (answer.Length < 110) return $"the answer's PDU has {answer.Length} octets, not 110";
        if (answer[1] != 1 || answer[2] != 2) return $"the answer is of version {answer[1]}, TLV type {answer[2]}; expected 1 and 2";
        if (answer[3] != 16) return $"the answer's TLV length is {answer[3]}, not 16";
        if (!asked[4..16].SequenceEqual(answer[4..16])) return "the answer has another port, system or transaction than the marker";
        return answer[16..110].ContainsAnyExcept((byte)0) ? "the answer's pad, terminator or reserved octets are not zero" : null;
    }

    private static Verdict K2(Bench bench)
    {
        TestPartner other = bench.Other;
        LoggedFrame asked = Ask(bench, other, 0xc0ff_ee02);
        bench.Run(Bench.Second);
        if (bench.First.Markers.Count > 0) return Verdict.Fail("the answer left another port", [asked, bench.First.Markers[0]]);
        return other.Markers.Count == 0 ? Verdict.Fail("a marker is not answered within 1 s", [asked]) : Verdict.Pass("the same port");
    }

    private static Verdict K3(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        byte[] unknown = Marker(bench, partner, 0xc0ff_ee03);
        unknown[Header + 2] = 3;
        byte[] response = Marker(bench, partner, 0xc0ff_ee04);
        response[Header + 2] = 2;
        byte[] cut = Marker(bench, partner, 0xc0ff_ee05)[..(Header + 10)];
        foreach ((string what, byte[] frame) in new[] { ("a marker of TLV type 3", unknown), ("a marker response", response), ("a marker of 10 octets", cut) })
        {
            LoggedFrame sent = partner.SendRaw(bench.Now, frame);
            if (bench.Until(() => partner.Markers.Count > 0, 700 * Bench.Millisecond)) return Verdict.Fail($"{what} is answered", [sent, partner.Markers[0]]);
        }
        return Verdict.Pass("an unknown type, a response and a cut one are not answered");
    }

    private static Verdict K4(Bench bench)
    {
        bench.BringUp();
        bench.Run(Bench.Second);
        foreach (TestPartner partner in bench.Partners)
            foreach (LoggedFrame frame in partner.Log)
                if (!frame.Sent && MarkerView.TryParse(frame.Bytes, out MarkerView marker) && marker.Type == MarkerType.Information)
                    return marker.RequesterPort == 0 || marker.RequesterSystem.IsZero
                        ? Verdict.Fail("its marker names no port or no system", [frame])
                        : Verdict.Pass($"port {marker.RequesterPort}, transaction {marker.TransactionId}");
        return Verdict.NotTestable("it has sent no marker of its own; the standard leaves that to it");
    }

    private static Verdict K5(Bench bench)
    {
        bench.BringUp();
        TestPartner partner = bench.First;
        for (uint i = 0; i < 200; i++)
        {
            partner.SendRaw(bench.Now, Marker(bench, partner, i));
            bench.Run(10 * Bench.Millisecond);
        }
        bench.Run(Bench.Second);
        List<LoggedFrame> answers = partner.Markers;
        if (answers.Count == 0) return Verdict.Fail("no marker of 200 is answered", Bench.Recent(partner, 4));
        for (int i = Limit; i < answers.Count; i++)
            if (answers[i].At - partner.MarkersEarliest[i - Limit] is var span && span < 950 * Bench.Millisecond)
                return Verdict.Fail($"{Limit + 1} answers within at most {span / 1e9:0.000} s; a slow protocol sends no more than {Limit} frames a second", answers.Skip(i - Limit).Take(Limit + 1));
        return Verdict.Pass($"{answers.Count} answers to 200 markers in 2 s");
    }

    private static LoggedFrame Ask(Bench bench, TestPartner partner, uint transaction)
    {
        bench.BringUp();
        bench.Run(Bench.Second);
        return partner.SendRaw(bench.Now, Marker(bench, partner, transaction));
    }

    private static byte[] Marker(Bench bench, TestPartner partner, uint transaction)
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        MarkerWriter.Write(frame, partner.Port.Mac, MarkerType.Information, (ushort)partner.Number, bench.System, transaction);
        return frame;
    }
}
