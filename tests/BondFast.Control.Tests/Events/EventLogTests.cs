using System.Text.Json;
using BondFast.Bonding;
using BondFast.Control.Events;
using BondFast.Control.Status;

namespace BondFast.Control.Tests.Events;

public class EventLogTests
{
    [Fact]
    public void Events_are_numbered_and_read_in_order()
    {
        EventLog log = Filled(5);
        var events = new LoggedEvent[10];
        Assert.Equal(5, log.CopySince(0, events, out long lost));
        Assert.Equal(0, lost);
        Assert.Equal([1L, 2, 3, 4, 5], events[..5].Select(e => e.Sequence));
        Assert.Equal(2, log.CopySince(3, events, out lost));
        Assert.Equal("event 4", events[0].Event.Text);
        Assert.Equal(0, log.CopySince(5, events, out lost));
        Assert.Equal(0, log.CopySince(77, events, out lost));
        Assert.Equal(0, lost);
        Assert.Equal(2, log.CopySince(-9, events.AsSpan(0, 2), out lost));
        Assert.Equal(0, lost);
    }

    [Fact]
    public void Only_the_last_ones_are_kept_and_the_loss_is_said()
    {
        EventLog log = Filled(EventLog.Capacity + 100);
        var events = new LoggedEvent[EventLog.Capacity];
        Assert.Equal(EventLog.Capacity, log.CopySince(0, events, out long lost));
        Assert.Equal(100, lost);
        Assert.Equal(101, events[0].Sequence);
        Assert.Equal(EventLog.Capacity + 100, events[^1].Sequence);
        Assert.Equal(EventLog.Capacity, log.CopySince(50, events, out lost));
        Assert.Equal(50, lost);
        Assert.Equal(3, log.CopySince(101, events.AsSpan(0, 3), out lost));
        Assert.Equal(0, lost);
        Assert.Equal(102, events[0].Sequence);
    }

    [Fact]
    public void An_empty_log_has_nothing()
    {
        var log = new EventLog();
        Assert.Equal(0, log.CopySince(0, new LoggedEvent[4], out long lost));
        Assert.Equal(0, lost);
        Assert.Equal(0, log.Last);
    }

    [Fact]
    public void Events_are_lines_of_text_and_json_objects()
    {
        var log = new EventLog(new StoppedClock());
        log.Add(new BondEvent(123, EventLevel.Warning, "link-down", "bond0", "eth1", "eth1: carrier lost,\nfailure 1"));
        log.Add(new BondEvent(124, EventLevel.Info, "opened", "bond0", null, "bond0: up"));
        var events = new LoggedEvent[2];
        log.CopySince(0, events, out _);
        var text = new TextBuffer();
        EventText.WriteLine(text, events[0]);
        EventText.WriteLine(text, events[1]);
        Assert.Equal("2026-01-02T03:04:05.678Z warning bond0 eth1 link-down: eth1: carrier lost, failure 1\n2026-01-02T03:04:05.678Z info bond0 opened: bond0: up\n", text.ToString());
        text.Clear();
        using (var json = new Utf8JsonWriter(text)) EventText.WriteJson(json, events[0]);
        Assert.Equal("""{"seq":1,"time":"2026-01-02T03:04:05.678Z","at_ns":123,"level":"warning","kind":"link-down","bond":"bond0","slave":"eth1","text":"eth1: carrier lost,\nfailure 1"}""", text.ToString());
    }

    private static EventLog Filled(int count)
    {
        var log = new EventLog(new StoppedClock());
        for (int i = 1; i <= count; i++) log.Add(new BondEvent(i, EventLevel.Info, "test", "bond0", null, $"event {i}"));
        return log;
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    }
}
