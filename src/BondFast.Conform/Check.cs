namespace BondFast.Conform;

/// <summary>One check of the list.</summary>
/// <param name="Id">F1 .. Y4.</param>
/// <param name="Title">What the device under test has to do.</param>
/// <param name="Body">Plays it and says what came of it.</param>
internal sealed record Check(string Id, string Title, Func<Bench, Verdict> Body)
{
    /// <summary>A check of something that cannot be seen on the wire.</summary>
    public static Check Invisible(string id, string title, string why) => new(id, title, _ => Verdict.NotTestable(why));
}
