using BondFast.Wire;

namespace BondFast.Conform;

/// <summary>A frame on the wire between us and the device under test.</summary>
/// <param name="At">Monotonic ns since the run began.</param>
/// <param name="Port">Name of our port.</param>
/// <param name="Sent">True: by us.</param>
public sealed record LoggedFrame(long At, string Port, bool Sent, byte[] Bytes)
{
    public double Seconds => At / 1e9;

    internal bool TryLacpdu(out LacpPortInfo actor, out LacpPortInfo partner)
    {
        actor = partner = default;
        if (!LacpduView.TryParse(Bytes, out LacpduView pdu)) return false;
        (actor, partner) = (pdu.Actor, pdu.Partner);
        return true;
    }

    /// <summary>One line: when, where, which way, and what it says.</summary>
    public override string ToString() => $"{Seconds,9:0.000} s  {Port} {(Sent ? "->" : "<-")}  {Content()}";

    private string Content()
    {
        if (LacpduView.TryParse(Bytes, out LacpduView pdu)) return $"LACPDU v{pdu.Version} actor {Text(pdu.Actor)} partner {Text(pdu.Partner)}";
        if (MarkerView.TryParse(Bytes, out MarkerView marker))
            return $"Marker {marker.Type} port {marker.RequesterPort} system {marker.RequesterSystem} transaction {marker.TransactionId}";
        return $"{Bytes.Length} bytes {Convert.ToHexStringLower(Bytes.AsSpan(0, Math.Min(Bytes.Length, 32)))}";
    }

    private static string Text(in LacpPortInfo info) =>
        $"{info.State.ToLetters()} {info.SystemPriority}/{info.System} key {info.Key} port {info.PortPriority}/{info.Port}";
}
