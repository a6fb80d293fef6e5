using BondFast.Bonding;
using BondFast.Configuration;
using BondFast.Datapath;
using BondFast.Dpdk;

namespace BondFast.Hosting;

/// <summary>Bonds and slaves come and go. Control thread; before and after the control loop runs, the thread that owns the host.</summary>
internal sealed partial class BondHost
{
    /// <summary>A worker that does not come round in this time is stuck for good.</summary>
    private static readonly TimeSpan WorkerPatience = TimeSpan.FromSeconds(1);

    private const int RetriesOfUnsent = 16;

    public HostedBond? FindBond(string name) => _bonds.Find(b => b.Name == name);

    /// <summary>Makes a bond with its uplink and slaves and opens it. On an exception nothing of it is left.</summary>
    /// <exception cref="DpdkException">A device does not work.</exception>
    /// <exception cref="StartException">The bond refuses something.</exception>
    public HostedBond AddBond(BondConfiguration configuration, long now)
    {
        HostedBond bond = Prepare(configuration, now);
        try
        {
            foreach (SlaveConfiguration slave in configuration.Slaves) BringSlave(bond.Name, slave.Port);
            WriteJournal();
            foreach (SlaveConfiguration slave in configuration.Slaves)
                Require(bond.Enslave(_ports.Find(slave.Port)!, slave.Options, MonotonicClock.Now)); // starting a port takes its time
            bond.Engine.Open(MonotonicClock.Now);
            return bond;
        }
        catch
        {
            foreach (SlaveConfiguration slave in configuration.Slaves)
                if (_ports.Find(slave.Port) is { } port && Master(slave.Port) is null) _ports.Close(port);
            RemoveBond(bond, MonotonicClock.Now);
            throw;
        }
    }

    /// <summary>Closes the bond, lets its slaves go and removes its uplink.</summary>
    public void RemoveBond(HostedBond bond, long now)
    {
        bond.Engine.Close(now);
        for (int i = bond.Engine.Slaves.Count - 1; i >= 0; i--) Release(bond, bond.Engine.Slaves[i], now);
        foreach (Worker worker in _workers) worker.Detach(bond.Datapath, WorkerPatience);
        _bonds.Remove(bond);
        if (bond.Uplink is { } uplink) _ports.Close(uplink.Port);
        bond.Datapath.Dispose();
        WriteJournal();
    }

    /// <summary>Null, or the refusal. A port that the configuration does not have is taken for a kernel interface.</summary>
    public string? Enslave(HostedBond bond, string name)
    {
        if (Master(name) is { } master) return $"{bond.Name}: {name} was not enslaved: it is a slave of {master} already";
        HostedPort port;
        try
        {
            port = BringSlave(bond.Name, name);
        }
        catch (Exception e) when (e is DpdkException or StartException)
        {
            return $"{bond.Name}: {name} was not enslaved: {e.Message}";
        }
        WriteJournal();
        SlaveOptions options = Configuration.FindBond(bond.Name)?.Slaves.FirstOrDefault(s => s.Port == name)?.Options ?? new SlaveOptions();
        string? refusal = bond.Enslave(port, options, MonotonicClock.Now);
        if (refusal is not null)
        {
            _ports.Close(port);
            WriteJournal();
        }
        return refusal;
    }

    /// <summary>Null, or the refusal. The slave's device is closed and has its own state back.</summary>
    public string? Release(HostedBond bond, Slave slave, long now)
    {
        HostedPort port = bond.Port(slave);
        if (bond.Release(slave, now) is { } refusal) return refusal;
        _ports.Close(port);
        WriteJournal();
        return null;
    }

    /// <summary>Lets slaves go whose device has vanished. A few system calls a slave.</summary>
    public void ReleaseVanished(long now)
    {
        foreach (HostedBond bond in _bonds)
        {
            for (int i = bond.Engine.Slaves.Count - 1; i >= 0; i--)
            {
                Slave slave = bond.Engine.Slaves[i];
                if (bond.Port(slave).CheckGone()) Release(bond, slave, now);
            }
        }
    }

    private void RemoveBonds()
    {
        long now = MonotonicClock.Now;
        for (int i = _bonds.Count - 1; i >= 0; i--) RemoveBond(_bonds[i], now);
        _journal.Delete();
    }

    /// <summary>The bond without slaves: its datapath, its uplink, its address and MTU.</summary>
    private HostedBond Prepare(BondConfiguration configuration, long now)
    {
        HostedPort? port = Configuration.FindPort(configuration.Uplink) is { } uplinkPort ? _ports.Bring(uplinkPort) : null;
        Uplink? uplink = port is null ? null : new Uplink(port);
        var datapath = new BondDatapath(configuration.Name, new DatapathOptions
        {
            Workers = _workers.Count,
            Burst = Configuration.Workers.Burst,
            TransmitRetries = configuration.TxUnsent == TxUnsent.Retry ? RetriesOfUnsent : 0,
        });
        var bond = new HostedBond(configuration.Name, configuration.Options, datapath, uplink, _pool, _ports.ForWorkers, _onEvent, now);
        _bonds.Add(bond);
        try
        {
            if (port is not null)
            {
                port.Port.Start();
                datapath.SetUplink(_ports.ForWorkers(port));
            }
            foreach (Worker worker in _workers) worker.Attach(datapath);
            if (configuration.Mtu is { } mtu) Require(bond.Engine.SetMtu(mtu, now));
            if (configuration.Mac is { } mac) Require(bond.Engine.SetMac(mac, now));
            uplink?.FollowMtu(bond.Engine.Mtu);
            uplink?.FollowCarrier(false);
            // Behind anything but a tap there may be addresses that nobody told us of.
            if (uplink is not { IsTap: true }) bond.Engine.SetFilters(promiscuous: true, allMulticast: true, [], now);
            if (!configuration.Addresses.IsEmpty) bond.Engine.SetAddresses([.. configuration.Addresses.Select(a => a.ToBondAddress())], now);
            return bond;
        }
        catch
        {
            RemoveBond(bond, now);
            throw;
        }
    }

    private HostedPort BringSlave(string bond, string name)
    {
        PortConfiguration? configured = Configuration.FindPort(name);
        if (configured is null && KernelInterface.Find(name) is not null)
            configured = new PortConfiguration { Name = name, Kind = DeviceKind.Vdev, Device = $"net_af_packet_{name},iface={name}" };
        if (configured is null) throw new StartException($"{bond}: there is no port {name}: the configuration has no [port.{name}], and the kernel no interface of that name.");
        return _ports.Bring(configured) ?? throw new StartException($"{bond}: slave {name} has no device. Give [port.{name}] one.");
    }

    /// <summary>The bond that has this slave, or null.</summary>
    private string? Master(string slave) => _bonds.Find(b => b.Engine.Slaves.Any(s => s.Name == slave))?.Name;

    /// <summary>Called before anything is changed on a port and after it has its own state back, so the journal always names what is changed.</summary>
    private void WriteJournal()
    {
        SavedPort[] saved = [.. _ports.All.Where(p => p.Original is not null).Select(p => p.Original!)];
        if (saved.Length > 0) _journal.Write(saved);
        else _journal.Delete();
    }

    private static void Require(string? refusal)
    {
        if (refusal is not null) throw new StartException(refusal);
    }
}
