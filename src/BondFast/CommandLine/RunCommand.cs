using System.CommandLine;
using BondFast.Configuration;
using BondFast.Control.Sockets;
using BondFast.Dpdk;
using BondFast.Hosting;

namespace BondFast.CommandLine;

/// <summary><c>bondfast run FILE</c>: the program itself, in the foreground until SIGINT or SIGTERM.</summary>
internal static class RunCommand
{
    /// <summary>Between two looks at workers and control loop, for systemd's watchdog.</summary>
    private static readonly TimeSpan IdleTurn = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The TOML file." };
        var command = new Command("run", "Run the bonds of a configuration file until SIGINT or SIGTERM.") { file };
        command.SetAction(parsed => Run(parsed.GetValue(file)!));
        return command;
    }

    private static int Run(string file)
    {
        ConfigurationResult loaded = CheckCommand.Load(file);
        foreach (ConfigurationProblem problem in loaded.Problems) Console.Error.WriteLine(problem);
        if (loaded.Configuration is not { } configuration) return ExitCode.Configuration;

        using var service = new ServiceManager();
        RunningProgram? program = null;
        using var stop = new StopSignal(() => program?.Reload());
        try
        {
            program = RunningProgram.Start(configuration, file, stop);
        }
        catch (DpdkException exception)
        {
            throw StartFailure.From(exception);
        }
        catch (StartException exception)
        {
            throw new Failure(ExitCode.System, exception.Message);
        }
        catch (ControlException exception)
        {
            throw new Failure(exception.Code == "not-permitted" ? ExitCode.Permission : ExitCode.Temporary, exception.Message);
        }
        using (program)
        {
            program.Announce(Console.Out);
            service.Ready(program.Summary());
            while (!stop.Wait(service.WatchdogInterval ?? IdleTurn))
                if (program.HasMoved()) service.Alive();
            service.Stopping();
        }
        foreach (string left in program.LeftBehind) Console.Error.WriteLine($"bondfast: not undone: {left}");
        return program.LeftBehind.Count == 0 ? ExitCode.Success : ExitCode.System;
    }
}
