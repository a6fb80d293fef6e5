using System.Net.Sockets;

namespace BondFast.Control.Tests.Sockets;

public class PollingTests
{
    private const int Polls = 500;

    /// <summary>What a poll may cost the server's thread and the control loop, on average.</summary>
    private const int BytesPerPoll = 32;

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
        server.AwaitNextTurn();
        long before = server.Server.AllocatedBytes, loopBefore = server.LoopAllocatedBytes;
        for (int i = 0; i < Polls; i++) Poll(socket, bytes, buffer);
        server.AwaitNextTurn();
        Assert.InRange(server.Server.AllocatedBytes - before, 0, Polls * BytesPerPoll);
        Assert.InRange(server.LoopAllocatedBytes - loopBefore, 0, Polls * BytesPerPoll);
    }

    private static void Poll(Socket socket, byte[] request, byte[] buffer)
    {
        socket.Send(request);
        int count = 0;
        while (count == 0 || buffer[count - 1] != '\n') count += socket.Receive(buffer.AsSpan(count));
    }
}
