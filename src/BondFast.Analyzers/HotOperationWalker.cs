using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BondFast.Analyzers;

/// <summary>Walks the body of one hot member and reports what allocates. Calls go to <see cref="CallRule"/>.</summary>
internal sealed class HotOperationWalker(Action<Diagnostic> report) : OperationWalker
{
    private readonly CallRule _calls = new(report);

    private void Allocates(IOperation operation, string what) =>
        report(Diagnostic.Create(Rules.Allocation, operation.Syntax.GetLocation(), what));

    /// <summary>Attributes are data in metadata, not code.</summary>
    public override void VisitAttribute(IAttributeOperation operation) { }

    public override void VisitThrow(IThrowOperation operation) =>
        Allocates(operation, "an exception; throw it from a method marked [DoesNotReturn]");

    public override void VisitObjectCreation(IObjectCreationOperation operation)
    {
        if (operation.Type is { IsReferenceType: true } type) Allocates(operation, $"new {type.Name}");
        else if (operation.Constructor is { } constructor) _calls.Check(constructor, operation);
        base.VisitObjectCreation(operation);
    }

    public override void VisitTypeParameterObjectCreation(ITypeParameterObjectCreationOperation operation)
    {
        if (operation.Type is not ITypeParameterSymbol { HasValueTypeConstraint: true }) Allocates(operation, $"new {operation.Type?.Name}");
        base.VisitTypeParameterObjectCreation(operation);
    }

    public override void VisitAnonymousObjectCreation(IAnonymousObjectCreationOperation operation)
    {
        Allocates(operation, "an anonymous object");
        base.VisitAnonymousObjectCreation(operation);
    }

    public override void VisitWith(IWithOperation operation)
    {
        if (operation.Type is { IsReferenceType: true } type) Allocates(operation, $"a copy of {type.Name} (with)");
        base.VisitWith(operation);
    }

    public override void VisitArrayCreation(IArrayCreationOperation operation)
    {
        bool emptyParams = operation.IsImplicit && operation.DimensionSizes.Length == 1 && operation.DimensionSizes[0].ConstantValue is { HasValue: true, Value: 0 };
        if (!emptyParams && !IsConstantSpan(operation))
            Allocates(operation, operation.IsImplicit ? "the array of a params argument" : "an array");
        base.VisitArrayCreation(operation);
    }

    /// <summary><c>ReadOnlySpan&lt;byte&gt; x = new byte[] { 1, 2 }</c> is data in the image, not an array.</summary>
    private static bool IsConstantSpan(IArrayCreationOperation operation) =>
        operation.Parent is IConversionOperation { Type: INamedTypeSymbol { Name: "ReadOnlySpan" } }
        && operation.Type is IArrayTypeSymbol { ElementType.SpecialType: >= SpecialType.System_Boolean and <= SpecialType.System_Double }
        && operation.Initializer is { } initializer && initializer.ElementValues.All(value => value.ConstantValue.HasValue);

    public override void VisitCollectionExpression(ICollectionExpressionOperation operation)
    {
        if (operation.Type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" })
        {
            if (operation.Elements.Any(element => element is ISpreadOperation)) Allocates(operation, "a collection expression with a spread");
        }
        else if (operation.Elements.Length != 0 || operation.Type is not IArrayTypeSymbol) Allocates(operation, "a collection expression");
        base.VisitCollectionExpression(operation);
    }

    public override void VisitArrayElementReference(IArrayElementReferenceOperation operation)
    {
        if (operation.Indices.Length == 1 && operation.Indices[0].Type?.Name == "Range") Allocates(operation, "a slice of an array; slice a span");
        base.VisitArrayElementReference(operation);
    }

    public override void VisitConversion(IConversionOperation operation)
    {
        if (!operation.ConstantValue.HasValue && operation.GetConversion().IsBoxing)
            Allocates(operation, $"boxing of {operation.Operand.Type?.ToDisplayString()} to {operation.Type?.ToDisplayString()}");
        if (operation.OperatorMethod is { } method) _calls.Check(method, operation);
        base.VisitConversion(operation);
    }

    public override void VisitDelegateCreation(IDelegateCreationOperation operation) => Allocates(operation, operation.Target is IAnonymousFunctionOperation
        ? "a lambda (delegate and closure)" : "a delegate");

    public override void VisitInterpolatedString(IInterpolatedStringOperation operation)
    {
        if (!operation.ConstantValue.HasValue) Allocates(operation, "an interpolated string");
    }

    public override void VisitInterpolatedStringHandlerCreation(IInterpolatedStringHandlerCreationOperation operation) =>
        Allocates(operation, "an interpolated string handler");

    public override void VisitBinaryOperator(IBinaryOperation operation)
    {
        if (operation.Type?.SpecialType == SpecialType.System_String && !operation.ConstantValue.HasValue) Allocates(operation, "string concatenation");
        else if (operation.OperatorMethod is { } method) _calls.Check(method, operation, operation.ConstrainedToType);
        base.VisitBinaryOperator(operation);
    }

    public override void VisitUnaryOperator(IUnaryOperation operation)
    {
        if (operation.OperatorMethod is { } method) _calls.Check(method, operation, operation.ConstrainedToType);
        base.VisitUnaryOperator(operation);
    }

    public override void VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation)
    {
        if (operation.OperatorMethod is { } method) _calls.Check(method, operation, operation.ConstrainedToType);
        base.VisitIncrementOrDecrement(operation);
    }

    public override void VisitCompoundAssignment(ICompoundAssignmentOperation operation)
    {
        if (operation.Type?.SpecialType == SpecialType.System_String) Allocates(operation, "string concatenation");
        else if (operation.OperatorMethod is { } method) _calls.Check(method, operation, operation.ConstrainedToType);
        base.VisitCompoundAssignment(operation);
    }

    public override void VisitAwait(IAwaitOperation operation) => Allocates(operation, "await");

    public override void VisitReturn(IReturnOperation operation)
    {
        if (operation.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak) Allocates(operation, "an iterator");
        base.VisitReturn(operation);
    }

    public override void VisitLock(ILockOperation operation)
    {
        report(Diagnostic.Create(Rules.ColdCall, operation.Syntax.GetLocation(), "System.Threading.Monitor.Enter (lock)"));
        base.VisitLock(operation);
    }

    public override void VisitUsing(IUsingOperation operation)
    {
        report(Diagnostic.Create(Rules.ColdCall, operation.Syntax.GetLocation(), "Dispose (using)"));
        base.VisitUsing(operation);
    }

    public override void VisitUsingDeclaration(IUsingDeclarationOperation operation)
    {
        report(Diagnostic.Create(Rules.ColdCall, operation.Syntax.GetLocation(), "Dispose (using)"));
        base.VisitUsingDeclaration(operation);
    }

    public override void VisitForEachLoop(IForEachLoopOperation operation)
    {
        ITypeSymbol? collection = Unconverted(operation.Collection).Type;
        if (collection is not IArrayTypeSymbol && collection?.SpecialType != SpecialType.System_String
            && operation.Syntax is CommonForEachStatementSyntax syntax && operation.SemanticModel is { } model)
            CheckEnumeration(model.GetForEachStatementInfo(syntax), operation.Collection);
        base.VisitForEachLoop(operation);
    }

    private void CheckEnumeration(ForEachStatementInfo info, IOperation collection)
    {
        if (info.GetEnumeratorMethod is not { ReturnType: var enumerator } get) return;
        if (enumerator.IsReferenceType)
        {
            Allocates(collection, $"the enumerator of foreach ({enumerator.ToDisplayString()})");
            return;
        }
        _calls.Check(get, collection);
        if (info.MoveNextMethod is { } next) _calls.Check(next, collection);
        if (info.CurrentProperty?.GetMethod is { } current) _calls.Check(current, collection);
        if (info.DisposeMethod is { } dispose)
            _calls.Check(enumerator.FindImplementationForInterfaceMember(dispose) as IMethodSymbol ?? dispose, collection);
    }

    private static IOperation Unconverted(IOperation operation) =>
        operation is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion ? conversion.Operand : operation;

    public override void VisitInvocation(IInvocationOperation operation)
    {
        _calls.CheckInvocation(operation);
        base.VisitInvocation(operation);
    }

    public override void VisitPropertyReference(IPropertyReferenceOperation operation)
    {
        _calls.CheckProperty(operation);
        base.VisitPropertyReference(operation);
    }

    public override void VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation)
    {
        _calls.CheckMember(operation.LengthSymbol, operation);
        _calls.CheckMember(operation.IndexerSymbol, operation);
        base.VisitImplicitIndexerReference(operation);
    }

    public override void VisitListPattern(IListPatternOperation operation)
    {
        _calls.CheckMember(operation.LengthSymbol, operation);
        _calls.CheckMember(operation.IndexerSymbol, operation);
        base.VisitListPattern(operation);
    }

    public override void VisitRecursivePattern(IRecursivePatternOperation operation)
    {
        if (operation.DeconstructSymbol is IMethodSymbol method) _calls.Check(method, operation);
        base.VisitRecursivePattern(operation);
    }

    public override void VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation)
    {
        if (operation.Syntax is AssignmentExpressionSyntax syntax && operation.SemanticModel?.GetDeconstructionInfo(syntax).Method is { } method) _calls.Check(method, operation);
        base.VisitDeconstructionAssignment(operation);
    }

    public override void VisitLocalFunction(ILocalFunctionOperation operation)
    {
        if (HotSymbols.DoesNotReturn(operation.Symbol)) return;
        if (operation.Symbol.IsAsync) Allocates(operation, "the state machine of an async method");
        base.VisitLocalFunction(operation);
    }

    public override void VisitEventAssignment(IEventAssignmentOperation operation)
    {
        report(Diagnostic.Create(Rules.ColdCall, operation.Syntax.GetLocation(), "an event's add or remove"));
        base.VisitEventAssignment(operation);
    }

    public override void VisitDynamicInvocation(IDynamicInvocationOperation operation) => Allocates(operation, "a dynamic call");

    public override void VisitDynamicMemberReference(IDynamicMemberReferenceOperation operation) => Allocates(operation, "a dynamic call");

    public override void VisitDynamicIndexerAccess(IDynamicIndexerAccessOperation operation) => Allocates(operation, "a dynamic call");

    public override void VisitDynamicObjectCreation(IDynamicObjectCreationOperation operation) => Allocates(operation, "a dynamic call");
}
