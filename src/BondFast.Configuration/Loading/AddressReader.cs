using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BondFast.Configuration.Toml;
using BondFast.Wire;

namespace BondFast.Configuration.Loading;

/// <summary>Reads <c>addresses</c>: <c>"10.0.0.1/24"</c>, <c>{ address = "10.0.3.1/24", vlan = 3 }</c>.</summary>
internal static class AddressReader
{
    private const int MaxVlanDepth = 2;

    public static ImmutableArray<AddressConfiguration> Read(TableReader reader, ProblemList problems)
    {
        if (reader.Find("addresses") is not { } node) return [];
        if (node.Kind != TomlKind.Array)
        {
            reader.WrongKind(node, "an array of addresses", "Write addresses = [\"10.0.0.1/24\"].");
            return [];
        }
        List<AddressConfiguration> addresses = [];
        foreach (TomlNode element in node.Children)
        {
            if (ReadOne(element, problems) is not { } address) continue;
            if (addresses.Contains(address)) problems.Warning(element.Position, $"addresses: {address} is there twice.", "Remove one.");
            else addresses.Add(address);
        }
        return [.. addresses];
    }

    private static AddressConfiguration? ReadOne(TomlNode element, ProblemList problems)
    {
        if (element.Kind == TomlKind.String) return Parse(element, [], problems);
        if (!element.IsTable)
        {
            problems.Error(element.Position, $"addresses: an element is {element.KindWithArticle}.", "Write \"10.0.0.1/24\", or { address = \"10.0.0.1/24\", vlan = 3 }.");
            return null;
        }
        foreach (TomlNode key in element.Children)
            if (key.Key is not ("address" or "vlan"))
                problems.Error(key.KeyPosition, $"An address has no key {Quoting.Show(key.Key)}.", "It has address and vlan.");
        ImmutableArray<int>? vlans = ReadVlans(element.Find("vlan"), problems);
        if (element.Find("address") is { Kind: TomlKind.String } text) return Parse(text, vlans ?? [], problems);
        problems.Error(element.Position, "An address is missing here.", "Write { address = \"10.0.0.1/24\", vlan = 3 }.");
        return null;
    }

    private static ImmutableArray<int>? ReadVlans(TomlNode? node, ProblemList problems)
    {
        if (node is null) return [];
        IReadOnlyList<TomlNode> ids = node.Kind == TomlKind.Array ? node.Children : [node];
        if (ids.Count is 0 or > MaxVlanDepth)
        {
            problems.Error(node.Position, $"vlan has {ids.Count} ids, and it takes one, or two with the outer one first.", "Write vlan = 3, or vlan = [100, 3].");
            return null;
        }
        foreach (TomlNode id in ids)
        {
            if (id.Kind == TomlKind.Integer && id.Integer is >= 1 and <= 4094) continue;
            problems.Error(id.Position, $"vlan = {Quoting.Show(id.Text)} is not a VLAN id: it takes 1 to 4094.", "Write vlan = 3, or vlan = [100, 3] with the outer one first.");
            return null;
        }
        return [.. ids.Select(id => (int)id.Integer)];
    }

    private static AddressConfiguration? Parse(TomlNode node, ImmutableArray<int> vlans, ProblemList problems)
    {
        string[] parts = node.Text.Split('/');
        bool v4 = Ipv4Address.TryParse(parts[0], out _);
        if (parts.Length != 2 || !v4 && !Ipv6Address.TryParse(parts[0], out _) || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int prefix))
        {
            problems.Error(node.Position, $"\"{Quoting.Show(node.Text)}\" is not an address with the length of its prefix.", "Write it as 10.0.0.1/24 or 2001:db8::1/64.");
            return null;
        }
        IPAddress address = IPAddress.Parse(parts[0]);
        int most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (prefix <= most) return new AddressConfiguration(address, prefix, vlans);
        problems.Error(node.Position, $"\"{Quoting.Show(node.Text)}\" has a prefix of {prefix} bits, and {most} is the most.", "Write the number of bits of the subnet, for example /24.");
        return null;
    }
}
