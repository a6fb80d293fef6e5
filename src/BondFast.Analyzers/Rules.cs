using Microsoft.CodeAnalysis;

namespace BondFast.Analyzers;

/// <summary>The rules of hot code: code that runs per packet or per burst and is marked <c>[HotPath]</c>.</summary>
internal static class Rules
{
    private const string Category = "HotPath";

    public static readonly DiagnosticDescriptor Allocation = new("BF0001", "Allocation in hot code",
        "Hot code allocates: {0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        description: "A worker allocates nothing. Allocate at set-up, use spans and stackalloc, or move the code into a method that is not [HotPath] and not called from one.");

    public static readonly DiagnosticDescriptor ColdCall = new("BF0002", "Hot code calls code that is not hot",
        "Hot code calls '{0}', which is not marked [HotPath]", Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        description: "Mark the callee [HotPath] so that it is checked as well, or do not call it per packet. Throw through a method marked [DoesNotReturn].");

    public static readonly DiagnosticDescriptor IndirectCall = new("BF0003", "Indirect call in hot code",
        "Hot code calls '{0}' through {1}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        description: "Use a struct type parameter (where T : struct, IStrategy), which the JIT binds at compile time, or mark the abstract member [HotPath] where one indirect call per burst is meant.");

    public static readonly DiagnosticDescriptor ColdImplementation = new("BF0004", "Implementation of a hot member is not hot",
        "'{0}' implements '{1}', which is [HotPath], and is not marked itself", Category, DiagnosticSeverity.Error, isEnabledByDefault: true,
        description: "Callers of the abstract member rely on every implementation being free of allocation.");
}
