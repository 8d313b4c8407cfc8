using System.Diagnostics.CodeAnalysis;

namespace SongGenre.Notebooks.Kernel;

/// <summary>The libraries that a session has read from files, each once.</summary>
internal sealed class NotebookLibraries
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, LibraryFile> byPath = new(RunningPlatform.FileNames);
    private readonly Dictionary<string, LibraryFile> byName = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The library of a file.</summary>
    /// <returns>False when it is no .NET assembly or can't be read.</returns>
    public bool TryOpen(string path, [NotNullWhen(true)] out LibraryFile? library)
    {
        lock (gate)
        {
            if (byPath.TryGetValue(path, out library)) return true;
            try
            {
                if ((library = LibraryFile.Read(path)) is null) return false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }

            byPath.Add(path, library);
            byName.TryAdd(Path.GetFileNameWithoutExtension(path), library);
            return true;
        }
    }

    /// <summary>The library that the session uses under a simple name: the first that it has read; or null.</summary>
    public LibraryFile? Find(string name)
    {
        lock (gate) return byName.GetValueOrDefault(name);
    }

    /// <summary>The names of files that were rebuilt since they were read; each rebuild is named once.</summary>
    public IReadOnlyList<string> TakeRebuilt()
    {
        lock (gate)
            return [.. byPath.Values.Where(library => library.WasRebuilt())
                .Select(library => Path.GetFileName(library.Path)).Order(StringComparer.Ordinal)];
    }
}
