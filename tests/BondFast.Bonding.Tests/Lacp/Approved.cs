using System.Runtime.CompilerServices;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>Texts that were read and approved by a human. BONDFAST_APPROVE=1 writes them anew, to be read in the diff.</summary>
internal static class Approved
{
    public static void Check(string file, string text, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "Approved", file);
        if (Environment.GetEnvironmentVariable("BONDFAST_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
        Assert.True(File.Exists(path), $"{path} is missing; run the test with BONDFAST_APPROVE=1 and read what it writes");
        Assert.Equal(File.ReadAllText(path), text);
    }
}
