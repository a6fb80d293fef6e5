using BondFast.Control.Events;
using BondFast.Control.Sockets;

namespace BondFast.Control.Tests.Sockets;

public class EventStreamTests
{
    [Fact]
    public void Events_since_a_number_come_as_json_or_text()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client();
        Assert.Equal(0, client.Send("events").Last);
        for (int i = 1; i <= 5; i++) server.Raise($"event {i}");
        ControlReply all = client.Send("events");
        Assert.Equal(5, all.Result.GetArrayLength());
        Assert.Equal(5, all.Last);
        ControlReply some = client.Send("events", new ControlArguments { Since = 3 });
        Assert.Equal("event 4", some.Result[0].GetProperty("text").GetString());
        Assert.Equal(2, some.Result.GetArrayLength());
        string text = client.Send("events", new ControlArguments { Since = 4, Format = "text" }).Text!;
        Assert.EndsWith(" info bond0 test: event 5\n", text, StringComparison.Ordinal);
        for (int i = 0; i < EventLog.Capacity; i++) server.Raise("more");
        Assert.Equal(5, client.Send("events").Lost);
    }

    [Fact]
    public void A_client_that_follows_gets_every_new_event_in_order()
    {
        using var server = new TestServer();
        using ControlClient client = server.Client();
        server.Raise("event 1");
        Assert.Equal(1, client.Send("events", new ControlArguments { Follow = true }).Last);
        long seen = 1;
        for (int round = 0; round < 5; round++)
        {
            for (int i = 0; i < 100; i++) server.Raise($"event {round}.{i}");
            while (seen < 1 + (round + 1) * 100)
            {
                ControlReply events = client.Receive();
                Assert.Equal(0, events.Lost);
                foreach (System.Text.Json.JsonElement e in events.Result.EnumerateArray()) Assert.Equal(++seen, e.GetProperty("seq").GetInt64());
            }
        }
        Assert.True(client.Send("version").Ok);
    }
}
