namespace BondFast.Datapath.Tests.Hashing;

/// <summary>Frames of every shape that the hashes tell apart, from a seed: tags, IPv4 with options and fragments, IPv6 with
/// extension headers, ICMP errors, tunnels, noise; cut short at any byte, with lengths that lie.</summary>
internal sealed class RandomFrames(int seed)
{
    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        byte[] frame = Whole();
        return _random.Next(4) == 0 ? frame[.._random.Next(frame.Length + 1)] : frame;
    }

    /// <summary>The everyday mixture: mostly plain IPv4 and IPv6 of normal length, some tags, few oddities.</summary>
    public byte[] NextOrdinary()
    {
        if (_random.Next(20) == 0) return Next();
        bool ipv6 = _random.Next(3) == 0;
        byte[] packet = ipv6 ? Ipv6(Transport(_random.Next(2) == 0 ? (byte)6 : (byte)17)) : Ipv4(0, Transport(_random.Next(2) == 0 ? (byte)6 : (byte)17));
        byte[] frame = Frame.Ethernet(Bytes(6), Bytes(6), ipv6 ? (ushort)0x86dd : (ushort)0x0800, packet);
        return _random.Next(5) == 0 ? Frame.Tagged(frame, 0x8100, (ushort)_random.Next(65536)) : frame;
    }

    public byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Whole()
    {
        (ushort type, byte[] payload) = Network(0);
        byte[] frame = Frame.Ethernet(Bytes(6), Bytes(6), type, payload);
        for (int tags = _random.Next(6) switch { 0 => 1, 1 => _random.Next(4), _ => 0 }; tags > 0; tags--)
            frame = Frame.Tagged(frame, _random.Next(2) == 0 ? (ushort)0x8100 : (ushort)0x88a8, (ushort)_random.Next(65536));
        return frame;
    }

    private (ushort Type, byte[] Payload) Network(int depth) => _random.Next(10) switch
    {
        < 5 => (0x0800, Ipv4(depth, Transport(Protocol(), depth))),
        < 8 => (0x86dd, Ipv6(Transport(Protocol(), depth))),
        8 => ((ushort)_random.Next(65536), Bytes(_random.Next(80))),
        _ => (_random.Next(7) switch { 0 => 0x0806, 1 => 0x8847, 2 => 0x8864, 3 => 0x8809, 4 => 0x4305, 5 => 0x8906, _ => 0 }, Bytes(_random.Next(60))),
    };

    private byte Protocol()
    {
        byte[] known = [6, 17, 6, 17, 1, 58, 33, 50, 51, 132, 136, 4, 41, 47, 0, 43, 44, 60, 2];
        return _random.Next(8) == 0 ? (byte)_random.Next(256) : known[_random.Next(known.Length)];
    }

    private (byte Protocol, byte[] Bytes) Transport(byte protocol, int depth = 9)
    {
        byte[] bytes = Bytes(_random.Next(30));
        if (depth > 2) return (protocol, bytes.Length < 8 ? Bytes(20) : bytes);
        switch (protocol)
        {
            case 1 or 58:
                byte[] kinds = [0, 8, 13, 14, 128, 129, 3, 4, 5, 11, 12, 1, 2];
                byte[] quoted = Network(depth + 1).Payload;
                return (protocol, [.. Frame.Icmp(kinds[_random.Next(kinds.Length)], (byte)_random.Next(4), (ushort)_random.Next(3)), .. quoted]);
            case 4 or 41:
                return (protocol, Network(depth + 1).Payload);
            case 47:
                (ushort type, byte[] inner) = Network(depth + 1);
                int flags = _random.Next(4) == 0 ? _random.Next(65536) : _random.Next(4) << 13;
                int optional = ((flags >> 15) + (flags >> 13) + (flags >> 12) & 1) * 4;
                return (protocol, [.. Frame.Number((ushort)flags), .. Frame.Number(type), .. Bytes(optional), .. inner]);
            case 0 or 43 or 60:
                (byte next, byte[] behind) = Transport(Protocol(), depth + 1);
                return (protocol, [next, 0, .. Bytes(6), .. behind]);
            default:
                return (protocol, bytes);
        }
    }

    private byte[] Ipv4(int depth, (byte Protocol, byte[] Bytes) transport)
    {
        byte[] header = Bytes(20);
        header[0] = 0x45;
        header[6] = header[7] = 0;
        header[9] = transport.Protocol;
        byte[] options = [];
        switch (_random.Next(depth > 8 ? 1 : 12))
        {
            case 0: header[6] = 0x40; break;
            case 1: header[6] = 0x20; break;
            case 2: header[7] = (byte)_random.Next(256); break;
            case 3: options = Bytes(4 * _random.Next(1, 11)); header[0] = (byte)(0x45 + options.Length / 4); break;
            case 4: header[0] = (byte)_random.Next(256); break;
        }
        return [.. header, .. options, .. transport.Bytes];
    }

    private byte[] Ipv6((byte Protocol, byte[] Bytes) transport) => [0x60, 0, 0, 0, .. Bytes(2), transport.Protocol, 64, .. Bytes(32), .. transport.Bytes];
}
