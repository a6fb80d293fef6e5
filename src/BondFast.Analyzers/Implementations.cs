using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BondFast.Analyzers;

/// <summary>BF0004: what overrides or implements a hot member is hot.</summary>
internal static class Implementations
{
    public static void Check(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Interface) return;
        foreach (ISymbol member in type.GetMembers())
            if (member is IMethodSymbol { OverriddenMethod: { } overridden } method && HotSymbols.IsHot(overridden)) Report(context, method, overridden);
        foreach (INamedTypeSymbol contract in type.AllInterfaces)
        {
            foreach (ISymbol member in contract.GetMembers())
            {
                if (member is not IMethodSymbol || !HotSymbols.IsHot(member)) continue;
                if (type.FindImplementationForInterfaceMember(member) is IMethodSymbol implementation
                    && SymbolEqualityComparer.Default.Equals(implementation.ContainingType, type)) Report(context, implementation, member);
            }
        }
    }

    private static void Report(SymbolAnalysisContext context, IMethodSymbol implementation, ISymbol contract)
    {
        if (implementation.IsAbstract || HotSymbols.IsHot(implementation) || HotSymbols.IsAutoAccessor(implementation) || HotSymbols.IsSynthesizedStructMember(implementation)) return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.ColdImplementation, implementation.Locations[0], implementation.ToDisplayString(), contract.ToDisplayString()));
    }
}
