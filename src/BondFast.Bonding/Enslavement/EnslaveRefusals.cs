namespace BondFast.Bonding.Enslavement;

/// <summary>What makes a port unfit before anything is done to it (linux-bonding 9). Each reason completes "eth0 was not enslaved: ...".</summary>
internal static class EnslaveRefusals
{
    public static string? Check(Bond bond, SlaveRequest request)
    {
        if (request.Name == bond.Name) return "a bond cannot be its own slave";
        if (bond.Find(request.Name) is not null) return $"it is a slave of {bond.Name} already";
        if (request.Master is { } master) return $"it is a slave of {master}; release it there first";
        if (bond.Slaves.Count == ForwardingPlan.MaxSlaves) return $"{bond.Name} has {ForwardingPlan.MaxSlaves} slaves, the most there can be";
        return CheckSlot(bond, request) ?? CheckAddress(bond, request) ?? CheckQueue(bond, request);
    }

    private static string? CheckSlot(Bond bond, SlaveRequest request)
    {
        if (request.Slot is < 0 or >= ForwardingPlan.MaxSlaves) return $"its slot {request.Slot} is outside 0 .. {ForwardingPlan.MaxSlaves - 1}";
        foreach (Slave slave in bond.SlaveList)
            if (slave.Slot == request.Slot) return $"its slot {request.Slot} is taken by {slave.Name}";
        return null;
    }

    private static string? CheckAddress(Bond bond, SlaveRequest request)
    {
        if (request.Mac.IsZero || request.Mac.IsMulticast) return $"its address {request.Mac} is not a station's address";
        bool keepsOwn = bond.Options is { Mode: BondMode.ActiveBackup, FailOverMac: FailOverMac.Active };
        if (request.CanSetMac || keepsOwn || bond.Slaves.Count == 0 || request.Mac == bond.Mac) return null;
        return bond.Options.Mode == BondMode.ActiveBackup
            ? "its address cannot be changed; only fail_over_mac active works with such a port"
            : $"its address cannot be changed to {bond.Mac}, the address of {bond.Name}";
    }

    private static string? CheckQueue(Bond bond, SlaveRequest request)
    {
        if (request.Options.QueueId == 0) return null;
        foreach (Slave slave in bond.SlaveList)
            if (slave.Options.QueueId == request.Options.QueueId) return $"its queue_id {request.Options.QueueId} is that of {slave.Name}";
        return null;
    }
}
