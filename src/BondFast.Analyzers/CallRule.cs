using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BondFast.Analyzers;

/// <summary>Decides whether hot code may call a member: BF0002 for cold callees, BF0003 for indirect calls, BF0001 for calls that box.</summary>
internal sealed class CallRule(Action<Diagnostic> report)
{
    public void CheckInvocation(IInvocationOperation operation)
    {
        IMethodSymbol method = operation.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            Indirect(method.ContainingType, "a delegate", operation);
            return;
        }
        if (IsInheritedByStruct(method, operation.Instance)) Boxes(method, operation.Instance!, operation);
        else Check(method, operation, operation.ConstrainedToType ?? operation.Instance?.Type, operation.IsVirtual);
    }

    public void CheckProperty(IPropertyReferenceOperation operation)
    {
        bool written = operation.Parent is IAssignmentOperation assignment && assignment.Target == operation || operation.Parent is IIncrementOrDecrementOperation;
        bool read = !written || operation.Parent is ICompoundAssignmentOperation or IIncrementOrDecrementOperation or ICoalesceAssignmentOperation;
        IPropertySymbol property = operation.Property;
        ITypeSymbol? receiver = operation.ConstrainedToType ?? operation.Instance?.Type;
        bool isBase = operation.Instance?.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax;
        if (read && property.GetMethod is { } get) Check(get, operation, receiver, !isBase && IsOverridable(get));
        if (written && (property.SetMethod ?? (property.ReturnsByRef ? property.GetMethod : null)) is { } set) Check(set, operation, receiver, !isBase && IsOverridable(set));
    }

    /// <summary>A method, or the getter of a property.</summary>
    public void CheckMember(ISymbol? member, IOperation operation)
    {
        if (member is IMethodSymbol method) Check(method, operation);
        else if (member is IPropertySymbol { GetMethod: { } get }) Check(get, operation);
    }

    public void Check(IMethodSymbol method, IOperation operation, ITypeSymbol? receiver = null, bool isVirtual = false)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (method.MethodKind is MethodKind.LocalFunction or MethodKind.BuiltinOperator) return;
        if (HotSymbols.IsHot(method) || HotSymbols.DoesNotReturn(method) || TrustedFramework.Allows(method)) return;
        if (isVirtual && IsOverridable(method) && !BindsAtCompileTime(receiver))
        {
            Indirect(method, method.ContainingType.TypeKind == TypeKind.Interface ? "an interface" : "a virtual method table", operation);
            return;
        }
        if (HotSymbols.IsNative(method) || HotSymbols.IsAutoAccessor(method) || HotSymbols.IsSynthesizedStructMember(method)) return;
        report(Diagnostic.Create(Rules.ColdCall, operation.Syntax.GetLocation(), method.ToDisplayString()));
    }

    /// <summary>ToString, GetHashCode, GetType and the like on a struct that does not override them box the struct.</summary>
    private static bool IsInheritedByStruct(IMethodSymbol method, IOperation? instance) => instance?.Type is { IsValueType: true }
        && method.ContainingType.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum && !method.IsStatic;

    private static bool BindsAtCompileTime(ITypeSymbol? receiver) =>
        receiver is ITypeParameterSymbol { HasValueTypeConstraint: true } or ITypeParameterSymbol { HasUnmanagedTypeConstraint: true }
        || receiver is { IsValueType: true } || receiver is { IsSealed: true };

    private static bool IsOverridable(IMethodSymbol method) =>
        method.IsAbstract || method.IsVirtual || method.IsOverride && !method.IsSealed && !method.ContainingType.IsSealed;

    private void Boxes(IMethodSymbol method, IOperation instance, IOperation operation) => report(Diagnostic.Create(Rules.Allocation,
        operation.Syntax.GetLocation(), $"boxing of {instance.Type!.ToDisplayString()} to call {method.ContainingType.Name}.{method.Name}"));

    private void Indirect(ISymbol callee, string through, IOperation operation) =>
        report(Diagnostic.Create(Rules.IndirectCall, operation.Syntax.GetLocation(), callee.ToDisplayString(), through));
}
