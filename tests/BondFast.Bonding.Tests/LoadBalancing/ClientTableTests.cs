using BondFast.Bonding.LoadBalancing;
using BondFast.Wire;

namespace BondFast.Bonding.Tests.LoadBalancing;

/// <summary>The table of peers of balance-alb and the round robin that deals out slaves.</summary>
public class ClientTableTests
{
    [Theory]
    [InlineData("192.168.1.20", 125)]
    [InlineData("10.0.0.2", 8)]
    [InlineData("198.51.100.7", 150)]
    [InlineData("0.0.0.0", 0)]
    [InlineData("255.255.255.255", 0)]
    [InlineData("1.2.4.248", 255)]
    public void A_peer_is_found_by_the_xor_of_the_four_bytes_of_its_address(string address, int index) =>
        Assert.Equal(index, ClientTable.IndexOf(Ip(address)));

    [Fact]
    public void The_newest_entry_comes_first_and_removal_keeps_the_order_of_the_others()
    {
        var table = new ClientTable();
        foreach (string address in new[] { "10.0.0.1", "10.0.0.2", "10.0.0.3" }) Add(table, address);
        Assert.Equal(Ip("10.0.0.3"), table.Newest(0).ClientIp);
        table.RemoveNewest(1);
        Assert.Equal(2, table.Count);
        Assert.Equal(Ip("10.0.0.3"), table.Newest(0).ClientIp);
        Assert.Equal(Ip("10.0.0.1"), table.Newest(1).ClientIp);
        Assert.False(table.At(Ip("10.0.0.2")).Used);
        table.Clear();
        Assert.Equal(0, table.Count);
        Assert.False(table.At(Ip("10.0.0.1")).Used);
    }

    [Fact]
    public void All_256_entries_can_be_in_use()
    {
        var table = new ClientTable();
        for (int i = 0; i < 256; i++) Add(table, $"10.0.0.{i}");
        Assert.Equal(256, table.Count);
        Assert.Equal(Ip("10.0.0.255"), table.Newest(0).ClientIp);
        Assert.Equal(Ip("10.0.0.0"), table.Newest(255).ClientIp);
    }

    [Fact]
    public void Slaves_of_one_speed_are_dealt_in_turn()
    {
        List<Slave> slaves = SlaveBuilder.Several(3);
        var rotation = new ReceiveRotation();
        Assert.Equal(["eth0", "eth1", "eth2", "eth0", "eth1"], Enumerable.Range(0, 5).Select(_ => rotation.Next(slaves)!.Name));
    }

    [Fact]
    public void Only_the_fastest_slaves_are_dealt()
    {
        List<Slave> slaves = [SlaveBuilder.Up(0, 1000), SlaveBuilder.Up(1, 10_000), SlaveBuilder.Up(2, 100), SlaveBuilder.Up(3, 10_000)];
        var rotation = new ReceiveRotation();
        Assert.Equal(["eth1", "eth3", "eth1", "eth3"], Enumerable.Range(0, 4).Select(_ => rotation.Next(slaves)!.Name));
        SlaveBuilder.TakeDown(slaves[1]);
        Assert.Equal(["eth3", "eth3"], Enumerable.Range(0, 2).Select(_ => rotation.Next(slaves)!.Name));
    }

    [Fact]
    public void A_slave_that_cannot_transmit_is_passed_over_even_when_it_was_the_last_dealt()
    {
        List<Slave> slaves = SlaveBuilder.Several(3);
        var rotation = new ReceiveRotation();
        rotation.Next(slaves);
        rotation.Next(slaves);
        SlaveBuilder.TakeDown(slaves[1]);
        Assert.Equal("eth2", rotation.Next(slaves)!.Name);
        Assert.Equal("eth0", rotation.Next(slaves)!.Name);
        slaves.ForEach(SlaveBuilder.TakeDown);
        Assert.Null(rotation.Next(slaves));
    }

    [Fact]
    public void After_a_release_dealing_starts_at_the_first_slave()
    {
        List<Slave> slaves = SlaveBuilder.Several(3);
        var rotation = new ReceiveRotation();
        rotation.Next(slaves);
        rotation.Restart();
        Assert.Equal("eth0", rotation.Next(slaves)!.Name);
    }

    private static void Add(ClientTable table, string address)
    {
        Span<byte> frame = stackalloc byte[ArpWriter.MaxLength];
        ArpWriter.WriteRequest(frame, default, default, default);
        Assert.True(EthernetView.TryParse(frame, out EthernetView view));
        Client client = table.At(Ip(address));
        client.Become(Ip("10.77.0.2"), Ip(address), view);
        table.Add(client);
    }

    private static Ipv4Address Ip(string text)
    {
        Assert.True(Ipv4Address.TryParse(text, out Ipv4Address address));
        return address;
    }
}
