namespace SongGenre.Cli.Tests;

/// <summary>The repository that these tests were built in.</summary>
internal static class RepositoryFolder
{
    /// <summary>The nearest folder upwards from the test's own that holds <c>data/dataset.json</c>.</summary>
    public static string Root { get; } = Find();

    public static string Notebook(string name) => Path.Combine(Root, "notebooks", name);

    private static string Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "data", "dataset.json"))) return folder;
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no repository");
    }
}
