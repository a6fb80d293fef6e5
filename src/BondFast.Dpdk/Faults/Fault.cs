namespace BondFast.Dpdk;

/// <summary>A known failure: cause and remedy in our words.</summary>
internal sealed record Fault(string Code, string Why, string Remedy = "");
