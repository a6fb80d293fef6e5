namespace BondFast.Conform.Checks;

/// <summary>Y1 to Y4 belong to whoever can run the device under test itself.</summary>
internal static class SystemChecks
{
    public static readonly Check[] All =
    [
        Check.Invisible("Y1", "two of them converge over lossy cables", "it needs two of them"),
        Check.Invisible("Y2", "stalls of its control do not drop a partner", "its control cannot be stalled from here"),
        Check.Invisible("Y3", "works with other implementations", "this run is one of them"),
        Check.Invisible("Y4", "same stimuli, same states", "states cannot be seen on the wire"),
    ];
}
