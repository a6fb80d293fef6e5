namespace BondFast.Bonding;

/// <summary>Why an option was refused, in the classes the bonding driver uses. The numbers are errno's.</summary>
public enum OptionError : byte
{
    None = 0,

    /// <summary>EPERM: the form of the value is not what the option takes, or something it needs is off.</summary>
    NotPermitted = 1,

    /// <summary>ENOENT: there is no such option.</summary>
    NoSuchOption = 2,

    /// <summary>EACCES: not in this mode, or read only.</summary>
    AccessDenied = 13,

    /// <summary>EBUSY: the bond must be down.</summary>
    Busy = 16,

    /// <summary>ENODEV: a name that no device has.</summary>
    NoSuchDevice = 19,

    /// <summary>EINVAL: a value that the option does not take.</summary>
    Invalid = 22,

    /// <summary>ENOTEMPTY: the bond must have no slaves.</summary>
    NotEmpty = 39,
}

public static class OptionErrorNames
{
    /// <summary>The errno's name, as in <c>errno(3)</c>.</summary>
    public static string ErrnoName(this OptionError error) => error switch
    {
        OptionError.None => "",
        OptionError.NotPermitted => "EPERM",
        OptionError.NoSuchOption => "ENOENT",
        OptionError.AccessDenied => "EACCES",
        OptionError.Busy => "EBUSY",
        OptionError.NoSuchDevice => "ENODEV",
        OptionError.Invalid => "EINVAL",
        _ => "ENOTEMPTY",
    };
}
