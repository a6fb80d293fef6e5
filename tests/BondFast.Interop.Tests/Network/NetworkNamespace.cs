using System.Text.Json;
using BondFast.Interop.Tests.Host;

namespace BondFast.Interop.Tests.Network;

/// <summary>A network namespace of the test's own, and what can be done inside it. The machine's own namespace is never touched.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const string Folder = "/run/netns";

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    public static IEnumerable<string> Names() =>
        Directory.Exists(Folder) ? Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)!) : [];

    public static NetworkNamespace Create(string name, bool ipv6)
    {
        Requires.Root();
        Requires.Program("ip", "iproute2");
        Command.Run("ip", "netns", "add", name);
        var made = new NetworkNamespace(name);
        if (!ipv6)
            made.Enter(() =>
            {
                foreach (var scope in new[] { "all", "default" })
                    File.WriteAllText($"/proc/sys/net/ipv6/conf/{scope}/disable_ipv6", "1");
            });
        made.Ip("link set lo up");
        return made;
    }

    /// <summary>ip(8) in this namespace; words are separated by spaces.</summary>
    public CommandResult Ip(string words) => Command.Run(["ip", "-n", Name, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    /// <summary>What <c>ip -j</c> says, as a list of objects.</summary>
    public JsonElement IpJson(string words)
    {
        using var document = JsonDocument.Parse(Ip("-j -d -s " + words).Output);
        return document.RootElement.Clone();
    }

    /// <summary>What <c>ip -j -d -s link show</c> says of one device.</summary>
    public JsonElement Link(string device) => IpJson($"link show dev {device}")[0];

    public bool HasLink(string device) => Command.Try("ip", "-n", Name, "link", "show", "dev", device).ExitCode == 0;

    public CommandResult Run(params string[] words) => Try(words).MustSucceed();

    public CommandResult Try(params string[] words) => Command.Try(["ip", "netns", "exec", Name, .. words]);

    /// <summary>Starts a program in here; it dies with the test at the latest.</summary>
    public ChildProcess Start(IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment = null) =>
        ChildProcess.Start(["ip", "netns", "exec", Name, .. words], environment);

    /// <summary>Does something on a thread of its own inside this namespace; sockets made there stay in the namespace wherever they are used.</summary>
    public T Enter<T>(Func<T> action)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                LibC.EnterNetworkNamespace(Path.Combine(Folder, Name));
                result = action();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException($"in namespace {Name}: {failure.Message}", failure);
    }

    public void Enter(Action action) => Enter(() =>
    {
        action();
        return true;
    });

    /// <summary>Makes the neighbour entry permanent, so that no ARP is needed.</summary>
    public void SetNeighbour(string device, string address, string mac) =>
        Ip($"neigh replace {address} lladdr {mac} dev {device} nud permanent");

    /// <summary>Packets sent through a device so far.</summary>
    public long Sent(string device) => Link(device).GetProperty("stats64").GetProperty("tx").GetProperty("packets").GetInt64();

    /// <summary>Packets received by a device so far.</summary>
    public long Received(string device) => Link(device).GetProperty("stats64").GetProperty("rx").GetProperty("packets").GetInt64();

    public string Mac(string device) => Link(device).GetProperty("address").GetString()!;

    public void Dispose() => Command.Try("ip", "netns", "del", Name);
}
