using BondFast.Bonding.Lacp;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Hostile slow-protocol frames. BONDFAST_FUZZ=N runs N million of them instead of one.</summary>
public class MutatedFrameTests
{
    private const int Parts = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_mutated_frame_raises_an_exception_and_no_illegal_one_changes_anything(int part)
    {
        int millions = int.TryParse(Environment.GetEnvironmentVariable("BONDFAST_FUZZ"), out int given) ? given : 1;
        var world = new CountingWorld();
        var system = new LacpSystem(LacpLab.Fast with { CoupledControl = part % 2 == 0, AdSelect = (AdSelect)part }, LacpLab.OurSystem, world, 0);
        var ports = new LacpPort[3];
        for (int i = 0; i < ports.Length; i++)
        {
            ports[i] = system.AddPort($"eth{i}", i, new MacAddress(0x0200_0000_0100 + (ulong)i), 255, 0);
            system.SetLink(ports[i], true, 1000, true, 0);
        }
        var mutator = new Mutator(part, ports);
        long now = 0;
        int illegal = 0;
        for (int i = 0; i < millions * 1_000_000 / Parts; i++)
        {
            LacpPort port = ports[i % 3];
            ReadOnlySpan<byte> frame = mutator.Next(port);
            if (IsLegal(frame)) system.Receive(port, frame, now);
            else
            {
                illegal++;
                var before = new Fingerprint(port);
                system.Receive(port, frame, now);
                if (before != new Fingerprint(port)) Assert.Fail($"frame {i} of part {part} is illegal and changed the port: {Convert.ToHexString(frame)}");
            }
            if (i % 16 != 0) continue;
            now += 20_000_000;
            system.Advance(now);
        }
        Assert.True(illegal > 50_000 && world.Frames > 100);
        Assert.True(system.Aggregators.Count(aggregator => aggregator.Active) <= 1);
        Assert.All(ports, port => Assert.True(port.Counts.IllegalReceived > 0 && port.Counts.LacpdusReceived > 0 && port.Counts.MarkersReceived > 0));
    }

    /// <summary>What a LACPDU or marker must be, said here once more.</summary>
    private static bool IsLegal(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 124 || !frame[..6].SequenceEqual((ReadOnlySpan<byte>)[0x01, 0x80, 0xc2, 0, 0, 2]) || frame[12] != 0x88 || frame[13] != 0x09) return false;
        if (frame[14] == 2) return frame[16] is 1 or 2;
        return frame[14] == 1 && frame[17] == 20 && frame[37] == 20 && frame[57] == 16;
    }

    private readonly record struct Fingerprint(ReceiveState Receive, MuxState Mux, PeriodicState Periodic, LacpPortInfo Actor, LacpPortInfo Partner, Selected Selected, bool Ntt, long CurrentWhile)
    {
        public Fingerprint(LacpPort port) : this(port.ReceiveState, port.MuxState, port.PeriodicState, port.Actor, port.Partner, port.Selected, port.Ntt, port.CurrentWhile) { }
    }

    /// <summary>Frames that were good ones, with up to eight bytes changed and perhaps cut or grown. Repeats from its seed.</summary>
    private sealed class Mutator(int seed, LacpPort[] ports)
    {
        private readonly Random _random = new(seed);
        private readonly byte[] _buffer = new byte[400];

        public ReadOnlySpan<byte> Next(LacpPort port)
        {
            int length = SlowProtocol.FrameLength;
            Span<byte> frame = _buffer;
            frame.Clear();
            switch (_random.Next(8))
            {
                case 0:
                    MarkerWriter.Write(frame, LacpLab.PartnerSystem, (MarkerType)_random.Next(1, 3), 1, LacpLab.PartnerSystem, (uint)_random.Next());
                    break;
                case 1:
                    LacpduWriter.WriteVersion2(frame, LacpLab.PartnerSystem, LacpLab.PartnerPort(port.Number), port.Actor, 0, LacpduWriter.UnspecifiedAlgorithm, 1, new byte[16], new byte[16]);
                    break;
                default:
                    LacpduWriter.Write(frame, LacpLab.PartnerSystem, LacpLab.PartnerPort(port.Number), _random.Next(4) == 0 ? ports[0].Actor : port.Actor);
                    break;
            }
            for (int changes = _random.Next(9); changes > 0; changes--)
            {
                int at = _random.Next(3) == 0 ? _random.Next(20) : _random.Next(length);
                frame[at] = _random.Next(2) == 0 ? (byte)_random.Next(256) : (byte)(frame[at] ^ 1 << _random.Next(8));
            }
            if (_random.Next(6) == 0) length = _random.Next(frame.Length);
            return frame[..length];
        }
    }

    private sealed class CountingWorld : ILacpEffects
    {
        public int Frames { get; private set; }

        public bool Send(LacpPort port, ReadOnlySpan<byte> frame)
        {
            Frames++;
            return true;
        }

        public void ForwardingChanged(long now) { }

        public void Raise(long now, EventLevel level, string kind, LacpPort? port, string text) { }
    }
}
