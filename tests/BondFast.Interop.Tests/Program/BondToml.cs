using System.Text;

namespace BondFast.Interop.Tests.Program;

/// <summary>A configuration file with one bond over kernel interfaces and a tap uplink.</summary>
/// <param name="Mode">By the name the Linux driver gives it.</param>
/// <param name="Slaves">Kernel interfaces, in order of enslavement.</param>
/// <param name="Options">Lines of the bond's table, for example <c>miimon = 50</c>.</param>
internal sealed record BondToml(string Mode, string[] Slaves, params string[] Options)
{
    public const string Bond = "bond0";

    public string Text
    {
        get
        {
            var text = new StringBuilder($"""
                [bond.{Bond}]
                mode = "{Mode}"
                slaves = [{string.Join(", ", Slaves.Select(slave => $"\"{slave}\""))}]
                uplink = "host0"

                """);
            foreach (var option in Options)
                text.AppendLine(option);
            text.AppendLine("\n[port.host0]\ndevice = \"tap\"");
            foreach (var slave in Slaves)
                text.AppendLine($"\n[port.{slave}]\ndevice = \"net_af_packet,iface={slave}\"");
            return text.ToString();
        }
    }
}
