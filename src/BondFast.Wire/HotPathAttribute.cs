namespace BondFast.Wire;

/// <summary>
/// Marks code that runs per packet or per burst on a worker core. The analyzer then insists that it allocates nothing
/// (BF0001) and calls only code that is marked as well (BF0002, BF0003). On a type it covers all members of the type.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property
    | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class HotPathAttribute : Attribute;
