using BondFast.Wire;

namespace BondFast.Conform.Tests;

/// <summary>The engine with one fault each, made by changing frames on their way in or out.</summary>
internal static class SpoiledDevice
{
    private const int Header = 14, ActorState = Header + 18, PartnerState = Header + 38;

    public static EngineDevice With(string fault)
    {
        int count = 0;
        return fault switch
        {
            "port number zero" => Out(Lacpdu, frame => Put(frame, 16, 0, 0)),
            "terminator missing" => Out(Lacpdu, frame => Put(frame, 58, 9, 9)),
            "reserved octets set" => Out(Lacpdu, frame => Put(frame, 20, 1)),
            "reserved octets checked" => In(frame => Lacpdu(frame) && frame[Header + 46] != 0 ? null : frame),
            "version checked" => In(frame => Lacpdu(frame) && frame[Header + 1] > 2 ? null : frame),
            "TLV types checked" => In(frame => Lacpdu(frame) && frame[Header + 22] != 2 ? null : frame),
            "short PDUs taken" => In(frame => frame.Length is > 60 and < 124 ? [.. frame, .. new byte[124 - frame.Length]] : frame),
            "other subtypes taken" => In(frame => frame[Header] > 2 && frame[12] == 0x88 ? Put(frame, 0, 1) : frame),
            "tags ignored" => In(frame => frame[12] == 0x81 ? [.. frame[..12], .. frame[16..]] : frame),
            "one source for all" => Out(Lacpdu, frame =>
            {
                frame[11] = 1;
                return frame;
            }),
            "version 2 refused" => In(frame => Lacpdu(frame) && frame[Header + 1] == 2 ? null : frame),
            "long timeout asked when expired" => Out(Lacpdu, frame => Clear(frame, PartnerState, LacpState.Timeout)),
            "partner always in Sync" => Out(Lacpdu, frame => Set(frame, PartnerState, LacpState.Synchronization)),
            "Collecting answered" => AnswersCollecting(),
            "every PDU twice" => Many(Lacpdu, 2),
            "every second PDU lost" => new EngineDevice(EngineDevice.Fast, 2) { Sending = frame => Lacpdu(frame) && count++ % 4 < 2 ? [] : [frame] },
            "collecting too early" => Out(Lacpdu, frame => (frame[ActorState] & (byte)LacpState.Synchronization) == 0 ? frame : Set(frame, ActorState, LacpState.Collecting)),
            "collecting too long" => Out(Lacpdu, frame => Set(frame, ActorState, LacpState.Collecting | LacpState.Distributing)),
            "loops not guarded" => TakesLoops(),
            "markers not answered" => In(frame => frame[Header] == 2 ? null : frame),
            "markers answered wrongly" => Out(Marker, frame => Put(frame, 15, 0xee)),
            "responses answered" => In(frame => Marker(frame) && frame[Header + 2] == 2 ? Put(frame, 2, 1) : frame),
            "answers five times" => Many(Marker, 5),
            _ => throw new ArgumentException(fault),
        };
    }

    private static bool Lacpdu(byte[] frame) => frame.Length >= 124 && frame[12] == 0x88 && frame[Header] == 1;

    private static bool Marker(byte[] frame) => frame.Length >= 124 && frame[12] == 0x88 && frame[Header] == 2;

    private static EngineDevice Out(Func<byte[], bool> which, Func<byte[], byte[]> change) =>
        new(EngineDevice.Fast, 2) { Sending = frame => [which(frame) ? change(frame) : frame] };

    private static EngineDevice In(Func<byte[], byte[]?> change) => new(EngineDevice.Fast, 2) { Receiving = change };

    private static EngineDevice Many(Func<byte[], bool> which, int copies) =>
        new(EngineDevice.Fast, 2) { Sending = frame => Enumerable.Repeat(frame, which(frame) ? copies : 1) };

    /// <summary>Sees a wrong Collecting bit in the view of itself as a wrong key, and so answers it.</summary>
    private static EngineDevice AnswersCollecting()
    {
        byte said = 0;
        return new EngineDevice(EngineDevice.Fast, 2)
        {
            Sending = frame =>
            {
                if (Lacpdu(frame)) said = frame[ActorState];
                return [frame];
            },
            Receiving = frame => Lacpdu(frame) && ((frame[PartnerState] ^ said) & (byte)LacpState.Collecting) != 0 ? Put(frame, 32, 0xff) : frame,
        };
    }

    /// <summary>Its own system id, come back, looks like another one to it, and it shows what it believes.</summary>
    private static EngineDevice TakesLoops()
    {
        static bool Own(byte[] frame, int offset) => frame.AsSpan(Header + offset, 6).SequenceEqual((ReadOnlySpan<byte>)[2, 0, 0, 0, 0x0d, 0]);
        static bool Disguised(byte[] frame, int offset) => frame.AsSpan(Header + offset, 6).SequenceEqual((ReadOnlySpan<byte>)[2, 0, 0, 0, 0x0d, 0xff]);
        return new EngineDevice(EngineDevice.Fast, 2)
        {
            Receiving = frame => Lacpdu(frame) && Own(frame, 6) ? Put(frame, 11, 0xff) : frame,
            Sending = frame => [Lacpdu(frame) && Disguised(frame, 26) ? Put(frame, 31, 0) : frame],
        };
    }

    private static byte[] Put(byte[] frame, int offset, params byte[] octets)
    {
        octets.CopyTo(frame, Header + offset);
        return frame;
    }

    private static byte[] Set(byte[] frame, int offset, LacpState bits)
    {
        frame[offset] |= (byte)bits;
        return frame;
    }

    private static byte[] Clear(byte[] frame, int offset, LacpState bits)
    {
        frame[offset] &= (byte)~bits;
        return frame;
    }
}
