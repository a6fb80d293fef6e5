using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BondFast.Analyzers.Tests;

/// <summary>
/// Compiles a piece of C# in memory, runs the analyzer and compares: every line that ends in a comment such as
/// <c>// BF0001</c> must have exactly those findings, all other lines none.
/// </summary>
internal static partial class Snippet
{
    private const string Prelude = """
        global using System;
        global using System.Collections.Generic;
        global using System.Diagnostics.CodeAnalysis;
        global using System.Runtime.CompilerServices;
        global using BondFast.Wire;
        namespace BondFast.Wire
        {
            [AttributeUsage(AttributeTargets.All)]
            public sealed class HotPathAttribute : Attribute;
        }
        """;

    private static readonly MetadataReference[] Framework =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Checks code of a file of its own.</summary>
    public static void Check(string source)
    {
        string[] expected = [.. Expected(source)];
        string[] found = [.. Findings(Compile("snippet", source, [])).Order(StringComparer.Ordinal)];
        Assert.Equal(expected.Order(StringComparer.Ordinal), found);
    }

    /// <summary>Checks statements in the body of a hot method.</summary>
    public static void CheckBody(string statements, string members = "") => Check($$"""
        public unsafe partial class Subject
        {
            {{members}}
            [HotPath] public void Hot(int number, int[] numbers, string text, object thing, Span<int> span, List<int> list)
            {
                {{statements}}
            }
        }
        """);

    /// <summary>Checks code that uses another assembly, whose members are known from metadata only.</summary>
    public static void CheckAgainst(string library, string source)
    {
        CSharpCompilation compiled = Compile("library", library, []);
        using var image = new MemoryStream();
        Assert.True(compiled.Emit(image).Success, string.Join('\n', compiled.GetDiagnostics()));
        image.Position = 0;
        CSharpCompilation user = Compile("snippet", source, [MetadataReference.CreateFromStream(image)], prelude: false);
        Assert.Equal(Expected(source).Order(StringComparer.Ordinal), Findings(user).Order(StringComparer.Ordinal));
    }

    private static CSharpCompilation Compile(string name, string source, IEnumerable<MetadataReference> more, bool prelude = true)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        string usings = prelude ? Prelude : Prelude[..Prelude.IndexOf("namespace", StringComparison.Ordinal)];
        CSharpCompilation compilation = CSharpCompilation.Create(name,
            [CSharpSyntaxTree.ParseText(usings, options, "prelude.cs"), CSharpSyntaxTree.ParseText(source, options, "snippet.cs")],
            [.. Framework, .. more],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString()));
        return compilation;
    }

    private static IEnumerable<string> Findings(CSharpCompilation compilation)
    {
        ImmutableArray<Diagnostic> found = compilation.WithAnalyzers([new HotPathAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
        foreach (Diagnostic diagnostic in found)
        {
            Assert.NotEqual("AD0001", diagnostic.Id);
            if (!diagnostic.Id.StartsWith("BF", StringComparison.Ordinal)) continue;
            Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
            yield return $"{diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}: {diagnostic.Id}";
        }
    }

    private static IEnumerable<string> Expected(string source)
    {
        string[] lines = source.Split('\n');
        for (int i = 0; i < lines.Length; i++)
            foreach (Match match in Ids().Matches(lines[i])) yield return $"{i + 1}: {match.Value}";
    }

    [GeneratedRegex("(?<=//.*)BF[0-9]{4}")]
    private static partial Regex Ids();
}
