using System.Net.Sockets;
using System.Text;
using BondFast.Control.Commands;
using BondFast.Control.Sockets;

namespace BondFast.Control.Tests.Sockets;

/// <summary>Requests and their replies.</summary>
public class ControlSocketTests
{
    [Fact]
    public void Show_is_json_text_or_the_drivers_file()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client();
        ControlReply json = client.Send("show");
        Assert.True(json.Ok);
        Assert.Equal(3, json.Result.GetArrayLength());
        Assert.Equal("bond0", json.Result[0].GetProperty("ifname").GetString());
        Assert.Equal("eth1", client.Send("show", new ControlArguments { Bond = "bond0" }).Result[2].GetProperty("ifname").GetString());
        Assert.StartsWith("bond0  active-backup  up", client.Send("show", new ControlArguments { Format = "text" }).Text, StringComparison.Ordinal);
        Assert.Contains("\nBonding Mode: fault-tolerance (active-backup)\n", client.Send("proc", new ControlArguments { Bond = "bond0" }).Text, StringComparison.Ordinal);
        Assert.StartsWith("worker  cpu", client.Send("workers", new ControlArguments { Format = "text" }).Text, StringComparison.Ordinal);
        Assert.Equal(3, client.Send("workers").Result[0].GetProperty("cpu").GetInt32());
        Assert.Equal(ProductVersion.Text, client.Send("version").Value);
        Assert.Equal(Environment.ProcessId, client.Server.ProcessId);
    }

    [Fact]
    public void A_bond_that_is_not_there_is_said()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client();
        foreach (string verb in new[] { "show", "proc" })
        {
            ControlReply reply = client.Send(verb, new ControlArguments { Bond = "bond7" });
            Assert.False(reply.Ok);
            Assert.Equal("no-such-bond", reply.Error!.Code);
            Assert.Contains("bond7", reply.Error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Rates_are_of_the_time_between_two_requests_of_one_client()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client(), other = server.Client();
        var rates = new ControlArguments { Format = "text", Rates = true };
        Assert.DoesNotContain("packets/s", client.Send("show", rates).Text, StringComparison.Ordinal);
        server.Commands.Packets = 1_000_000_000;
        server.AwaitNextTurn();
        string[] lines = client.Send("show", rates).Text!.Split('\n');
        Assert.Contains("tx packets/s", lines[1], StringComparison.Ordinal);
        Assert.Matches(@"^  eth0 .* 100\.0 % +0 +[1-9]\d* ", lines[2]);
        Assert.Matches(@"^  eth1 .* 0\.0 % +0 +0 ", lines[3]);
        Assert.DoesNotContain("packets/s", other.Send("show", rates).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Changes_reach_the_control_loop_with_their_arguments()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client();
        Assert.True(client.Send("set", new ControlArguments { Bond = "bond0", Option = "miimon", Value = "50" }).Ok);
        Assert.True(client.Send("set", new ControlArguments { Bond = "bond0", Option = "primary", Value = "" }).Ok);
        Assert.True(client.Send("enslave", new ControlArguments { Bond = "bond0", Port = "eth2" }).Ok);
        Assert.True(client.Send("release", new ControlArguments { Bond = "bond0", Port = "eth1" }).Ok);
        Assert.True(client.Send("bond-add", new ControlArguments { Bond = "bond1", Options = new() { ["mode"] = "4", ["miimon"] = "100" } }).Ok);
        Assert.True(client.Send("bond-del", new ControlArguments { Bond = "bond1" }).Ok);
        Assert.True(client.Send("reload", new ControlArguments { DryRun = true }).Ok);
        Assert.True(client.Send("reload").Ok);
        Assert.True(client.Send("stop").Ok);
        Assert.Equal("eth0", client.Send("get", new ControlArguments { Bond = "bond0", Option = "active_slave" }).Value);
        Assert.Equal(["set bond0 miimon 50", "set bond0 primary ", "enslave bond0 eth2", "release bond0 eth1", "add bond1 mode=4 miimon=100", "delete bond1", "reload dry", "reload", "stop"],
            server.Commands.Calls);
    }

    [Fact]
    public void Refusals_and_warnings_come_back()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client();
        server.Commands.Answer = () => CommandReply.Refused("EINVAL", "miimon: no");
        ControlReply refused = client.Send("set", new ControlArguments { Bond = "bond0", Option = "miimon", Value = "x" });
        Assert.Equal(("EINVAL", "miimon: no"), (refused.Error!.Code, refused.Error.Message));
        server.Commands.Answer = () => CommandReply.Done with { Warnings = ["rounded down to 200 ms"] };
        Assert.Equal(["rounded down to 200 ms"], client.Send("set", new ControlArguments { Bond = "bond0", Option = "updelay", Value = "250" }).Warnings);
        server.Commands.Answer = () => throw new InvalidOperationException("the driver said no");
        ControlReply failed = client.Send("reload");
        Assert.Equal(("failed", "reload: the driver said no"), (failed.Error!.Code, failed.Error.Message));
        Assert.True(client.Send("show").Ok);
    }

    [Fact]
    public void Requests_in_one_write_are_answered_in_order_and_ids_come_back_as_they_were()
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        socket.Send("{\"id\":\"ä1\",\"verb\":\"version\"}\n\r\n \n{\"id\":-2.5e3,\"verb\":\"version\",\"args\":null}\n{\"verb\":\"nonsense\",\"id\":7}\n{\"verb\":\"version\"}\n"u8);
        string[] replies = ReadLines(socket, 4);
        Assert.StartsWith("{\"id\":\"ä1\",\"ok\":true,", replies[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"id\":-2.5e3,\"ok\":true,", replies[1], StringComparison.Ordinal);
        Assert.StartsWith("{\"ok\":false,", replies[2], StringComparison.Ordinal); // refused before its id was read
        Assert.StartsWith("{\"ok\":true,", replies[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_request_without_line_end_is_answered_when_the_client_has_finished_sending()
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        socket.Send("{\"verb\":\"version\"}"u8);
        socket.Shutdown(SocketShutdown.Send);
        Assert.StartsWith("{\"ok\":true", ReadLines(socket, 1)[0], StringComparison.Ordinal);
        Assert.Equal(0, socket.Receive(new byte[1]));
    }

    [Theory]
    [InlineData("", "has no verb")]
    [InlineData("\"verb\":\"shwo\"", "There is no verb \"shwo\". There are: version, show")]
    [InlineData("\"verb\":1", "verb is not a string")]
    [InlineData("\"verb\":\"show\",\"extra\":1", "unknown key \"extra\"")]
    [InlineData("\"id\":[1],\"verb\":\"show\"", "id is neither")]
    [InlineData("\"verb\":\"show\",\"args\":[]", "args are not a JSON object")]
    [InlineData("\"verb\":\"show\",\"args\":{\"bnd\":\"x\"}", "no argument \"bnd\"")]
    [InlineData("\"verb\":\"show\",\"args\":{\"bond\":1}", "bond is not a string")]
    [InlineData("\"verb\":\"show\",\"args\":{\"format\":\"xml\"}", "no format \"xml\"")]
    [InlineData("\"verb\":\"show\",\"args\":{\"rates\":1}", "neither true nor false")]
    [InlineData("\"verb\":\"events\",\"args\":{\"since\":\"1\"}", "since is not a whole number")]
    [InlineData("\"verb\":\"events\",\"args\":{\"since\":1e99}", "since is not a whole number")]
    [InlineData("\"verb\":\"proc\"", "proc needs the argument bond")]
    [InlineData("\"verb\":\"set\",\"args\":{\"bond\":\"bond0\",\"option\":\"miimon\"}", "set needs the argument value")]
    [InlineData("\"verb\":\"enslave\",\"args\":{\"bond\":\"bond0\"}", "enslave needs the argument port")]
    [InlineData("\"verb\":\"bond-add\",\"args\":{\"bond\":\"b\",\"options\":{\"mode\":[]}}", "neither a string nor a number")]
    [InlineData("\"verb\":\"show\"}, {", "not a JSON object in one line")]
    [InlineData("\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}", "unknown key \"a\"")]
    public void What_is_not_understood_is_said_and_the_connection_goes_on(string inside, string message)
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        socket.Send(Encoding.UTF8.GetBytes($"{{{inside}}}\n"));
        string reply = ReadLines(socket, 1)[0];
        Assert.Contains("\"code\":\"bad-request\"", reply, StringComparison.Ordinal);
        Assert.Contains(message, reply.Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
        socket.Send("{\"verb\":\"version\"}\n"u8);
        Assert.Contains("\"ok\":true", ReadLines(socket, 1)[0], StringComparison.Ordinal);
        Assert.Empty(server.Commands.Calls);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("{\"verb\":\"show\"")]
    [InlineData("{\"verb\":\"\\ud800\"}")]
    public void What_is_no_request_is_said(string line)
    {
        using var server = new TestServer();
        using Socket socket = server.RawClient();
        socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
        Assert.Contains("\"code\":\"bad-request\"", ReadLines(socket, 1)[0], StringComparison.Ordinal);
        socket.Send([(byte)'{', (byte)'"', 0xff, 0xfe, (byte)'"', (byte)':', (byte)'1', (byte)'}', (byte)'\n']);
        Assert.Contains("\"code\":\"bad-request\"", ReadLines(socket, 1)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_control_loop_that_does_not_answer_is_said_and_nothing_is_changed_later()
    {
        using var server = new TestServer(o => o with { ReadTimeout = TimeSpan.FromMilliseconds(50), ChangeTimeout = TimeSpan.FromMilliseconds(50) });
        using ControlClient client = server.Client();
        server.Paused = true;
        server.AwaitNextTurn();
        ControlReply reply = client.Send("set", new ControlArguments { Bond = "bond0", Option = "miimon", Value = "50" });
        Assert.Equal("timeout", reply.Error!.Code);
        Assert.Contains("was not begun", reply.Error.Message, StringComparison.Ordinal);
        server.Paused = false;
        while (!client.Send("show").Ok) { }
        Assert.Empty(server.Commands.Calls);
    }

    [Fact]
    public void A_change_that_takes_long_is_said_to_be_still_running()
    {
        using var server = new TestServer(o => o with { ChangeTimeout = TimeSpan.FromMilliseconds(50) });
        using var release = new ManualResetEventSlim();
        server.Commands.Answer = () =>
        {
            release.Wait(TestServer.Patience);
            return CommandReply.Done;
        };
        using ControlClient client = server.Client();
        ControlReply reply = client.Send("reload");
        Assert.Equal("timeout", reply.Error!.Code);
        Assert.Contains("still running", reply.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["reload"], server.Commands.Calls);
        release.Set();
        Assert.True(client.Send("show").Ok);
    }

    internal static string[] ReadLines(Socket socket, int count)
    {
        var text = new List<byte>();
        byte[] one = new byte[1];
        while (text.Count(b => b == '\n') < count)
        {
            if (socket.Receive(one) == 0) throw new EndOfStreamException(Encoding.UTF8.GetString([.. text]));
            text.Add(one[0]);
        }
        return Encoding.UTF8.GetString([.. text]).TrimEnd('\n').Split('\n');
    }
}
