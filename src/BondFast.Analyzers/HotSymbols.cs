using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BondFast.Analyzers;

/// <summary>Answers which symbols are marked, and which need no mark because nothing can go wrong in them.</summary>
internal static class HotSymbols
{
    /// <summary>By name, so that a project that may not reference BondFast.Wire can have an attribute of its own.</summary>
    private const string AttributeName = "HotPathAttribute";

    /// <summary>Marked itself, through its property, or through a type around it.</summary>
    public static bool IsHot(ISymbol symbol) => IsMarked(symbol) || IsHotByType(symbol);

    public static bool IsMarked(ISymbol symbol) => Has(symbol, AttributeName)
        || symbol is IMethodSymbol { AssociatedSymbol: { } property } && Has(property, AttributeName)
        || symbol is IMethodSymbol { PartialDefinitionPart: { } definition } && Has(definition, AttributeName)
        || symbol is IMethodSymbol { PartialImplementationPart: { } implementation } && Has(implementation, AttributeName);

    public static bool IsHotByType(ISymbol symbol)
    {
        for (INamedTypeSymbol? type = symbol.ContainingType; type is not null; type = type.ContainingType)
            if (Has(type, AttributeName)) return true;
        return false;
    }

    /// <summary>
    /// Whether a body is checked. Throw helpers are not; neither is what runs once for a hot type: static constructors and
    /// initializers, and constructors of classes (which hot code cannot call).
    /// </summary>
    public static bool IsChecked(ISymbol symbol)
    {
        if (DoesNotReturn(symbol)) return false;
        if (IsMarked(symbol)) return true;
        if (!IsHotByType(symbol) || symbol.ContainingType.TypeKind == TypeKind.Enum) return false;
        return symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => false,
            IMethodSymbol { MethodKind: MethodKind.Constructor } => symbol.ContainingType.IsValueType,
            IMethodSymbol => true,
            IFieldSymbol or IPropertySymbol => !symbol.IsStatic && symbol.ContainingType.IsValueType,
            _ => false,
        };
    }

    public static bool DoesNotReturn(ISymbol symbol) => Has(symbol, "DoesNotReturnAttribute");

    /// <summary>Getter or setter of an auto-property, also in metadata.</summary>
    public static bool IsAutoAccessor(IMethodSymbol method)
    {
        if (method.AssociatedSymbol is not IPropertySymbol property) return false;
        return Has(method, "CompilerGeneratedAttribute")
            || property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
    }

    /// <summary>What the compiler writes for structs: default and primary constructors, equality of record structs.</summary>
    public static bool IsSynthesizedStructMember(IMethodSymbol method)
    {
        if (!method.ContainingType.IsValueType || method.ReturnType.SpecialType == SpecialType.System_String) return false;
        if (method.IsImplicitlyDeclared || Has(method, "CompilerGeneratedAttribute")) return true;
        return method.MethodKind == MethodKind.Constructor && IsPrimaryConstructor(method);
    }

    /// <summary>In metadata a positional record struct is known by the Deconstruct that the compiler wrote to match.</summary>
    private static bool IsPrimaryConstructor(IMethodSymbol constructor) => constructor.DeclaringSyntaxReferences.IsEmpty
        ? constructor.ContainingType.GetMembers("Deconstruct").OfType<IMethodSymbol>().Any(method =>
            Has(method, "CompilerGeneratedAttribute") && method.Parameters.Length == constructor.Parameters.Length)
        : constructor.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is TypeDeclarationSyntax);

    /// <summary>Native code: LibraryImport or DllImport.</summary>
    public static bool IsNative(IMethodSymbol method) => method.GetDllImportData() is not null || Has(method, "LibraryImportAttribute")
        || method.PartialDefinitionPart is { } definition && Has(definition, "LibraryImportAttribute");

    private static bool Has(ISymbol symbol, string attribute)
    {
        foreach (AttributeData data in symbol.GetAttributes())
            if (data.AttributeClass?.Name == attribute) return true;
        return false;
    }
}
