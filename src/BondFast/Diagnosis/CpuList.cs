using System.Globalization;

namespace BondFast.Diagnosis;

/// <summary>The kernel's CPU list format: <c>0-3,8,10-11</c>.</summary>
internal static class CpuList
{
    public static IReadOnlyList<int> Parse(string text)
    {
        List<int> cpus = [];
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] ends = part.Split('-');
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)) continue;
            int last = ends.Length > 1 && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int end) ? end : first;
            for (int cpu = first; cpu <= last && cpus.Count < 4096; cpu++) cpus.Add(cpu);
        }
        return cpus;
    }
}
