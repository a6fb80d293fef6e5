using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Control.Commands;
using BondFast.Control.Status;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>What the control socket can have done to the running host. Control thread.</summary>
internal sealed class ProgramCommands(BondHost host, Reloader reloader, Action stop) : IControlCommands
{
    public void Show(HostStatus status, long now) => StatusReader.Fill(status, host);

    public CommandReply Get(string bond, string option)
    {
        if (host.FindBond(bond) is not { } found) return CommandReply.NoSuchBond(bond);
        return found.Engine.Get(option) is { } value
            ? CommandReply.Answer(value)
            : CommandReply.Refused("no-such-option", $"{bond}: there is no option {option}.{Nearest(option)}");
    }

    public CommandReply Set(string bond, string option, string value, long now)
    {
        if (host.FindBond(bond) is not { } found) return CommandReply.NoSuchBond(bond);
        // HOWTO 3.4.2 puts slaves in and out by writing to an option of this name.
        if (option == "slaves" && value.Length > 1 && value[0] is '+' or '-')
            return value[0] == '+' ? Enslave(bond, value[1..].Trim(), now) : Release(bond, value[1..].Trim(), now);
        return CommandReply.Of(found.Engine.Set(option, value, now));
    }

    public CommandReply Enslave(string bond, string port, long now) =>
        host.FindBond(bond) is { } found ? CommandReply.Of(host.Enslave(found, port)) : CommandReply.NoSuchBond(bond);

    public CommandReply Release(string bond, string slave, long now)
    {
        if (host.FindBond(bond) is not { } found) return CommandReply.NoSuchBond(bond);
        return found.Engine.Slaves.FirstOrDefault(s => s.Name == slave) is { } enslaved
            ? CommandReply.Of(host.Release(found, enslaved, now))
            : CommandReply.Refused("no-such-slave", $"{bond}: {slave} is not a slave of it. 'bondfast show {bond}' lists them.");
    }

    /// <summary>A bond made at run time gets a tap of its own name as uplink, as the driver makes an interface for it.</summary>
    public CommandReply AddBond(string bond, IReadOnlyList<KeyValuePair<string, string>> options, long now)
    {
        if (host.FindBond(bond) is not null) return CommandReply.Refused("exists", $"There is a bond {bond} already.");
        ValidatedOptions validated = OptionsValidator.Validate([.. options.Select(o => new GivenOption(o.Key, o.Value))]);
        if (validated.Problems.FirstOrDefault(p => p.Severity == ProblemSeverity.Error) is { } error)
            return CommandReply.Refused("EINVAL", $"{bond}: {error.Message} {error.Remedy}".TrimEnd());
        string uplink = UplinkOf(bond);
        HostConfiguration before = host.Configuration;
        host.Configuration = before with { Ports = before.Ports.Add(new PortConfiguration { Name = uplink, Kind = DeviceKind.Tap, Device = "tap", Interface = bond }) };
        try
        {
            host.AddBond(new BondConfiguration { Name = bond, Options = validated.Options, Uplink = uplink }, now);
        }
        catch (Exception e) when (e is DpdkException or StartException)
        {
            host.Configuration = before;
            return CommandReply.Refused("refused", e.Message);
        }
        return CommandReply.Done with { Warnings = [.. validated.Problems.Select(p => $"{p.Message} {p.Remedy}".TrimEnd())] };
    }

    public CommandReply DeleteBond(string bond, long now)
    {
        if (host.FindBond(bond) is not { } found) return CommandReply.NoSuchBond(bond);
        host.RemoveBond(found, now);
        HostConfiguration running = host.Configuration;
        host.Configuration = running with
        {
            Bonds = running.Bonds.RemoveAll(b => b.Name == bond),
            Ports = running.Ports.RemoveAll(p => p.Name == UplinkOf(bond)),
        };
        return CommandReply.Done;
    }

    public CommandReply Reload(bool dryRun, long now) => reloader.Reload(dryRun, now);

    public CommandReply Stop()
    {
        stop();
        return CommandReply.Done;
    }

    private static string UplinkOf(string bond) => bond + "-uplink";

    private static string Nearest(string option) =>
        NearestName.Of(option, OptionTable.All.Select(e => e.Name)) is { } name ? $" Did you mean {name}?" : "";
}
