using System.Net.Sockets;
using System.Runtime.InteropServices;
using BondFast.Control.Commands;
using BondFast.Control.Events;
using BondFast.Control.Sockets;
using Xunit.Abstractions;

namespace BondFast.Control.Tests.Sockets;

/// <summary>Who may open the socket, who may change things, and whose file it is.</summary>
public sealed class SocketFileTests(ITestOutputHelper output)
{
    private const uint Nobody = 65534;

    [Fact]
    public void The_file_is_for_owner_and_group_and_goes_with_the_server()
    {
        string path;
        using (var server = new TestServer())
        {
            path = server.Options.Path;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(path));
            server.Server.Dispose();
            Assert.False(Path.Exists(path));
        }
        ControlException refused = Assert.Throws<ControlException>(() => ControlClient.Connect(path, TestServer.Patience));
        Assert.Equal("not-running", refused.Code);
        Assert.Contains("bondfast run", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_live_socket_is_not_taken_over()
    {
        using var server = new TestServer();
        ControlException refused = Assert.Throws<ControlException>(() => ControlServer.Start(server.Options, new ControlQueue(), new EventLog()));
        Assert.Equal("in-use", refused.Code);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("control.socket", refused.Message, StringComparison.Ordinal);
        using ControlClient client = server.Client();
        Assert.True(client.Send("version").Ok);
    }

    [Fact]
    public void A_socket_that_was_left_behind_is_replaced()
    {
        string directory = Directory.CreateTempSubdirectory("bondfast-control-").FullName;
        string path = Path.Combine(directory, "sub", "control.sock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Bound to a hard link's source, so that closing does not remove it: what a killed process leaves.
            left.Bind(new UnixDomainSocketEndPoint(path + ".1"));
            File.Move(path + ".1", path);
        }
        Assert.True(Path.Exists(path));
        using (ControlServer server = ControlServer.Start(new ControlServerOptions { Path = path }, new ControlQueue(), new EventLog()))
        using (ControlClient client = ControlClient.Connect(path, TestServer.Patience))
            Assert.True(client.Send("version").Ok);
        Directory.Delete(directory, recursive: true);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("directory")]
    [InlineData("link")]
    public void What_is_no_socket_is_left_alone(string kind)
    {
        string directory = Directory.CreateTempSubdirectory("bondfast-control-").FullName;
        string path = Path.Combine(directory, "control.sock");
        string precious = Path.Combine(directory, "precious");
        File.WriteAllText(precious, "precious");
        if (kind == "file") File.Copy(precious, path);
        else if (kind == "directory") Directory.CreateDirectory(path);
        else File.CreateSymbolicLink(path, precious);
        ControlException refused = Assert.Throws<ControlException>(() => ControlServer.Start(new ControlServerOptions { Path = path }, new ControlQueue(), new EventLog()));
        Assert.Equal("not-a-socket", refused.Code);
        Assert.True(Path.Exists(path));
        Assert.Equal("precious", File.ReadAllText(precious));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void A_path_that_cannot_be_is_said()
    {
        string directory = Directory.CreateTempSubdirectory("bondfast-control-").FullName;
        ControlException tooLong = Assert.Throws<ControlException>(() =>
            ControlServer.Start(new ControlServerOptions { Path = Path.Combine(directory, new string('x', 100)) }, new ControlQueue(), new EventLog()));
        Assert.Equal("path-too-long", tooLong.Code);
        ControlException cannot = Assert.Throws<ControlException>(() =>
            ControlServer.Start(new ControlServerOptions { Path = "/proc/nowhere/control.sock" }, new ControlQueue(), new EventLog()));
        Assert.Equal("cannot-listen", cannot.Code);
        ControlException nobody = Assert.Throws<ControlException>(() =>
            ControlServer.Start(new ControlServerOptions { Path = Path.Combine(directory, "s"), Group = "no group of that name" }, new ControlQueue(), new EventLog()));
        Assert.Equal("no-such-group", nobody.Code);
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Users_and_groups_are_found_by_name_and_number()
    {
        Assert.Equal(0u, UserDatabase.UserId("root"));
        Assert.Equal(0u, UserDatabase.GroupId("root"));
        Assert.Equal(4711u, UserDatabase.UserId("4711"));
    }

    [Fact]
    public void Others_may_look_and_only_the_owner_and_root_may_change()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            output.WriteLine("Not run: taking another user's identity needs root.");
            return;
        }
        using var server = new TestServer(o => o with { Owner = "4711", Group = "4712", Mode = (UnixFileMode)0b110_110_110 });
        File.SetUnixFileMode(server.Directory, (UnixFileMode)0b111_101_101);
        (bool look, string? change) = AsUser(Nobody, server);
        Assert.True(look);
        Assert.Equal("not-permitted", change);
        Assert.Empty(server.Commands.Calls);
        (look, change) = AsUser(4711, server);
        Assert.True(look);
        Assert.Null(change);
        (look, change) = AsUser(0, server);
        Assert.Null(change);
        Assert.Equal(2, server.Commands.Calls.Length);
    }

    [Fact]
    public void Who_is_in_neither_may_not_even_open_it()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            output.WriteLine("Not run: taking another user's identity needs root.");
            return;
        }
        using var server = new TestServer(o => o with { Owner = "4711", Group = "4712" });
        File.SetUnixFileMode(server.Directory, (UnixFileMode)0b111_101_101);
        ControlException? refused = null;
        OnThreadOf(Nobody, () => refused = Assert.Throws<ControlException>(() => server.Client()));
        Assert.Equal("not-permitted", refused!.Code);
        OnThreadOf(4711, () => server.Client().Dispose());
    }

    private static (bool Look, string? Change) AsUser(uint user, TestServer server)
    {
        (bool, string?) result = default;
        OnThreadOf(user, () =>
        {
            using ControlClient client = server.Client();
            result = (client.Send("show").Ok, client.Send("reload").Error?.Code);
        });
        return result;
    }

    /// <summary>Identity belongs to a thread on Linux when it is changed by the bare system call; the thread ends afterwards.</summary>
    private static void OnThreadOf(uint user, Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            long number = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 117 : 147; // setresuid
            if (user != 0 && syscall(number, user, user, user) != 0) failure = new InvalidOperationException("setresuid");
            try
            {
                if (failure is null) action();
            }
#pragma warning disable CA1031 // passed on
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }

#pragma warning disable SYSLIB1054, CA5392
    [DllImport("libc", SetLastError = true)]
    private static extern long syscall(long number, uint real, uint effective, uint saved);
#pragma warning restore SYSLIB1054, CA5392
}
