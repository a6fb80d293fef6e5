using System.Net.Sockets;
using System.Text;
using BondFast.Control.Sockets;

namespace BondFast.Control.Tests.Sockets;

/// <summary>Clients that flood, stall, never end or never read do not keep a good one from being answered.</summary>
public class HostileClientTests
{
    [Fact]
    public void A_request_without_end_is_cut_off()
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        byte[] spaces = new byte[server.Options.MaxRequest];
        spaces.AsSpan().Fill((byte)'x');
        SendAll(socket, spaces);
        Assert.Contains("\"code\":\"too-long\"", ControlSocketTests.ReadLines(socket, 1)[0], StringComparison.Ordinal);
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    [Fact]
    public void A_request_as_long_as_allowed_is_answered()
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        string request = "{\"verb\":\"version\"" + new string(' ', server.Options.MaxRequest - 19) + "}\n";
        Assert.Equal(server.Options.MaxRequest, request.Length);
        for (int i = 0; i < 3; i++)
        {
            SendAll(socket, Encoding.ASCII.GetBytes(request));
            Assert.Contains("\"ok\":true", ControlSocketTests.ReadLines(socket, 1)[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_request_that_is_never_finished_times_out()
    {
        using var server = new TestServer(o => o with { StallTimeout = TimeSpan.FromMilliseconds(100) });
        using Socket socket = server.RawClient();
        socket.Send("{\"verb\":"u8);
        Assert.Contains("\"code\":\"timeout\"", ControlSocketTests.ReadLines(socket, 1)[0], StringComparison.Ordinal);
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    [Fact]
    public void A_client_that_does_not_read_is_let_go()
    {
        using var server = new TestServer(o => o with { StallTimeout = TimeSpan.FromMilliseconds(100) });
        using Socket socket = server.RawClient();
        byte[] requests = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"verb\":\"show\"}\n", 1000)));
        socket.SendTimeout = 2000;
        while (socket.Send(requests, SocketFlags.None, out SocketError error) > 0 && error == SocketError.Success) { }
        using ControlClient good = server.Client();
        SpinWait.SpinUntil(() => server.Server.ClientCount == 1, TestServer.Patience);
        Assert.True(good.Send("show").Ok);
        Assert.Equal(1, server.Server.ClientCount);
    }

    [Fact]
    public void A_client_that_is_silent_longest_makes_room()
    {
        using var server = new TestServer(o => o with { MaxClients = 4 });
        var silent = new List<Socket>();
        for (int i = 0; i < 6; i++)
        {
            silent.Add(server.RawClient());
            silent[i].Send("{\"verb\":\"version\"}\n"u8);
            ControlSocketTests.ReadLines(silent[i], 1);
            Thread.Sleep(20); // ticks of the activity clock
        }
        Assert.Contains("too-many-clients", ControlSocketTests.ReadLines(silent[0], 1)[0], StringComparison.Ordinal);
        Assert.Equal(0, silent[0].Receive(new byte[1]));
        silent[5].Send("{\"verb\":\"version\"}\n"u8);
        Assert.Contains("\"ok\":true", ControlSocketTests.ReadLines(silent[5], 1)[0], StringComparison.Ordinal);
        Assert.Equal(4, server.Server.ClientCount);
        foreach (Socket socket in silent) socket.Dispose();
    }

    [Fact]
    public void A_good_client_is_answered_while_many_bad_ones_do_their_worst()
    {
        using var server = new TestServer();
        using var stop = new CancellationTokenSource();
        Action<Socket, Random>[] attacks = [Flood, NeverRead, Trickle, Garbage, ConnectAndLeave, OverlongLines];
        Thread[] attackers = [.. Enumerable.Range(0, 24).Select(i => new Thread(() => Attack(server, attacks[i % attacks.Length], i, stop.Token)))];
        var idle = Enumerable.Range(0, 40).Select(_ => server.RawClient()).ToList();
        foreach (Thread thread in attackers) thread.Start();
        try
        {
            for (int i = 0; i < 50; i++)
            {
                using ControlClient good = server.Client();
                for (int j = 0; j < 4; j++)
                {
                    ControlReply reply = good.Send("show", new ControlArguments { Bond = "bond0" });
                    Assert.True(reply.Ok, reply.Error?.Message);
                    Assert.Equal(3, reply.Result.GetArrayLength());
                }
            }
        }
        finally
        {
            stop.Cancel();
            foreach (Thread thread in attackers) thread.Join();
            foreach (Socket socket in idle) socket.Dispose();
        }
        Assert.Null(server.Server.LastFault);
        Assert.InRange(server.Server.ClientCount, 0, server.Options.MaxClients);
        Assert.Empty(server.Commands.Calls);
        using ControlClient after = server.Client();
        Assert.True(after.Send("show").Ok);
    }

    private static void Attack(TestServer server, Action<Socket, Random> attack, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using Socket socket = server.RawClient();
                socket.SendTimeout = 50;
                socket.ReceiveTimeout = 50;
                attack(socket, random);
            }
            catch (SocketException)
            {
                // let go by the server: come again
            }
            Thread.Sleep(random.Next(5));
        }
    }

    private static void Flood(Socket socket, Random random)
    {
        for (int i = 0; i < 200; i++) socket.Send("{\"verb\":\"version\"}\n{\"verb\":\"nonsense\"}\n"u8);
    }

    private static void NeverRead(Socket socket, Random random)
    {
        for (int i = 0; i < 100; i++) socket.Send("{\"verb\":\"show\"}\n{\"verb\":\"events\",\"args\":{\"follow\":true}}\n"u8);
    }

    private static void Trickle(Socket socket, Random random)
    {
        for (int i = 0; i < 20; i++)
        {
            socket.Send("{"u8);
            Thread.Sleep(1);
        }
    }

    private static void Garbage(Socket socket, Random random)
    {
        byte[] bytes = new byte[random.Next(1, 5000)];
        random.NextBytes(bytes);
        socket.Send(bytes);
        socket.Receive(bytes, SocketFlags.None, out _);
    }

    private static void ConnectAndLeave(Socket socket, Random random)
    {
        socket.Send("{\"verb\":\"show\"}\n"u8);
        socket.LingerState = new LingerOption(true, 0);
    }

    private static void OverlongLines(Socket socket, Random random)
    {
        byte[] line = new byte[70_000];
        line.AsSpan().Fill((byte)random.Next(32, 127));
        SendAll(socket, line);
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int count = socket.Send(bytes, SocketFlags.None, out SocketError error);
            if (error != SocketError.Success) return;
            bytes = bytes[count..];
        }
    }
}
