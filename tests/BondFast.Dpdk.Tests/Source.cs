namespace BondFast.Dpdk.Tests;

internal static class Source
{
    /// <summary>The repository, found upwards from the test's binaries.</summary>
    internal static string Root
    {
        get
        {
            string? directory = AppContext.BaseDirectory;
            while (directory is not null && !File.Exists(Path.Combine(directory, "BondFast.sln"))) directory = Path.GetDirectoryName(directory);
            return directory ?? throw new InvalidOperationException("the tests run outside the repository");
        }
    }
}
