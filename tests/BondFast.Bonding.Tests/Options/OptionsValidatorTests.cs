namespace BondFast.Bonding.Tests.Options;

/// <summary>Whole sets of options at load (linux-bonding: conflicts at load time, and the decided departures). The cases are in OptionsValidator.txt.</summary>
public class OptionsValidatorTests
{
    [Fact]
    public void Every_set_gives_the_approved_findings() => ApprovedCases.Check("OptionsValidator.txt", Run);

    [Fact]
    public void Positions_come_back_with_the_problems()
    {
        object first = new(), second = new();
        ValidatedOptions result = OptionsValidator.Validate([new("mode", "4", first), new("lacp_rate", "quick", second)], where: "table");
        Assert.Equal(["lacp_rate", "miimon"], result.Problems.Select(p => p.Option));
        Assert.Same(second, result.Problems[0].Where);
        Assert.Same(first, result.Problems[1].Where);
        Assert.Equal("table", Assert.Single(OptionsValidator.Validate([], where: "table").Problems).Where);
    }

    [Fact]
    public void A_set_with_an_error_is_not_usable_and_one_with_warnings_is()
    {
        Assert.False(OptionsValidator.Validate([new("mode", "foo")]).IsUsable);
        Assert.True(OptionsValidator.Validate([new("mode", "6")]).IsUsable);
    }

    /// <summary><c>[module] [prio] option=value ...</c>, or <c>slave MODE option=value ...</c>; <c>_</c> in values is a blank.</summary>
    private static IEnumerable<string> Run(string line)
    {
        List<string> words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        bool module = words.Remove("module"), prio = words.Remove("prio"), slave = words.Remove("slave");
        List<GivenOption> given = [.. words.Where(w => w.Contains('=')).Select(w =>
        {
            (string name, string value) = OptionChangeTests.Cut(w, "=");
            return new GivenOption(name, value.Replace('~', ' '));
        })];
        if (slave)
        {
            BondOptions bond = OptionsValidator.Validate([new("mode", words[0])]).Options;
            ValidatedSlaveOptions ofSlave = OptionsValidator.ValidateSlave(bond, given);
            return [ofSlave.Options.ToString(), .. ofSlave.Problems.Select(Text)];
        }
        ValidatedOptions result = OptionsValidator.Validate(given, module ? ValueRules.Module : ValueRules.Strict, prio);
        BondOptions plain = new();
        IEnumerable<string> values = OptionTable.All
            .Where(e => OptionText.Plain(result.Options, e) != OptionText.Plain(plain, e))
            .Select(e => $"{e.Name}={OptionText.Plain(result.Options, e)}");
        return [("= " + string.Join(' ', values)).TrimEnd(), .. result.Problems.Select(Text)];
    }

    private static string Text(OptionProblem problem) => $"{problem.Severity.ToString().ToLowerInvariant()}: {problem}";
}
