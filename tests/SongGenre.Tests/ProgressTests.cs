using SongGenre.Forest;

namespace SongGenre.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly Clock _clock = new();
    private readonly StringWriter _log = new() { NewLine = "\n" };

    public void Dispose() => _log.Dispose();

    [Fact]
    public void A_notebook_shows_one_bar_that_changes_in_place_and_keeps_no_times()
    {
        var shown = new List<(string Id, string Html, string Text)>();
        using (var progress = new Progress("training", new NotebookProgress((id, faces) => shown.Add((id, faces["text/html"], faces["text/plain"]))), _clock))
        {
            progress.Report(new ForestProgress(0, 100, null));
            _clock.Pass(seconds: 5);
            progress.Report(new ForestProgress(25, 100, 0.5));
            _clock.Pass(seconds: 15);
            progress.Report(new ForestProgress(100, 100, 0.69124));
        }

        Assert.Single(shown.Select(update => update.Id).Distinct());
        Assert.Equal(
            [
                "training: 0 of 100 trees (0%)",
                "training: 25 of 100 trees (25%), out-of-bag accuracy 0.5000, 15 s left",
                "training: 100 of 100 trees (100%), out-of-bag accuracy 0.6912",
                "training: 100 trees, out-of-bag accuracy 0.6912",
            ],
            shown.Select(update => update.Text));
        Assert.Equal(
            "<div><progress max=\"100\" value=\"25\"></progress> training: 25 of 100 trees (25%), out-of-bag accuracy 0.5000, 15 s left</div>",
            shown[1].Html);
        Assert.Equal("<div>training: 100 trees, out-of-bag accuracy 0.6912</div>", shown[3].Html);
    }

    [Fact]
    public void A_notebook_shows_what_is_said_as_text_and_not_as_markup()
    {
        var html = "";
        using (var progress = new Progress("a<b", new NotebookProgress((_, faces) => html = faces["text/html"]), _clock)) progress.Report(1, 1, "x & y");
        Assert.Equal("<div>a&lt;b: 1, x &amp; y</div>", html);
    }

    [Fact]
    public void A_terminal_has_one_line_that_is_written_over_and_completed_at_the_end()
    {
        using (var progress = new Progress("reading", new TerminalProgress(_log, () => 80), _clock))
        {
            progress.Report(1, 2, "halfway");
            _clock.Pass(seconds: 1);
            progress.Report(2, 2);
        }

        var half = new string('█', 10) + new string('░', 10) + " reading: 1 of 2 (50%), halfway, 0 s left";
        var full = new string('█', 20) + " reading: 2 of 2 (100%)";
        Assert.Equal($"\r{half}\r{full.PadRight(half.Length)}\r{"reading: 2".PadRight(full.Length)}\n", _log.ToString());
    }

    [Theory]
    [InlineData(80)]
    [InlineData(79)]
    [InlineData(40)]
    [InlineData(10)]
    public void A_terminals_line_leaves_the_last_column_free_and_gives_up_its_bar_first(int width)
    {
        using (var progress = new Progress("training", new TerminalProgress(_log, () => width), _clock))
        {
            progress.Report(new ForestProgress(25, 100, 0.5));
            _clock.Pass(seconds: 15);
            progress.Report(new ForestProgress(50, 100, 0.5));
        }

        var lines = _log.ToString().TrimEnd('\n').Split('\r')[1..];
        Assert.Equal(3, lines.Length);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, width - 1));
        Assert.All(lines, line => Assert.StartsWith("training:"[..Math.Min(width - 1, 9)], line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_terminal_that_knows_no_blocks_has_a_bar_of_plain_signs()
    {
        using var bytes = new MemoryStream();
        using (var terminal = new StreamWriter(bytes, System.Text.Encoding.Latin1, leaveOpen: true))
        using (var progress = new Progress("reading", new TerminalProgress(terminal, () => 80), _clock))
            progress.Report(1, 2);
        Assert.StartsWith(
            "\r##########.......... reading: 1 of 2 (50%)",
            System.Text.Encoding.Latin1.GetString(bytes.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_has_at_most_one_line_a_second_and_one_for_each_tenth()
    {
        using (var progress = new Progress("reading", new LogProgress(_log, _clock), _clock))
        {
            for (var i = 1; i <= 100; i++)
            {
                _clock.Pass(seconds: 0.5);
                progress.Report(i, 100);
            }
        }

        Assert.Equal(
            [.. Enumerable.Range(1, 9).Select(t => $"reading: {t}0 of 100 ({t}0%), {Math.Ceiling(0.5 * (100 - (10 * t)))} s left"), "reading: 100"],
            _log.ToString().TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Fast_work_leaves_one_line_in_a_log()
    {
        using (var progress = new Progress("reading", new LogProgress(_log, _clock), _clock))
            for (var i = 1; i <= 100; i++) progress.Report(i, 100);
        Assert.Equal("reading: 100\n", _log.ToString());
    }

    [Fact]
    public void Ten_updates_a_second_are_shown_at_most_and_the_last_one_stays()
    {
        var texts = new List<string>();
        using (var progress = new Progress("reading", new NotebookProgress((_, faces) => texts.Add(faces["text/plain"])), _clock))
        {
            for (var i = 1; i <= 2000; i++)
            {
                _clock.Pass(seconds: 0.001);
                progress.Report(i, 3000);
            }
        }

        Assert.InRange(texts.Count, 15, 21);
        Assert.Equal("reading: 2,000 of 3,000", texts[^1]);
    }

    [Fact]
    public void Nothing_reported_leaves_nothing_and_nothing_comes_after_the_end()
    {
        new Progress("reading", _log).Dispose();
        var progress = new Progress("reading", _log);
        progress.Report(1, 1);
        progress.Dispose();
        progress.Dispose();
        progress.Report(1, 1);
        Assert.Equal("reading: 1\n", _log.ToString());
    }

    [Fact]
    public void A_share_that_is_none_is_refused()
    {
        using var progress = new Progress("reading", _log);
        Assert.Throws<ArgumentOutOfRangeException>(() => progress.Report(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => progress.Report(0, 0));
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Pass(double seconds) => _now += (long)Math.Round(seconds * TimestampFrequency);
    }
}
