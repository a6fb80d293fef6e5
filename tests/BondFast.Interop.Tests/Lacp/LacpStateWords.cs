using BondFast.Wire;

namespace BondFast.Interop.Tests.Lacp;

internal static class LacpStateWords
{
    private const LacpState UpAndRunning = LacpState.Synchronization | LacpState.Collecting | LacpState.Distributing;

    /// <summary>The port is in sync, collects and distributes, and does not doubt its partner.</summary>
    public static bool Works(this LacpState state) =>
        (state & (UpAndRunning | LacpState.Defaulted | LacpState.Expired)) == UpAndRunning;
}
