using BondFast.Interop.Tests.Host;
using BondFast.Interop.Tests.Network;
using BondFast.Wire;

namespace BondFast.Interop.Tests.Lacp;

/// <summary>A LACPDU seen on a cable.</summary>
/// <param name="At">Seconds since 1970.</param>
/// <param name="Ours">The bond under test sent it.</param>
internal sealed record SeenPdu(double At, bool Ours, LacpPortInfo Actor, LacpPortInfo Partner);

/// <summary>The LACPDUs on one cable.</summary>
internal sealed class LacpCapture
{
    private readonly PacketCapture _capture;
    private readonly Func<MacAddress, bool> _theirs;

    private LacpCapture(PacketCapture capture, Func<MacAddress, bool> theirs)
    {
        _capture = capture;
        _theirs = theirs;
    }

    public string File => _capture.File;

    public IReadOnlyList<SeenPdu> Pdus => Parse(_capture.Frames);

    public static LacpCapture Start(Lab lab, NetworkNamespace space, string device, ILacpPeer peer) =>
        new(PacketCapture.Start(lab, space, device, "ether proto 0x8809"), system => system.ToString().Equals(peer.SystemId, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<SeenPdu> Stop() => Parse(_capture.Stop());

    /// <summary>When, in seconds after the first PDU, both sides said on the wire that they collect and distribute; null when they did not.</summary>
    public static double? Convergence(IReadOnlyList<SeenPdu> pdus)
    {
        var (ours, theirs) = (false, false);
        foreach (var pdu in pdus)
        {
            if (pdu.Ours)
                ours = pdu.Actor.State.Works() && pdu.Partner.State.Works();
            else
                theirs = pdu.Actor.State.Works();
            if (ours && theirs)
                return pdu.At - pdus[0].At;
        }
        return null;
    }

    private IReadOnlyList<SeenPdu> Parse(IReadOnlyList<CapturedFrame> frames)
    {
        var pdus = new List<SeenPdu>();
        foreach (var frame in frames)
            if (LacpduView.TryParse(frame.Bytes, out var pdu))
                pdus.Add(new SeenPdu(frame.At, !_theirs(pdu.Actor.System), pdu.Actor, pdu.Partner));
        return pdus;
    }
}
