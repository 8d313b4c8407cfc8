using System.Text.Json;

namespace SongGenre.Tests.Features;

/// <summary>Values that scikit-learn made; each file lies beside the script that wrote it.</summary>
internal static class ExpectedValues
{
    public static JsonElement Read(string file)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "SongGenre.sln"))) root = root.Parent!;
        var path = Path.Combine(root.FullName, "tests", "SongGenre.Tests", "Features", file);
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    public static T[] Array<T>(this JsonElement element, string name) =>
        element.GetProperty(name).Deserialize<T[]>()!;
}
