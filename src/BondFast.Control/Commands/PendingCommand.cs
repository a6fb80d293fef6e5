using BondFast.Control.Status;

namespace BondFast.Control.Commands;

/// <summary>
/// A command on its way to the control loop and back. Exactly one side owns it at a time: the asker until it is queued and after
/// it is done, the loop while it runs. An asker that gives up before it was begun cancels it.
/// </summary>
internal sealed class PendingCommand
{
    private enum Stage : byte { Waiting, Running, Finished, Cancelled }

    private readonly object _gate = new();
    private Stage _stage = Stage.Finished;

    public ControlRequest Request { get; } = new();

    public HostStatus Status { get; set; } = new();

    public CommandReply Reply { get; private set; } = CommandReply.Done;

    public void Prepare() => _stage = Stage.Waiting;

    /// <summary>The asker's wait. False: it was not done in time; the object must not be used again.</summary>
    /// <param name="begun">It is running, so it can no longer be cancelled.</param>
    public bool Wait(TimeSpan timeout, out bool begun)
    {
        long end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_gate)
        {
            while (_stage != Stage.Finished)
            {
                long left = end - Environment.TickCount64;
                if (left > 0 && Monitor.Wait(_gate, (int)Math.Min(left, int.MaxValue))) continue;
                if (_stage == Stage.Finished) break;
                begun = _stage == Stage.Running;
                if (!begun) _stage = Stage.Cancelled;
                return false;
            }
        }
        begun = true;
        return true;
    }

    /// <summary>The loop's part. A cancelled command is not run.</summary>
    public void Run(IControlCommands commands, long now)
    {
        lock (_gate)
        {
            if (_stage != Stage.Waiting) return;
            _stage = Stage.Running;
        }
        try
        {
            Reply = Execute(commands, now);
        }
#pragma warning disable CA1031 // a command that fails must not end the control loop; the asker is told
        catch (Exception e)
#pragma warning restore CA1031
        {
            Reply = CommandReply.Refused("failed", $"{Request.Verb.Name()}: {e.Message}");
        }
        lock (_gate)
        {
            _stage = Stage.Finished;
            Monitor.Pulse(_gate);
        }
    }

    private CommandReply Execute(IControlCommands commands, long now)
    {
        switch (Request.Verb)
        {
            case ControlVerb.Show or ControlVerb.Proc or ControlVerb.Workers:
                Status.Begin(now);
                commands.Show(Status, now);
                return CommandReply.Done;
            case ControlVerb.Get:
                return commands.Get(Request.Bond!, Request.Option!);
            case ControlVerb.Set:
                return commands.Set(Request.Bond!, Request.Option!, Request.Value!, now);
            case ControlVerb.Enslave:
                return commands.Enslave(Request.Bond!, Request.Port!, now);
            case ControlVerb.Release:
                return commands.Release(Request.Bond!, Request.Port!, now);
            case ControlVerb.BondAdd:
                return commands.AddBond(Request.Bond!, Request.Options, now);
            case ControlVerb.BondDel:
                return commands.DeleteBond(Request.Bond!, now);
            case ControlVerb.Reload:
                return commands.Reload(Request.DryRun, now);
            case ControlVerb.Stop:
                return commands.Stop();
            default:
                return CommandReply.Refused("failed", $"{Request.Verb.Name()} is not for the control loop");
        }
    }
}
