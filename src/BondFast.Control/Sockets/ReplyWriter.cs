using System.Text.Encodings.Web;
using System.Text.Json;
using BondFast.Control.Commands;
using BondFast.Control.Status;

namespace BondFast.Control.Sockets;

/// <summary>
/// Writes one reply, a JSON object in a line: <c>{"id":…,"ok":true,…}</c> or <c>{"id":…,"ok":false,"error":{"code":…,"message":…}}</c>. Reused: a reply
/// allocates nothing.
/// </summary>
internal sealed class ReplyWriter : IDisposable
{
    private readonly TextBuffer _line = new();

    public ReplyWriter() => Json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Between <see cref="Begin"/> and <see cref="End"/>: further properties of the reply.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>The finished reply with its line end; valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Line => _line.Written;

    public void Begin(ReadOnlySpan<byte> id, bool ok)
    {
        _line.Clear();
        Json.Reset(_line);
        Json.WriteStartObject();
        if (!id.IsEmpty)
        {
            Json.WritePropertyName("id"u8);
            Json.WriteRawValue(id);
        }
        Json.WriteBoolean("ok"u8, ok);
    }

    public void End()
    {
        Json.WriteEndObject();
        Json.Flush();
        _line.Append('\n');
    }

    public void Error(ReadOnlySpan<byte> id, string code, string message)
    {
        Begin(id, ok: false);
        Json.WriteStartObject("error"u8);
        Json.WriteString("code"u8, code);
        Json.WriteString("message"u8, message);
        Json.WriteEndObject();
        End();
    }

    public void Reply(ReadOnlySpan<byte> id, CommandReply reply)
    {
        if (!reply.Succeeded)
        {
            Error(id, reply.ErrorCode!, reply.Message ?? "");
            return;
        }
        Begin(id, ok: true);
        if (reply.Value is not null) Json.WriteString("value"u8, reply.Value);
        if (!reply.Warnings.IsDefaultOrEmpty)
        {
            Json.WriteStartArray("warnings"u8);
            foreach (string warning in reply.Warnings) Json.WriteStringValue(warning);
            Json.WriteEndArray();
        }
        End();
    }

    public void Dispose() => Json.Dispose();
}
