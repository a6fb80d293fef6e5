using System.Buffers;
using System.Text;
using BondFast.Wire;

namespace BondFast.Control.Status;

/// <summary>UTF-8 text that is built again and again in the same memory. For one thread at a time.</summary>
public sealed class TextBuffer : IBufferWriter<byte>
{
    /// <summary>Memory that stays after <see cref="Clear"/>; a single larger text gives its memory back.</summary>
    private const int Retained = 1 << 20;

    private byte[] _bytes = new byte[4096];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > Retained) _bytes = new byte[4096];
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Length);
    }

    public TextBuffer Append(string? text) => Append(text.AsSpan());

    public TextBuffer Append(ReadOnlySpan<char> text)
    {
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length));
        Length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
        return this;
    }

    public TextBuffer Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(GetSpan(text.Length));
        Length += text.Length;
        return this;
    }

    public TextBuffer Append(char character)
    {
        GetSpan(1)[0] = (byte)character;
        Length++;
        return this;
    }

    public TextBuffer Append(long number)
    {
        number.TryFormat(GetSpan(20), out int written);
        Length += written;
        return this;
    }

    public TextBuffer Append(ulong number)
    {
        number.TryFormat(GetSpan(20), out int written);
        Length += written;
        return this;
    }

    /// <param name="decimals">Digits after the point.</param>
    public TextBuffer Append(double number, int decimals)
    {
        ReadOnlySpan<char> format = decimals == 0 ? "F0" : decimals == 1 ? "F1" : "F2";
        number.TryFormat(GetSpan(64), out int written, format);
        Length += written;
        return this;
    }

    /// <summary>ISO 8601 with milliseconds, UTC.</summary>
    public TextBuffer Append(DateTime utc)
    {
        utc.TryFormat(GetSpan(32), out int written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        Length += written;
        return this;
    }

    public TextBuffer Append(MacAddress address)
    {
        Span<char> text = stackalloc char[MacAddress.TextLength];
        address.WriteText(text);
        Length += Encoding.UTF8.GetBytes(text, GetSpan(MacAddress.TextLength));
        return this;
    }

    public TextBuffer Append(LacpState state)
    {
        Span<char> text = stackalloc char[LacpStateLetters.Letters.Length];
        state.WriteLetters(text);
        Length += Encoding.UTF8.GetBytes(text, GetSpan(text.Length));
        return this;
    }

    public TextBuffer AppendSpaces(int count)
    {
        if (count <= 0) return this;
        GetSpan(count)[..count].Fill((byte)' ');
        Length += count;
        return this;
    }

    public override string ToString() => Encoding.UTF8.GetString(Written);

    private void Reserve(int more)
    {
        if (_bytes.Length - Length >= more) return;
        Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + more));
    }
}
