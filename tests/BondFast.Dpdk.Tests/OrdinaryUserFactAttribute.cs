namespace BondFast.Dpdk.Tests;

/// <summary>A fact about a process without privileges.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OrdinaryUserFactAttribute : FactAttribute
{
    public OrdinaryUserFactAttribute()
    {
        if (!Child.OrdinaryUserHasDotnet) Skip = "the user 'nobody' cannot run dotnet here (it lies where only root may read), so there is no ordinary user to test with";
    }
}
