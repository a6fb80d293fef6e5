namespace BondFast.Dpdk;

/// <summary>A MAC address as the natural number of its six bytes in wire order (the number in BondFast.Wire's MacAddress), to and from bytes.</summary>
internal static unsafe class MacBytes
{
    internal static ulong Read(byte* bytes)
    {
        ulong value = 0;
        for (int i = 0; i < 6; i++) value = value << 8 | bytes[i];
        return value;
    }

    internal static void Write(ulong mac, byte* bytes)
    {
        for (int i = 0; i < 6; i++) bytes[i] = (byte)(mac >> (40 - 8 * i));
    }
}
