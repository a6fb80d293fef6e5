using BondFast.Control.Commands;
using BondFast.Control.Events;
using BondFast.Control.Status;

namespace BondFast.Control.Sockets;

/// <summary>Turns one request line into one reply line. The server thread's; allocates nothing for a status that is polled.</summary>
internal sealed class RequestHandler(ControlQueue queue, EventLog events, ControlServerOptions options, uint owner, uint self) : IDisposable
{
    private readonly RequestParser _parser = new();
    private readonly ReplyWriter _reply = new();
    private readonly TextBuffer _text = new();
    private readonly StatusText _statusText = new();
    private readonly LoggedEvent[] _events = new LoggedEvent[EventLog.Capacity];
    private HostStatus _status = new();

    /// <summary>The reply with its line end; valid until the next call.</summary>
    public ReadOnlySpan<byte> Reply => _reply.Line;

    public void Handle(ControlConnection client, ReadOnlySpan<byte> line)
    {
        if (_parser.Parse(line) is { } problem)
        {
            Refuse("bad-request", problem);
            return;
        }
        ControlRequest request = _parser.Request;
        if (request.Verb.IsChange() && !MayChange(client.Peer.UserId))
        {
            Refuse("not-permitted", $"{request.Verb.Name()} is for root and for user {owner}, the owner of the control socket; you are user {client.Peer.UserId}. Try with sudo, or set control.owner.");
            return;
        }
        if (request.Verb == ControlVerb.Version) ReplyVersion();
        else if (request.Verb == ControlVerb.Events) ReplyEvents(client, request);
        else AskLoop(client, request);
    }

    /// <summary>A line for a client that cannot be heard out.</summary>
    public void Refuse(string code, string message) => _reply.Error(_parser.Id, code, message);

    /// <summary>As <see cref="Refuse"/>, for a request that was not even parsed.</summary>
    public void RefuseUnparsed(string code, string message) => _reply.Error([], code, message);

    /// <summary>New events for a client that follows, a line each, in <see cref="Reply"/>; false when there are none.</summary>
    public bool TryFollow(ControlConnection client)
    {
        if (events.Last <= client.FollowedTo) return false;
        int count = events.CopySince(client.FollowedTo, _events.AsSpan(0, 64), out long lost);
        if (count == 0) return false;
        _reply.Begin([], ok: true);
        WriteEvents(count, lost, client.FollowsAsText);
        _reply.End();
        client.FollowedTo = _events[count - 1].Sequence;
        return true;
    }

    public void Dispose() => _reply.Dispose();

    private bool MayChange(uint user) => user == 0 || user == owner || user == self;

    private void ReplyVersion()
    {
        _reply.Begin(_parser.Id, ok: true);
        _reply.Json.WriteString("value"u8, ProductVersion.Text);
        _reply.Json.WriteNumber("pid"u8, Environment.ProcessId);
        _reply.End();
    }

    private void ReplyEvents(ControlConnection client, ControlRequest request)
    {
        int count = events.CopySince(request.Since, _events, out long lost);
        _reply.Begin(_parser.Id, ok: true);
        WriteEvents(count, lost, request.Format == StatusFormat.Text);
        _reply.End();
        if (!request.Follow) return;
        client.Follows = true;
        client.FollowsAsText = request.Format == StatusFormat.Text;
        client.FollowedTo = count > 0 ? _events[count - 1].Sequence : Math.Max(0, Math.Min(request.Since, events.Last));
    }

    private void WriteEvents(int count, long lost, bool asText)
    {
        _reply.Json.WriteNumber("last"u8, count > 0 ? _events[count - 1].Sequence : events.Last);
        if (lost > 0) _reply.Json.WriteNumber("lost"u8, lost);
        if (asText)
        {
            _text.Clear();
            for (int i = 0; i < count; i++) EventText.WriteLine(_text, _events[i]);
            _reply.Json.WriteString("text"u8, _text.Written);
            return;
        }
        _reply.Json.WriteStartArray("result"u8);
        for (int i = 0; i < count; i++) EventText.WriteJson(_reply.Json, _events[i]);
        _reply.Json.WriteEndArray();
    }

    private void AskLoop(ControlConnection client, ControlRequest request)
    {
        CommandReply answer = queue.Ask(request, ref _status, request.Verb.IsChange() ? options.ChangeTimeout : options.ReadTimeout);
        if (!answer.Succeeded || request.Verb is not (ControlVerb.Show or ControlVerb.Proc or ControlVerb.Workers)) _reply.Reply(_parser.Id, answer);
        else if (request.Bond is { } bond && _status.Find(bond) is null) _reply.Reply(_parser.Id, CommandReply.NoSuchBond(bond));
        else ReplyStatus(client, request);
    }

    private void ReplyStatus(ControlConnection client, ControlRequest request)
    {
        _reply.Begin(_parser.Id, ok: true);
        if (request is { Verb: ControlVerb.Show, Format: StatusFormat.Json })
        {
            _reply.Json.WritePropertyName("result"u8);
            IpLinkJson.Write(_reply.Json, _status, request.Bond);
        }
        else if (request is { Verb: ControlVerb.Workers, Format: StatusFormat.Json })
        {
            _reply.Json.WritePropertyName("result"u8);
            WorkersJson.Write(_reply.Json, _status);
        }
        else
        {
            _text.Clear();
            if (request.Verb == ControlVerb.Proc) ProcStatus.Write(_text, _status.Find(request.Bond!)!);
            else if (request.Verb == ControlVerb.Workers) _statusText.WriteWorkers(_text, _status);
            else _statusText.Write(_text, _status, request.Bond, request.Rates ? client.Before : null);
            _reply.Json.WriteString("text"u8, _text.Written);
            if (request.Verb == ControlVerb.Show && request.Rates) Remember(client);
        }
        _reply.End();
    }

    /// <summary>The client keeps this status to compare with, and gives back the one it had.</summary>
    private void Remember(ControlConnection client)
    {
        HostStatus free = client.Before ?? new HostStatus();
        client.Before = _status;
        _status = free;
    }
}
