namespace BondFast;

/// <summary>Where this program lives, for hints that can be copied: in the package's folders, or in those of the source tree.</summary>
internal static class Installation
{
    private const string PackageFolder = "/usr/lib/bondfast/";

    private static bool IsPackage => AppContext.BaseDirectory == PackageFolder;

    /// <summary>What to type to start it.</summary>
    public static string Command => IsPackage ? "bondfast" : "out/bondfast";

    /// <summary>The file itself, for setcap.</summary>
    public static string File => IsPackage ? PackageFolder + "bondfast" : "out/bondfast";

    /// <summary>The folder with a file for each mode.</summary>
    public static string Examples => IsPackage ? "/usr/share/doc/bondfast/examples" : "configs";
}
