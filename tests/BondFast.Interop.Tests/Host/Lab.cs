using BondFast.Interop.Tests.Network;
using Xunit.Abstractions;

namespace BondFast.Interop.Tests.Host;

/// <summary>
/// Everything one test builds, taken down in reverse order when it ends, also by failure or when the process exits.
/// Names and files carry the process id, so that several runs can go side by side; what a killed run left behind, the next one removes.
/// </summary>
internal sealed class Lab : IDisposable
{
    private const string Prefix = "bft";
    private static readonly HashSet<Lab> Open = [];
    private static int Count;
    private readonly Stack<IDisposable> _owned = new();
    private readonly ITestOutputHelper? _output;
    private readonly string _name;

    static Lab()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Lab[] left;
            lock (Open)
                left = [.. Open];
            foreach (var lab in left)
                lab.Dispose();
        };
        if (LibC.IsRoot)
            RemoveLeftovers();
    }

    public Lab(ITestOutputHelper? output = null)
    {
        Requires.Root();
        _output = output;
        _name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref Count)}";
        Directory = System.IO.Path.Combine(System.IO.Path.GetTempPath(), _name);
        System.IO.Directory.CreateDirectory(Directory);
        lock (Open)
            Open.Add(this);
    }

    /// <summary>A private folder for files and sockets.</summary>
    public string Directory { get; }

    public string Path(string name) => System.IO.Path.Combine(Directory, name);

    public NetworkNamespace Namespace(string role, bool ipv6 = false) => Own(NetworkNamespace.Create($"{_name}-{role}", ipv6));

    public T Own<T>(T thing) where T : IDisposable
    {
        _owned.Push(thing);
        return thing;
    }

    /// <summary>A line in the test's report.</summary>
    public void Say(string text) => _output?.WriteLine(text);

    public void Dispose()
    {
        lock (Open)
        {
            if (!Open.Remove(this))
                return;
        }
        var problems = new List<Exception>();
        while (_owned.TryPop(out var thing))
        {
            try
            {
                thing.Dispose();
            }
            catch (Exception e)
            {
                problems.Add(e);
            }
        }
        System.IO.Directory.Delete(Directory, recursive: true);
        if (problems.Count > 0)
            throw new AggregateException("taking the lab down", problems);
    }

    /// <summary>Namespaces and folders of runs whose process is no more (their children died with them).</summary>
    private static void RemoveLeftovers()
    {
        foreach (var name in NetworkNamespace.Names().Where(OfDeadRun))
            Command.Try("ip", "netns", "del", name);
        foreach (var folder in System.IO.Directory.GetDirectories(System.IO.Path.GetTempPath(), Prefix + "*"))
            if (OfDeadRun(System.IO.Path.GetFileName(folder)))
                System.IO.Directory.Delete(folder, recursive: true);
    }

    private static bool OfDeadRun(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && name.IndexOf('-') is > 0 and var end
        && int.TryParse(name[Prefix.Length..end], out var pid)
        && !System.IO.Directory.Exists($"/proc/{pid}");
}
