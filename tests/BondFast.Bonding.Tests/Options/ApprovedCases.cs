using System.Runtime.CompilerServices;
using System.Text;

namespace BondFast.Bonding.Tests.Options;

/// <summary>
/// Cases in a text file that people read and approve: a line that starts in the first column is a case, the indented lines below it are
/// what must come out. <c>#</c> starts a comment. When something differs, the whole file as it would be now is written beside the test assembly.
/// </summary>
public static class ApprovedCases
{
    public static void Check(string file, Func<string, IEnumerable<string>> run, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, file);
        string approved = File.ReadAllText(path).ReplaceLineEndings("\n");
        StringBuilder received = new();
        foreach (string line in approved.Split('\n'))
        {
            if (line.StartsWith(' ')) continue;
            received.Append(line).Append('\n');
            if (line.Length == 0 || line[0] == '#') continue;
            foreach (string result in run(line)) received.Append("    ").Append(result).Append('\n');
        }
        received.Length--;
        if (received.ToString() == approved) return;
        string receivedPath = Path.Combine(AppContext.BaseDirectory, file + ".received");
        File.WriteAllText(receivedPath, received.ToString());
        Assert.Fail(FirstDifference(approved, received.ToString()) + $"\nThe whole: {receivedPath}");
    }

    private static string FirstDifference(string approved, string received)
    {
        string[] before = approved.Split('\n');
        string[] now = received.Split('\n');
        int i = 0;
        while (i < before.Length && i < now.Length && before[i] == now[i]) i++;
        return $"line {i + 1}:\napproved: {before.ElementAtOrDefault(i)}\nreceived: {now.ElementAtOrDefault(i)}";
    }
}
