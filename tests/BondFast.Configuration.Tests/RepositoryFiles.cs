using System.Runtime.CompilerServices;

namespace BondFast.Configuration.Tests;

/// <summary>Files of the repository, found from where the tests were compiled.</summary>
internal static class RepositoryFiles
{
    public static string Root([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));

    public static string Configs => Path.Combine(Root(), "configs");

    public static string Tests => Path.Combine(Root(), "tests", "BondFast.Configuration.Tests");

    public static ConfigurationResult LoadConfig(string name) => ConfigurationLoader.Load(Path.Combine(Configs, name + ".toml"));

    /// <summary>Loads a text that must be good.</summary>
    public static HostConfiguration Good(string text)
    {
        ConfigurationResult result = ConfigurationLoader.Parse(text);
        Assert.True(result.Configuration is not null, string.Join('\n', result.Problems));
        return result.Configuration;
    }
}
