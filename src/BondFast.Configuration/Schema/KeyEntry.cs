using System.Collections.Immutable;
using BondFast.Bonding;

namespace BondFast.Configuration.Schema;

/// <summary>What a key's value looks like in TOML.</summary>
public enum KeyType : byte
{
    Text,
    Integer,

    /// <summary>One of <see cref="KeyEntry.Words"/>.</summary>
    Word,
    TextList,

    /// <summary>An array of numbers, or a text of numbers and ranges: <c>"2-5,8"</c>.</summary>
    CpuList,

    /// <summary>An array of texts <c>"10.0.0.1/24"</c> or tables <c>{ address = "10.0.0.1/24", vlan = 3 }</c>.</summary>
    AddressList,

    /// <summary>An option of the bonding driver; <see cref="KeyEntry.Option"/> says what it takes.</summary>
    Option,

    /// <summary>A table of its own.</summary>
    Table,
}

/// <summary>One key of the configuration file: what the loader, the documents and the schema need to know about it.</summary>
/// <param name="Table">The table it stands in: empty, <c>bond.NAME</c>, <c>bond.NAME.slave.PORT</c>, <c>port.NAME</c>, <c>workers</c> ...</param>
/// <param name="Default">As one would write it; empty: none.</param>
/// <param name="Summary">One line.</param>
public sealed record KeyEntry(string Table, string Key, KeyType Type, string Default, string Summary)
{
    public long Minimum { get; init; }
    public long Maximum { get; init; } = int.MaxValue;
    public string Unit { get; init; } = "";
    public ImmutableArray<string> Words { get; init; } = [];
    public bool IsRequired { get; init; }

    /// <summary>The driver's option behind it, or null.</summary>
    public OptionEntry? Option { get; init; }

    /// <summary>What it takes, as a phrase.</summary>
    public string Takes => Type switch
    {
        KeyType.Text => "a text in quotes",
        KeyType.Integer when Minimum == Maximum => $"{Minimum}",
        KeyType.Integer => Unit.Length == 0 ? $"{Minimum} to {Maximum}" : $"{Minimum} to {Maximum} {Unit}",
        KeyType.Word => string.Join(", ", Words.Take(Words.Length - 1)) + " or " + Words[^1],
        KeyType.TextList => "an array of texts",
        KeyType.CpuList => "an array of CPU numbers, or a text like \"2-5,8\"",
        KeyType.AddressList => "an array of addresses like \"10.0.0.1/24\"",
        KeyType.Option => Option!.Takes,
        _ => "a table",
    };
}
