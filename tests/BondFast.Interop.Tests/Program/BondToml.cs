using System.Text;

namespace BondFast.Interop.Tests.Program;

/// <summary>A configuration file with one bond over kernel interfaces and a tap uplink.</summary>
/// <param name="Mode">By the name the Linux driver gives it.</param>
/// <param name="Slaves">Kernel interfaces, in order of enslavement.</param>
/// <param name="Options">Lines of the bond's table, for example <c>miimon = 50</c>.</param>
internal sealed record BondToml(string Mode, string[] Slaves, params string[] Options)
{
    public const string Bond = "bond0";

    /// <summary>Lines of the tables of single slaves, for example <c>prio = 10</c>.</summary>
    public IReadOnlyDictionary<string, string> SlaveOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>No kernel interface: the bond's addresses come from the file.</summary>
    public bool WithoutUplink { get; init; }

    /// <param name="socket">Where the control socket is to be.</param>
    /// <param name="filePrefix">Tells this process from others that use DPDK.</param>
    public string Text(string socket, string filePrefix)
    {
        var text = new StringBuilder($"""
            [control]
            socket = "{socket}"

            [eal]
            file_prefix = "{filePrefix}"

            [memory]
            mode = "none"

            # The peers need the CPUs too.
            [workers]
            idle = "sleep"

            [bond.{Bond}]
            mode = "{Mode}"
            slaves = [{string.Join(", ", Slaves.Select(slave => $"\"{slave}\""))}]

            """);
        if (!WithoutUplink)
            text.AppendLine("uplink = \"host0\"");
        foreach (var option in Options)
            text.AppendLine(option);
        foreach (var (slave, line) in SlaveOptions)
            text.AppendLine($"\n[bond.{Bond}.slave.{slave}]\n{line}");
        if (!WithoutUplink)
            text.AppendLine("\n[port.host0]\ndevice = \"tap\"");
        foreach (var slave in Slaves)
            text.AppendLine($"\n[port.{slave}]\ndevice = \"net_af_packet,iface={slave}\"");
        return text.ToString();
    }
}
