namespace SongGenre.Data;

/// <summary>Finds the folder that the project's files are relative to.</summary>
public static class Repository
{
    /// <summary>
    /// The nearest folder upwards from the current directory that holds <c>data/dataset.json</c>; else the current
    /// directory.
    /// </summary>
    public static string Root
    {
        get
        {
            var current = Directory.GetCurrentDirectory();
            for (var folder = current; folder is not null; folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "data", "dataset.json"))) return folder;
            }

            return current;
        }
    }
}
