namespace BondFast.Dpdk;

/// <summary>
/// BondFast.Wire's attribute of the same name, for this project, which references nothing: the analyzer knows it by name. Marks what
/// workers call per packet or per burst; it must not allocate and may call only code that is marked as well.
/// </summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
internal sealed class HotPathAttribute : Attribute;
