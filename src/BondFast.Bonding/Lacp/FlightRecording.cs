using System.Buffers;

namespace BondFast.Bonding.Lacp;

/// <summary>Puts what the flight recorders of several slaves hold into one capture, in order of time.</summary>
public static class FlightRecording
{
    /// <param name="unixMinusMonotonic">Nanoseconds to add to a monotonic stamp to get one since 1970.</param>
    /// <param name="application">Name and version for the file's head.</param>
    public static void Export(IReadOnlyList<(string Slave, string Comment, FlightRecorder Recorder)> slaves, long unixMinusMonotonic, string application, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(slaves);
        var writer = new PcapngWriter(output);
        writer.WriteHeader(application);
        var order = new List<(long At, int Slave, int Index)>();
        for (int slave = 0; slave < slaves.Count; slave++)
        {
            writer.WriteInterface(slaves[slave].Slave, FlightRecorder.SnapLength, slaves[slave].Comment);
            for (int i = 0; i < slaves[slave].Recorder.Count; i++) order.Add((slaves[slave].Recorder[i].At, slave, i));
        }
        order.Sort();
        foreach ((long at, int slave, int index) in order)
        {
            RecordedFrame frame = slaves[slave].Recorder[index];
            writer.WriteFrame(slave, at + unixMinusMonotonic, frame.Direction, frame.Bytes, frame.Length);
        }
    }

    /// <summary>All ports of a bond, each with the present places of its machines as comment.</summary>
    public static void Export(LacpSystem system, long now, long unixMinusMonotonic, string application, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(system);
        var slaves = new List<(string, string, FlightRecorder)>();
        foreach (LacpPort port in system.Ports)
            slaves.Add((port.Name, $"receive {port.ReceiveState.StandardName()}: {LacpReasons.Receive(port, now)}; mux {port.MuxState.StandardName()}: {LacpReasons.Mux(port, now)}", port.Recorder));
        Export(slaves, unixMinusMonotonic, application, output);
    }
}
