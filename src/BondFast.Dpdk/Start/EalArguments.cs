using System.Text;

namespace BondFast.Dpdk;

/// <summary>Turns <see cref="EalOptions"/> into EAL's argument vector. A pure function of its arguments.</summary>
public static class EalArguments
{
    /// <summary>
    /// A PCI address that cannot exist. With an allow-list that holds only this, EAL takes no device at start, and yet its PCI
    /// bus lives, so that devices can be probed one by one later (--no-pci would switch the bus off).
    /// </summary>
    internal const string NoDevice = "ffff:ff:1f.7";

    /// <param name="options">As the user wants it.</param>
    /// <param name="memory">The decided mode, not <see cref="MemoryMode.Auto"/>.</param>
    /// <param name="iova">The decided mode, not <see cref="IovaMode.Auto"/>.</param>
    /// <param name="allCpus">Where an lcore without CPUs of its own may run.</param>
    public static IReadOnlyList<string> Build(EalOptions options, MemoryMode memory, IovaMode iova, IReadOnlyList<int> allCpus)
    {
        IReadOnlyList<LcorePlacement> lcores = options.Lcores.Count > 0 ? options.Lcores : [new LcorePlacement(0, [])];
        List<string> arguments =
        [
            "bondfast",
            "--lcores", LcoreMap(lcores, allCpus),
            "--main-lcore", lcores[0].Lcore.ToString(),
            "--file-prefix", options.FilePrefix,
            "--log-level", $"*:{options.LogLevel}",
            "--iova-mode", iova == IovaMode.Physical ? "pa" : "va",
            "-a", NoDevice,
            "-m", options.MemoryMegabytes.ToString(),
        ];
        arguments.AddRange(memory switch
        {
            MemoryMode.Hugepages => ["--in-memory"],
            MemoryMode.None => ["--no-huge", "--no-shconf"],
            _ => options.HugepageDirectory is { } directory ? ["--huge-dir", directory] : Array.Empty<string>(),
        });
        arguments.AddRange(options.ExtraArguments);
        return arguments;
    }

    /// <summary><c>0@(0,1),1@1</c>: lcore 0 on CPUs 0 and 1, lcore 1 on CPU 1.</summary>
    private static string LcoreMap(IReadOnlyList<LcorePlacement> lcores, IReadOnlyList<int> allCpus)
    {
        StringBuilder map = new();
        foreach (LcorePlacement lcore in lcores)
        {
            if (map.Length > 0) map.Append(',');
            map.Append(lcore.Lcore).Append("@(").AppendJoin(',', lcore.Cpus.Count > 0 ? lcore.Cpus : allCpus).Append(')');
        }
        return map.ToString();
    }
}
