namespace BondFast.Bonding;

public enum EventLevel : byte { Debug, Info, Notice, Warning, Error }

/// <summary>One happening of a bond, with the moment it was noticed.</summary>
/// <param name="At">Monotonic nanoseconds.</param>
/// <param name="Kind">Short stable name, for filters and JSON: <c>link-down</c>, <c>active-changed</c>, <c>enslaved</c> ...</param>
/// <param name="Slave">The slave it concerns, or null.</param>
/// <param name="Text">The whole sentence, with its cause.</param>
public sealed record BondEvent(long At, EventLevel Level, string Kind, string Bond, string? Slave, string Text);
