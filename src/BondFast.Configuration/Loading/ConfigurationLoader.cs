using System.Text;
using BondFast.Bonding;
using BondFast.Configuration.Loading;
using BondFast.Configuration.Schema;
using BondFast.Configuration.Toml;

namespace BondFast.Configuration;

/// <summary>Makes a <see cref="HostConfiguration"/> of a TOML file, or says all that is wrong with it in one run. Touches nothing.</summary>
public static class ConfigurationLoader
{
    /// <summary>Reads and checks the file at <paramref name="path"/>. A file that cannot be read is a problem like any other.</summary>
    public static ConfigurationResult Load(string path)
    {
        byte[] text;
        try
        {
            if (Directory.Exists(path)) return CannotRead(path, "it is a directory", "Name a file.");
            using FileStream file = File.OpenRead(path);
            text = ReadAtMost(file, TomlDocument.MaxSize + 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return CannotRead(path, "there is no such file", "Check the path.");
        }
        catch (UnauthorizedAccessException)
        {
            return CannotRead(path, "permission is denied", $"Run as a user who may read it, or chmod a+r {path}: there are no secrets in it.");
        }
        catch (Exception e) when (e is IOException or NotSupportedException or ArgumentException)
        {
            return CannotRead(path, e.Message.TrimEnd('.'), "Check the path.");
        }
        return Parse(text, path);
    }

    /// <summary>Checks a text; <paramref name="name"/> stands for the file in messages.</summary>
    public static ConfigurationResult Parse(string text, string name = "bond.toml") => Parse(Encoding.UTF8.GetBytes(text), name);

    /// <summary>Checks a text in UTF-8.</summary>
    public static ConfigurationResult Parse(byte[] text, string name = "bond.toml")
    {
        ProblemList problems = new(name);
        if (!TomlDocument.TryParse(text, out TomlNode root, out SourcePosition at, out string why))
        {
            (string message, string remedy) = SyntaxMessage.Of(why);
            problems.Error(at, message, remedy);
            return new ConfigurationResult(null, problems.Sorted());
        }
        HostConfiguration configuration = new Reading(problems).Read(root);
        return new ConfigurationResult(problems.HasErrors ? null : configuration, problems.Sorted());
    }

    private static byte[] ReadAtMost(Stream file, int most)
    {
        using MemoryStream copy = new();
        byte[] buffer = new byte[81920];
        int read;
        while (copy.Length < most && (read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, most - copy.Length))) > 0) copy.Write(buffer, 0, read);
        return copy.ToArray();
    }

    private static ConfigurationResult CannotRead(string path, string why, string remedy) => new(null,
        [new ConfigurationProblem(path, SourcePosition.Whole, ProblemSeverity.Error, $"The file cannot be read: {why}.", remedy)]);

    /// <summary>One reading of one document.</summary>
    private sealed class Reading(ProblemList problems)
    {
        private readonly Dictionary<string, SourcePosition> _origins = [];

        public HostConfiguration Read(TomlNode root)
        {
            TableReader file = new(root, "", "", problems, _origins);
            file.Integer("version");
            PortReader ports = new(problems, _origins);
            BondReader bonds = new(problems, _origins);
            ProcessReader process = new(problems, _origins);
            List<PortDraft> portDrafts = [.. Named(file, "port").Select(ports.Read)];
            List<BondDraft> bondDrafts = [.. Named(file, "bond").Select(bonds.Read)];
            HostConfiguration configuration = new()
            {
                Bonds = [.. bondDrafts.Select(b => b.Bond)],
                Ports = [.. portDrafts.Select(p => p.Port)],
                Workers = process.ReadWorkers(file.Find("workers")),
                Memory = process.ReadMemory(file.Find("memory")),
                Control = process.ReadControl(file.Find("control")),
                Eal = process.ReadEal(file.Find("eal")),
                Origins = _origins,
            };
            new CrossChecks(problems, file, bondDrafts, portDrafts).Run();
            return Names.Complete(configuration);
        }

        /// <summary>The tables [kind.NAME].</summary>
        private List<TomlNode> Named(TableReader file, string kind)
        {
            if (file.Find(kind) is not { } node) return [];
            string example = kind == "bond" ? "bond0" : "eth0";
            if (!node.IsTable)
            {
                problems.Error(node.KeyPosition, $"{kind} is {node.KindWithArticle}, and it takes a table for each {kind}.", $"Write [{kind}.{example}].");
                return [];
            }
            List<TomlNode> stray = [.. node.Children.Where(c => !c.IsTable)];
            if (stray.Count > 0)
                problems.Error(stray[0].KeyPosition, $"{Quoting.Show(stray[0].Key)} stands directly in [{kind}], and each {kind} has a name.", $"Write [{kind}.{example}].");
            return [.. node.Children.Where(c => c.IsTable)];
        }
    }
}
