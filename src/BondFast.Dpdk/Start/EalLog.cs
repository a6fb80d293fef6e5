using System.Text;
using BondFast.Dpdk.Native;

namespace BondFast.Dpdk;

/// <summary>What EAL and the drivers log, kept in memory (64 KB) instead of printed.</summary>
public static unsafe class EalLog
{
    private static readonly Lock Gate = new();
    private static readonly StringBuilder Partial = new();

    internal static void Start()
    {
        if (Shim.bf_log_capture_start() < 0)
            throw new EalException("BF2002", "EAL's log cannot be captured", Shim.LastError);
    }

    /// <summary>Lines since the last call, oldest first, in DPDK's words.</summary>
    public static IReadOnlyList<string> Take()
    {
        List<string> lines = [];
        byte* buffer = stackalloc byte[4096];
        lock (Gate)
        {
            int got;
            while ((got = Shim.bf_log_read(buffer, 4096)) > 0)
            {
                Partial.Append(Encoding.UTF8.GetString(buffer, got));
                if (buffer[got - 1] != '\n') continue;
                foreach (string line in Partial.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)) lines.Add(line.TrimEnd());
                Partial.Clear();
            }
        }
        return lines;
    }

    /// <summary>Changes the level of the components that match, for example <c>pmd.net.tap</c> or <c>lib.*</c>; 1 (emergency) to 8 (debug).</summary>
    public static bool SetLevel(string pattern, int level) => Shim.bf_log_set_level(pattern, (uint)level) == 0;
}
