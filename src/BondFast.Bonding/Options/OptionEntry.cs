using System.Collections.Immutable;

namespace BondFast.Bonding;

/// <summary>How the value of an option is written.</summary>
public enum OptionKind : byte
{
    /// <summary>One of a few words, each with a number.</summary>
    Words,

    /// <summary>off 0, on 1.</summary>
    Switch,

    /// <summary>A natural number between two bounds; some words stand for numbers.</summary>
    Range,

    /// <summary>Up to 16 IPv4 addresses.</summary>
    Ipv4List,

    /// <summary>Up to 16 IPv6 addresses.</summary>
    Ipv6List,
    Mac,

    /// <summary>The name of a slave.</summary>
    SlaveName,

    /// <summary>Names of ports.</summary>
    SlaveList,
}

/// <summary>Whose option it is and where it can be written.</summary>
public enum OptionScope : byte
{
    /// <summary>A value of the bond: in the file and at run time.</summary>
    Bond,

    /// <summary>A value of one slave: in the file, and at run time as <c>slave:value</c>.</summary>
    Slave,

    /// <summary>A value of the bond that is fixed when the bond is made.</summary>
    Creation,

    /// <summary>A command at run time.</summary>
    Command,

    /// <summary>Belongs to the kernel module as a whole; here bonds are listed instead.</summary>
    Module,
}

/// <summary>What must hold of the bond before the option can change (linux-bonding "when": D, N, A).</summary>
[Flags]
public enum OptionWhen : byte { AnyTime = 0, BondDown = 1, NoSlaves = 2 }

/// <summary>A word that stands for a number.</summary>
public readonly record struct OptionWord(string Name, long Number);

/// <summary>
/// One option of the bonding driver or of BondFast: all that the file, the run-time change, the documents and the completion
/// need to know about it. <see cref="OptionTable"/> has them all.
/// </summary>
public sealed record OptionEntry
{
    public required string Name { get; init; }
    public required OptionKind Kind { get; init; }
    public OptionScope Scope { get; init; }

    /// <summary>Modes in which it may be set.</summary>
    public BondModes Modes { get; init; } = BondModes.All;

    /// <summary>Modes in which it does something.</summary>
    public BondModes UsedIn { get; init; } = BondModes.All;
    public OptionWhen When { get; init; }

    /// <summary>The words it takes; with <see cref="OptionKind.Range"/> besides numbers.</summary>
    public ImmutableArray<OptionWord> Words { get; init; } = [];
    public long Minimum { get; init; }
    public long Maximum { get; init; }

    /// <summary><c>ms</c>, <c>s</c> or empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The default as one would write it; empty is none.</summary>
    public string Default { get; init; } = "";

    /// <summary>Does the word <c>default</c> stand for the default?</summary>
    public bool TakesDefault { get; init; } = true;

    /// <summary>It reads back as a number only, not as "word number" (as the driver's files do).</summary>
    public bool ReadsAsNumber { get; init; }

    /// <summary>It is a parameter of the kernel module as well: then a mode that does not use it is no error.</summary>
    public bool IsModuleParameter { get; init; } = true;

    /// <summary>What a bad value becomes under the rules of module parameters; null: the module does not load.</summary>
    internal long? Fallback { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>Where it is specified: a section of the bonding HOWTO, or the name of the younger Linux option.</summary>
    public required string Reference { get; init; }

    /// <summary>A sentence that ends the message about a bad value, or empty.</summary>
    internal string Hint { get; init; } = "";

    /// <summary>Why the other modes do not have it, when there is more to say than that.</summary>
    internal string? ModeReason { get; init; }

    internal Func<BondOptions, long>? Read { get; init; }
    internal Func<BondOptions, long, BondOptions>? Write { get; init; }

    /// <summary>Reads a value as the driver does; only for <see cref="IsNumeric"/>.</summary>
    public bool TryRead(string text, out long value) => OptionSyntax.TryRead(this, text, out value, out _);

    public bool IsNumeric => Kind is OptionKind.Words or OptionKind.Switch or OptionKind.Range;

    /// <summary>What it takes, as a phrase: <c>0 to 255</c>, <c>none (0), active (1) or follow (2)</c>.</summary>
    public string Takes => Kind switch
    {
        OptionKind.Words or OptionKind.Switch => WordList.Or([.. Words.Select(w => $"{w.Name} ({w.Number})")]),
        OptionKind.Range => Unit.Length == 0 ? $"{Minimum} to {Maximum}" : $"{Minimum} to {Maximum} {Unit}",
        OptionKind.Ipv4List => "up to 16 IPv4 addresses",
        OptionKind.Ipv6List => "up to 16 IPv6 addresses",
        OptionKind.Mac => "a MAC address, xx:xx:xx:xx:xx:xx",
        OptionKind.SlaveName => "the name of a slave",
        _ => "names of ports",
    };
}
