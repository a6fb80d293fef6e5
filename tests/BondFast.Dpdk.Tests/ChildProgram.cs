namespace BondFast.Dpdk.Tests;

/// <summary>
/// The child process of <see cref="Child"/>: starts EAL, probes devices and prints a line per outcome:
/// <c>ok</c> or <c>CODE|what|why|remedy</c>. Nothing else may ever appear on its output.
/// </summary>
internal static class ChildProgram
{
    private static int Main(string[] arguments)
    {
        EalOptions options = new()
        {
            Memory = Enum.Parse<MemoryMode>(arguments[0], ignoreCase: true),
            MemoryMegabytes = int.Parse(arguments[1]),
            FilePrefix = arguments[2],
            ExtraArguments = arguments[3].Split(' ', StringSplitOptions.RemoveEmptyEntries),
        };
        try
        {
            using Eal eal = Eal.Start(options);
            Console.WriteLine($"ok {eal.Memory}");
            foreach (string device in arguments[4..]) Probe(device);
            return 0;
        }
        catch (EalException e)
        {
            Print(e);
            return 1;
        }
    }

    private static void Probe(string device)
    {
        try
        {
            if (device.StartsWith("netns:", StringComparison.Ordinal))
            {
                NetworkNamespace.Enter(device["netns:".Length..]);
                Console.WriteLine("ok netns");
                return;
            }
            if (device == "wire")
            {
                using VirtualWire wire = VirtualWire.Create("w");
                Console.WriteLine($"ok {wire.A.Name}");
                return;
            }
            using Port port = Port.Probe("p", device);
            Console.WriteLine($"ok {port.Info.Driver}");
        }
        catch (DpdkException e)
        {
            Print(e);
        }
    }

    private static void Print(DpdkException e) => Console.WriteLine($"{e.Code}|{e.What}|{e.Why}|{e.Remedy}");
}
