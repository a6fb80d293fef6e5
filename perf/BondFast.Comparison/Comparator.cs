using BondFast.Dpdk;

namespace BondFast.Comparison;

/// <summary>Runs all rows, each on fresh ports, with a hot pool (few buffers, last in first out) or a cold one (many, first in first out).</summary>
internal sealed class Comparator(Arguments arguments) : IDisposable
{
    private readonly Mempool _hot = Mempool.Create("hot", 1023, cache: 256, lifo: true);
    private Mempool? _cold;
    private Mempool? _filled;
    private Traffic _filledWith;

    public List<Result> Run()
    {
        List<Result> results = [];
        foreach (Row row in arguments.Quick ? Rows.Quick : Rows.All)
        {
            if (!row.Name.Contains(arguments.RowFilter, StringComparison.OrdinalIgnoreCase)) continue;
            Result result = Run(row);
            results.Add(result);
            if (!arguments.Json) Report.Progress(result);
        }
        return results;
    }

    private Result Run(Row row)
    {
        Mempool pool = row.Cold ? _cold ??= Mempool.Create("cold", 131_071, cache: 0) : _hot;
        if (_filled != pool || _filledWith != row.Traffic) FrameMix.Fill(pool, row.Traffic);
        (_filled, _filledWith) = (pool, row.Traffic);
        using Testbed bed = new(row, pool);
        Measurement measurement = new(row, bed, pool, row.Cold ? Math.Max(arguments.Rounds / 2, 20) : arguments.Rounds);
        Lcore.Launch(Lcore.Workers[0], measurement).Wait();
        return measurement.Result!;
    }

    public void Dispose()
    {
        _cold?.Dispose();
        _hot.Dispose();
    }
}
