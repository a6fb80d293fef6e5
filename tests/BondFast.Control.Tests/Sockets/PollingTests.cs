using System.Net.Sockets;

namespace BondFast.Control.Tests.Sockets;

[CollectionDefinition("measures the process's allocation", DisableParallelization = true)]
#pragma warning disable CA1711 // xunit's word
public class AllocationCollection;
#pragma warning restore CA1711

[Collection("measures the process's allocation")]
public class PollingTests
{
    private const int Polls = 500;

    /// <summary>Server thread, control loop and a client that reuses its buffers, together. At ten polls a second this is noise.</summary>
    [Theory]
    [InlineData("{\"id\":1,\"verb\":\"show\",\"args\":{\"bond\":\"bond0\"}}\n")]
    [InlineData("{\"id\":1,\"verb\":\"show\",\"args\":{\"format\":\"text\",\"rates\":true}}\n")]
    [InlineData("{\"id\":1,\"verb\":\"proc\",\"args\":{\"bond\":\"bond0\"}}\n")]
    [InlineData("{\"id\":1,\"verb\":\"events\",\"args\":{\"since\":5}}\n")]
    public void Steady_polling_allocates_next_to_nothing(string request)
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(request), buffer = new byte[64 * 1024];
        for (int i = 0; i < Polls; i++) Poll(socket, bytes, buffer);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Polls; i++) Poll(socket, bytes, buffer);
        long each = (GC.GetTotalAllocatedBytes(precise: true) - before) / Polls;
        Assert.InRange(each, 0, 512);
    }

    private static void Poll(Socket socket, byte[] request, byte[] buffer)
    {
        socket.Send(request);
        int count = 0;
        while (count == 0 || buffer[count - 1] != '\n') count += socket.Receive(buffer.AsSpan(count));
    }
}
