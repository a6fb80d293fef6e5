using BondFast.Comparison;
using BondFast.Dpdk;

// dotnet run --project perf/BondFast.Comparison -c Release -- [--quick] [--json] [--rounds N] [--row TEXT]
Arguments arguments = Arguments.Parse(args);
IReadOnlyList<int> cpus = Machine.AllowedCpus();
using Eal eal = Eal.Start(new EalOptions
{
    MemoryMegabytes = 1024,
    FilePrefix = $"bondfast-perf-{Environment.ProcessId}",
    Lcores = EalOptions.Workers(cpus[^1]),
});
using Comparator comparator = new(arguments);
List<Result> results = comparator.Run();
Report.Write(arguments, results);
return 0;
