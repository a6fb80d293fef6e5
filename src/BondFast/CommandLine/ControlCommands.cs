using System.CommandLine;
using System.Text.Json;
using BondFast.Control.Sockets;

namespace BondFast.CommandLine;

/// <summary>The verbs that ask the running program over its control socket: what it shows and what it changes.</summary>
internal static class ControlCommands
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(35);

    private static readonly Option<string> Socket = new("--socket")
    {
        Description = "The control socket of the running program.",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("BONDFAST_SOCKET") ?? "/run/bondfast/bondfast.sock",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON." };

    public static IEnumerable<Command> Create() => [ShowCommand(), GetCommand(), SetCommand(), EnslaveCommand(), ReleaseCommand(), BondCommand(), ReloadCommand(), StopCommand()];

    private static Command ShowCommand()
    {
        var bond = new Argument<string?>("BOND") { Description = "Only this bond; or 'workers', or 'events'.", Arity = ArgumentArity.ZeroOrOne };
        var proc = new Option<bool>("--proc") { Description = "Exactly as /proc/net/bonding/BOND." };
        var follow = new Option<bool>("-f", "--follow") { Description = "With events: wait for more of them." };
        var command = new Command("show", "Show bonds and slaves, workers, or events of the running program.") { bond, proc, follow, Json, Socket };
        command.SetAction(parsed =>
        {
            string? what = parsed.GetValue(bond);
            bool json = parsed.GetValue(Json);
            string? format = json ? "json" : "text";
            using ControlClient client = Connect(parsed);
            if (what == "events") return Events(client, parsed.GetValue(follow), format, json);
            if (parsed.GetValue(proc))
            {
                if (what is null) throw new Failure(ExitCode.Usage, "show --proc shows one bond: name it.");
                return Print(Ask(client, "proc", new ControlArguments { Bond = what }), json: false);
            }
            return what == "workers"
                ? Print(Ask(client, "workers", new ControlArguments { Format = format }), json)
                : Print(Ask(client, "show", new ControlArguments { Bond = what, Format = format }), json);
        });
        return command;
    }

    private static Command GetCommand()
    {
        var bond = new Argument<string>("BOND");
        var option = new Argument<string>("OPTION");
        var command = new Command("get", "Print an option of a bond as the kernel's sysfs files do.") { bond, option, Socket };
        command.SetAction(parsed => Do(parsed, "get", new ControlArguments { Bond = parsed.GetValue(bond), Option = parsed.GetValue(option) }));
        return command;
    }

    private static Command SetCommand()
    {
        var bond = new Argument<string>("BOND");
        var option = new Argument<string>("OPTION");
        var value = new Argument<string>("VALUE") { Description = "A name or a number; +ADDRESS and -ADDRESS for lists." };
        var command = new Command("set", "Change an option of a bond: refused changes leave everything as it was.") { bond, option, value, Socket };
        command.SetAction(parsed => Do(parsed, "set", new ControlArguments { Bond = parsed.GetValue(bond), Option = parsed.GetValue(option), Value = parsed.GetValue(value) }));
        return command;
    }

    private static Command EnslaveCommand()
    {
        var bond = new Argument<string>("BOND");
        var port = new Argument<string>("PORT") { Description = "A port of the configuration, or a kernel interface." };
        var command = new Command("enslave", "Put a port into a bond.") { bond, port, Socket };
        command.SetAction(parsed => Do(parsed, "enslave", new ControlArguments { Bond = parsed.GetValue(bond), Port = parsed.GetValue(port) }));
        return command;
    }

    private static Command ReleaseCommand()
    {
        var bond = new Argument<string>("BOND");
        var slave = new Argument<string>("SLAVE");
        var command = new Command("release", "Take a slave out of a bond; its own address and MTU come back.") { bond, slave, Socket };
        command.SetAction(parsed => Do(parsed, "release", new ControlArguments { Bond = parsed.GetValue(bond), Port = parsed.GetValue(slave) }));
        return command;
    }

    private static Command BondCommand()
    {
        var name = new Argument<string>("BOND");
        var options = new Argument<string[]>("OPTION=VALUE") { Description = "Options as in the configuration file.", Arity = ArgumentArity.ZeroOrMore };
        var add = new Command("add", "Make a bond; it gets a tap interface of its name.") { name, options, Socket };
        add.SetAction(parsed => Do(parsed, "bond-add", new ControlArguments { Bond = parsed.GetValue(name), Options = Pairs(parsed.GetValue(options) ?? []) }));
        var gone = new Argument<string>("BOND");
        var del = new Command("del", "Remove a bond; its slaves are released.") { gone, Socket };
        del.SetAction(parsed => Do(parsed, "bond-del", new ControlArguments { Bond = parsed.GetValue(gone) }));
        return new Command("bond", "Make and remove bonds of the running program.") { add, del };
    }

    private static Command ReloadCommand()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only tell what would change." };
        var command = new Command("reload", "Read the configuration file again: all of it takes effect, or nothing.") { dryRun, Socket };
        command.SetAction(parsed => Do(parsed, "reload", new ControlArguments { DryRun = parsed.GetValue(dryRun) }));
        return command;
    }

    private static Command StopCommand()
    {
        var command = new Command("stop", "End the running program as SIGTERM does.") { Socket };
        command.SetAction(parsed => Do(parsed, "stop", null));
        return command;
    }

    private static Dictionary<string, string> Pairs(string[] options)
    {
        Dictionary<string, string> pairs = [];
        foreach (string option in options)
        {
            int equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new Failure(ExitCode.Usage, $"'{option}' is not OPTION=VALUE.");
            if (!pairs.TryAdd(option[..equals], option[(equals + 1)..])) throw new Failure(ExitCode.Usage, $"{option[..equals]} is given twice.");
        }
        return pairs;
    }

    private static int Do(ParseResult parsed, string verb, ControlArguments? arguments)
    {
        using ControlClient client = Connect(parsed);
        return Print(Ask(client, verb, arguments), json: false);
    }

    private static ControlClient Connect(ParseResult parsed)
    {
        try
        {
            return ControlClient.Connect(parsed.GetValue(Socket)!, Timeout);
        }
        catch (ControlException exception)
        {
            throw new Failure(exception.Code == "not-permitted" ? ExitCode.Permission : ExitCode.Unavailable, exception.Message);
        }
    }

    private static ControlReply Ask(ControlClient client, string verb, ControlArguments? arguments)
    {
        try
        {
            ControlReply reply = client.Send(verb, arguments);
            if (reply.Ok) return reply;
            throw new Failure(reply.Error?.Code is "not-permitted" ? ExitCode.Permission : ExitCode.Negative, reply.Error?.Message ?? "refused");
        }
        catch (ControlException exception)
        {
            throw new Failure(ExitCode.Unavailable, exception.Message);
        }
    }

    private static int Print(ControlReply reply, bool json)
    {
        foreach (string warning in reply.Warnings) Console.Error.WriteLine($"warning: {warning}");
        if (json && reply.Result.ValueKind != JsonValueKind.Undefined) Console.WriteLine(reply.Result.GetRawText());
        else if (reply.Text is not null) Console.Write(reply.Text);
        else if (reply.Value is not null) Console.WriteLine(reply.Value);
        return ExitCode.Success;
    }

    private static int Events(ControlClient client, bool follow, string? format, bool json)
    {
        ControlReply reply = Ask(client, "events", new ControlArguments { Follow = follow ? true : null, Format = format });
        PrintEvents(reply, json);
        while (follow)
        {
            try
            {
                PrintEvents(client.Receive(), json);
            }
            catch (ControlException exception) when (exception.Code == "no-reply")
            {
                // nothing happened for a while
            }
            catch (ControlException)
            {
                break;
            }
        }
        return ExitCode.Success;
    }

    private static void PrintEvents(ControlReply reply, bool json)
    {
        if (reply.Lost > 0) Console.Error.WriteLine($"{reply.Lost} events are lost");
        if (!json) Console.Write(reply.Text);
        else if (reply.Result.ValueKind == JsonValueKind.Array)
            foreach (JsonElement happening in reply.Result.EnumerateArray()) Console.WriteLine(happening.GetRawText());
        Console.Out.Flush();
    }
}
