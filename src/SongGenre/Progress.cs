using System.Globalization;
using SongGenre.Forest;

namespace SongGenre;

/// <summary>
/// Shows how far a long piece of work is: a bar that changes in place in a notebook, a line that changes in place in a
/// terminal, and a line now and then elsewhere. Once it is disposed, what stays says what was done and no times. Any
/// thread may report.
/// </summary>
/// <example><code>
/// using var progress = new Progress("training");
/// var model = GenreModel.Fit(songs, split.Train, experiment, progress: progress);
/// </code></example>
public sealed class Progress : IProgress<ForestProgress>, IDisposable
{
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly string _what;
    private readonly IProgressFace _face;
    private readonly TimeProvider _time;
    private ProgressState? _last;
    private long _start;
    private long? _shown;
    private bool _isOver;

    /// <summary>Shows progress in the notebook whose cell runs, otherwise in the terminal or the log.</summary>
    /// <param name="what">What is done, such as <c>training</c>.</param>
    /// <param name="log">Where the lines go outside a notebook; null is the standard error.</param>
    public Progress(string what, TextWriter? log = null)
        : this(what, Face(log ?? Console.Error), TimeProvider.System)
    {
    }

    internal Progress(string what, IProgressFace face, TimeProvider time)
    {
        _what = what;
        _face = face;
        _time = time;
        _start = time.GetTimestamp();
    }

    /// <summary>Says how far the work is; shown ten times a second at most.</summary>
    /// <param name="done">What is done, from 0; less than before begins anew.</param>
    /// <param name="total">What is to be done, at least 1.</param>
    /// <param name="status">What else to say, such as the score so far; null for nothing.</param>
    /// <param name="unit">What is counted, such as <c>trees</c>; empty for nothing in particular.</param>
    public void Report(long done, long total, string? status = null, string unit = "")
    {
        ArgumentOutOfRangeException.ThrowIfNegative(done);
        ArgumentOutOfRangeException.ThrowIfLessThan(total, 1);
        lock (_gate)
        {
            if (_isOver) return;
            if (done < _last?.Done) (_start, _shown) = (_time.GetTimestamp(), null);
            _last = new(_what, done, total, unit, status);
            if (_shown is { } shown && _time.GetElapsedTime(shown) < BetweenUpdates) return;
            _shown = _time.GetTimestamp();
            _face.Show(_last, TimeLeft(_last));
        }
    }

    /// <summary>Says how many trees are grown, with the score so far.</summary>
    public void Report(ForestProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Report(value.Trees, value.Wanted, value.Status, "trees");
    }

    /// <summary>Leaves what was reported last, if anything was.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_isOver && _last is { } last) _face.End(last);
            _isOver = true;
        }
    }

    private string? TimeLeft(ProgressState state)
    {
        if (state.Done == 0 || state.Done >= state.Total) return null;
        var left = _time.GetElapsedTime(_start) * ((double)(state.Total - state.Done) / state.Done);
        return left.TotalSeconds < 90
            ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds)} s left")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalMinutes)} min left");
    }

    private static IProgressFace Face(TextWriter log) =>
        AppContext.GetData("Notebook.Display") is Action<string, IReadOnlyDictionary<string, string>> show
        ? new NotebookProgress(show)
        : log == Console.Error && !Console.IsErrorRedirected ? new TerminalProgress(log, TerminalProgress.WindowWidth)
        : new LogProgress(log, TimeProvider.System);
}
