using System.Runtime.InteropServices;

namespace BondFast.Hosting;

/// <summary>SIGINT and SIGTERM ask for a clean stop; a second one ends the process at once with 128 + its number. SIGHUP asks for a reload.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly ManualResetEventSlim _asked = new();
    private readonly PosixSignalRegistration[] _registrations;

    /// <param name="onReload">For SIGHUP; on a thread of its own.</param>
    public StopSignal(Action? onReload = null)
    {
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Handle(c, 2)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Handle(c, 15)),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, c =>
            {
                c.Cancel = true;
                onReload?.Invoke();
            }),
        ];
    }

    public bool IsAsked => _asked.IsSet;

    /// <summary>True when a stop was asked for within the time.</summary>
    public bool Wait(TimeSpan timeout) => _asked.Wait(timeout);

    /// <summary>As if a signal had come.</summary>
    public void Ask() => _asked.Set();

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _asked.Dispose();
    }

    private void Handle(PosixSignalContext context, int number)
    {
        context.Cancel = true;
        if (_asked.IsSet) Environment.Exit(128 + number);
        _asked.Set();
    }
}
