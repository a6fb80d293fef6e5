using System.Runtime.InteropServices;

namespace BondFast.Datapath.Forwarding;

/// <summary>
/// Hands forwarding tables to the workers and frees old ones when no worker can hold them any more. Control core only; the
/// workers take part with two plain stores per burst: each makes its epoch odd before it reads the table and even when it is done with it.
/// </summary>
/// <remarks>
/// No fence on the worker's side: after the pointer is switched, a process-wide barrier makes every worker's earlier stores visible and
/// its later loads new. So a worker whose epoch then reads even will see the new table, and one whose epoch reads odd
/// has let go of the old one as soon as the epoch changes.
/// </remarks>
internal sealed unsafe class TablePublisher : IDisposable
{
    private readonly nint* _cell;
    private readonly nint[] _epochs;
    private readonly Queue<Retired> _retired = new();

    private readonly record struct Retired(nint Table, ulong[] Epochs);

    /// <param name="epochs">Address of each worker's epoch.</param>
    public TablePublisher(nint[] epochs)
    {
        _epochs = epochs;
        _cell = (nint*)NativeMemory.AlignedAlloc(128, 128);
        *_cell = 0;
    }

    /// <summary>Where the workers read the pointer to the table from; null before the first one.</summary>
    public nint* Cell => _cell;

    /// <summary>Tables that wait for a worker.</summary>
    public int RetiredCount => _retired.Count;

    public void Publish(ForwardingTable* table)
    {
        nint old = *_cell;
        Volatile.Write(ref *_cell, (nint)table);
        if (old != 0) Retire(old);
        Collect();
    }

    /// <summary>True when no worker holds a table but the current one. Frees what can be freed.</summary>
    public bool Collect()
    {
        while (_retired.TryPeek(out Retired oldest) && Passed(oldest))
        {
            Free((ForwardingTable*)oldest.Table);
            _retired.Dequeue();
        }
        return _retired.Count == 0;
    }

    /// <summary>The workers have stopped: nobody reads any more.</summary>
    public void Dispose()
    {
        while (_retired.TryDequeue(out Retired retired)) Free((ForwardingTable*)retired.Table);
        if (*_cell != 0) Free((ForwardingTable*)*_cell);
        NativeMemory.AlignedFree(_cell);
    }

    private void Retire(nint table)
    {
        Interlocked.MemoryBarrierProcessWide();
        ulong[] epochs = new ulong[_epochs.Length];
        for (int worker = 0; worker < epochs.Length; worker++) epochs[worker] = Volatile.Read(ref *(ulong*)_epochs[worker]);
        _retired.Enqueue(new Retired(table, epochs));
    }

    private bool Passed(in Retired retired)
    {
        for (int worker = 0; worker < retired.Epochs.Length; worker++)
        {
            ulong before = retired.Epochs[worker];
            bool inside = (before & 1) != 0;
            if (inside && Volatile.Read(ref *(ulong*)_epochs[worker]) == before) return false;
        }
        return true;
    }

    private static void Free(ForwardingTable* table)
    {
#if DEBUG
        NativeMemory.Fill(table, (nuint)sizeof(ForwardingTable), 0xdd);
#endif
        NativeMemory.AlignedFree(table);
    }
}
