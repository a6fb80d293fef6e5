using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using BondFast.Bonding.Lacp;
using BondFast.Wire;
using Xunit.Abstractions;

namespace BondFast.Bonding.Tests.Lacp;

/// <summary>A dissector that nobody here wrote reads the flight recorder's captures, our LACPDUs and our markers.</summary>
public sealed class DissectorTests(ITestOutputHelper output)
{
    [Fact]
    public void Tshark_reads_every_recorded_frame_and_finds_nothing_malformed()
    {
        LacpLab lab = new LacpLab(ports: 2).Converge();
        lab.HearFrame(1, LacpLab.Marker(MarkerType.Information, 7, LacpLab.PartnerSystem, 42));
        lab.System.SendMarker(lab[0], lab.Now);
        lab.Run(2);
        lab.System.RemovePort(lab[1], canSend: true, lab.Now);
        string[]? lines = Dissect(lab.Ports, lab.Now);
        if (lines is null) return;
        Assert.Equal(lab[0].Recorder.Count + lab[1].Recorder.Count, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^eth[01]\|(0x[0-9a-f]+)?\|eth:ethertype:slow:(lacp|marker)\|\|$", line));
        Assert.Contains(lines, line => line.StartsWith("eth1|", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("slow:marker", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("|0x3f|", StringComparison.Ordinal));
    }

    /// <summary>Interface, actor state, protocols and malformation of each frame; null when tshark is not there.</summary>
    private string[]? Dissect(IReadOnlyList<LacpPort> ports, long now)
    {
        var capture = new ArrayBufferWriter<byte>();
        FlightRecording.Export([.. ports.Select(port => (port.Name, "", port.Recorder))], 1_700_000_000_000_000_000 - now, "BondFast", capture);
        string file = Path.Combine(Path.GetTempPath(), $"bondfast-{Guid.NewGuid():N}.pcapng");
        File.WriteAllBytes(file, capture.WrittenSpan.ToArray());
        try
        {
            var start = new ProcessStartInfo("tshark", ["-r", file, "-T", "fields", "-E", "separator=|", "-e", "frame.interface_name", "-e", "lacp.actor.state", "-e", "frame.protocols", "-e", "_ws.malformed", "-e", "_ws.expert.message"])
            { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process tshark = Process.Start(start)!;
            Task<string> errors = tshark.StandardError.ReadToEndAsync();
            string text = tshark.StandardOutput.ReadToEnd();
            tshark.WaitForExit();
            Assert.True(tshark.ExitCode == 0, errors.Result);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            output.WriteLine("NOT RUN: tshark is not installed (apt-get install tshark)");
            return null;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
