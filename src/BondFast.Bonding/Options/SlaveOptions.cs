namespace BondFast.Bonding;

/// <summary>Options of one slave: <c>prio</c>, <c>queue_id</c>, <c>actor_port_prio</c> (Linux, per slave).</summary>
public sealed record SlaveOptions
{
    public int Prio { get; init; }
    public int QueueId { get; init; }
    public int ActorPortPrio { get; init; } = 255;
}
