using System.CommandLine;
using System.Globalization;
using BondFast.Bonding;
using BondFast.Datapath;

namespace BondFast.CommandLine;

/// <summary>
/// <c>bondfast hash</c>: frames on standard input, one hex string a line; hash and slave of each on standard output, computed by
/// the code that the workers run. Needs no DPDK.
/// </summary>
internal static class HashCommand
{
    private static readonly (string Name, XmitHashPolicy Policy)[] Policies =
    [
        ("layer2", XmitHashPolicy.Layer2), ("layer3+4", XmitHashPolicy.Layer34), ("layer2+3", XmitHashPolicy.Layer23),
        ("encap2+3", XmitHashPolicy.Encap23), ("encap3+4", XmitHashPolicy.Encap34), ("vlan+srcmac", XmitHashPolicy.VlanSrcMac),
    ];

    public static Command Create()
    {
        var policy = new Option<string>("--policy") { Description = "xmit_hash_policy: " + string.Join(", ", Policies.Select(p => p.Name)) + ", or its number.", DefaultValueFactory = _ => "layer2" };
        var formula = new Option<string>("--formula") { Description = "Whose arithmetic: howto or linux.", DefaultValueFactory = _ => "howto" };
        formula.AcceptOnlyFromAmong("howto", "linux");
        var slaves = new Option<int>("--slaves") { Description = "How many usable slaves, 1 to 32.", DefaultValueFactory = _ => 2 };
        slaves.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > ForwardingPlan.MaxSlaves) result.AddError($"--slaves takes 1 to {ForwardingPlan.MaxSlaves}.");
        });
        policy.CompletionSources.Add([.. Policies.Select(p => p.Name)]);
        policy.Validators.Add(result =>
        {
            if (FindPolicy(result.GetValueOrDefault<string>()) is null)
                result.AddError($"--policy {result.GetValueOrDefault<string>()}: there is no such policy. There are {string.Join(", ", Policies.Select(p => p.Name))}.");
        });
        var command = new Command("hash", "Tell which slave each frame (a hex string a line on standard input) leaves on.") { policy, formula, slaves };
        command.SetAction(parsed => Run(
            FindPolicy(parsed.GetValue(policy))!.Value,
            parsed.GetValue(formula) == "linux" ? XmitHashFormula.Linux : XmitHashFormula.Howto,
            parsed.GetValue(slaves), Console.In, Console.Out));
        return command;
    }

    internal static int Run(XmitHashPolicy policy, XmitHashFormula formula, int slaves, TextReader input, TextWriter output)
    {
        int number = 0;
        while (input.ReadLine() is { } line)
        {
            number++;
            line = line.Trim();
            if (line.Length == 0) continue;
            byte[] frame;
            try
            {
                frame = Convert.FromHexString(line);
            }
            catch (FormatException)
            {
                throw new Failure(ExitCode.BadInput, $"line {number}: not a frame: a frame is an even number of hex digits without anything between them.");
            }
            ulong hash = TransmitHash.Compute(policy, formula, frame);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"hash":{{hash}},"slave":{{TransmitHash.Place(hash, slaves)}}}"""));
        }
        output.Flush();
        return ExitCode.Success;
    }

    private static XmitHashPolicy? FindPolicy(string? text)
    {
        foreach (var (name, policy) in Policies)
            if (name == text || ((int)policy).ToString(CultureInfo.InvariantCulture) == text) return policy;
        return null;
    }
}
