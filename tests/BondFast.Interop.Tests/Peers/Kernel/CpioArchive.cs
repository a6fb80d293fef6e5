using System.Text;

namespace BondFast.Interop.Tests.Peers.Kernel;

/// <summary>Writes the archive format of Linux initramfs images ("newc"): a text header of hexadecimal fields, the name, the content.</summary>
internal sealed class CpioArchive(Stream output) : IDisposable
{
    private const uint Folder = 0x4000, RegularFile = 0x8000, SymbolicLink = 0xa000;
    private readonly HashSet<string> _folders = [];
    private uint _inode;
    private long _written;

    public void AddFile(string path, byte[] content, bool executable = false)
    {
        AddFolderOf(path);
        Entry(path, RegularFile | (executable ? 0x1edu : 0x1a4u), content); // 0755, 0644
    }

    public void AddFile(string path, string content) => AddFile(path, Encoding.UTF8.GetBytes(content));

    public void AddLink(string path, string target)
    {
        AddFolderOf(path);
        Entry(path, SymbolicLink | 0x1ff, Encoding.UTF8.GetBytes(target));
    }

    public void AddFolder(string path)
    {
        AddFolderOf(path);
        if (_folders.Add(path))
            Entry(path, Folder | 0x1ed, []);
    }

    public void Dispose()
    {
        Entry("TRAILER!!!", 0, []);
        output.Dispose();
    }

    private void AddFolderOf(string path)
    {
        if (path.LastIndexOf('/') is > 0 and var end)
            AddFolder(path[..end]);
    }

    private void Entry(string path, uint mode, byte[] content)
    {
        var name = Encoding.UTF8.GetBytes(path + "\0");
        var header = new StringBuilder("070701");
        // inode, mode, uid, gid, links, time, size, device (4 numbers), length of the name, no checksum
        foreach (var field in (uint[])[++_inode, mode, 0, 0, 1, 0, (uint)content.Length, 0, 0, 0, 0, (uint)name.Length, 0])
            header.Append(field.ToString("x8"));
        Write(Encoding.ASCII.GetBytes(header.ToString()));
        Write(name);
        Align();
        Write(content);
        Align();
    }

    private void Write(byte[] bytes)
    {
        output.Write(bytes);
        _written += bytes.Length;
    }

    private void Align()
    {
        while (_written % 4 != 0)
        {
            output.WriteByte(0);
            _written++;
        }
    }
}
