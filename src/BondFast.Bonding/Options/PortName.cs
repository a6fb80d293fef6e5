namespace BondFast.Bonding;

/// <summary>The kernel's rules for names of interfaces, which ports and bonds follow: a tap uplink carries the bond's name.</summary>
public static class PortName
{
    /// <summary>IFNAMSIZ less the NUL.</summary>
    public const int MaxLength = 15;

    /// <summary>Null when the name is good, otherwise why not ("it has 16 characters, and 15 is the most").</summary>
    public static string? Refusal(string name)
    {
        if (name.Length == 0) return "it is empty";
        if (name.Length > MaxLength) return $"it has {name.Length} characters, and {MaxLength} is the most";
        if (name is "." or "..") return "it is a name of the file system";
        foreach (char c in name)
        {
            if (c is '/' or ':') return $"it has a '{c}' in it";
            if (c is ' ' or '\t') return "it has a blank in it";
            if (c is < '!' or > '~') return "it has a character in it that is not plain ASCII";
        }
        return null;
    }
}
