namespace BondFast.Dpdk;

/// <summary>The kernel's hugepages, as /sys/kernel/mm/hugepages tells.</summary>
public sealed record Hugepages(IReadOnlyList<Hugepages.Size> Sizes)
{
    public sealed record Size(long Kilobytes, long Total, long Free);

    public long FreeMegabytes => Sum(static s => s.Free);

    public long TotalMegabytes => Sum(static s => s.Total);

    public static Hugepages Read(string directory = "/sys/kernel/mm/hugepages")
    {
        List<Size> sizes = [];
        if (Directory.Exists(directory))
        {
            foreach (string path in Directory.EnumerateDirectories(directory, "hugepages-*kB"))
            {
                string name = Path.GetFileName(path);
                if (!long.TryParse(name["hugepages-".Length..^"kB".Length], out long kilobytes)) continue;
                sizes.Add(new Size(kilobytes, Number(path, "nr_hugepages"), Number(path, "free_hugepages")));
            }
        }
        sizes.Sort(static (a, b) => a.Kilobytes.CompareTo(b.Kilobytes));
        return new Hugepages(sizes);
    }

    private long Sum(Func<Size, long> pages)
    {
        long kilobytes = 0;
        foreach (Size size in Sizes) kilobytes += size.Kilobytes * pages(size);
        return kilobytes / 1024;
    }

    private static long Number(string directory, string file)
    {
        try
        {
            return long.Parse(File.ReadAllText(Path.Combine(directory, file)).Trim());
        }
        catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
