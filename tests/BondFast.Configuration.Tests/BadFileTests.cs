using System.Runtime.CompilerServices;

namespace BondFast.Configuration.Tests;

/// <summary>Each bad/*.toml gives exactly the lines of its .expected, which people read and approved, and no configuration.</summary>
public class BadFileTests
{
    private static string Folder([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "bad");

    public static TheoryData<string> Files() => new(Directory.GetFiles(Folder(), "*.toml").Select(Path.GetFileNameWithoutExtension).Order()!);

    [Theory]
    [MemberData(nameof(Files))]
    public void A_bad_file_gives_the_approved_messages(string name)
    {
        ConfigurationResult result = ConfigurationLoader.Parse(File.ReadAllBytes(Path.Combine(Folder(), name + ".toml")), name + ".toml");
        string received = string.Concat(result.Problems.Select(p => p + "\n"));
        string expected = Path.Combine(Folder(), name + ".expected");
        if (!File.Exists(expected) || File.ReadAllText(expected) != received)
            File.WriteAllText(Path.Combine(AppContext.BaseDirectory, name + ".received"), received);
        Assert.Equal(File.ReadAllText(expected), received);
        Assert.Equal(!name.StartsWith("warning-", StringComparison.Ordinal), result.HasErrors);
        Assert.NotEmpty(result.Problems);
    }

    [Fact]
    public void There_are_enough_of_them() => Assert.InRange(Directory.GetFiles(Folder(), "*.toml").Length, 45, 1000);
}
