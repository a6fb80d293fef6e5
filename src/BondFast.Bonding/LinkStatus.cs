namespace BondFast.Bonding;

/// <summary>What the driver, or with use_carrier 0 the kernel's netdev, says of a slave's link.</summary>
/// <param name="Running">The device is administratively up.</param>
/// <param name="Carrier">The link is there.</param>
/// <param name="SpeedMbps">0 when unknown.</param>
/// <param name="Duplex">Half, full or unknown.</param>
public readonly record struct LinkStatus(bool Running, bool Carrier, uint SpeedMbps, Duplex Duplex)
{
    public static readonly LinkStatus Down = new(true, false, 0, Duplex.Unknown);

    public bool IsUp => Running && Carrier;

    public static LinkStatus Up(uint speedMbps) => new(true, true, speedMbps, Duplex.Full);
}

public enum Duplex : byte { Unknown, Half, Full }
