using System.Globalization;

namespace BondFast.Control.Sockets;

/// <summary>User and group numbers by name, from /etc/passwd and /etc/group (no directory service is asked).</summary>
public static class UserDatabase
{
    /// <summary>A user's number: itself, or that of the name.</summary>
    /// <exception cref="ControlException">The name is not known.</exception>
    public static uint UserId(string user) => Find("/etc/passwd", user, "user");

    /// <summary>A group's number: itself, or that of the name.</summary>
    /// <exception cref="ControlException">The name is not known.</exception>
    public static uint GroupId(string group) => Find("/etc/group", group, "group");

    private static uint Find(string file, string name, string kind)
    {
        if (uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out uint number)) return number;
        foreach (string line in File.Exists(file) ? File.ReadLines(file) : [])
        {
            string[] fields = line.Split(':');
            if (fields.Length > 2 && fields[0] == name && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out number)) return number;
        }
        throw new ControlException("no-such-" + kind, $"There is no {kind} {name} in {file}. Create it, or give its number in [control].");
    }
}
