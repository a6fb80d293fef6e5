using System.Reflection;

namespace BondFast.Control;

/// <summary>The version that status texts carry.</summary>
public static class ProductVersion
{
    /// <summary>As the build set it, without source revision: <c>0.1.0</c>.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        string version = typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
