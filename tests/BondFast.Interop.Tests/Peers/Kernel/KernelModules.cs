namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>The installed Debian kernel and those of its modules that the guest needs.</summary>
internal sealed class KernelModules
{
    /// <summary>Loaded while the guest starts.</summary>
    public static readonly string[] AtBoot = ["virtio_pci", "virtio_console", "virtio_net", "virtio_rng"];

    private static readonly string[] OnDemand = ["bonding", "bridge", "8021q", "dummy"];
    private readonly Dictionary<string, string[]> _needs = [];
    private readonly string _folder;

    private KernelModules(string version)
    {
        Version = version;
        _folder = $"/lib/modules/{version}";
        var byName = new Dictionary<string, string>();
        foreach (var line in File.ReadLines($"{_folder}/modules.dep"))
        {
            var colon = line.IndexOf(':');
            _needs[line[..colon]] = line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            byName[NameOf(line[..colon])] = line[..colon];
        }
        foreach (var name in AtBoot.Concat(OnDemand))
            if (byName.TryGetValue(name, out var path)) // otherwise it is part of the kernel itself
                Add(path);
    }

    public string Version { get; }
    public string Image => $"/boot/vmlinuz-{Version}";

    /// <summary>Paths below the modules folder, with everything they need.</summary>
    public SortedSet<string> Files { get; } = new(StringComparer.Ordinal);

    public static KernelModules Find()
    {
        var version = Directory.GetFiles("/boot", "vmlinuz-*")
            .Select(path => Path.GetFileName(path)["vmlinuz-".Length..])
            .Where(version => File.Exists($"/lib/modules/{version}/modules.dep"))
            .OrderDescending(StringComparer.Ordinal)
            .FirstOrDefault();
        return version is null
            ? throw new Host.MissingRequirementException(
                "no kernel with modules in /boot: apt-get install -y --no-install-recommends linux-image-cloud-amd64")
            : new KernelModules(version);
    }

    public void AddTo(CpioArchive image)
    {
        foreach (var file in Files)
            image.AddFile($"lib/modules/{Version}/{file}", File.ReadAllBytes($"{_folder}/{file}"));
        image.AddFile($"lib/modules/{Version}/modules.dep", string.Concat(Files.Select(f => $"{f}: {string.Join(' ', _needs[f])}\n")));
        var names = Files.Select(NameOf).ToHashSet();
        image.AddFile($"lib/modules/{Version}/modules.alias", string.Concat(File.ReadLines($"{_folder}/modules.alias")
            .Where(line => names.Contains(line[(line.LastIndexOf(' ') + 1)..].Replace('-', '_')))
            .Select(line => line + "\n")));
        foreach (var list in new[] { "modules.builtin", "modules.order" })
            image.AddFile($"lib/modules/{Version}/{list}", File.ReadAllBytes($"{_folder}/{list}"));
    }

    private static string NameOf(string path)
    {
        var file = path[(path.LastIndexOf('/') + 1)..];
        return file[..file.IndexOf(".ko", StringComparison.Ordinal)].Replace('-', '_');
    }

    private void Add(string path)
    {
        if (!Files.Add(path))
            return;
        foreach (var needed in _needs[path])
            Add(needed);
    }
}
