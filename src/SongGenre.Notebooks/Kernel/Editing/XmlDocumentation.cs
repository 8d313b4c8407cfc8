using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace SongGenre.Notebooks.Kernel.Editing;

/// <summary>
/// Documentation from XML files. They are scanned once, when the first entry is asked for; only where the entries are
/// is kept, because the platform's files are tens of megabytes.
/// </summary>
internal sealed class XmlDocumentation : DocumentationProvider
{
    private readonly Lazy<Dictionary<ulong, (string File, int Start, int Length)>> entries;

    /// <param name="files">Names the files when they are needed; those that can't be read are left out.</param>
    public XmlDocumentation(Func<string[]> files) => entries = new(() => Scan(files));

    protected override string? GetDocumentationForSymbol(
        string documentationMemberID, CultureInfo preferredCulture, CancellationToken cancellationToken = default)
    {
        if (!entries.Value.TryGetValue(Key(Encoding.UTF8.GetBytes(documentationMemberID)), out var entry)) return "";
        try
        {
            using var file = File.OpenHandle(entry.File);
            var bytes = new byte[entry.Length];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, entry.Start));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static Dictionary<ulong, (string File, int Start, int Length)> Scan(Func<string[]> files)
    {
        var found = new Dictionary<ulong, (string, int, int)>();
        foreach (var file in files())
        {
            try
            {
                if (File.Exists(file)) Scan(file, File.ReadAllBytes(file), found);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A library without readable documentation is one without documentation.
            }
        }

        return found;
    }

    private static void Scan(string file, byte[] content, Dictionary<ulong, (string, int, int)> found)
    {
        var open = "<member name=\""u8;
        var close = "</member>"u8;
        for (var at = 0; content.AsSpan(at).IndexOf(open) is var offset and >= 0;)
        {
            var start = at + offset;
            var name = content.AsSpan(start + open.Length);
            var end = content.AsSpan(start).IndexOf(close);
            if (end < 0 || name.IndexOf((byte)'"') is not (var length and >= 0)) return;
            found.TryAdd(Key(name[..length]), (file, start, end + close.Length));
            at = start + end + close.Length;
        }
    }

    // FNV-1a: with some 300,000 entries two of the same key are less likely than one in a hundred million.
    private static ulong Key(ReadOnlySpan<byte> id)
    {
        var hash = 14695981039346656037UL;
        foreach (var unit in id) hash = unchecked((hash ^ unit) * 1099511628211UL);
        return hash;
    }

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
