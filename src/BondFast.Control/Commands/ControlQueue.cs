using System.Collections.Concurrent;
using BondFast.Control.Status;

namespace BondFast.Control.Commands;

/// <summary>
/// Hands commands from other threads to the control loop, which serves them in order, and brings back what became of them. The
/// loop never waits for anybody.
/// </summary>
public sealed class ControlQueue
{
    /// <summary>Commands that may wait; more are refused at once. The control socket never has more than one waiting.</summary>
    public const int Capacity = 16;

    private readonly ConcurrentQueue<PendingCommand> _waiting = new();
    private readonly ConcurrentBag<PendingCommand> _spare = [];

    /// <summary>The control loop's call, once a turn: runs what is waiting. Costs a look at an empty queue when nothing is.</summary>
    public void Serve(IControlCommands commands, long now)
    {
        while (_waiting.TryDequeue(out PendingCommand? command)) command.Run(commands, now);
    }

    /// <summary>
    /// Has a request done and waits for it, at most <paramref name="timeout"/>. On success of show, proc and workers
    /// <paramref name="status"/> is exchanged for a filled one. Any thread but the control loop's.
    /// </summary>
    public CommandReply Ask(ControlRequest request, ref HostStatus status, TimeSpan timeout)
    {
        if (_waiting.Count >= Capacity)
            return CommandReply.Refused("busy", $"{_waiting.Count} commands wait for the control loop already. Try again later; if it stays so, the control core is stuck: look at the log.");
        if (!_spare.TryTake(out PendingCommand? command)) command = new PendingCommand();
        request.CopyTo(command.Request);
        command.Prepare();
        _waiting.Enqueue(command);
        if (!command.Wait(timeout, out bool begun))
        {
            string what = request.Verb.Name();
            return CommandReply.Refused("timeout", begun
                ? $"{what} is still running after {timeout.TotalSeconds} s. Look with 'bondfast show' what became of it."
                : $"{what} was not begun: the control loop did not answer within {timeout.TotalSeconds} s. Nothing was changed.");
        }
        CommandReply reply = command.Reply;
        (status, command.Status) = (command.Status, status);
        _spare.Add(command);
        return reply;
    }
}
