using System.Net.Sockets;
using System.Text;
using BondFast.Hosting;

namespace BondFast.Tests;

public sealed class ServiceManagerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 2000 };

    private string SocketPath => Path.Combine(_folder.Path, "notify");

    public void Dispose()
    {
        _manager.Dispose();
        _folder.Dispose();
    }

    private string Received()
    {
        byte[] buffer = new byte[1024];
        return Encoding.UTF8.GetString(buffer, 0, _manager.Receive(buffer));
    }

    [Fact]
    public void Readiness_status_and_stop_arrive_as_systemd_reads_them()
    {
        _manager.Bind(new UnixDomainSocketEndPoint(SocketPath));
        using var service = new ServiceManager(SocketPath, "10000000");
        service.Ready("bond0 up\n2/2");
        Assert.Equal("READY=1\nSTATUS=bond0 up 2/2", Received());
        service.Alive();
        Assert.Equal("WATCHDOG=1", Received());
        service.Reloading();
        Assert.StartsWith("RELOADING=1\nMONOTONIC_USEC=", Received(), StringComparison.Ordinal);
        service.Stopping();
        Assert.Equal("STOPPING=1", Received());
        Assert.Equal(TimeSpan.FromSeconds(5), service.WatchdogInterval);
    }

    [Fact]
    public void Without_a_manager_nothing_happens()
    {
        using var none = new ServiceManager(null, null);
        none.Ready("x");
        using var gone = new ServiceManager(SocketPath, "100");
        gone.Ready("x");
        Assert.Null(none.WatchdogInterval);
        Assert.Null(gone.WatchdogInterval);
    }
}
