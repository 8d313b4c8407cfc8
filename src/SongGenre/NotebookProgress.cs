using System.Globalization;
using System.Net;

namespace SongGenre;

/// <summary>A bar that a notebook's kernel updates in place.</summary>
/// <param name="show">Shows content by mime type under an id, or updates it.</param>
internal sealed class NotebookProgress(Action<string, IReadOnlyDictionary<string, string>> show) : IProgressFace
{
    private static int _count;

    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"progress-{Interlocked.Increment(ref _count)}");

    public void Show(ProgressState state, string? timeLeft)
    {
        var text = state.Text(timeLeft);
        var bar = string.Create(CultureInfo.InvariantCulture, $"<progress max=\"{state.Total}\" value=\"{state.Done}\"></progress>");
        Put(text, $"{bar} {WebUtility.HtmlEncode(text)}");
    }

    public void End(ProgressState state) => Put(state.Summary, WebUtility.HtmlEncode(state.Summary));

    private void Put(string text, string html) =>
        show(_id, new Dictionary<string, string> { ["text/html"] = $"<div>{html}</div>", ["text/plain"] = text });
}
