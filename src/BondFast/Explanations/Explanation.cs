namespace BondFast.Explanations;

/// <summary>What an error code means, said once and for all; the message itself has the names and numbers of the case.</summary>
/// <param name="Code"><c>BF2101</c>.</param>
/// <param name="What">What is wrong, as a heading.</param>
/// <param name="Why">How it comes about: whole sentences.</param>
/// <param name="Remedy">What to do: whole sentences, with commands.</param>
internal sealed record Explanation(string Code, string What, string Why, string Remedy);
