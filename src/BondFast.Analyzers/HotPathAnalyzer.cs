using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BondFast.Analyzers;

/// <summary>
/// Keeps code that is marked <c>[HotPath]</c> free of allocation (BF0001), and lets it call only code that is marked as well
/// (BF0002, BF0003, BF0004), so that the promise holds all the way down.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotPathAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.Allocation, Rules.ColdCall, Rules.IndirectCall, Rules.ColdImplementation];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationBlockAction(CheckBody);
        context.RegisterSymbolAction(Implementations.Check, SymbolKind.NamedType);
    }

    private static void CheckBody(OperationBlockAnalysisContext context)
    {
        if (!HotSymbols.IsChecked(context.OwningSymbol)) return;
        if (context.OwningSymbol is IMethodSymbol { IsAsync: true } method)
            context.ReportDiagnostic(Diagnostic.Create(Rules.Allocation, method.Locations[0], "the state machine of an async method"));
        var walker = new HotOperationWalker(context.ReportDiagnostic);
        foreach (IOperation block in context.OperationBlocks) walker.Visit(block);
    }
}
