using BondFast.Wire;

namespace BondFast.Bonding.LoadBalancing;

/// <summary>
/// The peers of balance-alb: 256 entries, found by the XOR of the four bytes of the peer's address, one peer to an entry.
/// Also keeps the order in which entries came into use; walks go from the newest to the oldest, as Linux's do.
/// </summary>
internal sealed class ClientTable
{
    public const int Size = 256;

    private readonly Client[] _clients = new Client[Size];
    private readonly byte[] _order = new byte[Size];

    public ClientTable()
    {
        for (int i = 0; i < Size; i++) _clients[i] = new Client();
    }

    /// <summary>Entries in use.</summary>
    public int Count { get; private set; }

    public static int IndexOf(Ipv4Address client)
    {
        uint folded = client.Value ^ client.Value >> 16;
        return (int)((folded ^ folded >> 8) & 255);
    }

    /// <summary>The entry that <paramref name="client"/> has or would take.</summary>
    public Client At(Ipv4Address client) => _clients[IndexOf(client)];

    /// <summary>The entries in use; 0 is the one that came into use last.</summary>
    public Client Newest(int position) => _clients[_order[Count - 1 - position]];

    /// <summary>Puts an entry into use, as the newest.</summary>
    public void Add(Client client)
    {
        client.Used = true;
        _order[Count++] = (byte)IndexOf(client.ClientIp);
    }

    /// <summary>Takes the entry at this position (see <see cref="Newest"/>) out of use.</summary>
    public void RemoveNewest(int position)
    {
        int place = Count - 1 - position;
        Client client = _clients[_order[place]];
        client.Used = false;
        client.Marked = false;
        client.Slave = null;
        _order.AsSpan(place + 1, Count - place - 1).CopyTo(_order.AsSpan(place));
        Count--;
    }

    public void Clear()
    {
        while (Count > 0) RemoveNewest(0);
    }
}
