using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace BondFast.Hosting;

/// <summary>
/// Tells systemd how the service is doing (sd_notify protocol: text lines in a datagram to <c>$NOTIFY_SOCKET</c>). Does
/// nothing when there is no such socket. Any thread.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? _socket;

    public ServiceManager() : this(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), Environment.GetEnvironmentVariable("WATCHDOG_USEC")) { }

    /// <param name="path">A path, or an abstract name that starts with @.</param>
    /// <param name="watchdogMicroseconds">systemd's WatchdogSec, or null.</param>
    internal ServiceManager(string? path, string? watchdogMicroseconds)
    {
        if (string.IsNullOrEmpty(path)) return;
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        }
        catch (SocketException)
        {
            socket.Dispose();
            return;
        }
        _socket = socket;
        if (long.TryParse(watchdogMicroseconds, NumberStyles.None, CultureInfo.InvariantCulture, out long microseconds) && microseconds > 0)
            WatchdogInterval = TimeSpan.FromMicroseconds(microseconds / 2.0);
    }

    /// <summary>How often <see cref="Alive"/> is expected; null without a watchdog. Half of systemd's limit.</summary>
    public TimeSpan? WatchdogInterval { get; }

    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    public void Reloading() => Send(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Environment.TickCount64 * 1000}"));

    public void Stopping() => Send("STOPPING=1");

    public void Status(string status) => Send("STATUS=" + OneLine(status));

    /// <summary>Only to be called when every worker and the control loop have moved since the last time.</summary>
    public void Alive() => Send("WATCHDOG=1");

    public void Dispose() => _socket?.Dispose();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string text)
    {
        try
        {
            _socket?.Send(Encoding.UTF8.GetBytes(text));
        }
        catch (SocketException)
        {
            // systemd went away; nobody is left to tell
        }
    }
}
