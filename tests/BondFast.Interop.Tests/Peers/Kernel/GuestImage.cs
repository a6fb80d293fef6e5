using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using BondFast.Interop.Tests.Host;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>
/// Kernel and initramfs of the kernel peer: Debian's kernel, busybox, ip(8) and a small agent. Built once and kept
/// in the temporary folder under a name that carries a hash of everything that went into it.
/// </summary>
internal sealed partial record GuestImage(string Kernel, string Initramfs)
{
    /// <summary>To be counted up when the code below puts other things into the image.</summary>
    private const string Recipe = "1 ";

    private static readonly Lazy<GuestImage> Built = new(Build);

    public static GuestImage Get() => Built.Value;

    private static GuestImage Build()
    {
        var modules = KernelModules.Find();
        var busybox = Requires.Program("busybox", "busybox-static");
        var dash = Requires.Program("dash", "dash");
        var ip = Requires.Program("ip", "iproute2");
        var sources = Path.Combine(AppContext.BaseDirectory, "kernel-peer");
        var init = Path.Combine(sources, "init");
        var agent = Path.Combine(sources, "kptool.c");

        var cache = Path.Combine(Path.GetTempPath(), $"bondfast-kernel-peer-{Environment.UserName}");
        Directory.CreateDirectory(cache, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var image = Path.Combine(cache, $"initrd-{modules.Version}-{HashOf(Recipe + modules.Version, busybox, dash, ip, init, agent)}.gz");
        if (!File.Exists(image))
        {
            var part = $"{image}.{Environment.ProcessId}";
            using (var archive = new CpioArchive(new GZipStream(File.Create(part), CompressionLevel.Fastest)))
                Fill(archive, modules, busybox, dash, ip, init, Compile(agent, cache));
            File.Move(part, image, overwrite: true);
            foreach (var old in Directory.GetFiles(cache, "initrd-*.gz").Where(f => f != image && File.GetLastWriteTimeUtc(f) < DateTime.UtcNow.AddHours(-1)))
                File.Delete(old);
        }
        return new GuestImage(modules.Image, image);
    }

    private static void Fill(CpioArchive archive, KernelModules modules, string busybox, string dash, string ip, string init, byte[] agent)
    {
        foreach (var folder in "bin sbin usr/bin usr/sbin etc proc sys dev tmp run var/run lib lib64".Split(' '))
            archive.AddFolder(folder);
        archive.AddFile("init", File.ReadAllBytes(init), executable: true);
        archive.AddFile("bin/busybox", File.ReadAllBytes(busybox), executable: true);
        // dash is the shell, and ip is iproute2's: busybox's own shell would run its ip instead.
        foreach (var applet in Command.Run(busybox, "--list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            if (applet is not ("ip" or "busybox" or "linuxrc" or "init" or "sh" or "ash"))
                archive.AddLink($"bin/{applet}", "busybox");
        archive.AddLink("sbin/modprobe", "/bin/busybox"); // for the kernel's own module loader
        archive.AddFile("bin/sh", File.ReadAllBytes(dash), executable: true);
        archive.AddFile("usr/sbin/ip", File.ReadAllBytes(ip), executable: true);
        archive.AddFile("bin/kptool", agent, executable: true);
        foreach (var library in LibrariesOf(dash).Union(LibrariesOf(ip)))
            archive.AddFile(library.TrimStart('/'), File.ReadAllBytes(library), executable: true);
        archive.AddFile("etc/modules.boot", string.Join('\n', KernelModules.AtBoot) + "\n");
        archive.AddFile("etc/passwd", "root:x:0:0::/:/bin/sh\n");
        archive.AddFile("etc/group", "root:x:0:\n");
        modules.AddTo(archive);
    }

    private static IEnumerable<string> LibrariesOf(string program) =>
        Library().Matches(Command.Run("ldd", program).Output).Select(match => match.Groups[1].Value);

    private static byte[] Compile(string source, string folder)
    {
        var program = Path.Combine(folder, $"kptool.{Environment.ProcessId}");
        Command.Run(Requires.Program("gcc", "gcc libc6-dev"), "-O2", "-static", "-o", program, source);
        var bytes = File.ReadAllBytes(program);
        File.Delete(program);
        return bytes;
    }

    private static string HashOf(string version, params string[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(version));
        foreach (var file in files)
            hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset())[..16].ToLowerInvariant();
    }

    [GeneratedRegex(@"(/\S+)\s+\(0x")]
    private static partial Regex Library();
}
