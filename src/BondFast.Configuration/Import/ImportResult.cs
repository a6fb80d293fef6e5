namespace BondFast.Configuration.Import;

/// <summary>One text to import: a file's name, as messages show it, and what is in it.</summary>
public sealed record ImportSource(string Name, string Text);

/// <summary>The formats that people have their bonds in.</summary>
public enum ImportFormat : byte
{
    /// <summary>modprobe.d and modules.conf: <c>options bonding mode=4</c>, <c>alias bond0 bonding</c> (HOWTO 3.2, 3.3).</summary>
    Modprobe,

    /// <summary>ifcfg files: <c>BONDING_OPTS</c> with MASTER and SLAVE (HOWTO 3.2), <c>BONDING_MODULE_OPTS</c> with BONDING_SLAVEn (HOWTO 3.1).</summary>
    Ifcfg,

    /// <summary>/etc/network/interfaces with <c>bond-</c> options.</summary>
    Interfaces,
}

public enum RemarkKind : byte
{
    /// <summary>It is in the result as it was.</summary>
    Taken,

    /// <summary>It is in the result, not quite as it was.</summary>
    Approximated,

    /// <summary>It is not in the result.</summary>
    Ignored,
}

/// <summary>What became of one thing in a source.</summary>
/// <param name="Line">From 1; 0: of no line.</param>
/// <param name="Text">A whole sentence, or the setting.</param>
public sealed record ImportRemark(RemarkKind Kind, string Source, int Line, string Text)
{
    public override string ToString() => $"{(Line > 0 ? $"{Source}:{Line}" : Source)}: {Kind.ToString().ToLowerInvariant()}: {Text}";
}

/// <summary>What an import came to.</summary>
/// <param name="Toml">A file that the loader takes.</param>
/// <param name="Remarks">In the order of the sources.</param>
public sealed record ImportResult(string Toml, IReadOnlyList<ImportRemark> Remarks, int Bonds)
{
    /// <summary>Something is not, or not quite, as it was: with <c>--strict</c> that is a failure. So is a source without a bond.</summary>
    public bool HasLoss => Bonds == 0 || Remarks.Any(r => r.Kind != RemarkKind.Taken);
}
