using static BondFast.Wire.Tests.Bytes;

namespace BondFast.Wire.Tests;

public class MarkerTests
{
    private const string Information = "0180c2000002 525400aa0002 8809 02 01 01 10 0102 aabbccddeeff 01020304 0000 00 00 00*90";

    [Fact]
    public void A_marker_is_written_and_read()
    {
        byte[] frame = new byte[SlowProtocol.FrameLength];
        frame.AsSpan().Fill(0xee);
        int length = MarkerWriter.Write(frame, Mac("52:54:00:aa:00:02"), MarkerType.Information, 0x0102, Mac("aa:bb:cc:dd:ee:ff"), 0x01020304);
        Assert.Equal(FromHex(Information), frame[..length]);
        Assert.True(MarkerView.TryParse(frame, out MarkerView marker));
        Assert.Equal(MarkerType.Information, marker.Type);
        Assert.Equal(0x0102, marker.RequesterPort);
        Assert.Equal(Mac("aa:bb:cc:dd:ee:ff"), marker.RequesterSystem);
        Assert.Equal(0x01020304u, marker.TransactionId);
        Assert.Equal(Mac("52:54:00:aa:00:02"), marker.Source);
    }

    [Fact]
    public void The_answer_is_the_same_content_with_another_type_and_source()
    {
        byte[] request = FromHex(Information);
        request[17] = 0x16; // Linux's length
        Assert.True(MarkerView.TryParse(request, out MarkerView marker));
        byte[] answer = new byte[SlowProtocol.FrameLength];
        int length = marker.WriteResponse(answer, Mac("52:54:00:09:00:01"));
        Assert.Equal(FromHex("0180c2000002 525400090001 8809 02 01 02 16 0102 aabbccddeeff 01020304 0000 00 00 00*90"), answer[..length]);
    }

    [Fact]
    public void Short_and_foreign_frames_are_told_apart()
    {
        byte[] frame = FromHex(Information);
        Assert.False(MarkerView.TryParse(frame.AsSpan(0, 123), out _, out SlowProtocolFault fault));
        Assert.Equal(SlowProtocolFault.TooShort, fault);
        frame[14] = 1;
        Assert.False(MarkerView.TryParse(frame, out _, out fault));
        Assert.Equal(SlowProtocolFault.NotThisProtocol, fault);
    }
}
