namespace BondFast.Configuration.Import;

/// <summary>Where something stands in the sources.</summary>
internal readonly record struct Place(string Source, int Line);

/// <summary>An option as somebody wrote it, in the driver's name for it.</summary>
internal sealed record ImportedOption(string Name, string Text, Place Place);

/// <summary>A bond as the sources have it, before the rules for options.</summary>
internal sealed class ImportedBond(string name, Place place)
{
    public string Name { get; } = name;
    public Place Place { get; } = place;

    /// <summary>In the order of the sources.</summary>
    public List<ImportedOption> Options { get; } = [];

    /// <summary>Interface names, or device specifiers like <c>bus-pci-0000:06:08.1</c>, in the order of enslavement.</summary>
    public List<(string Device, Place Place)> Slaves { get; } = [];

    /// <summary>queue_id by slave.</summary>
    public Dictionary<string, ImportedOption> QueueIds { get; } = [];

    /// <summary>Nobody named it: the module makes it because of max_bonds.</summary>
    public bool IsMadeByModule { get; set; }

    public string? Mac { get; set; }
    public int? Mtu { get; set; }

    /// <summary>What the host has to do itself afterwards, as commands.</summary>
    public List<string> Afterwards { get; } = [];
}

/// <summary>Everything that the sources say, gathered before anything is decided: files may come in any order.</summary>
internal sealed class ImportedHost
{
    private readonly List<ImportedBond> _bonds = [];
    private readonly List<ImportRemark> _remarks = [];

    public IReadOnlyList<ImportedBond> Bonds => _bonds;

    /// <summary>In the order of the sources and their lines.</summary>
    public IReadOnlyList<ImportRemark> RemarksInOrder(IReadOnlyList<ImportSource> sources)
    {
        Dictionary<string, int> order = [];
        foreach (ImportSource source in sources) order.TryAdd(source.Name, order.Count);
        return [.. _remarks.OrderBy(r => order[r.Source]).ThenBy(r => r.Line)];
    }

    /// <summary>Grows with everything that is found.</summary>
    public int Findings => _remarks.Count + _bonds.Sum(b => 1 + b.Options.Count + b.Slaves.Count + b.QueueIds.Count) + Defaults.Count;

    /// <summary>Parameters of the module: what a bond has that does not say otherwise.</summary>
    public List<ImportedOption> Defaults { get; } = [];

    public ImportedBond Bond(string name, Place place)
    {
        ImportedBond? bond = _bonds.Find(b => b.Name == name);
        if (bond is null) _bonds.Add(bond = new ImportedBond(name, place));
        return bond;
    }

    public bool Has(string name) => _bonds.Exists(b => b.Name == name);

    public void Taken(Place place, string text) => Remark(RemarkKind.Taken, place, text);

    public void Approximated(Place place, string text) => Remark(RemarkKind.Approximated, place, text);

    public void Ignored(Place place, string text) => Remark(RemarkKind.Ignored, place, text);

    private void Remark(RemarkKind kind, Place place, string text) => _remarks.Add(new ImportRemark(kind, place.Source, place.Line, text));
}
