using System.Text.Json;
using BondFast.Bonding;

namespace BondFast.Datapath.Tests.Hashing;

/// <summary>What the real Linux bonding driver did with each of 210 frames (Data/hash-linux.json).</summary>
internal sealed record ObservedFrame(string Name, byte[] Bytes, Dictionary<XmitHashPolicy, uint> Hash, Dictionary<XmitHashPolicy, Dictionary<int, int>> Slave)
{
    public static IReadOnlyList<ObservedFrame> All { get; } = Read();

    public static XmitHashPolicy Policy(string word) => word switch
    {
        "layer2" => XmitHashPolicy.Layer2,
        "layer2+3" => XmitHashPolicy.Layer23,
        "layer3+4" => XmitHashPolicy.Layer34,
        "encap2+3" => XmitHashPolicy.Encap23,
        "encap3+4" => XmitHashPolicy.Encap34,
        "vlan+srcmac" => XmitHashPolicy.VlanSrcMac,
        _ => throw new InvalidDataException(word),
    };

    private static List<ObservedFrame> Read()
    {
        using Stream stream = typeof(ObservedFrame).Assembly.GetManifestResourceStream("hash-linux.json")!;
        using JsonDocument document = JsonDocument.Parse(stream);
        List<ObservedFrame> frames = [];
        foreach (JsonElement frame in document.RootElement.GetProperty("frames").EnumerateArray())
        {
            frames.Add(new ObservedFrame(
                frame.GetProperty("name").GetString()!,
                Convert.FromHexString(frame.GetProperty("frame").GetString()!),
                frame.GetProperty("hash").EnumerateObject().ToDictionary(p => Policy(p.Name), p => p.Value.GetUInt32()),
                frame.GetProperty("slave").EnumerateObject().ToDictionary(
                    p => Policy(p.Name),
                    p => p.Value.EnumerateObject().ToDictionary(n => int.Parse(n.Name), n => n.Value.GetInt32()))));
        }
        return frames;
    }
}
