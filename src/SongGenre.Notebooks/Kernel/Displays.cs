using System.Collections.Concurrent;
using System.Globalization;
using SongGenre.Notebooks.Documents;

namespace SongGenre.Notebooks.Kernel;

/// <summary>A kernel's displays that can be updated, by id.</summary>
internal sealed class Displays
{
    private const string Name = "Notebook.Display";

    private readonly ConcurrentDictionary<string, bool> shown = new(StringComparer.Ordinal);
    private int count;

    /// <summary>
    /// Lets a library that refers to no kernel show content that changes in place: an id, and content by mime type.
    /// </summary>
    public static void Offer() =>
        AppContext.SetData(Name, (Action<string, IReadOnlyDictionary<string, string>>)((id, faces) =>
        {
            if (CellOutputs.Current is { } cell) cell.Displays.Show(cell, id, faces);
        }));

    /// <summary>An id that no display of the kernel has.</summary>
    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref count)}");

    private void Show(CellOutputs cell, string id, IReadOnlyDictionary<string, string> faces)
    {
        var data = Faces.Raw(faces);
        cell.Publish(shown.TryAdd(id, true) ? new DisplayOutput(data, []) { DisplayId = id } : new UpdateDisplayOutput(id, data, []));
    }
}
