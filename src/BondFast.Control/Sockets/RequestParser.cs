using System.Text;
using System.Text.Json;
using BondFast.Control.Commands;

namespace BondFast.Control.Sockets;

/// <summary>
/// Reads one request, a JSON object <c>{"id":…,"verb":"…","args":{…}}</c>, into the same <see cref="ControlRequest"/> again and again. Whatever is
/// not understood is an error with a sentence; nothing is guessed.
/// </summary>
internal sealed class RequestParser
{
    /// <summary>Bytes of an id as it stands in the request; a longer one is refused.</summary>
    public const int MaxIdLength = 64;

    private const int MaxOptions = 64;

    private static readonly string[] Arguments = ["bond", "port", "slave", "option", "value", "format", "rates", "since", "follow", "dry_run", "options"];

    private readonly byte[] _id = new byte[MaxIdLength];
    private int _idLength;
    private string? _lastBond;

    public ControlRequest Request { get; } = new();

    /// <summary>The id as it stood in the request (a number or a string with quotes); empty when there was none.</summary>
    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    /// <summary>Null, or what is wrong with the request.</summary>
    public string? Parse(ReadOnlySpan<byte> line)
    {
        Request.Clear();
        _idLength = 0;
        try
        {
            var json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
            return ReadRequest(ref json, line) ?? Missing();
        }
        catch (JsonException e)
        {
            return $"The request is not a JSON object in one line: {e.Message}";
        }
        catch (InvalidOperationException)
        {
            return "The request has a string that is not valid UTF-8.";
        }
    }

    private string? ReadRequest(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return "The request is not a JSON object.";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string? problem;
            if (json.ValueTextEquals("id"u8)) problem = ReadId(ref json, line);
            else if (json.ValueTextEquals("verb"u8)) problem = ReadVerb(ref json);
            else if (json.ValueTextEquals("args"u8)) problem = ReadArguments(ref json);
            else problem = $"The request has an unknown key \"{Short(ref json)}\". It takes id, verb and args.";
            if (problem is not null) return problem;
        }
        json.Read(); // anything after the object throws
        return null;
    }

    private string? ReadId(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        json.Read();
        if (json.TokenType is not (JsonTokenType.Number or JsonTokenType.String)) return "The id is neither a number nor a string.";
        ReadOnlySpan<byte> raw = line[(int)json.TokenStartIndex..(int)json.BytesConsumed];
        if (raw.Length > MaxIdLength) return $"The id is longer than {MaxIdLength} bytes.";
        raw.CopyTo(_id);
        _idLength = raw.Length;
        return null;
    }

    private string? ReadVerb(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.String) return "The verb is not a string.";
        Request.Verb = ControlVerbs.Find(json);
        return Request.Verb == ControlVerb.None ? $"There is no verb \"{Short(ref json)}\". There are: {ControlVerbs.All}." : null;
    }

    private string? ReadArguments(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) return "The args are not a JSON object.";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            if (ReadArgument(ref json) is { } problem) return problem;
        return null;
    }

    private string? ReadArgument(ref Utf8JsonReader json)
    {
        int argument = 0;
        while (argument < Arguments.Length && !json.ValueTextEquals(Arguments[argument])) argument++;
        if (argument == Arguments.Length) return $"There is no argument \"{Short(ref json)}\". There are: {string.Join(", ", Arguments)}.";
        string name = Arguments[argument];
        json.Read();
        switch (name)
        {
            case "rates" or "follow" or "dry_run":
                if (json.TokenType is not (JsonTokenType.True or JsonTokenType.False)) return $"The argument {name} is neither true nor false.";
                bool on = json.TokenType == JsonTokenType.True;
                if (name == "rates") Request.Rates = on;
                else if (name == "follow") Request.Follow = on;
                else Request.DryRun = on;
                return null;
            case "since":
                if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long since)) return "The argument since is not a whole number.";
                Request.Since = since;
                return null;
            case "options":
                return ReadOptions(ref json);
            default:
                return json.TokenType == JsonTokenType.String ? TakeText(name, ref json) : $"The argument {name} is not a string.";
        }
    }

    private string? TakeText(string name, ref Utf8JsonReader json)
    {
        switch (name)
        {
            case "bond":
                // A poller asks for the same bond again and again.
                if (_lastBond is null || !json.ValueTextEquals(_lastBond)) _lastBond = json.GetString();
                Request.Bond = _lastBond;
                return null;
            case "port" or "slave":
                Request.Port = json.GetString();
                return null;
            case "option":
                Request.Option = json.GetString();
                return null;
            case "value":
                Request.Value = json.GetString();
                return null;
            default:
                if (json.ValueTextEquals("text"u8)) Request.Format = StatusFormat.Text;
                else if (!json.ValueTextEquals("json"u8)) return $"There is no format \"{Short(ref json)}\". There are: json, text.";
                return null;
        }
    }

    private string? ReadOptions(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject) return "The argument options is not a JSON object.";
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Request.Options.Count == MaxOptions) return $"There are more than {MaxOptions} options.";
            string option = json.GetString()!;
            json.Read();
            string? value = json.TokenType switch
            {
                JsonTokenType.String => json.GetString(),
                JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
                JsonTokenType.True => "on",
                JsonTokenType.False => "off",
                _ => null,
            };
            if (value is null) return $"The value of option {option} is neither a string nor a number.";
            Request.Options.Add(new(option, value));
        }
        return null;
    }

    /// <summary>Arguments without which the verb means nothing.</summary>
    private string? Missing()
    {
        string verb = Request.Verb.Name();
        return Request.Verb switch
        {
            ControlVerb.None => $"The request has no verb. There are: {ControlVerbs.All}.",
            ControlVerb.Proc when Request.Bond is null => Lacks(verb, "bond"),
            ControlVerb.Get or ControlVerb.Set or ControlVerb.Enslave or ControlVerb.Release or ControlVerb.BondAdd or ControlVerb.BondDel
                when string.IsNullOrEmpty(Request.Bond) => Lacks(verb, "bond"),
            ControlVerb.Get or ControlVerb.Set when string.IsNullOrEmpty(Request.Option) => Lacks(verb, "option"),
            ControlVerb.Set when Request.Value is null => Lacks(verb, "value"),
            ControlVerb.Enslave or ControlVerb.Release when string.IsNullOrEmpty(Request.Port) => Lacks(verb, "port"),
            _ => null,
        };
    }

    private static string Lacks(string verb, string argument) => $"The verb {verb} needs the argument {argument}.";

    private static string Short(ref Utf8JsonReader json)
    {
        string text = json.GetString() ?? "";
        return text.Length <= 40 ? text : text[..40] + "...";
    }
}
