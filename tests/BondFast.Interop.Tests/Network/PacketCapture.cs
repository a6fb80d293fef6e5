using BondFast.Interop.Tests.Host;

namespace BondFast.Interop.Tests.Network;

/// <summary>tcpdump on one device, into a pcap file.</summary>
internal sealed class PacketCapture : IDisposable
{
    private readonly ChildProcess _tcpdump;

    private PacketCapture(ChildProcess tcpdump, string file)
    {
        _tcpdump = tcpdump;
        File = file;
    }

    public string File { get; }

    /// <summary>Starts capturing and returns when tcpdump listens.</summary>
    /// <param name="filter">A pcap filter, or nothing for every frame.</param>
    /// <param name="incoming">Only frames the device receives.</param>
    public static PacketCapture Start(Lab lab, NetworkNamespace space, string device, string filter = "", bool incoming = false)
    {
        var tcpdump = Requires.Program("tcpdump", "tcpdump");
        var file = lab.Path($"{space.Name}-{device}-{Guid.NewGuid():N}.pcap");
        List<string> words = [tcpdump, "-i", device, "-n", "-U", "--immediate-mode", "-Z", "root", "-w", file];
        if (incoming)
            words.AddRange(["-Q", "in"]);
        if (filter.Length > 0)
            words.Add(filter);
        var capture = new PacketCapture(lab.Own(space.Start(words)), file);
        capture._tcpdump.WaitForLine("listening on", TimeSpan.FromSeconds(20));
        return capture;
    }

    /// <summary>What has been captured up to now.</summary>
    public IReadOnlyList<CapturedFrame> Frames => PcapFile.Read(File);

    /// <summary>Ends the capture; every captured frame.</summary>
    public IReadOnlyList<CapturedFrame> Stop()
    {
        _tcpdump.Stop(LibC.SigInt);
        return Frames;
    }

    public void Dispose() => _tcpdump.Dispose();
}
