using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SongGenre.Data;

namespace SongGenre.Tuning;

/// <summary>
/// A folder that remembers a search: <c>search.json</c> says which, <c>trials.jsonl</c> gets a line for each trial as
/// soon as it is finished, <c>results.json</c> and <c>results.csv</c> are written at the end. A search that is given
/// the folder of an equal one leaves out what is done.
/// </summary>
public sealed class TrialLog : IDisposable
{
    private const int Format = 1;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly FileStream _lines;
    private readonly List<Trial> _trials = [];

    private TrialLog(string folder, FileStream lines)
    {
        Folder = folder;
        _lines = lines;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The trials that are done, in the order in which they were finished.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>Opens a folder for a search; one that is missing is made.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="plan">The search. More random points than the folder's search had are fine.</param>
    /// <param name="songs">The songs that it searches on.</param>
    /// <exception cref="SongGenreException">
    /// The folder holds another search, other things, or a damaged line, is in use, or can't be written.
    /// </exception>
    public static TrialLog Open(string folder, SearchPlan plan, CleanSongs songs)
    {
        FileStream? lines = null;
        try
        {
            Begin(folder, Describe(plan, songs));
            var file = Path.Combine(folder, "trials.jsonl");
            lines = new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var log = new TrialLog(folder, lines);
            log.Read(file, plan);
            return log;
        }
        catch (Exception e)
        {
            lines?.Dispose();
            if (e is IOException or UnauthorizedAccessException or ArgumentException)
                throw new SongGenreException($"{folder}: can't hold a search: {e.Message.ReplaceLineEndings(" ")}", e);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    /// <summary>Adds a line.</summary>
    internal void Append(Trial trial)
    {
        _lines.Write(Encoding.UTF8.GetBytes(trial.ToJson().ToJsonString() + "\n"));
        _lines.Flush();
        _trials.Add(trial);
    }

    /// <summary>Writes the results.</summary>
    internal void Write(SearchResult result)
    {
        WholeFile.Write(Path.Combine(Folder, "results.json"), file =>
            File.WriteAllText(file, result.ToJson().ToJsonString(Indented) + "\n"));
        WholeFile.Write(Path.Combine(Folder, "results.csv"), file =>
        {
            using var csv = new StreamWriter(file) { NewLine = "\n" };
            result.WriteCsv(csv);
        });
    }

    private static JsonObject Describe(SearchPlan plan, CleanSongs songs)
    {
        var options = plan.Options;
        return new()
        {
            ["format"] = Format,
            ["data_sha256"] = songs.Source.Sha256,
            ["experiment"] = Members(plan.Experiment.Flatten()),
            ["dimensions"] = Members(plan.Dimensions.Select(d => KeyValuePair.Create(d.Key, d.Text))),
            ["points"] = options.Random is null ? "grid" : "random",
            ["score"] = options.Scoring,
            ["folds"] = options.Scoring == SearchOptions.CrossValidation ? options.Folds : null,
            ["seed"] = options.Seed,
            // Which points go on depends on how many there are and by what they are judged.
            ["halving"] = options.IsHalving ? $"{plan.Points.Count} by {options.Metric.Name}" : null,
        };
    }

    private static JsonObject Members(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));

    private static void Begin(string folder, JsonObject search)
    {
        var file = Path.Combine(folder, "search.json");
        if (!File.Exists(file))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new SongGenreException($"{folder}: holds other things than a search; name a new folder.");
            WholeFile.Write(file, temporary => File.WriteAllText(temporary, search.ToJsonString(Indented) + "\n"));
            return;
        }

        JsonObject? known;
        try
        {
            known = JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
        }
        catch (JsonException)
        {
            known = null;
        }

        if (known is null) throw new SongGenreException($"{file}: is damaged; name a new folder.");
        var differing = search.Where(part => !JsonNode.DeepEquals(part.Value, known[part.Key])).ToList();
        if (differing.Count > 0)
        {
            var other = differing.Select(part => part.Key);
            throw new SongGenreException(
                $"{folder}: holds another search (other {string.Join(", ", other)}); name a new folder.");
        }
    }

    private void Read(string file, SearchPlan plan)
    {
        var bytes = new byte[_lines.Length];
        _lines.ReadExactly(bytes);
        // A line without its end was being written when the search was killed.
        var whole = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        _lines.SetLength(whole);
        _lines.Position = whole;
        var number = 0;
        var text = Encoding.UTF8.GetString(bytes, 0, whole);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var trial = Trial.FromJson(line);
            // Fewer random points than before leave the others' trials alone.
            if (trial?.Number >= plan.Points.Count && plan.Options.Random is not null) continue;
            if (trial is null || trial.Number < 0 || trial.Number >= plan.Points.Count
                || !trial.Values.SequenceEqual(plan.Points[trial.Number].Values))
            {
                throw new SongGenreException(FormattableString.Invariant(
                    $"{file} line {number}: is damaged; delete the line or name a new folder."));
            }

            _trials.Add(trial);
        }
    }
}
