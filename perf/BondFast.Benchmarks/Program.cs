using BenchmarkDotNet.Running;
using BondFast.Benchmarks;

// dotnet run --project perf/BondFast.Benchmarks -c Release -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(TransmitHashBenchmarks).Assembly).Run(args);
