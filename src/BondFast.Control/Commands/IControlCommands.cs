using BondFast.Control.Status;

namespace BondFast.Control.Commands;

/// <summary>
/// What the control socket can have done. Implemented by the program; every method runs on the control loop's thread, called from
/// <see cref="ControlQueue.Serve"/>, so none of it needs a lock. A method may take as long as starting a port takes: LACP judges
/// its timeouts by arrival stamps. An exception becomes the reply <c>failed</c> with its message.
/// </summary>
public interface IControlCommands
{
    /// <summary>Fills the status with all bonds and workers. Called ten times a second by pollers: allocates nothing.</summary>
    void Show(HostStatus status, long now);

    /// <summary>The value of an option as the driver prints it.</summary>
    CommandReply Get(string bond, string option);

    /// <summary>HOWTO 3.4: changes one option; the value in the driver's syntax, <c>+</c> and <c>-</c> lists included.</summary>
    CommandReply Set(string bond, string option, string value, long now);

    CommandReply Enslave(string bond, string port, long now);

    CommandReply Release(string bond, string slave, long now);

    /// <summary>HOWTO 3.4: a new bond. Option names and values as in the configuration file.</summary>
    CommandReply AddBond(string bond, IReadOnlyList<KeyValuePair<string, string>> options, long now);

    CommandReply DeleteBond(string bond, long now);

    /// <summary>Reads the configuration file again and applies what changed, or nothing at all.</summary>
    /// <param name="dryRun">Only say what would change.</param>
    CommandReply Reload(bool dryRun, long now);

    /// <summary>Begins to end the process; returns at once.</summary>
    CommandReply Stop();
}
