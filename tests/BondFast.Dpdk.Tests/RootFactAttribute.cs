namespace BondFast.Testing;

/// <summary>A fact that makes kernel interfaces, or becomes another user.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "needs root: it makes network interfaces or runs a child as another user";
    }
}
