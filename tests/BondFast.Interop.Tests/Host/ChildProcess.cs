using System.Diagnostics;

namespace BondFast.Interop.Tests.Host;

/// <summary>A program that runs beside the test. Its lines are kept; it is ended by its own pid, politely first.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly List<string> _lines = [];
    private bool _disposed;

    private ChildProcess(Process process, string commandLine)
    {
        _process = process;
        CommandLine = commandLine;
        process.OutputDataReceived += (_, text) => Keep(text.Data);
        process.ErrorDataReceived += (_, text) => Keep(text.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string CommandLine { get; }
    public int Pid => _process.Id;
    public bool Running => !_process.HasExited;
    public int ExitCode => _process.ExitCode;

    /// <summary>Everything it has printed so far, both streams, in order of arrival.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    public static ChildProcess Start(IEnumerable<string> words, IReadOnlyDictionary<string, string>? environment = null)
    {
        var line = words.ToList();
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new ChildProcess(Spawner.Start(start), string.Join(' ', line));
    }

    public void Write(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits until it has ended by itself and all it said is here.</summary>
    public void WaitForEnd(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
            throw new TimeoutException($"'{CommandLine}' has not ended after {limit.TotalSeconds} s:\n{Output}");
        _process.WaitForExit();
    }

    /// <summary>Waits until some line contains <paramref name="part"/>; throws when the program ends or the limit passes first.</summary>
    public string WaitForLine(string part, TimeSpan limit)
    {
        var line = "";
        Wait.Until(() =>
        {
            line = Find(part);
            if (line is null && !Running)
            {
                _process.WaitForExit(); // the rest of its output
                line = Find(part);
                if (line is null)
                    throw new InvalidOperationException($"'{CommandLine}' ended with {ExitCode} before it said '{part}':\n{Output}");
            }
            return line is not null;
        }, limit, () => $"'{CommandLine}' did not say '{part}'; it said:\n{Output}");
        return line!;
    }

    public void Signal(int signal)
    {
        if (Running)
            LibC.Kill(Pid, signal);
    }

    /// <summary>Sends a signal and waits for the end.</summary>
    /// <exception cref="TimeoutException">It did not end; it has been killed.</exception>
    public int Stop(int signal = LibC.SigTerm)
    {
        Signal(signal);
        if (!_process.WaitForExit(Patience))
        {
            Signal(LibC.SigKill);
            _process.WaitForExit(Patience);
            throw new TimeoutException($"'{CommandLine}' did not end within {Patience.TotalSeconds} s after signal {signal}:\n{Output}");
        }
        _process.WaitForExit();
        return ExitCode;
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (Running)
        {
            Signal(LibC.SigCont);
            Signal(LibC.SigTerm);
            if (!_process.WaitForExit(TimeSpan.FromSeconds(3)))
            {
                Signal(LibC.SigKill);
                _process.WaitForExit(Patience);
            }
        }
        _process.Dispose();
    }

    private string? Find(string part)
    {
        lock (_lines)
            return _lines.Find(line => line.Contains(part, StringComparison.Ordinal));
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
            _lines.Add(line);
    }
}
