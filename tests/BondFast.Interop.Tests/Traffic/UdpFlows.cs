using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using BondFast.Interop.Tests.Network;

namespace BondFast.Interop.Tests.Traffic;

/// <param name="Received">Different datagrams that arrived.</param>
/// <param name="Duplicates">Datagrams that arrived again.</param>
internal sealed record UdpReport(int Sent, int Received, int Duplicates);

/// <summary>Many small UDP flows with different source ports, so that a layer 3+4 hash spreads them.</summary>
internal static class UdpFlows
{
    private const int Port = 6001, PauseEvery = 16;

    public static UdpReport Send(NetworkNamespace from, NetworkNamespace to, string address, int flows = 64, int perFlow = 4)
    {
        using var receiver = to.Enter(() =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 1000, ReceiveBufferSize = 1 << 20 };
            socket.Bind(new IPEndPoint(IPAddress.Any, Port));
            return socket;
        });
        from.Enter(() =>
        {
            var target = new IPEndPoint(IPAddress.Parse(address), Port);
            var datagram = new byte[64];
            for (var flow = 0; flow < flows; flow++)
            {
                using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                for (var i = 0; i < perFlow; i++)
                {
                    BinaryPrimitives.WriteInt32BigEndian(datagram, (flow * perFlow) + i);
                    sender.SendTo(datagram, target);
                }
                if (flow % PauseEvery == 0)
                    Thread.Sleep(1);
            }
        });
        var seen = new HashSet<int>();
        var duplicates = 0;
        var buffer = new byte[2048];
        try
        {
            while (seen.Count < flows * perFlow)
            {
                receiver.Receive(buffer);
                if (!seen.Add(BinaryPrimitives.ReadInt32BigEndian(buffer)))
                    duplicates++;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            // No more to come.
        }
        return new UdpReport(flows * perFlow, seen.Count, duplicates);
    }
}
