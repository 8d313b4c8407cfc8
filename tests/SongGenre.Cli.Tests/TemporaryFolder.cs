namespace SongGenre.Cli.Tests;

/// <summary>A folder of a test's own.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("songgenre-cli-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Every file and folder below, to see what a command left behind.</summary>
    public string[] Listing() =>
        [.. Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
