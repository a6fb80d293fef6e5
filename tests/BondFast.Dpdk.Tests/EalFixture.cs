using BondFast.Dpdk;

namespace BondFast.Testing;

/// <summary>EAL starts once per process, so all tests of an assembly share it: ordinary memory, two workers, no devices, no privileges.</summary>
public sealed class EalFixture : IDisposable
{
    public EalFixture()
    {
        IReadOnlyList<int> cpus = Machine.AllowedCpus();
        Eal = Eal.Start(new EalOptions
        {
            Memory = MemoryMode.None,
            MemoryMegabytes = 128,
            FilePrefix = $"bondfast-test-{Environment.ProcessId}",
            Lcores = EalOptions.Workers(cpus[0], cpus[^1]),
        });
        Pool = Mempool.Create("tests", 8191);
    }

    public Eal Eal { get; }

    public Mempool Pool { get; }

    public void Dispose()
    {
        Pool.Dispose();
        Eal.Dispose();
    }
}

/// <summary>Tests of one collection run one after another.</summary>
[CollectionDefinition("EAL")]
public sealed class EalCollection : ICollectionFixture<EalFixture>;
