namespace BondFast.Hosting;

/// <summary>
/// What has to be undone, newest first: each step of start-up pushes its own undoing, so that a failure half-way and a clean
/// stop take the same way back. One failing step does not keep the others from running.
/// </summary>
internal sealed class Unwind
{
    private readonly Stack<(string What, Action Undo)> _steps = new();

    public void Push(string what, Action undo) => _steps.Push((what, undo));

    /// <summary>Runs every step; returns what could not be undone, as sentences.</summary>
    public IReadOnlyList<string> Run()
    {
        List<string> failures = [];
        while (_steps.TryPop(out var step))
        {
            try
            {
                step.Undo();
            }
#pragma warning disable CA1031 // whatever it was, the other steps still have to run
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures.Add($"{step.What}: {exception.Message}");
            }
        }
        return failures;
    }
}
