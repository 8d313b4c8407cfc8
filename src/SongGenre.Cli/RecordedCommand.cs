using System.CommandLine;
using SongGenre.Tracking;

namespace SongGenre.Cli;

/// <summary>A command whose run goes on record, with what it writes to the console.</summary>
internal sealed class RecordedCommand
{
    private RecordedCommand(TrackedRun run, RecordedWriter output, RecordedWriter error)
    {
        Run = run;
        Output = output;
        Error = error;
    }

    /// <summary>The run.</summary>
    public TrackedRun Run { get; }

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Does a command's work as a run: it finishes, fails or is stopped as that does.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Where the run goes on record.</param>
    /// <param name="experiment">Every knob; null where there are none.</param>
    /// <param name="overrides">Which of them were changed.</param>
    /// <param name="work">The work; gives the exit code.</param>
    public static async Task<int> DoAsync(
        ParseResult parsed,
        TrackingOptions options,
        Experiment? experiment,
        IReadOnlyList<string> overrides,
        Func<RecordedCommand, Task<int>> work)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        using var run = TrackedRun.Start(
            parsed.CommandResult.Command.Name, experiment, overrides, options, line => error.WriteLine("note: " + line));
        using var recordedOutput = new RecordedWriter(output, run, isError: false);
        using var recordedError = new RecordedWriter(error, run, isError: true);
        try
        {
            var code = await work(new(run, recordedOutput, recordedError));
            if (code == 0 && run.IsOn)
                recordedError.WriteLine($"on record as {(run.Name is { } name ? name + ", " : "")}{run.Id}");
            recordedOutput.Dispose();
            recordedError.Dispose();
            if (code == 0) run.Finish();
            else run.Fail(new SongGenreException(FormattableString.Invariant($"exit code {code}")));
            SayUpload();
            return code;
        }
        catch (Exception failure)
        {
            // What was written last belongs to the record of a failure above all.
            recordedOutput.Dispose();
            recordedError.Dispose();
            if (failure is SongGenreException) run.Output($"error: {failure.Message}\n", isError: true);
            run.Fail(failure);
            SayUpload();
            throw;
        }

        void SayUpload()
        {
            if (run.WandbFolder is { } folder) error.WriteLine($"wandb sync \"{folder}\" uploads this run");
        }
    }

    /// <summary>The same for work that no one waits for.</summary>
    public static int Do(
        ParseResult parsed,
        TrackingOptions options,
        Experiment? experiment,
        IReadOnlyList<string> overrides,
        Func<RecordedCommand, int> work) =>
        DoAsync(parsed, options, experiment, overrides, record => Task.FromResult(work(record))).GetAwaiter().GetResult();
}
