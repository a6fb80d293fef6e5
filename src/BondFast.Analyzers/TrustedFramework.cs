using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace BondFast.Analyzers;

/// <summary>Members of the framework that hot code may call: intrinsics, spans, arithmetic.</summary>
internal static class TrustedFramework
{
    /// <summary>Every member is fine.</summary>
    private static readonly HashSet<string> Types =
    [
        "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.MemoryMarshal",
        "System.Threading.Volatile",
        "System.Diagnostics.Debug",
    ];

    /// <summary>Members are fine as long as they return no object (<c>ToArray</c>, <c>ToString</c>).</summary>
    private static readonly HashSet<string> ValueTypes =
    [
        "System.Span",
        "System.ReadOnlySpan",
        "System.MemoryExtensions",
        "System.Math",
        "System.MathF",
        "System.Half",
        "System.Int128",
        "System.UInt128",
        "System.Index",
        "System.Range",
        "System.Nullable",
        "System.ValueTuple",
        "System.Buffers.Binary.BinaryPrimitives",
        "System.Runtime.CompilerServices.RuntimeHelpers",
    ];

    private static readonly HashSet<string> Members = ["System.Array.Length", "System.Array.LongLength", "System.String.Length", "System.String.this[]", "System.Diagnostics.Stopwatch.GetTimestamp"];

    public static bool Allows(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        string name = FullName(type);
        if (Types.Contains(name)) return true;
        if (method is { MethodKind: MethodKind.Constructor, Parameters.Length: 0 } && type.SpecialType == SpecialType.System_Object) return true;
        if (Members.Contains(name + "." + (method.AssociatedSymbol ?? method).Name)) return true;
        if (name.StartsWith("System.", System.StringComparison.Ordinal) && name.EndsWith("Exception", System.StringComparison.Ordinal)
            && method.IsStatic && method.Name.StartsWith("ThrowIf", System.StringComparison.Ordinal)) return true;
        string space = type.ContainingNamespace?.ToDisplayString() ?? "";
        bool trusted = ValueTypes.Contains(name) || IsPrimitive(type.SpecialType)
            || space == "System.Runtime.Intrinsics" || space.StartsWith("System.Runtime.Intrinsics.", System.StringComparison.Ordinal)
            || space == "System.Numerics" && type.Name != "BigInteger";
        return trusted && !ReturnsObject(method);
    }

    private static bool ReturnsObject(IMethodSymbol method) =>
        method is { ReturnsVoid: false, MethodKind: not MethodKind.Constructor } && (method.ReturnType.IsReferenceType || method.Parameters.Any(parameter => parameter.Type.Name == "IFormatProvider"));

    private static bool IsPrimitive(SpecialType type) => type is >= SpecialType.System_Boolean and <= SpecialType.System_Double and not SpecialType.System_Decimal
        or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;

    /// <summary>Namespace and name of the outermost type, without arity: the enumerator of a span counts as the span.</summary>
    private static string FullName(INamedTypeSymbol type)
    {
        while (type.ContainingType is { } outer) type = outer;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? space.ToDisplayString() + "." + type.Name : type.Name;
    }
}
