using System.Globalization;
using System.Text.RegularExpressions;
using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;

namespace BondFast.Interop.Tests.Traffic;

/// <summary>What ping saw.</summary>
/// <param name="Duplicates">Answers beyond the first to the same request.</param>
/// <param name="LongestGap">Longest time between two first answers that followed each other.</param>
internal sealed record PingReport(int Sent, int Received, int Duplicates, TimeSpan LongestGap)
{
    public int Lost => Sent - Received;

    public override string ToString() =>
        $"ping: {Sent} sent, {Received} answered, {Duplicates} duplicates, longest gap {LongestGap.TotalMilliseconds:0} ms";
}

/// <summary>iputils' ping from one namespace, one request each interval, until it is stopped.</summary>
internal sealed partial class Ping : IDisposable
{
    private readonly ChildProcess _ping;

    private Ping(ChildProcess ping) => _ping = ping;

    public static Ping Start(Lab lab, NetworkNamespace from, string address, TimeSpan interval) => Start(lab, from, address, interval, []);

    /// <summary>A number of requests, each 50 ms, to the end.</summary>
    public static PingReport Run(Lab lab, NetworkNamespace from, string address, int count = 10)
    {
        using var ping = Start(lab, from, address, TimeSpan.FromMilliseconds(50), ["-c", count.ToString(), "-W", "2"]);
        ping._ping.WaitForEnd(TimeSpan.FromSeconds(10 + (count / 5)));
        return Read(ping._ping.Output);
    }

    /// <summary>Waits until the other side answers at all.</summary>
    public static TimeSpan UntilAnswered(NetworkNamespace from, string address, TimeSpan limit) => Wait.Until(
        () => from.Try(Program, "-n", "-c", "1", "-W", "1", address).ExitCode == 0, limit, () => $"{address} does not answer pings from {from.Name}");

    /// <summary>Ends it; what it saw.</summary>
    public PingReport Stop()
    {
        _ping.Stop(LibC.SigInt);
        return Read(_ping.Output);
    }

    public void Dispose() => _ping.Dispose();

    private static string Program => Requires.Program("ping", "iputils-ping");

    private static Ping Start(Lab lab, NetworkNamespace from, string address, TimeSpan interval, string[] more) => new(lab.Own(
        from.Start([Program, "-n", "-D", "-i", interval.TotalSeconds.ToString(CultureInfo.InvariantCulture), .. more, address])));

    private static PingReport Read(string output)
    {
        var summary = Summary().Match(output);
        if (!summary.Success)
            throw new InvalidOperationException($"ping did not finish:\n{output}");
        var gap = 0.0;
        var last = double.NaN;
        foreach (Match answer in Answer().Matches(output))
        {
            var at = double.Parse(answer.Groups[1].Value, CultureInfo.InvariantCulture);
            if (at - last > gap)
                gap = at - last;
            last = at;
        }
        var duplicates = DuplicateAnswer().Count(output);
        return new PingReport(int.Parse(summary.Groups[1].Value), int.Parse(summary.Groups[2].Value), duplicates, TimeSpan.FromSeconds(gap));
    }

    [GeneratedRegex(@"^\[(\d+\.\d+)\] \d+ bytes from .*icmp_seq=\d+ ttl=\d+ time=[\d.]+ ms$", RegexOptions.Multiline)]
    private static partial Regex Answer();

    [GeneratedRegex(@"\(DUP!\)")]
    private static partial Regex DuplicateAnswer();

    [GeneratedRegex(@"(\d+) packets transmitted, (\d+) received")]
    private static partial Regex Summary();
}
