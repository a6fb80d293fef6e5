using System.Buffers.Binary;
using BondFast.Wire;

namespace BondFast.Conform.Checks;

/// <summary>F1 to F9: the frames it sends, and which ones it takes (802.1AX-2014 6.4.2).</summary>
internal static class FormatChecks
{
    private const int Header = 14;

    public static readonly Check[] All =
    [
        new("F1", "every field at its offset in a frame of 124 bytes", F1),
        new("F2", "reserved octets zero when sent, ignored when received", F2),
        new("F3", "a PDU of an unknown version is taken", F3),
        new("F4", "a PDU with another TLV type is taken", F4),
        new("F5", "a PDU that is too short changes nothing", F5),
        new("F6", "another slow protocol is not taken for LACP", F6),
        new("F7", "a tagged LACPDU is not taken for LACP", F7),
        new("F8", "the source is the port's own individual address", F8),
        new("F9", "a version 2 PDU with TLVs it may not know is taken", F9),
    ];

    private static readonly (int From, int To)[] Reserved = [(19, 22), (39, 42), (46, 58)];

    private static Verdict F1(Bench bench)
    {
        bench.BringUp();
        bench.Run(2 * Bench.Second);
        foreach (Heard heard in bench.First.Lacpdus)
            if (LayoutFault(heard.Frame.Bytes) is { } fault) return Verdict.Fail(fault, [heard.Frame]);
        return Verdict.Pass($"{bench.First.Lacpdus.Count} LACPDUs looked at");
    }

    /// <summary>What is wrong with a LACPDU, read by offset.</summary>
    private static string? LayoutFault(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> pdu = frame[Header..];
        byte version = pdu[1];
        if (version is 0) return "version 0";
        if (version == 1 && frame.Length != 124) return $"a version 1 PDU in a frame of {frame.Length} bytes, not 124";
        foreach ((int offset, byte type, byte length) in new (int, byte, byte)[] { (2, 1, 20), (22, 2, 20), (42, 3, 16) })
            if (pdu[offset] != type || pdu[offset + 1] != length)
                return $"TLV {pdu[offset]} of length {pdu[offset + 1]} at offset {offset}, where {type} of length {length} belongs";
        if (version == 1 && (pdu[58] != 0 || pdu[59] != 0)) return "no terminator TLV at offset 58";
        if (BinaryPrimitives.ReadUInt16BigEndian(pdu[16..]) == 0) return "actor port number 0";
        MacAddress system = MacAddress.Read(pdu[6..]);
        return system.IsZero || system.IsMulticast ? $"actor system {system} is no individual address" : null;
    }

    private static Verdict F2(Bench bench)
    {
        bench.BringUp();
        foreach (Heard heard in bench.First.Lacpdus)
        {
            ReadOnlySpan<byte> pdu = heard.Frame.Bytes.AsSpan(Header);
            foreach ((int from, int to) in Reserved)
                if (pdu[from..to].ContainsAnyExcept((byte)0)) return Verdict.Fail($"octets {from} to {to - 1} of the PDU are reserved and not zero", [heard.Frame]);
            if (pdu[1] == 1 && pdu[60..].ContainsAnyExcept((byte)0)) return Verdict.Fail("octets after the terminator are reserved and not zero", [heard.Frame]);
        }
        return IsTaken(bench, frame =>
        {
            foreach ((int from, int to) in Reserved) frame.AsSpan((Header + from)..(Header + to)).Fill(0xa5);
            return frame;
        }, out LoggedFrame sent) ? Verdict.Pass("sent as zero, and ones are ignored")
            : Verdict.Fail("a PDU whose reserved octets are not zero is not taken", [sent]);
    }

    private static Verdict F3(Bench bench)
    {
        foreach (byte version in new byte[] { 3, 0xf1 })
            if (!IsTaken(bench, frame => With(frame, 1, version), out LoggedFrame sent))
                return Verdict.Fail($"a PDU of version {version} is not taken; later versions have to be read like version 1", [sent]);
        return Verdict.Pass("versions 3 and 241 are taken");
    }

    private static Verdict F4(Bench bench)
    {
        foreach (int offset in new[] { 2, 22, 42 })
            if (!IsTaken(bench, frame => With(frame, offset, 0x77), out LoggedFrame sent))
                return Verdict.Fail($"a PDU with TLV type 119 at offset {offset} is not taken; types are not to be checked", [sent]);
        bool lengthsChecked = !IsTaken(bench, frame => With(frame, 3, 22), out _);
        return Verdict.Pass(lengthsChecked ? "types are not checked, lengths are" : "neither types nor lengths are checked; the standard leaves lengths to the receiver");
    }

    private static Verdict F5(Bench bench)
    {
        foreach (int length in new[] { 60, 100, 123 })
            if (IsTaken(bench, frame => frame[..length], out LoggedFrame sent))
                return Verdict.Fail($"a LACPDU in a frame of {length} bytes is taken; its fixed part needs 124", [sent]);
        return Verdict.Pass("60, 100 and 123 bytes are not taken");
    }

    private static Verdict F6(Bench bench)
    {
        foreach (byte subtype in new byte[] { 0, 3, 10, 255 })
            if (IsTaken(bench, frame => With(frame, 0, subtype), out LoggedFrame sent))
                return Verdict.Fail($"a slow protocol frame of subtype {subtype} is taken for a LACPDU", [sent]);
        return Verdict.Pass("subtypes 0, 3, 10 and 255 are not taken");
    }

    private static Verdict F7(Bench bench) =>
        IsTaken(bench, frame => [.. frame[..12], 0x81, 0x00, 0x00, 0x05, .. frame[12..]], out LoggedFrame sent)
            ? Verdict.Fail("a LACPDU with a VLAN tag is taken", [sent])
            : Verdict.Pass("a LACPDU in VLAN 5 is not taken");

    private static Verdict F8(Bench bench)
    {
        bench.BringUp();
        bench.Run(2 * Bench.Second);
        var sources = new Dictionary<MacAddress, TestPartner>();
        foreach (TestPartner partner in bench.Partners)
            foreach (Heard heard in partner.Lacpdus)
            {
                MacAddress source = MacAddress.Read(heard.Frame.Bytes.AsSpan(6));
                if (source.IsZero || source.IsMulticast) return Verdict.Fail($"the source {source} is no individual address", [heard.Frame]);
                if (sources.TryGetValue(source, out TestPartner? other) && other != partner)
                    return Verdict.Fail($"both of its ports send from {source}", [other.Lacpdus[^1].Frame, heard.Frame]);
                sources[source] = partner;
            }
        return Verdict.Pass(string.Join(", ", sources.Keys));
    }

    private static Verdict F9(Bench bench) =>
        IsTaken(bench, frame =>
        {
            if (!LacpduView.TryParse(frame, out LacpduView pdu)) return frame;
            byte[] second = new byte[SlowProtocol.FrameLength];
            LacpduWriter.WriteVersion2(second, pdu.Source, pdu.Actor, pdu.Partner, 0, LacpduWriter.UnspecifiedAlgorithm, 1, new byte[16], new byte[16]);
            return second;
        }, out LoggedFrame sent) ? Verdict.Pass("taken") : Verdict.Fail("a version 2 PDU is not taken", [sent]);

    private static byte[] With(byte[] frame, int offset, byte value)
    {
        frame[Header + offset] = value;
        return frame;
    }

    /// <summary>
    /// Is a LACPDU taken that was changed by <paramref name="change"/>? It comes from a partner that the other end does not know yet:
    /// if its own PDUs name that partner afterwards, it was.
    /// </summary>
    private static bool IsTaken(Bench bench, Func<byte[], byte[]> change, out LoggedFrame sent)
    {
        bench.Meet(Bench.Healthy);
        TestPartner partner = bench.First;
        LacpPortInfo stranger = partner.Self with { System = new MacAddress(bench.System.Value + 0x8000), State = Bench.Plain };
        LacpPortInfo usual = partner.Self;
        partner.Talking = false;
        partner.Self = stranger;
        sent = partner.SendRaw(bench.Now, change(partner.Lacpdu()));
        bool taken = bench.Until(() => Bench.KnowsUs(partner), 1200 * Bench.Millisecond);
        partner.Self = usual;
        partner.Talking = true;
        partner.Say(bench.Now);
        return taken;
    }
}
