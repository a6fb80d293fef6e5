using System.Globalization;
using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary><c>bondfast plan</c>: what a start would do, from the very code that start-up runs, without doing it.</summary>
internal static class PlanText
{
    public static IEnumerable<string> Lines(HostConfiguration configuration, IReadOnlyList<int> allowedCpus)
    {
        CpuPlacement placement = CpuPlacement.Choose(configuration.Workers, allowedCpus);
        MemoryPlan memory = MemoryPlan.For(configuration, placement.Workers.Count);
        yield return "cores";
        yield return $"  control loop and .NET's own threads: CPU {placement.Control}";
        for (int i = 0; i < placement.Workers.Count; i++)
            yield return $"  worker {i}: CPU {placement.Workers[i]}{(placement.Workers[i] == placement.Control ? " (shared with the control loop)" : "")}";
        yield return "memory";
        yield return string.Create(CultureInfo.InvariantCulture, $"  {memory.Mbufs} buffers of {memory.Room} bytes: {Mempool.Footprint(memory.Mbufs, memory.Room) >> 20} MB; {memory.Megabytes} MB for EAL, mode {configuration.Memory.Mode.ToString().ToLowerInvariant()}");
        yield return "ports";
        foreach (PortConfiguration port in configuration.Ports)
        {
            int queues = port.Queues > 0 ? port.Queues : placement.Workers.Count;
            yield return $"  {port.Name}: {Device(port)}, {queues} receive and {Math.Max(queues, placement.Workers.Count)} transmit queues (fewer receive queues where the device has no more)";
        }
        yield return "bonds";
        foreach (BondConfiguration bond in configuration.Bonds)
        {
            yield return $"  {bond.Name}: {bond.Options.Mode.OptionName()}, MTU {bond.Mtu ?? Bond.DefaultMtu}, uplink {bond.Uplink ?? "none"}";
            foreach (SlaveConfiguration slave in bond.Slaves)
                yield return $"    {slave.Port}: {AddressChange(bond, slave)}";
        }
        yield return "EAL";
        yield return "  " + string.Join(' ', EalArguments.Build(new EalOptions
        {
            MemoryMegabytes = memory.Megabytes,
            Lcores = placement.Lcores(),
            FilePrefix = configuration.Eal.FilePrefix,
            ExtraArguments = configuration.Eal.ExtraArgs,
        }, configuration.Memory.Mode == Configuration.MemoryMode.Auto ? Dpdk.MemoryMode.None : (Dpdk.MemoryMode)configuration.Memory.Mode, IovaMode.Virtual, allowedCpus))
            + (configuration.Memory.Mode == Configuration.MemoryMode.Auto ? "   (memory auto: with hugepages when enough are free at start)" : "");
    }

    private static string Device(PortConfiguration port) => port.Kind switch
    {
        DeviceKind.Tap => $"a kernel interface {port.Interface}, made and removed with the program",
        DeviceKind.Wire => $"a virtual wire to {port.Peer}",
        DeviceKind.None => "no device",
        _ => port.Device,
    };

    private static string AddressChange(BondConfiguration bond, SlaveConfiguration slave)
    {
        string source = bond.Mac is { } mac ? mac.ToString() : slave == bond.Slaves[0] ? "its own address, which the bond takes" : $"the address of {bond.Slaves[0].Port}";
        return bond.Options switch
        {
            { Mode: BondMode.ActiveBackup, FailOverMac: FailOverMac.Active } => "keeps its own address; the bond takes that of the active slave",
            { Mode: BondMode.ActiveBackup, FailOverMac: FailOverMac.Follow } => "gets the bond's address while it is active",
            { Mode: BondMode.BalanceTlb or BondMode.BalanceAlb } => "keeps its own address; the active slave has the bond's",
            _ => $"gets {source}",
        };
    }
}
