using System.Collections.Immutable;

namespace BondFast.Explanations;

/// <summary>Every error code of the program, in order. 20xx: start of DPDK, 21xx: devices and ports, 22xx: memory, 23xx: workers.</summary>
internal static partial class ExplanationTable
{
    public static ImmutableArray<Explanation> All { get; } = [.. Start(), .. Devices(), .. Drivers(), .. Memory()];

    /// <summary>By its code, with or without BF, in any case; null: there is none.</summary>
    public static Explanation? Find(string code)
    {
        string wanted = code.StartsWith("BF", StringComparison.OrdinalIgnoreCase) ? code[2..] : code;
        return All.FirstOrDefault(e => e.Code[2..] == wanted);
    }

    private static IEnumerable<Explanation> Memory()
    {
        yield return new("BF2201", "There is not enough packet memory for the buffers",
            "The pool of buffers is made from the memory that DPDK reserved at the start, and needs more than is left there. 'megabytes' in [memory] is set too small for 'mbufs', the queues and the MTU.",
            "Leave megabytes out (0 computes it), or make mbufs, queues or descriptors fewer. 'bondfast plan FILE' shows the arithmetic.");
        yield return new("BF2202", "The pool of buffers was not made",
            "DPDK refused it for another reason than memory; the message has its words. Without the driver librte_mempool_ring no pool can be made at all.",
            "Install DPDK's drivers: apt-get install librte-mempool-ring23 librte-meta-net");
        yield return new("BF2203", "A ring between threads was not made",
            "DPDK had no memory for it, or its name is taken.",
            "Give DPDK more memory (megabytes in [memory]), or start with fewer bonds.");
        yield return new("BF2301", "Nothing was started on an lcore",
            "DPDK has no worker of that number, or it runs something already.",
            "This is a defect of the program: please report it with the output of 'bondfast plan FILE'.");
        yield return new("BF2302", "A worker or the control loop ended early",
            "An exception ended it; its text is in the message.",
            "This is a defect of the program: please report it with the message. The service starts again by itself.");
    }
}
