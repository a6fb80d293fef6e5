using BondFast.Dpdk;

namespace BondFast.Devices.Tests;

/// <summary>Small numbered test frames, EtherType 0x88b5 (local experiments).</summary>
internal static unsafe class Frames
{
    internal const int Length = 60;

    internal static void Fill(Mbuf* mbuf, uint number)
    {
        mbuf->DataLength = Length;
        mbuf->PacketLength = Length;
        Span<byte> frame = mbuf->FirstSegment;
        frame.Clear();
        frame[..6].Fill(0xff);
        frame[6] = 0x02;
        frame[12] = 0x88;
        frame[13] = 0xb5;
        BitConverter.TryWriteBytes(frame[14..], number);
    }

    internal static bool IsOurs(Mbuf* mbuf) => mbuf->DataLength >= Length && mbuf->Data[12] == 0x88 && mbuf->Data[13] == 0xb5;

    internal static uint Number(Mbuf* mbuf) => BitConverter.ToUInt32(mbuf->FirstSegment[14..]);

    /// <summary>Sends one numbered frame; false when the pool is empty or the driver refused (the frame is freed then).</summary>
    internal static bool Send(Port port, Mempool pool, uint number)
    {
        Mbuf* mbuf;
        if (!Burst.Allocate(pool.Handle, &mbuf, 1)) return false;
        Fill(mbuf, number);
        if (Burst.Transmit(port.Id, 0, &mbuf, 1) == 1) return true;
        Burst.Free(&mbuf, 1);
        return false;
    }

    /// <summary>Our frames that arrive until there are that many or the time is over; all frames are freed.</summary>
    internal static List<uint> Receive(Port port, int count, int milliseconds = 3000)
    {
        List<uint> numbers = [];
        Mbuf** mbufs = stackalloc Mbuf*[32];
        long deadline = Environment.TickCount64 + milliseconds;
        while (numbers.Count < count && Environment.TickCount64 < deadline)
        {
            uint n = Burst.Receive(port.Id, 0, mbufs, 32);
            for (uint i = 0; i < n; i++)
                if (IsOurs(mbufs[i])) numbers.Add(Number(mbufs[i]));
            if (n > 0) Burst.Free(mbufs, n);
            else Thread.Sleep(1);
        }
        return numbers;
    }

    internal static void Start(Port port, Mempool pool)
    {
        port.Configure(new PortOptions(pool));
        port.Start();
    }

    /// <summary>Waits for something the kernel or a driver does on its own time.</summary>
    internal static bool Eventually(Func<bool> condition, int milliseconds = 5000)
    {
        long deadline = Environment.TickCount64 + milliseconds;
        while (Environment.TickCount64 < deadline)
        {
            if (condition()) return true;
            Thread.Sleep(10);
        }
        return condition();
    }
}
