using System.Text.RegularExpressions;
using BondFast.Bonding;

namespace BondFast.Configuration.Import;

/// <summary>A slave's port to be.</summary>
/// <param name="Interface">The name that the source has for it.</param>
/// <param name="Name">The port's name.</param>
/// <param name="Device">What the file says of it.</param>
/// <param name="IsExact">The NIC itself; otherwise the kernel stands between.</param>
internal sealed partial record ImportedPort(string Interface, string Name, string Device, bool IsExact)
{
    public int QueueId { get; init; }

    /// <summary>Null when the text names no device. <c>bus-pci-0000:06:08.1</c> is sysconfig's way (HOWTO 3.1).</summary>
    public static ImportedPort? Of(string text, Func<string, string?>? pciAddressOf)
    {
        if (BusPci().Match(text) is { Success: true } pci)
        {
            string address = pci.Groups["address"].Value.ToLowerInvariant();
            return new ImportedPort(text, "pci-" + address[5..].Replace(':', '-').Replace('.', '-'), address, true);
        }
        // A comma would end the name in DPDK's argument.
        if (PortName.Refusal(text) is not null || text.Contains(',')) return null;
        return pciAddressOf?.Invoke(text) is { } found
            ? new ImportedPort(text, text, found, true)
            : new ImportedPort(text, text, $"net_af_packet,iface={text}", false);
    }

    [GeneratedRegex(@"^bus-pci-(?<address>[0-9a-fA-F]{4}:[0-9a-fA-F]{2}:[01][0-9a-fA-F]\.[0-7])$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BusPci();
}
