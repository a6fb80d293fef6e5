using System.Reflection;
using System.Text.Json;
using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;

namespace BondFast.Interop.Tests.Program;

/// <summary>The built program, running in a namespace of the test with files and sockets of its own.</summary>
internal sealed class BondFastProcess : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SlaveLimit = TimeSpan.FromSeconds(20);
    private readonly NetworkNamespace _space;
    private readonly ChildProcess _process;
    private readonly string _socket;
    private readonly string _folder;
    private readonly Dictionary<string, DeviceState> _before;

    private BondFastProcess(Lab lab, NetworkNamespace space, BondToml toml)
    {
        _space = space;
        _before = toml.Slaves.ToDictionary(slave => slave, slave => DeviceState.Of(space, slave));
        var folder = _folder = Directory.CreateDirectory(lab.Path($"{space.Name}-bondfast")).FullName;
        var file = Path.Combine(folder, "bond.toml");
        _socket = Path.Combine(folder, "control.sock");
        File.WriteAllText(file, toml.Text(_socket, space.Name));
        _process = space.Start([Program, "run", file], new Dictionary<string, string> { ["RUNTIME_DIRECTORY"] = folder, ["STATE_DIRECTORY"] = folder });
    }

    /// <summary>What the program has printed.</summary>
    public string Log => _process.Output;

    public bool Running => _process.Running;

    public int Pid => _process.Pid;

    /// <summary>Starts it; returns when it says that it is ready.</summary>
    public static BondFastProcess Start(Lab lab, NetworkNamespace space, BondToml toml)
    {
        var process = lab.Own(new BondFastProcess(lab, space, toml));
        process._process.WaitForLine("ready", StartLimit);
        return process;
    }

    /// <summary>Runs another verb of the program, against the running one.</summary>
    public CommandResult Try(params string[] words) => Command.Try([Program, .. words, "--socket", _socket]);

    public string Run(params string[] words) => Try(words).MustSucceed().Output;

    /// <summary>The status in the form of the Linux driver's status file.</summary>
    public ProcStatus Status => new(Run("show", "--proc", BondToml.Bond));

    /// <summary>The status as JSON: the bond first, then its slaves.</summary>
    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Run("show", BondToml.Bond, "--json"));
            return document.RootElement.Clone();
        }
    }

    /// <summary>Packet buffers in use; the same number whenever no frame is on its way.</summary>
    public int BuffersInUse => Json[0].GetProperty("bondfast").GetProperty("process").GetProperty("buffers_in_use").GetInt32();

    public BondEvents Events => new(() => _process.Output);

    /// <summary>Waits until the bond reports that a slave's link went up or down since a moment.</summary>
    public ReportedEvent WaitForSlave(DateTime since, string slave, bool up) =>
        Events.WaitFor(since, SlaveLimit, $": {slave} is {(up ? "up" : "down")}");

    /// <summary>Ends it as a service manager does; it must end well and leave every device as it found it.</summary>
    public void Stop()
    {
        Assert.True(Running, $"bondfast has ended by itself with {(Running ? 0 : _process.ExitCode)}:\n{Log}");
        var code = _process.Stop(LibC.SigTerm);
        Assert.True(code == 0, $"bondfast ended with {code}:\n{Log}");
        foreach (var (device, before) in _before)
            if (_space.HasLink(device))
                Assert.Equal(before, DeviceState.Of(_space, device));
        Assert.False(_space.HasLink(BondToml.Bond), "the uplink is still there");
    }

    /// <summary>Ends it with no chance to say goodbye.</summary>
    public void Kill() => _process.Stop(LibC.SigKill);

    /// <summary>Undoes what a killed one left behind: <c>bondfast restore</c>.</summary>
    public string Restore() =>
        _space.Run("env", $"STATE_DIRECTORY={_folder}", Program, "restore", "--file-prefix", _space.Name).Output;

    public void Dispose() => _process.Dispose();

    /// <summary>The program as <c>./build.sh</c> leaves it.</summary>
    private static string Program
    {
        get
        {
            var root = typeof(BondFastProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!;
            var program = Path.Combine(root, "out", "bondfast");
            return File.Exists(program) ? program : throw new MissingRequirementException($"{program} is not there: run ./build.sh first");
        }
    }

    /// <summary>What must be as before when the program has ended.</summary>
    private sealed record DeviceState(string Mac, int Mtu, int Promiscuity, string Flags)
    {
        public static DeviceState Of(NetworkNamespace space, string device)
        {
            var link = space.Link(device);
            var flags = link.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!)
                .Where(flag => flag is "UP" or "PROMISC" or "ALLMULTI").Order();
            return new DeviceState(link.GetProperty("address").GetString()!, link.GetProperty("mtu").GetInt32(),
                link.GetProperty("promiscuity").GetInt32(), string.Join(' ', flags));
        }
    }
}
